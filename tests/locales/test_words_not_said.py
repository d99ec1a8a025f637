"""The words that docs/glossary.md takes out of the bot's mouth are not in it."""

from __future__ import annotations

import re

import pytest

from bot.catalogue import texts

_KOREAN = (
    "낱말|장부|거두|거둔|거둠|개표 확인서|선택지|나란히|선택을 받|열리지 못|닿지 못|모두 { \\$|모두 합쳐|마쳤어요"
    "|새로 고|다시 해 (?:보|주)|앞쪽|뒤쪽|(?<!새로)고침|치우기|열림|닫힘|견주|전해 들"
    "|(?<!토론 )(?<![가-힣])글(?:이|을|은|도|에|에서|로|의|과)?(?![가-힣])"
)
_ENGLISH = r"\bledger\b|\bmended\b|\bHost\b|[A-Za-z]'[a-z]"


@pytest.mark.parametrize(("locale", "words"), [("ko", _KOREAN), ("en", _ENGLISH)])
def test_words_that_are_not_said(locale: str, words: str) -> None:
    lines = "".join(texts(locale).values()).splitlines()
    said = [re.sub(r"^[\w-]+ =|\$\w+", "", line) for line in lines if not line.startswith("#")]
    assert [line for line in said if re.search(words, line)] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [("이 글에서", True), ("이 토론 글에서", False), ("글자 수", False), ("댓글을", False), ("한글", False)],
)
def test_an_article_is_told_from_other_words(line: str, found: bool) -> None:
    assert bool(re.search(_KOREAN, line)) is found
