"""What marks found by a recount count as, when nobody saw them arrive."""

from __future__ import annotations

import pytest
from core_ledger import ANN, Event, Ledger, scan_of

from bot.core.ballots import EMPTY, UNDECIDED, bit

LIKE, DISLIKE, TREE = bit(0), bit(1), bit(2)


def found_both() -> Ledger:
    ledger = Ledger()
    ledger.recount({1: scan_of((ANN, "👍"), (ANN, "👎"))})
    return ledger


def test_several_new_options_of_one_recount_are_undecided_and_count_as_none() -> None:
    ledger = found_both()
    assert (ledger.ballot(), ledger.first()) == (UNDECIDED, UNDECIDED)
    assert +ledger.cells == {("slack", -2): 1}


def test_several_new_options_on_several_posts_are_undecided_too() -> None:
    ledger = Ledger()
    ledger.recount({1: scan_of((ANN, "👍")), 2: scan_of((ANN, "👎"))})
    assert ledger.ballot() == UNDECIDED


@pytest.mark.parametrize("at", [None, 7])
def test_a_later_mark_decides(at: int | None) -> None:
    ledger = found_both()
    ledger.take(Event(ANN, 2, "🌳", True, at))
    assert ledger.ballot() == TREE


@pytest.mark.parametrize("at", [None, 7])
def test_a_removal_decides(at: int | None) -> None:
    ledger = found_both()
    ledger.take(Event(ANN, 1, "👎", False, at))
    assert ledger.ballot() == LIKE
    assert ledger.first() == UNDECIDED


def test_a_recount_that_finds_one_of_them_gone_decides() -> None:
    ledger = found_both()
    ledger.recount({1: scan_of((ANN, "👎"))})
    assert ledger.ballot() == DISLIKE


def test_the_time_of_one_tells_nothing_of_the_other() -> None:
    ledger = found_both()
    ledger.take(Event(ANN, 1, "👍", True, 5))
    assert ledger.ballot() == UNDECIDED
    ledger.take(Event(ANN, 1, "👎", True, 4))
    assert (ledger.ballot(), ledger.first()) == (LIKE, DISLIKE)


def test_a_time_decides_between_later_marks_even_when_both_were_found() -> None:
    ledger = found_both().take_all([Event(ANN, 1, "👍", True, 5), Event(ANN, 2, "🌳", True, 6)])
    assert ledger.ballot() == TREE


def test_variants_found_together_are_one_option() -> None:
    ledger = Ledger()
    ledger.recount({1: scan_of((ANN, "👍"), (ANN, "👍🏽"))})
    assert ledger.ballot() == LIKE


@pytest.mark.parametrize("at", [None, 7])
def test_a_single_new_one_is_later_than_what_the_ledger_held(at: int | None) -> None:
    ledger = Ledger().take_all([Event(ANN, 1, "👍", True, at)])
    ledger.recount({1: scan_of((ANN, "👍"), (ANN, "👎"))})
    assert (ledger.ballot(), ledger.first()) == (DISLIKE, LIKE)


def test_a_single_new_one_is_later_than_what_an_earlier_recount_found_even_when_that_gets_a_time() -> None:
    ledger = Ledger()
    ledger.recount({1: scan_of((ANN, "👍"))})
    ledger.recount({1: scan_of((ANN, "👍"), (ANN, "👎"))})
    assert ledger.ballot() == DISLIKE
    ledger.take(Event(ANN, 1, "👍", True, 7))
    assert ledger.ballot() == DISLIKE


@pytest.mark.parametrize("at", [None, 7])
def test_several_new_ones_beside_one_in_the_ledger_are_undecided(at: int | None) -> None:
    ledger = Ledger().take_all([Event(ANN, 1, "🌳", True, at)])
    ledger.recount({1: scan_of((ANN, "🌳"), (ANN, "👍"), (ANN, "👎"))})
    assert (ledger.ballot(), ledger.first()) == (UNDECIDED, TREE)


def test_adding_a_found_mark_again_does_not_decide() -> None:
    ledger = found_both()
    ledger.take(Event(ANN, 1, "👍", True))
    assert ledger.ballot() == UNDECIDED


def test_a_known_time_replaces_found_by_a_recount() -> None:
    ledger = Ledger().take_all([Event(ANN, 1, "👍", True, 7)])
    ledger.recount({1: scan_of((ANN, "👍"), (ANN, "👎"))})
    ledger.take(Event(ANN, 1, "👎", True, 3))
    assert (ledger.ballot(), ledger.first()) == (LIKE, DISLIKE)


def test_two_options_at_one_time_are_undecided() -> None:
    ledger = Ledger().take_all([Event(ANN, 1, "👍", True, 7), Event(ANN, 2, "👎", True, 7)])
    assert (ledger.ballot(), ledger.first()) == (UNDECIDED, UNDECIDED)


def test_one_whom_a_recount_finds_gone_has_no_ballot_but_keeps_the_first() -> None:
    ledger = Ledger().take_all([Event(ANN, 1, "👍", True, 7)])
    ledger.recount({1: scan_of()})
    assert (ledger.ballot(), ledger.first()) == (EMPTY, LIKE)
    assert +ledger.shift == {(0, 3): 1}
