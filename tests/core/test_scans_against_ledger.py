"""Comparing a scan with the ledger: what a recount adds and removes, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterable

from core_ledger import ANN, BEN, OPTIONS, Event, Ledger, scan_of
from hypothesis import given
from hypothesis import strategies as st

from bot.core.marks import Mark, Voter
from bot.core.recounts import Key, Mending, Scan, compared
from bot.core.recounts import mending as mending_after

keys = st.tuples(st.sampled_from([ANN, BEN]), st.sampled_from(sorted(OPTIONS)))
some_keys = st.frozensets(keys, max_size=6)
short = st.frozensets(st.sampled_from(sorted(OPTIONS)), max_size=2)


def ledger_of(held: frozenset[Key], gone: frozenset[Key]) -> dict[Key, Mark]:
    absent = {key: Mark(OPTIONS[key[1]], 1, removed_at=4) for key in gone}
    return absent | {key: Mark(OPTIONS[key[1]], 1, adds=(5,)) for key in held}


def mending(
    scan: Scan, ledger: dict[Key, Mark], *, touched: Iterable[Key] = (), late: dict[Key, bool] | None = None
) -> Mending:
    """What is mended of a whole ledger."""
    held = [key for key, mark in ledger.items() if mark.held]
    return mending_after(scan, compared(scan, held, late or ()), touched=touched, late=late)


def mended(held: frozenset[Key], change: Mending) -> frozenset[Key]:
    return (held | change.added) - change.removed


@given(some_keys, some_keys, some_keys, some_keys, short)
def test_afterwards_the_ledger_is_as_the_scan_but_for_touched_and_short(
    held: frozenset[Key], gone: frozenset[Key], seen: frozenset[Key], touched: frozenset[Key], cut: frozenset[str]
) -> None:
    ledger = ledger_of(held, gone)
    scan = scan_of(*seen, short=cut)
    change = mending(scan, ledger, touched=touched)
    after = mended(held, change)
    assert not change.added & change.removed
    assert change.differences == len(after ^ held)
    assert after & touched == held & touched
    for key in (held | seen) - touched:
        assert (key in after) == (key in seen or (key[1] in cut and key in held))
    assert mending(scan, ledger_of(after, frozenset()), touched=touched).differences == 0


@given(some_keys, some_keys)
def test_a_scan_that_equals_the_ledger_finds_no_difference(held: frozenset[Key], gone: frozenset[Key]) -> None:
    assert mending(scan_of(*held), ledger_of(held, gone)).differences == 0


@given(some_keys, st.lists(st.tuples(keys, st.booleans()), max_size=8))
def test_late_events_are_undone_however_many(at_closing: frozenset[Key], moves: list[tuple[Key, bool]]) -> None:
    """A platform reports only real changes, so the first late event tells how the mark stood before it."""
    seen, late = set(at_closing), {}
    for key, added in moves:
        if added == (key in seen):
            continue
        (seen.add if added else seen.remove)(key)
        late.setdefault(key, added)
    for ledger in (at_closing, frozenset[Key]()):
        change = mending(scan_of(*seen), ledger_of(ledger, frozenset()), late=late)
        assert mended(ledger, change) == at_closing


def test_late_marks_are_no_differences() -> None:
    late = {(ANN, "👍"): False, (ANN, "👎"): True}
    change = mending(scan_of((ANN, "👎")), ledger_of(frozenset({(ANN, "👍")}), frozenset()), late=late)
    assert change == Mending(frozenset(), frozenset())


def test_a_voter_of_another_platform_is_another_voter() -> None:
    same_name = Voter("discord", "", "ann")
    change = mending(scan_of((same_name, "👍")), ledger_of(frozenset({(ANN, "👍")}), frozenset()))
    assert (change.added, change.removed) == ({(same_name, "👍")}, {(ANN, "👍")})


@given(some_keys, some_keys, some_keys)
def test_scans_agree_when_they_differ_only_where_events_came(
    one: frozenset[Key], other: frozenset[Key], touched: frozenset[Key]
) -> None:
    agree = scan_of(*one).agrees_with(scan_of(*other), touched)
    assert agree == (one ^ other <= touched)
    assert agree == scan_of(*other).agrees_with(scan_of(*one), touched)


def test_scans_that_were_cut_short_differently_do_not_agree() -> None:
    assert not scan_of((ANN, "👍")).agrees_with(Scan({"👍": frozenset({ANN})}, frozenset({"👍"})), ())


@given(some_keys, some_keys, some_keys, some_keys)
def test_recounts_of_several_posts_bring_the_ledger_to_what_was_seen(
    first: frozenset[Key], second: frozenset[Key], then: frozenset[Key], there: frozenset[Key]
) -> None:
    ledger = Ledger()
    for one, other in ((first, second), (then, there)):
        ledger.take_all(Event(voter, 1, reaction, True, 3) for voter, reaction in sorted(one, key=str))
        ledger.recount({1: scan_of(*one), 2: scan_of(*other)})
        assert (ledger.held(1), ledger.held(2)) == (one, other)
        assert [m.differences for m in ledger.recount({1: scan_of(*one), 2: scan_of(*other)})] == [0, 0]
