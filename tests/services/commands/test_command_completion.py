"""Completing a command while it is typed."""

from __future__ import annotations

import pytest
from commands_square import Square


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("ㄱㅅ", ["검색 "]),
        ("거", ["검색 "]),
        ("ㄱ", ["검색 ", "결과 "]),
        ("re", ["results "]),
        ("s", ["summary ", "search ", "saved"]),
        ("/debate re", ["/debate results "]),
        ("/토론 저", ["/토론 저장"]),
        ("결과", ["결과 "]),
        ("zzz", []),
        ("올", []),
        ("post ", []),
        ("nonsense ", []),
    ],
)
async def test_command_words(square: Square, typed: str, texts: list[str]) -> None:
    assert [way.text for way in await square.type(typed)] == texts


async def test_what_is_offered_is_in_the_askers_language_and_no_more_than_asked_for(square: Square) -> None:
    assert [way.label for way in await square.type("")] == [
        "오늘",
        "요약",
        "최신",
        "검색",
        "결과",
        "저장",
        "내표",
        "의견",
        "내정보",
        "잊어줘",
        "도움말",
    ]
    english = await square.type("/debate ", locale="en")
    assert [way.label for way in english][:2] == ["today", "summary"]
    assert english[0].hint == "this channel’s latest debate"
    assert [way.label for way in await square.type("", "editor", most=14)][11:] == ["올리기", "마감", "일정"]
    assert [way.label for way in await square.type("", most=2)] == ["오늘", "요약"]
    assert [way.text for way in await square.type("올", "editor")] == ["올리기 "]


async def test_articles_categories_and_debates(square: Square) -> None:
    assert [way.text for way in await square.type("요약 열린")] == ["요약 open-square"]
    assert [way.label for way in await square.type("summary open")] == [
        "가중치를 공개해야 할까",
        "비밀의 문과 열린 광장",
    ]
    assert [way.text for way in await square.type("/debate latest ㄱ")] == ["/debate latest 기술"]
    assert await square.type("results ") == []
    await square.open("open-square")
    await square.open("cheap-ai", "team")
    assert [way.text for way in await square.type("results ")] == ["results open-square"]
    assert [way.text for way in await square.type("close ", "editor")] == ["close open-square", "close cheap-ai"]


async def test_every_completion_is_understood_as_it_stands(square: Square) -> None:
    for typed in ("요약 ", "latest ", "summary ㅂㅁ"):
        for way in await square.type(typed):
            assert not (await square.ask(way.text)).is_error
