"""Which article a schedule takes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.schedule import Order, Picks, WhenEmpty, pick

DAY = datetime(2026, 1, 1, tzinfo=UTC)
LATER = DAY + timedelta(days=365)


def article(
    slug: str, day: int = 0, category: str = "도시", tags: tuple[str, ...] = (), draft: bool = False
) -> Article:
    return Article(
        slug=slug,
        title=slug,
        category=category,
        published=DAY + timedelta(days=day),
        summary=("하나", "둘", "셋"),
        question="어떤가요?",
        options=DEFAULT_OPTIONS,
        body="",
        tags=tags,
        draft=draft,
    )


LIBRARY = [article("b", 2), article("a", 2), article("old", 1), article("new", 9, "학교", ("시험", "숙제"))]


@pytest.mark.parametrize(
    ("picks", "debated", "slug"),
    [
        (Picks(), (), "old"),
        (Picks(order=Order.NEWEST), (), "new"),
        (Picks(), ("old",), "a"),
        (Picks(order=Order.NEWEST), ("new",), "b"),
        (Picks(category="학교"), (), "new"),
        (Picks(category="없음"), (), None),
        (Picks(tags=("숙제",)), (), "new"),
        (Picks(tags=("숙제", "시험")), (), "new"),
        (Picks(tags=("숙제", "급식")), (), None),
        (Picks(), ("a", "b", "old", "new"), None),
        (Picks(when_empty=WhenEmpty.REPEAT), ("b", "a", "old", "new"), "b"),
        (Picks(category="학교", when_empty=WhenEmpty.REPEAT), ("b", "a", "old", "new"), "new"),
        (Picks(category="없음", when_empty=WhenEmpty.REPEAT), ("b",), None),
    ],
)
def test_the_article_that_is_taken(picks: Picks, debated: tuple[str, ...], slug: str | None) -> None:
    opened = {name: DAY + timedelta(days=n) for n, name in enumerate(debated)}
    taken = pick(LIBRARY, picks, opened, LATER)
    assert (taken.slug if taken else None) == slug


@pytest.mark.parametrize(
    "unfinished",
    [
        article("draft", draft=True),
        replace(article("two"), summary=("하나", "둘")),
        replace(article("none"), summary=()),
        replace(article("blank"), summary=("하나", " ", "셋")),
    ],
)
@pytest.mark.parametrize("when_empty", list(WhenEmpty))
def test_a_draft_and_one_without_three_lines_is_never_taken(unfinished: Article, when_empty: WhenEmpty) -> None:
    picks = Picks(when_empty=when_empty)
    assert pick([unfinished], picks, {}, LATER) is None
    assert pick([unfinished], picks, {unfinished.slug: DAY}, LATER) is None


libraries = st.lists(st.builds(article, st.text("abcdef", min_size=1, max_size=3), st.integers(0, 5)), max_size=8)


@given(libraries, st.permutations(range(8)), st.sampled_from(list(Order)))
def test_repeating_goes_round_all_articles_whatever_the_order_on_disk(
    library: list[Article], order: list[int], which: Order
) -> None:
    library = list({one.slug: one for one in library}.values())
    picks = Picks(order=which, when_empty=WhenEmpty.REPEAT)
    shuffled = [library[n] for n in order if n < len(library)]
    debated: dict[str, datetime] = {}
    taken = []
    for day in range(2 * len(library)):
        chosen = pick(shuffled if day % 2 else library, picks, debated, LATER)
        assert chosen is not None
        debated[chosen.slug] = DAY + timedelta(days=day)
        taken.append(chosen.slug)
    assert sorted(taken[: len(library)]) == sorted(one.slug for one in library)
    assert taken[: len(library)] == taken[len(library) :]


@given(libraries, st.integers(0, 6), st.sampled_from(list(Order)), st.sampled_from(list(WhenEmpty)))
def test_no_article_is_taken_before_its_time(
    library: list[Article], day: int, which: Order, when_empty: WhenEmpty
) -> None:
    library = list({one.slug: one for one in library}.values())
    now = DAY + timedelta(days=day)
    picks = Picks(order=which, when_empty=when_empty)
    debated = {one.slug: DAY for one in library[::2]}
    there = [one for one in library if one.published <= now]
    assert pick(library, picks, debated, now) == pick(there, picks, debated, now)


def test_an_article_is_free_at_the_moment_that_it_names() -> None:
    (waiting,) = [article("one", 1)]
    moment = timedelta(microseconds=1)
    assert pick([waiting], Picks(), {}, waiting.published - moment) is None
    assert pick([waiting], Picks(), {}, waiting.published) is waiting
