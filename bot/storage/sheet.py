"""One debate's votes inside one transaction: loaded, changed in memory by the rules of bot.core, written back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.core.ballots import EMPTY, First, count, first_after_add, first_after_found
from bot.core.debates import Choice, DebateState
from bot.core.history import Cause
from bot.core.marks import SAVE, Mark, Voter, apply_add, apply_removal
from bot.core.tally import SAVES, shift_cell, tally_keys
from bot.core.times import Micros
from bot.storage.chained_history import chained
from bot.storage.statements import Statements, Values
from bot.storage.tables import debates

Place = tuple[int, str]
"""Where a voter holds a mark: post and raw reaction."""

NEVER_VOTED = First()

Told = tuple[int, int, str, bool, Micros]
"""What tells an event with a time from every other: post (of one debate), voter, reaction, whether added, and when."""

_Move = tuple[str, tuple[int, int], tuple[int, int]]
"""A voter's platform, and the first and the last ballot before and after."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of each table that a sheet writes; `perhaps_told` is what may be there already, by place in `history`."""

    history: list[Values]
    perhaps_told: dict[Told, int]
    marks: list[Values]
    ballots: list[Values]
    tally: list[Values]
    shift: list[Values]
    moved_on: bool


class Sheet:
    """The votes of one debate, its row locked: read by `load_votes`, changed in memory until `write_votes`."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.debate: str = row[0]
        self.state = DebateState(row[1])
        self.closes_at: Micros = row[2]
        self.choice = Choice(row[3])
        self.options: int = row[4]
        self.next_seq: int = row[5]
        self.revision: int = row[6]
        self.certified: bool = row[7] is not None
        self.secret: bytes | None = row[8]
        self.head: bytes | None = row[9]
        self.people: dict[int, Voter] = {}
        """Who the voters of events are, by their numbers."""
        self.deltas: Counter[tuple[str, int]] = Counter()
        self.marks: dict[int, dict[Place, Mark]] = {}
        """The marks of every voter that was loaded."""
        self._firsts: dict[int, First] = {}
        self._before: dict[int, tuple[First, int]] = {}
        self.saved: set[int] = set()
        """Loaded voters who held a saving mark at first."""
        self._save_touched: set[int] = set()
        self._platforms: dict[int, str] = {}
        self._changed: dict[tuple[int, Place], Mark] = {}
        self._history: list[Values] = []
        self._perhaps_told: dict[Told, int] = {}
        self._first_seq = self.next_seq

    @property
    def ended(self) -> bool:
        """Whether the debate takes no events any more, not even late ones."""
        return self.state in (DebateState.CLOSED, DebateState.VOID)

    def is_late(self, when: Micros) -> bool:
        """Whether an event of this time is too late to be a vote."""
        return when >= self.closes_at or self.certified

    def begin_with(self, voter: int, first: First, last: int) -> None:
        """Know the ballot that a voter had before anything changes."""
        self._firsts[voter] = first
        self._before[voter] = (first, last)

    def ballot(self, voter: int) -> int:
        """The ballot that a loaded voter's marks count as now."""
        return count(self.marks[voter].values(), self.choice)

    def lost_vote(self, voter: int) -> bool:
        """Whether a loaded voter had a counted ballot that counts no more, or for something else."""
        _, before = self._before.get(voter, (NEVER_VOTED, EMPTY))
        return before > EMPTY and self.ballot(voter) != before

    def add(
        self,
        voter: int,
        platform: str,
        place: Place,
        option: int,
        at: Micros | None,
        received_at: Micros,
        cause: str = Cause.LIVE,
    ) -> None:
        """A reaction was added."""
        held = self.marks[voter]
        mark = held.get(place)
        if at is not None and mark is not None and at in mark.adds:
            return
        self._platforms[voter] = platform
        changed = apply_add(mark, option=option, seq=self.next_seq, at=at)
        self.record(voter, place, option, True, at, received_at, cause)
        first = self._firsts.get(voter, NEVER_VOTED)
        if changed is not mark:
            self._hold(voter, place, option, changed)
            dates_found = at is not None and mark is not None and mark.standing
        else:
            dates_found = False
        self._firsts[voter] = first_after_add(first, option=option, at=at, dates_found=dates_found)

    def remove(
        self,
        voter: int,
        platform: str,
        place: Place,
        option: int,
        at: Micros | None,
        received_at: Micros,
        cause: str = Cause.LIVE,
    ) -> None:
        """A reaction was taken back."""
        held = self.marks[voter]
        mark = held.get(place)
        if at is not None and mark is not None and at == mark.removed_at:
            return
        self._platforms[voter] = platform
        changed = apply_removal(mark, option=option, seq=self.next_seq, at=at)
        self.record(voter, place, option, False, at, received_at, cause)
        if changed is not mark and (mark is not None or at is not None):
            self._hold(voter, place, option, changed)

    def withdraw(self, voter: int, platform: str, place: Place, received_at: Micros, cause: str) -> None:
        """Take back a held mark that no event took back: dated as the mark, never by our clock."""
        mark = self.marks[voter][place]
        at = mark.adds[-1] if mark.adds else None
        self.remove(voter, platform, place, mark.option, at, received_at, cause)

    def find(self, voter: int, platform: str, places: Iterable[tuple[Place, int]], seq: int, at: Micros) -> None:
        """A recount found marks of one voter, (place, option), whose times nobody knows; `seq` is the recount's."""
        held = self.marks[voter]
        self._platforms[voter] = platform
        options = []
        for place, option in places:
            self._hold(voter, place, option, apply_add(held.get(place), option=option, seq=seq, at=None))
            self.record(voter, place, option, True, None, at, Cause.RECOUNT)
            options.append(option)
        self._firsts[voter] = first_after_found(self._firsts.get(voter, NEVER_VOTED), options)

    def _hold(self, voter: int, place: Place, option: int, mark: Mark) -> None:
        self.marks[voter][place] = self._changed[voter, place] = mark
        if option == SAVE:
            self._save_touched.add(voter)

    def record(
        self,
        voter: int,
        place: Place,
        option: int,
        added: bool,
        at: Micros | None,
        received_at: Micros,
        cause: str,
    ) -> None:
        """Append an event to the history. One with a time that is delivered again is there already."""
        if at is not None and (cause == Cause.LATE or self._is_stale(voter, place, added, at)):
            told = place[0], voter, place[1], added, at
            if told in self._perhaps_told:
                return
            self._perhaps_told[told] = len(self._history)
        self._history.append(
            (self.debate, self.next_seq, place[0], voter, place[1], option, added, at, received_at, cause)
        )
        self.next_seq += 1

    def _is_stale(self, voter: int, place: Place, added: bool, at: Micros) -> bool:
        """Whether the mark's last removal hides if this event was told before."""
        mark = self.marks[voter].get(place)
        if mark is None or mark.removed_at is None:
            return False
        return at <= mark.removed_at if added else at < mark.removed_at

    def changes(self) -> Changes:
        """The rows that stand for everything that changed."""
        debate = self.debate
        ballots, shifts = self._count()
        tally = [(debate, platform, key, n) for (platform, key), n in self.deltas.items() if n]
        if tally:
            self.revision += 1
        moved_on = bool(tally) or self.next_seq != self._first_seq
        return Changes(
            history=self._history,
            perhaps_told=self._perhaps_told,
            marks=[_mark_row(debate, voter, place, mark) for (voter, place), mark in self._changed.items()],
            ballots=ballots,
            tally=tally,
            shift=[(debate, first, last, n) for (first, last), n in shifts.items() if n],
            moved_on=moved_on,
        )

    def _count(self) -> tuple[list[Values], Counter[tuple[int, int]]]:
        """The ballots that changed, with their part in the tally (into `deltas`) and in the shift."""
        debate, choice, marks, firsts, before = self.debate, self.choice, self.marks, self._firsts, self._before
        rows: list[Values] = []
        moves: Counter[_Move] = Counter()
        for voter, platform in self._platforms.items():
            last = count(marks[voter].values(), choice)
            first = firsts.get(voter, NEVER_VOTED)
            first_before, last_before = before.get(voter, (NEVER_VOTED, EMPTY))
            if last == last_before and first == first_before:
                continue
            rows.append((debate, voter, platform, *first, last))
            moves[platform, (first_before.ballot, last_before), (first.ballot, last)] += 1
        self._count_saves()
        return rows, self._count_moves(moves)

    def _count_moves(self, moves: Counter[_Move]) -> Counter[tuple[int, int]]:
        """Add ballots that moved to the tally; gives what they change in the shift."""
        shifts: Counter[tuple[int, int]] = Counter()
        for (platform, before, after), voters in moves.items():
            for key in tally_keys(before[1]):
                self.deltas[platform, key] -= voters
            for key in tally_keys(after[1]):
                self.deltas[platform, key] += voters
            if self.choice is Choice.SINGLE:
                for (first, last), n in ((before, -voters), (after, voters)):
                    cell = shift_cell(first, last, self.options)
                    if cell is not None:
                        shifts[cell] += n
        return shifts

    def _count_saves(self) -> None:
        for voter in self._save_touched:
            saves = any(mark.option == SAVE and mark.held for mark in self.marks[voter].values())
            if saves != (voter in self.saved):
                self.deltas[self._platforms[voter], SAVES] += 1 if saves else -1


