"""Without event times arrival decides; adding a held mark or removing an absent one changes nothing."""

from __future__ import annotations

from core_ledger import ANN, OPTIONS, Event, Ledger, scan_of
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ballots import EMPTY, bit
from bot.core.debates import Choice
from bot.core.marks import SAVE

events = st.builds(
    Event,
    voter=st.just(ANN),
    post=st.integers(1, 2),
    reaction=st.sampled_from(sorted(OPTIONS)),
    added=st.booleans(),
)


def expected(arrived: list[Event]) -> tuple[int, int]:
    """First and last ballot by a list of what is held, in order of arrival."""
    held: list[tuple[int, str]] = []
    first = EMPTY
    for event in arrived:
        key = (event.post, event.reaction)
        if event.added and key not in held:
            held.append(key)
            if first == EMPTY and OPTIONS[event.reaction] != SAVE:
                first = bit(OPTIONS[event.reaction])
        elif not event.added and key in held:
            held.remove(key)
    votes = [OPTIONS[reaction] for _, reaction in held if OPTIONS[reaction] != SAVE]
    return first, bit(votes[-1]) if votes else EMPTY


@given(st.lists(events, max_size=16))
def test_the_latest_to_arrive_of_those_still_held_counts(arrived: list[Event]) -> None:
    ledger = Ledger().take_all(arrived)
    assert (ledger.first(), ledger.ballot()) == expected(arrived)


@given(st.lists(st.tuples(events, st.integers(1, 3)), max_size=10))
def test_an_event_delivered_several_times_in_a_row_counts_once(arrived: list[tuple[Event, int]]) -> None:
    once = Ledger().take_all(event for event, _ in arrived)
    often = Ledger().take_all(event for event, times in arrived for _ in range(times))
    assert often.held(1) == once.held(1)
    assert (often.first(), often.ballot()) == (once.first(), once.ballot())
    assert +often.cells == +once.cells


def test_adding_a_adding_b_and_removing_b_counts_a() -> None:
    ledger = Ledger().take_all(
        [Event(ANN, 1, "👍", True), Event(ANN, 2, "👎", True), Event(ANN, 2, "👎", False)],
    )
    assert ledger.ballot() == bit(0)


def test_variants_of_one_emoji_are_one_option_and_removing_one_removes_nothing() -> None:
    ledger = Ledger().take_all([Event(ANN, 1, "👍", True), Event(ANN, 1, "👍🏽", True), Event(ANN, 1, "👍", False)])
    assert ledger.ballot() == bit(0)
    assert +ledger.cells == {("slack", 0): 1, ("slack", -1): 1}
    ledger.recount({1: scan_of((ANN, "👍"), (ANN, "👍🏽"))})
    assert ledger.ballot() == bit(0)


def test_a_bookmark_is_held_but_is_no_vote() -> None:
    ledger = Ledger().take_all([Event(ANN, 1, "👎", True), Event(ANN, 1, "🔖", True)])
    assert (ledger.ballot(), ledger.first()) == (bit(1), bit(1))
    only_saved = Ledger().take_all([Event(ANN, 1, "🔖", True)])
    assert (only_saved.ballot(), only_saved.first()) == (EMPTY, EMPTY)
    assert +only_saved.cells == {}


@given(st.lists(events, max_size=12))
def test_with_multiple_choice_every_held_option_counts_once(arrived: list[Event]) -> None:
    ledger = Ledger(Choice.MULTIPLE).take_all(arrived)
    options = {OPTIONS[reaction] for post in (1, 2) for _, reaction in ledger.held(post)} - {SAVE}
    assert ledger.ballot() == sum(bit(option) for option in options)
