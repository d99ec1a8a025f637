"""The index finds what a plain look at every article finds, in the same order, and lets others run meanwhile."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.korean import folded, letters
from bot.core.name_matching import Name, fits, nearest, nearest_of
from bot.core.search_words import _UNFOLDED, SearchWord, Way, initials_of
from bot.core.spellings import Spellings
from bot.core.steps import Steps, at_once
from bot.services.commands.article_index import ArticleIndex, labels_of, lines_of
from bot.services.commands.article_search import like, name_article, search
from bot.services.slices import in_slices, in_thread
from tests.patience import PATIENCE

SYLLABLES = "가각감값광장문열린비밀의오픈ㄱㅅㄳㅏ"
LATIN = "aAbBiIsSßéÉ\u0130ſŉﬁ\u1100\u1161\u11a8"
SIGNS = " -_\t.1"
TEXTS = st.text(st.sampled_from(SYLLABLES + LATIN + SIGNS), max_size=12)
NAMES = st.text(st.sampled_from(SYLLABLES + LATIN + SIGNS), min_size=1, max_size=12)


class Shelf:
    """A library of these articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = tuple(articles)

    def all(self) -> Sequence[Article]:
        return self.articles

    def waiting(self) -> Sequence[Article]:
        return ()

    def get(self, slug: str) -> Article | None:
        return next((article for article in self.articles if article.slug == slug), None)


def article(slug: str, title: str, body: str = "", category: str = "", tags: Sequence[str] = ()) -> Article:
    return Article(
        slug=slug,
        title=title,
        category=category,
        published=datetime(2025, 4, 28, tzinfo=UTC),
        summary=(body[:4],),
        question=body[4:6],
        options=DEFAULT_OPTIONS,
        body=body,
        tags=tuple(tags),
    )


ARTICLES = st.builds(article, NAMES, NAMES, TEXTS, TEXTS, st.lists(TEXTS, max_size=2))
LIBRARIES = st.lists(ARTICLES, max_size=8)


NAMES_OF_THINGS = Spellings([("열린", "bis"), ("가각", "Is가")])


def index_of(articles: Sequence[Article]) -> ArticleIndex:
    return ArticleIndex(Shelf(articles), lambda: NAMES_OF_THINGS)  # type: ignore[arg-type]


def plain_like(typed: str, articles: Sequence[Article]) -> list[Article]:
    ranked = []
    for each in articles:
        ranks = [rank for form in (each.title, each.slug) if (rank := plain_rank(typed, form)) is not None]
        if ranks:
            ranked.append((min(ranks), each))
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]


def plain_rank(typed: str, name: str) -> int | None:
    """What `fits` says, written as one would by hand: every syllable's beginning is tried."""
    if not typed.strip():
        return 0
    gaps = str.maketrans("", "", " -_\t\n")
    wanted = letters(typed).translate(gaps)
    if not wanted:
        return None
    words = folded(name).replace("-", " ").replace("_", " ").split()
    syllables = [(c, place == 0) for word in words for place, c in enumerate(word)]
    for rank, whole in ((0, 1), (1, len(syllables)), (2, len(syllables))):
        for place in range(min(whole, len(syllables))):
            rest = "".join(c for c, _ in syllables[place:])
            if rank == 1 and not syllables[place][1]:
                continue
            if letters(rest).startswith(wanted):
                return rank
            first = "".join(letters(c)[0] if "가" <= c <= "힣" else c for c in rest)
            if all("ㄱ" <= c <= "ㅎ" for c in wanted) and first.startswith(wanted):
                return rank
    return None


def plain_search(words: Sequence[SearchWord], articles: Sequence[Article]) -> list[Article]:
    scored = []
    for each in articles:
        weights = [plain_weight(word, each) for word in words]
        if weights and all(weights):
            scored.append((sum(weights), each))
    return [each for _, each in sorted(scored, key=lambda pair: -pair[0])]


def plain_weight(word: SearchWord, each: Article) -> int:
    """The best place in which a word stands in any way, without any of the shortcuts."""
    fields = [(16, [each.title]), (8, labels_of(each)), (4, lines_of(each)), (1, [s.says for s in each.squabble])]
    best = 0
    for way in word.ways:
        places = [weight for weight, texts in fields if any(way.place_in(folded(text)) >= 0 for text in texts)]
        if way.is_spare and best:
            continue
        if not best and in_body(way, each.body):
            places.append(2)
        best = max(best, max(places, default=0) * way.nearness)
    if word.by_initials is not None:
        starts = [
            weight * word.by_initials.nearness
            for weight, texts in fields[:3]
            if any(word.by_initials.place_in(initials_of(folded(text))) >= 0 for text in texts)
        ]
        best = max(best, *starts, 0)
    return best


def in_body(way: Way, body: str) -> bool:
    return way.text in folded(body) and (not way.is_strict or way.pattern.search(body) is not None)


def plain_nearest(typed: str, names: Sequence[str]) -> str | None:
    best, found = 0.62, None
    for name in names:
        ratio = SequenceMatcher(None, letters(name), letters(typed), autojunk=False).ratio()
        if ratio >= best:
            best, found = ratio + 1e-9, name
    return found


@given(LIBRARIES, TEXTS)
def test_names_like_unfinished_text_are_those_of_a_plain_look(articles: list[Article], typed: str) -> None:
    index = index_of(articles)
    expected = plain_like(typed, articles)
    assert at_once(like(typed, articles, index)) == expected
    for most in (1, 3):
        assert at_once(like(typed, articles, index, most))[:most] == expected[:most]