def load_votes(
    db: Connection, statements: Statements, sheets: Mapping[str, Sheet], wanted: Iterable[tuple[str, int]]
) -> None:
    """Read all that the ledger knows of these voters (by debate), before anything of them is changed."""
    new = [(debate, voter) for debate, voter in dict.fromkeys(wanted) if voter not in sheets[debate].marks]
    for debate, voter in new:
        sheets[debate].marks[voter] = {}
    for debate, voter, post, reaction, option, seq, at, more, removed_at, standing in statements.marks_of(db, new):
        sheet = sheets[debate]
        mark = to_mark(option, seq, at, more, removed_at, standing)
        sheet.marks[voter][post, reaction] = mark
        if option == SAVE and mark.held:
            sheet.saved.add(voter)
    for debate, voter, _, dated, at, found, last in statements.ballots_of(db, new):
        sheets[debate].begin_with(voter, First(dated, at, found), last)


def write_votes(db: Connection, statements: Statements, sheets: Collection[Sheet]) -> frozenset[str]:
    """Write everything that changed; gives the debates whose tally did."""
    changes = [sheet.changes() for sheet in sheets]
    untold = _untold(db, statements, changes)
    events: list[Values] = []
    for sheet, rows in zip(sheets, untold, strict=True):
        mine, sheet.head = chained(db, sheet.debate, sheet.secret, sheet.head, sheet.people, rows)
        events += mine
    statements.history.each(db, events)
    statements.mark.each(db, [row for change in changes for row in change.marks])
    statements.ballot.each(db, [row for change in changes for row in change.ballots])
    statements.tally.each(db, [row for change in changes for row in change.tally])
    statements.shift.each(db, [row for change in changes for row in change.shift])
    moved_on = [sheet for sheet, change in zip(sheets, changes, strict=True) if change.moved_on]
    statements.debate.each(db, [(each.revision, each.next_seq, each.head, each.debate) for each in moved_on])
    return frozenset(sheet.debate for sheet, change in zip(sheets, changes, strict=True) if change.tally)


