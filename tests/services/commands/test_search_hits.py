"""What a search shows: the best first, with the words around what was found; a slip as what it was meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from commands_square import Square, article, items_of, text_of

from bot.core.articles import DEFAULT_OPTIONS, Article, SquabbleLine
from bot.core.search_words import search_words
from bot.core.spellings import Spellings
from bot.services.commands.search_hits import HitPlace, hit_in, hit_in_title

ABOUT = Article(
    slug="night-library",
    title="동네 도서관은 몇 시까지 열까",
    category="생활",
    published=datetime(2025, 1, 1, tzinfo=UTC),
    summary=("저녁이면 불이 꺼져요.", "사람이 더 필요해요.", "동네마다 달라요."),
    question="밤 열 시까지 열까?",
    options=DEFAULT_OPTIONS,
    body="## 누가 *늦게* 올까요?\n\n[퇴근길](https://example.org/)에 들르는 사람이 **많아요**. " + "책을 읽어요. " * 30,
    tags=("도서관", "OpenAI"),
    squabble=(SquabbleLine("moki", "찬성", "부엉이는 밤에 읽는다고!"),),
)
NAMES = Spellings([("OpenAI", "오픈AI")])


@pytest.mark.parametrize(
    ("typed", "place", "text", "found"),
    [
        (["오픈AI는"], HitPlace.TAG, "OpenAI", "OpenAI"),
        (["필요해"], HitPlace.SUMMARY, "사람이 더 필요해요.", "필요해"),
        (["ㅂㅇㄹㅅ"], HitPlace.QUESTION, "밤 열 시까지 열까?", None),
        (["열시까지"], HitPlace.QUESTION, "밤 열 시까지 열까?", "열 시까지"),
        (["늦게"], HitPlace.BODY, "누가 늦게 올까요?", "늦게"),
        (["부엉이"], HitPlace.SQUABBLE, "부엉이는 밤에 읽는다고!", "부엉이"),
        (["도서관", "부엉이"], HitPlace.SQUABBLE, "부엉이는 밤에 읽는다고!", "부엉이"),
    ],
)
def test_where_a_word_was_found(typed: Sequence[str], place: HitPlace, text: str, found: str | None) -> None:
    hit = hit_in(ABOUT, search_words(typed, NAMES))
    if found is None:
        assert hit is None
        return
    assert hit is not None
    assert (hit.place, hit.text, hit.found) == (place, text, found)


def test_a_long_text_is_cut_between_words_and_its_markup_is_left_out() -> None:
    hit = hit_in(ABOUT, search_words(["퇴근길"], NAMES))
    assert hit is not None
    assert hit.text.startswith("퇴근길에 들르는 사람이 많아요. 책을")
    assert hit.text.endswith("책을 읽어요.…")


def test_what_the_title_shows_needs_no_other_hit() -> None:
    words = search_words(["도서관은", "생활"], NAMES)
    assert hit_in(ABOUT, words) is None
    shown = hit_in_title(ABOUT, words)
    assert shown is not None
    assert (shown.before, shown.found) == ("동네 ", "도서관은")


async def test_the_chat_shows_the_hit_and_a_slip_as_what_was_meant(square: Square) -> None:
    text = article("acorn", "숲의 셈법", "기술", "2025-05-02", "tags: [도토리]\n")
    (square.content / "articles" / "acorn.md").write_text(text, encoding="utf-8")
    square.library.load()
    (item,) = items_of(await square.ask("검색 도토리는"))
    assert item.text.splitlines() == ["기술 · 2025년 5월 2일 · acorn", "태그: 도토리"]
    slip = await square.ask("검색 도터리")
    assert text_of(slip).splitlines()[0] == "‘도터리’가 들어간 기사가 없어 ‘도토리’로 찾았어요"
    assert [item.title for item in items_of(slip)] == ["숲의 셈법"]
    assert text_of(await square.ask("search 도터리", locale="en")).splitlines()[2] == "Tag: 도토리"
    assert items_of(await square.ask("검색 하늘다람쥐")) == []
    rest = await square.ask("검색 하늘다람쥐 도토리")
    assert text_of(rest).splitlines()[0] == "‘하늘다람쥐 도토리’가 들어간 기사가 없어 ‘도토리’로 찾았어요"
    assert [way.text for way in await square.type("요약 도토리")] == ["요약 acorn"]
