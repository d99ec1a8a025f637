"""What is being typed, compared with what it may become."""

from __future__ import annotations

import pytest

from bot.core.korean import letters
from bot.core.name_matching import Name, fits, nearest


@pytest.mark.parametrize(
    ("typed", "candidate", "rank"),
    [
        ("", "검색", 0),
        ("검", "검색", 0),
        ("거", "검색", 0),
        ("검ㅅ", "검색", 0),
        ("ㄱㅅ", "검색", 0),
        ("ㄳ", "검색", 0),
        ("ㅅ", "검색", 2),
        ("갈", "가리", 0),
        ("ㅓ", "검색", None),
        ("객", "검색", None),
        ("열린광", "열린 광장", 0),
        ("열 린", "열린 광장", 0),
        ("광장", "열린 광장", 1),
        ("ㄱㅈ", "열린 광장", 1),
        ("장", "열린 광장", 2),
        ("읽", "읽기", 0),
        ("일", "읽기", 0),
        ("RE", "results", 0),
        ("square", "open-square", 1),
        ("open-sq", "2025-open_square", 1),
        ("quare", "open-square", 2),
        ("-", "open-square", None),
        ("zz", "검색", None),
        ("\u1100\u1165", "검색", 0),
    ],
)
def test_unfinished_text_fits(typed: str, candidate: str, rank: int | None) -> None:
    assert fits(typed, candidate) == rank


def test_spelling() -> None:
    assert letters("값 A") == "ㄱㅏㅂㅅ a"
    assert Name.of("검색 A").initials == "ㄱㅅa"


def test_slips_find_what_was_meant() -> None:
    assert nearest("결괴", ["검색", "결과", "오늘"]) == "결과"
    assert nearest("resluts", ["search", "results"]) == "results"
    assert nearest("zzzz", ["search", "results"]) is None
    assert nearest("x", []) is None
