"""With event times, neither order nor repetition of events shows in marks, ballots or first ballots."""

from __future__ import annotations

from core_ledger import ANN, BEN, OPTIONS, Event, Ledger, replayed, replayed_ballot, replayed_first, scan_of
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.ballots import bit

events = st.builds(
    Event,
    voter=st.sampled_from([ANN, BEN]),
    post=st.integers(1, 3),
    reaction=st.sampled_from(sorted(OPTIONS)),
    added=st.booleans(),
    at=st.integers(1, 12),
)
seen = st.frozensets(st.tuples(st.sampled_from([ANN, BEN]), st.sampled_from(sorted(OPTIONS))), max_size=5)


@st.composite
def deliveries(draw: st.DrawFn, most: int = 14) -> tuple[list[Event], list[Event]]:
    """Some events, and the same ones shuffled with some delivered several times."""
    sent = draw(st.lists(events, max_size=most))
    again = draw(st.lists(st.sampled_from(sent), max_size=6)) if sent else []
    return sent, draw(st.permutations(sent + again))


@given(deliveries())
def test_order_and_repetition_change_nothing(both: tuple[list[Event], list[Event]]) -> None:
    sent, delivered = both
    one, other = Ledger().take_all(sent), Ledger().take_all(delivered)
    assert one.state() == other.state()
    for voter in (ANN, BEN):
        assert one.ballot(voter) == other.ballot(voter)
        assert one.first(voter) == other.first(voter)
    assert +one.cells == +other.cells
    assert +one.shift == +other.shift


@given(deliveries())
def test_the_ledger_is_a_replay_by_time(both: tuple[list[Event], list[Event]]) -> None:
    sent, delivered = both
    ledger = Ledger().take_all(delivered)
    dated = {
        (voter, post, reaction): mark.at
        for post, marks in ledger.marks.items()
        for (voter, reaction), mark in marks.items()
        if mark.held
    }
    assert dated == replayed(sent)
    for voter in (ANN, BEN):
        assert ledger.ballot(voter) == replayed_ballot(sent, voter)
        assert ledger.first(voter) == replayed_first(sent, voter)


@settings(max_examples=300)
@given(deliveries(6), seen, deliveries(6), seen, deliveries(6))
def test_order_between_recounts_changes_nothing(
    before: tuple[list[Event], list[Event]],
    found: frozenset[tuple],
    between: tuple[list[Event], list[Event]],
    found_later: frozenset[tuple],
    after: tuple[list[Event], list[Event]],
) -> None:
    one, other = Ledger(), Ledger()
    for ledger, which in ((one, 0), (other, 1)):
        ledger.take_all(before[which])
        ledger.recount({1: scan_of(*found), 2: scan_of()})
        ledger.take_all(between[which])
        ledger.recount({1: scan_of(*found_later), 2: scan_of(*found)})
        ledger.take_all(after[which])
    assert one.state() == other.state()
    for voter in (ANN, BEN):
        assert one.ballot(voter) == other.ballot(voter)


def test_at_equal_times_the_removal_wins() -> None:
    for order in (True, False), (False, True):
        ledger = Ledger().take_all(Event(ANN, 1, "👍", added, 5) for added in order)
        assert ledger.held(1) == frozenset()


def test_a_mark_is_dated_by_its_first_addition_after_its_last_removal() -> None:
    ledger = Ledger().take_all(
        Event(ANN, 1, "👍", added, at) for added, at in [(True, 1), (True, 9), (False, 4), (True, 6), (True, 3)]
    )
    assert ledger.marks[1][ANN, "👍"].at == 6


def test_adding_a_held_mark_again_does_not_make_it_the_latest() -> None:
    timed = [Event(ANN, 1, "👍", True, 1), Event(ANN, 1, "👎", True, 2), Event(ANN, 1, "👍", True, 3)]
    assert Ledger().take_all(timed).ballot() == bit(1)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 9)), max_size=8))
def test_what_a_recount_removed_stays_removed_when_it_is_delivered_again(history: list[tuple[bool, int]]) -> None:
    ledger = Ledger().take_all(Event(ANN, 1, "👍", added, at) for added, at in history)
    ledger.recount({1: scan_of()})
    ledger.take_all(Event(ANN, 1, "👍", added, at) for added, at in history)
    assert ledger.held(1) == frozenset()
    latest = max((at for _, at in history), default=0)
    ledger.take(Event(ANN, 1, "👍", True, latest + 1))
    assert ledger.held(1) == {(ANN, "👍")}
