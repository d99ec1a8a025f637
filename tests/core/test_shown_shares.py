"""Percentages as they are read: whole, fair, and adding up where they can."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.speaking.percents import shown_shares
from bot.core.tally import VOTERS, Tally


def tally_of(*ballots: int) -> Tally:
    cells = {("local", option): n for option, n in enumerate(ballots)}
    return Tally(len(ballots), {**cells, ("local", VOTERS): sum(ballots)})


def test_halves_do_not_make_a_hundred_and_one() -> None:
    assert shown_shares(tally_of(23, 17)) == (0.58, 0.42)


def test_equal_options_are_shown_equal() -> None:
    assert shown_shares(tally_of(1, 1, 1)) == (0.33, 0.33, 0.33)


def test_nobody_voted() -> None:
    assert shown_shares(tally_of(0, 0)) == (0.0, 0.0)


def test_a_share_below_one_percent_stays_exact() -> None:
    assert shown_shares(tally_of(999, 1)) == (0.999, 0.001)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=10))
def test_each_is_within_a_percent_and_order_and_equality_are_kept(ballots: list[int]) -> None:
    tally = tally_of(*ballots)
    shown = shown_shares(tally)
    exact = [tally.share(option) for option in range(len(ballots))]
    assert all(abs(a - b) < 0.01 for a, b in zip(shown, exact, strict=True))
    assert round(sum(shown) * 100) <= 100
    for i, first in enumerate(ballots):
        for j, second in enumerate(ballots):
            assert first != second or shown[i] == shown[j]
            assert first <= second or shown[i] >= shown[j]
