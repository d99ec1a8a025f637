"""Percentages as they are read: whole, fair, and together a hundred."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.speaking.cards import filled_cells, percents, whole_percents
from bot.core.tally import VOTERS, Tally
from bot.locales import words_for

EN = words_for("en", strict=True)
counts = st.lists(st.one_of(st.integers(0, 60), st.integers(0, 100_000)), min_size=2, max_size=10)


def tally_of(*ballots: int, voters: int | None = None) -> Tally:
    cells = {("local", option): n for option, n in enumerate(ballots)}
    return Tally(len(ballots), {**cells, ("local", VOTERS): sum(ballots) if voters is None else voters})


@pytest.mark.parametrize(
    ("ballots", "shown"),
    [
        ((23, 17), ["58%", "42%"]),
        ((1, 1, 1), ["34%", "33%", "33%"]),
        ((2, 2, 1, 1), ["33%", "33%", "17%", "17%"]),
        ((3, 3, 3, 3, 3, 3), ["17%", "17%", "17%", "17%", "16%", "16%"]),
        ((0, 0), ["0%", "0%"]),
        ((5, 0), ["100%", "0%"]),
        ((999, 1), [">99%", "<1%"]),
        ((500, 496, 4), ["50%", "50%", "<1%"]),
    ],
)
def test_how_shares_are_read(ballots: tuple[int, ...], shown: list[str]) -> None:
    assert list(percents(tally_of(*ballots), EN)) == shown


def test_with_several_answers_each_share_is_rounded_by_itself() -> None:
    assert whole_percents(tally_of(7, 7, 1, voters=8)) == (88, 88, 13)


@given(counts)
def test_they_add_up_and_keep_their_order(ballots: list[int]) -> None:
    tally = tally_of(*ballots)
    shown = whole_percents(tally)
    assert sum(shown) == (100 if sum(ballots) else 0)
    assert all(abs(whole - 100 * tally.share(option)) < 1 for option, whole in enumerate(shown))
    for i, first in enumerate(ballots):
        for j, second in enumerate(ballots):
            assert first <= second or shown[i] >= shown[j]
            assert first != second or abs(shown[i] - shown[j]) <= (1 if i != j else 0)


@given(counts)
def test_only_all_is_read_as_all_and_only_none_as_none(ballots: list[int]) -> None:
    for n, read in zip(ballots, percents(tally_of(*ballots), EN), strict=True):
        assert (read == "0%") == (n == 0)
        assert (read == "100%") == (n == sum(ballots) > 0)


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(2, 40))
def test_cells_tell_none_some_and_all_apart(ballots: int, more: int, cells: int) -> None:
    filled = filled_cells(ballots / (ballots + more), cells)
    assert (filled == 0) == (ballots == 0)
    assert filled < cells == filled_cells(1.0, cells)
