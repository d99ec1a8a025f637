"""Ballots: what a voter's marks on all posts of a debate count as together.

A ballot is a bit mask over the options: bit i stands for option i. `EMPTY` counts as none;
`UNDECIDED` is a single-choice ballot whose latest option nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.debates import Choice
from bot.core.marks import SAVE, Mark
from bot.core.times import Micros

EMPTY = 0
UNDECIDED = -1


def bit(option: int) -> int:
    """The ballot that holds `option` alone."""
    return 1 << option


def options_of(ballot: int) -> tuple[int, ...]:
    """The options that `ballot` counts for, ascending."""
    if ballot <= EMPTY:
        return ()
    return tuple(i for i in range(ballot.bit_length()) if ballot >> i & 1)


def one_of(options: Iterable[int]) -> int:
    """The ballot for a set of options of which only one can count: it, none, or undecided."""
    distinct = set(options)
    if not distinct:
        return EMPTY
    return bit(distinct.pop()) if len(distinct) == 1 else UNDECIDED


def count(marks: Iterable[Mark], choice: Choice) -> int:
    """The ballot of one voter's marks on all posts of a debate.

    Single choice: the latest mark still held counts, by event time where it is known. A mark without a
    time is later than all that the ledger knew when it came; marks found by one recount share one place,
    and where they name several options the ballot is undecided.
    """
    held = [mark for mark in marks if mark.option != SAVE and mark.held]
    if len(held) <= 1 or choice is Choice.MULTIPLE:
        ballot = EMPTY
        for mark in held:
            ballot |= bit(mark.option)
        return ballot
    timed = [(mark.seq, mark.adds[0]) for mark in held if mark.adds]
    latest: tuple[Micros, int, int] | None = None
    options: set[int] = set()
    for mark in held:
        if mark.adds:
            place = (mark.adds[0], 0, 0)
        else:
            known = max((at for seq, at in timed if seq <= mark.seq), default=-1)
            place = (known, 1, mark.seq)
        if latest is None or place > latest:
            latest, options = place, {mark.option}
        elif place == latest:
            options.add(mark.option)
    return one_of(options)


@dataclass(frozen=True, slots=True)
class First:
    """A voter's first ballot: `dated` from an event (at `at`, or by arrival), `found` by a recount.

    A found one counts until an event dates it.
    """

    dated: int = EMPTY
    at: Micros | None = None
    found: int = EMPTY

    @property
    def ballot(self) -> int:
        """The first ballot as a mask, `UNDECIDED`, or `EMPTY` for one who never voted."""
        return self.found or self.dated


def first_after_add(first: First, *, option: int, at: Micros | None, dates_found: bool = False) -> First:
    """The first ballot after an addition; `dates_found` when it gives a found mark its time."""
    if option == SAVE:
        return first
    if at is None:
        return first if first.ballot != EMPTY else replace(first, dated=bit(option))
    found = EMPTY if dates_found else first.found
    if first.at is None or at < first.at:
        keeps_arrival = first.at is None and first.dated != EMPTY
        return replace(first, found=found) if keeps_arrival else First(bit(option), at, found)
    if at == first.at and first.dated != bit(option):
        return First(UNDECIDED, at, found)
    return replace(first, found=found)


def first_after_found(first: First, options: Iterable[int]) -> First:
    """The first ballot after a recount found a voter's marks for `options` at once."""
    if first.ballot != EMPTY:
        return first
    return replace(first, found=one_of(option for option in options if option != SAVE))
