"""What newspapers write around a text: where it was written and by whom, and whose it is."""

from __future__ import annotations

import re

_REPORTERS = r"[가-힣·, ]{1,40}(?:기자|특파원)"
_DATELINES = (
    rf"[(\[【〔][^()\[\]【】〔〕]{{1,30}}[=ㅣ|][^()\[\]【】〔〕]{{1,30}}[)\]】〕]\s?(?:{_REPORTERS}\s?)?(?:=\s?)?",
    rf"[(\[【〔][^()\[\]【】〔〕]{{0,20}}{_REPORTERS}[)\]】〕]\s?(?:=\s?)?",
    rf"{_REPORTERS}\s?=\s?",
    r"[A-Z][A-Za-z ,.]{1,40} \((?:AP|AFP|Reuters|Yonhap|Xinhua|dpa)\) [-–—]{1,3} ",
)
_DATELINE = re.compile("|".join(_DATELINES))

_KINDS = r"(?:글|사진|그림|취재|편집|영상)"
_CREDITS = (
    r"저작권자 ?(?:\(c\)|[©ⓒ:])",
    r"무단 ?(?:전재|복제|배포)",
    r"재배포 ?(?:및 ?)?(?:금지|AI)",
    r"all rights reserved",
    r"^\W{0,4}(?:copyright|©|ⓒ|\(c\) )",
    rf"^\W{{0,4}}{_KINDS}(?:[·/]{_KINDS})? ?[=:]",
    r"^by [A-Z][^.]{1,60}$",
    r"@[\w-]{1,40}\.[\w.-]{2,40}$",
    r"^[^.]{0,30}[가-힣]{2,4} (?:기자|특파원)\W{0,4}$",
)
_CREDIT = re.compile("|".join(_CREDITS), re.IGNORECASE)


def without_dateline(sentence: str) -> str:
    """A sentence without the place and name before its first word: (서울=시험통신) 홍길동 기자 =."""
    found = _DATELINE.match(sentence)
    return sentence[found.end() :] if found is not None else sentence


def is_credit(sentence: str) -> bool:
    """Whether this is a copyright line, a byline or a picture's credit, and no sentence of the text."""
    return _CREDIT.search(sentence) is not None
