"""Sentences out of an article's Markdown, Korean and English, without what newspapers write around a text."""

from __future__ import annotations

import re

from bot.markdown import Kind, blocks_of

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


_ENDS = re.compile(r"(?:[.!?…]{1,9}|[。！？]{1,9})[\"'”’»」』)\]]{0,5}(?=\s)")
"""A sentence's last signs, closing quotes and brackets included, before white space."""
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-Za-z]|(?:[A-Za-z]\.){1,8}[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|vs|etc|cf|No|Inc|Ltd|Co|Corp|Fig|al)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\s)\d{1,4}$")
_LOOKED_BACK = 24
"""Signs before a full stop that tell whether it ends an abbreviation or a number."""
_SAYS = re.compile(r"\s{0,4}(?:이?라고|하고|이?라[는며면]|하[는며]|라던)(?=[\s,]|$)")
"""What carries a Korean sentence on after speech, quoted or not: 가자! 라고 말했다."""
_QUOTED_ON = re.compile(r"\s{0,4}(?:고|는|이?란(?=\s{1,4}(?:말|뜻|의미|물음|질문|생각|주장|것)))(?=[\s,]|$)")
"""What does so after a closing quote only: 이란 begins a sentence elsewhere."""
_QUOTES = "\"'”’»」』"
_FOOTNOTE = re.compile(r"\[(?:\^[^\]\s]{1,40}|\d{1,3})\]|(?<=[.!?])[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}(?!\w)")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»", "(": ")", '"': '"', "'": "'"}
_FARTHEST = 400
"""Signs within which an opened quote must be closed to hold its sentences together."""


_WORDS = {Kind.SOFT_BREAK: " ", Kind.HARD_BREAK: " ", Kind.PICTURE: ""}


def sentences_of(body: str) -> list[str]:
    """The sentences of a Markdown text in their order; headings, code, tables and pictures are left out.

    An item of a list without an end sign is a sentence too, as is a paragraph's rest.
    """
    return [sentence for section in sections_of(body) for sentence in section]


def sections_of(body: str) -> list[list[str]]:
    """The sentences under each heading of a Markdown text, those before the first one included."""
    sections: list[list[str]] = []
    for section in _paragraphs(body):
        sections.append([sentence for paragraph in section for sentence in split_sentences(paragraph)])
    return [section for section in sections if section]


def paragraphs_of(body: str) -> list[str]:
    """The plain text of each paragraph, white space joined; footnotes are left out."""
    return [paragraph for section in _paragraphs(body) for paragraph in section]


def _paragraphs(body: str) -> list[list[str]]:
    sections: list[list[str]] = [[]]
    for block in blocks_of(body):
        if block.kind is Kind.HEADING:
            sections.append([])
        if block.kind is not Kind.TEXT or block.in_table:
            continue
        written = "".join(_WORDS.get(run.kind, run.text) for run in block.runs).strip()
        note = _FOOTNOTE.match(written)
        if note is not None and written.startswith(":", note.end()):
            continue
        if text := " ".join(_FOOTNOTE.sub("", written).split()):
            sections[-1].append(text)
    return sections


def split_sentences(text: str) -> list[str]:
    """Cut one paragraph into sentences; numbers (3.5, 2025. 4. 28.), abbreviations and quoted speech stay whole."""
    found: list[str] = []
    start = 0
    quotes = _quotes_in(text)
    quoted = -1
    for end in _ENDS.finditer(text):
        while quoted + 1 < len(quotes) and quotes[quoted + 1][0] < end.end():
            quoted += 1
        if quoted >= 0 and quotes[quoted][0] >= start and quotes[quoted][1] >= end.end():
            continue
        head = text[max(start, end.start() - _LOOKED_BACK) : end.start()]
        if end.group()[0] == "." and len(end.group().rstrip(_QUOTES + ")]")) == 1 and _goes_on(head, text, end.end()):
            continue
        is_quote = any(sign in _QUOTES for sign in end.group())
        if _SAYS.match(text, end.end()) or (is_quote and _QUOTED_ON.match(text, end.end())):
            continue
        if sentence := text[start : end.end()].strip():
            found.append(sentence)
        start = end.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


def _quotes_in(text: str) -> list[tuple[int, int]]:
    """Where each quote or bracket begins and ends, outermost ones, in their order."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        closing = _PAIRS.get(text[at])
        end = _closing(text, at, closing) if closing is not None else -1
        if end >= 0:
            found.append((at, end))
            at = end
        at += 1
    return found


def _closing(text: str, at: int, closing: str) -> int:
    """Where what is opened at `at` ends; -1 where it opens nothing, as an apostrophe does."""
    if closing == text[at]:
        if at > 0 and (text[at - 1].isalnum() or at + 1 == len(text) or text[at + 1].isspace()):
            return -1
        end = text.find(closing, at + 1, at + _FARTHEST)
        while closing == "'" and end >= 0 and text[end - 1].isalpha() and text[end + 1 : end + 2].isascii():
            if not text[end + 1 : end + 2].isalnum():
                break
            end = text.find(closing, end + 1, at + _FARTHEST)
        return end
    return text.find(closing, at + 1, at + _FARTHEST)


def _goes_on(head: str, text: str, end: int) -> bool:
    """Whether the full stop after `head` ends an abbreviation or a number, and not the sentence."""
    if _NUMBERED.search(head):
        return True
    if not _ABBREVIATED.search(head):
        return False
    following = text[end : end + _LOOKED_BACK].lstrip()
    return not ("가" <= following[:1] <= "힣")