@given(NAMES, st.data())
def test_a_piece_of_a_name_fits_it(name: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(name) - 1))
    typed = name[begin : data.draw(st.integers(begin + 1, len(name)))]
    assert fits(typed, name) == plain_rank(typed, name)


@given(LIBRARIES, st.lists(TEXTS, min_size=1, max_size=3), st.data())
def test_search_finds_what_a_plain_look_finds(articles: list[Article], words: list[str], data: st.DataObject) -> None:
    if articles:
        body = data.draw(st.sampled_from(articles)).body
        begin = data.draw(st.integers(0, len(body)))
        words = [body[begin : begin + data.draw(st.integers(0, 5))], *words[1:]]
    index = index_of(articles)
    assert list(at_once(search(words, articles, index, mends=False)).articles) == plain_search(
        index.words(words), articles
    )


@given(LIBRARIES, TEXTS, st.data())
def test_a_slip_is_of_the_same_article_as_by_a_plain_look(
    articles: list[Article], typed: str, data: st.DataObject
) -> None:
    if articles:
        name = data.draw(st.sampled_from(articles)).title
        cut = data.draw(st.integers(0, len(name)))
        typed = name[:cut] + data.draw(st.sampled_from(["", *SYLLABLES])) + name[cut + 1 :]
    names = {form: each for each in articles for form in (each.slug, each.title)}
    slip = plain_nearest(typed, list(names))
    assert nearest(typed, list(names)) == slip
    named = at_once(name_article(typed, articles, index_of(articles), by_text=False))
    if named.article is None and not named.candidates:
        assert named.likely == (names[slip] if slip is not None else None)


@given(LIBRARIES, st.data())
def test_a_whole_name_means_its_article_before_any_part_of_another(
    articles: list[Article], data: st.DataObject
) -> None:
    if not articles:
        return
    meant = data.draw(st.sampled_from(articles))
    for name, same in (
        (meant.slug, [each for each in articles if folded(each.slug) == folded(meant.slug)]),
        (meant.title, [each for each in articles if folded(each.slug) == folded(meant.title)]
         or [each for each in articles if folded(each.title) == folded(meant.title)]),
    ):  # fmt: skip
        named = at_once(name_article(name, articles, index_of(articles)))
        assert (named.article, *named.candidates) == ((same[0],) if len(same) == 1 else (None, *same))


@settings(max_examples=30)
@given(st.lists(st.text(st.sampled_from("가나다라마바사"), min_size=3, max_size=8), min_size=20, max_size=60), TEXTS)
def test_of_many_names_that_are_much_alike_the_first_nearest_is_found(names: list[str], typed: str) -> None:
    found = at_once(nearest_of(typed, [Name.of(name) for name in names]))
    assert (None if found is None else names[found]) == plain_nearest(typed, names)


def test_folding_leaves_what_is_looked_for_in_the_body_itself() -> None:
    """No sign with case becomes one without, or nothing; so a word's pieces stand where they stood."""
    signs = "".join(map(chr, range(sys.maxunicode + 1)))
    assert all(piece.casefold() == piece for piece in _UNFOLDED.findall(signs))
    cased = _UNFOLDED.sub("", signs)
    assert not _UNFOLDED.search(cased.casefold())
    assert all(c.casefold() for c in cased)


def test_an_article_is_indexed_once_and_forgotten_with_the_library() -> None:
    first, second = article("one", "하나"), article("two", "둘")
    shelf = Shelf([first, second])
    index = ArticleIndex(shelf)  # type: ignore[arg-type]
    assert index.of(first) is index.of(first)
    stranger = replace(first, title="셋")
    assert index.of(stranger) is not index.of(stranger)
    shelf.articles = (second,)
    index._known = at_once(index._renewed())
    kept = index.of(second)
    shelf.articles = (first, second)
    assert index.of(second) is kept


async def test_what_is_loaded_later_is_indexed_before_anybody_asks() -> None:
    shelf = Shelf([article("one", "하나")])
    index = ArticleIndex(shelf)  # type: ignore[arg-type]
    running = asyncio.create_task(index.run())
    try:
        async with asyncio.timeout(PATIENCE):
            await until_known(index, "one")
            shelf.articles = (*shelf.articles, article("two", "둘"))
            index.wake()
            await until_known(index, "one", "two")
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until_known(index: ArticleIndex, *slugs: str) -> None:
    while True:
        if {known.article.slug for known in index._known.values()} == set(slugs):
            return
        await asyncio.sleep(0.01)


async def test_work_in_a_thread_ends_with_who_asked_for_it() -> None:
    begun, ended = threading.Event(), threading.Event()

    def steps(count: int | None) -> Steps[str]:
        try:
            for _ in repeat(None) if count is None else repeat(None, count):
                begun.set()
                yield
        finally:
            ended.set()
        return "done"

    assert await in_thread(steps(3)) == "done"
    begun.clear()
    ended.clear()
    endless = asyncio.create_task(in_thread(steps(None)))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    endless.cancel()
    with pytest.raises(asyncio.CancelledError):
        await endless
    assert await asyncio.to_thread(ended.wait, PATIENCE)


async def test_others_run_while_a_long_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.slices._LONGEST", 0.0)
    others = 0

    def steps() -> Iterator[None]:
        yield from [None] * 5

    def work() -> Steps[int]:
        yield from steps()
        return others

    async def other() -> None:
        nonlocal others
        while True:
            await asyncio.sleep(0)
            others += 1

    running = asyncio.create_task(other())
    assert await in_slices(work()) >= 4
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
