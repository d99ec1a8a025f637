"""A tally and a shift kept by deltas equal those counted from scratch."""

from __future__ import annotations

from collections import Counter

from core_ledger import ANN, BEN, CHO, OPTIONS, Event, Ledger, scan_of
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ballots import EMPTY, UNDECIDED, bit, options_of
from bot.core.debates import Choice
from bot.core.tally import SAVES, UNDECIDED_VOTERS, VOTERS, Tally, count_from_scratch, shift_table

reactions = st.sampled_from(sorted(OPTIONS))
events = st.builds(
    lambda voter, post, reaction, added, at: Event(voter, post, reaction, added, None if voter is CHO else at),
    st.sampled_from([ANN, BEN, CHO]),
    st.integers(1, 2),
    reactions,
    st.booleans(),
    st.integers(1, 9),
)
recounts = st.frozensets(st.tuples(st.sampled_from([ANN, BEN, CHO]), reactions), max_size=6)
histories = st.lists(st.one_of(events, events, recounts), max_size=18)


def lived(history: list[Event | frozenset], choice: Choice = Choice.SINGLE) -> Ledger:
    ledger = Ledger(choice)
    for step in history:
        if isinstance(step, Event):
            ledger.take(step)
        else:
            ledger.recount({1: scan_of(*step)})
    return ledger


@given(histories, st.sampled_from(list(Choice)))
def test_the_kept_tally_equals_a_count_from_scratch(history: list[Event | frozenset], choice: Choice) -> None:
    ledger = lived(history, choice)
    scratch = count_from_scratch(3, [(voter.platform, ballot) for voter, ballot in ledger.ballots.items()])
    assert dict(+ledger.cells) == scratch.cells
    assert min(ledger.cells.values(), default=0) >= 0
    decided = [ballot for ballot in ledger.ballots.values() if ballot > EMPTY]
    assert scratch.voters == len(decided)
    assert scratch.undecided == list(ledger.ballots.values()).count(UNDECIDED)
    assert scratch.ballots == tuple(sum(option in options_of(ballot) for ballot in decided) for option in range(3))


@given(histories)
def test_columns_of_the_shift_sum_to_the_ballots(history: list[Event | frozenset]) -> None:
    ledger = lived(history)
    table = shift_table(3, ledger.shift)
    tally = Tally(3, ledger.cells)
    columns = [sum(row[column] for row in table) for column in range(4)]
    assert tuple(columns[:3]) == tally.ballots
    ever_voted = [voter for voter in ledger.firsts if ledger.first(voter) != EMPTY]
    assert sum(columns) == len(ever_voted)
    assert [sum(row) for row in table] == [
        sum(ledger.first(voter) == first for voter in ever_voted) for first in (bit(0), bit(1), bit(2), UNDECIDED)
    ]


@given(histories)
def test_single_choice_gives_each_voter_at_most_one_ballot(history: list[Event | frozenset]) -> None:
    ledger = lived(history)
    assert all(ballot == UNDECIDED or len(options_of(ballot)) <= 1 for ballot in ledger.ballots.values())
    assert sum(Tally(3, ledger.cells).ballots) == Tally(3, ledger.cells).voters <= 3


def test_what_a_tally_says() -> None:
    cells = {
        ("discord", 0): 2,
        ("slack", 0): 1,
        ("slack", 1): 3,
        ("discord", VOTERS): 2,
        ("slack", VOTERS): 4,
        ("slack", UNDECIDED_VOTERS): 1,
        ("local", SAVES): 5,
        ("gone", 0): 0,
    }
    tally = Tally(3, cells)
    assert tally.ballots == (3, 3, 0)
    assert (tally.voters, tally.undecided, tally.saves, tally.comments) == (6, 1, 5, 0)
    assert (tally.of(0, "slack"), tally.share(0), tally.leaders) == (1, 0.5, (0, 1))
    assert tally.platforms == ("discord", "local", "slack")
    empty = count_from_scratch(2, [("slack", EMPTY)])
    assert (empty.share(0), empty.leaders, empty.cells) == (0.0, (), Counter())