def _untold(db: Connection, statements: Statements, changes: Sequence[Changes]) -> list[list[Values]]:
    """The rows of each one's history, without the events that are there already."""
    perhaps = {told for change in changes for told in change.perhaps_told}
    known: set[Told] = set()
    if perhaps:
        rows = statements.told_at(db, list({(told[1], told[4]) for told in perhaps}))
        known = perhaps & {(post, voter, reaction, bool(added), at) for post, voter, reaction, added, at in rows}
    untold: list[list[Values]] = []
    for change in changes:
        again = {change.perhaps_told[told] for told in known & change.perhaps_told.keys()}
        untold.append([row for number, row in enumerate(change.history) if number not in again])
    return untold


def lock(db: Connection, wanted: Iterable[str]) -> dict[str, Sheet]:
    """Sheets of these debates, their rows locked in one order, so that nobody waits in a circle."""
    query = (
        select(
            debates.c.id,
            debates.c.state,
            debates.c.closes_at,
            debates.c.choice,
            debates.c.options,
            debates.c.next_seq,
            debates.c.revision,
            debates.c.certificate,
            debates.c.secret,
            debates.c.head,
        )
        .where(debates.c.id.in_(sorted(wanted)))
        .order_by(debates.c.id)
        .with_for_update()
    )
    return {row[0]: Sheet(row) for row in db.execute(query)}


def to_mark(
    option: int, seq: int, at: Micros | None, more: str | None, removed_at: Micros | None, standing: bool
) -> Mark:
    """The mark that a row's columns (MARK_STATE) stand for."""
    adds: tuple[Micros, ...] = ()
    if at is not None:
        adds = (at,) if more is None else (at, *map(int, more.split(",")))
    return Mark(option, seq, adds, removed_at, bool(standing))


def _mark_row(debate: str, voter: int, place: Place, mark: Mark) -> Values:
    post, reaction = place
    option, seq, adds, removed_at, standing = mark
    at = adds[0] if adds else None
    more = ",".join(map(str, adds[1:])) if len(adds) > 1 else None
    return debate, voter, post, reaction, option, seq, at, more, removed_at, standing
