"""A ledger of one debate in plain dictionaries, driven only by bot.core; and a naive reference to hold against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.ballots import EMPTY, UNDECIDED, First, bit, count, first_after_add, first_after_found
from bot.core.debates import Choice
from bot.core.marks import SAVE, Mark, Voter, apply_add, apply_removal
from bot.core.recounts import Mending, Scan, compared, mending
from bot.core.tally import shift_cell, tally_keys

ANN = Voter("slack", "T1", "ann")
BEN = Voter("slack", "T1", "ben")
CHO = Voter("discord", "", "cho")

OPTIONS = {"👍": 0, "👍🏽": 0, "👎": 1, "🌳": 2, "🔖": SAVE}
"""What each raw reaction stands for in these tests."""


@dataclass(frozen=True, slots=True)
class Event:
    """A reaction added or removed on a post; `at` is None on a platform without event times."""

    voter: Voter
    post: int
    reaction: str
    added: bool
    at: int | None = None


@dataclass
class Ledger:
    """Marks, first and last ballots, the kept tally and the kept shift of one debate."""

    choice: Choice = Choice.SINGLE
    seq: int = 0
    marks: dict[int, dict[tuple[Voter, str], Mark]] = field(default_factory=lambda: defaultdict(dict))
    firsts: dict[Voter, First] = field(default_factory=dict)
    ballots: dict[Voter, int] = field(default_factory=dict)
    cells: Counter[tuple[str, int]] = field(default_factory=Counter)
    shift: Counter[tuple[int, int]] = field(default_factory=Counter)

    def take(self, event: Event) -> None:
        self.seq += 1
        key = (event.voter, event.reaction)
        option = OPTIONS[event.reaction]
        before = self.marks[event.post].get(key)
        change = apply_add if event.added else apply_removal
        after = change(before, option=option, seq=self.seq, at=event.at)
        self.marks[event.post][key] = after
        first = self.firsts.get(event.voter, First())
        if event.added:
            dates_found = before is not None and before.standing and not after.standing
            first = first_after_add(first, option=option, at=event.at, dates_found=dates_found)
        self.settle(event.voter, first)

    def take_all(self, events: Iterable[Event]) -> Ledger:
        for event in events:
            self.take(event)
        return self

    def recount(self, scans: dict[int, Scan], touched: frozenset[tuple[Voter, str]] = frozenset()) -> list[Mending]:
        """Mend all posts from their scans, as one recount."""
        self.seq += 1
        found: dict[Voter, list[int]] = defaultdict(list)
        changed: set[Voter] = set()
        changes = []
        for post, scan in scans.items():
            held = [key for key, mark in self.marks[post].items() if mark.held]
            change = mending(scan, compared(scan, held), touched=touched)
            for key in change.added:
                option = OPTIONS[key[1]]
                self.marks[post][key] = apply_add(self.marks[post].get(key), option=option, seq=self.seq, at=None)
                found[key[0]].append(option)
            for key in change.removed:
                mark = self.marks[post][key]
                at = mark.adds[-1] if mark.adds else None
                self.marks[post][key] = apply_removal(mark, option=mark.option, seq=self.seq, at=at)
            changed |= {voter for voter, _ in change.added | change.removed}
            changes.append(change)
        for voter in changed:
            self.settle(voter, first_after_found(self.firsts.get(voter, First()), found[voter]))
        return changes

    def settle(self, voter: Voter, first: First) -> None:
        """Keep ballots, tally and shift up to date by deltas."""
        self._count(voter, -1)
        self.firsts[voter] = first
        self.ballots[voter] = count(self.marks_of(voter), self.choice)
        self._count(voter, 1)

    def _count(self, voter: Voter, by: int) -> None:
        ballot = self.ballots.get(voter, EMPTY)
        for key in tally_keys(ballot):
            self.cells[voter.platform, key] += by
        cell = shift_cell(self.firsts.get(voter, First()).ballot, ballot, 3)
        if cell is not None:
            self.shift[cell] += by

    def marks_of(self, voter: Voter) -> list[Mark]:
        return [mark for held in self.marks.values() for (who, _), mark in held.items() if who == voter]

    def ballot(self, voter: Voter = ANN) -> int:
        return self.ballots.get(voter, EMPTY)

    def first(self, voter: Voter = ANN) -> int:
        return self.firsts.get(voter, First()).ballot

    def held(self, post: int) -> frozenset[tuple[Voter, str]]:
        return frozenset(key for key, mark in self.marks[post].items() if mark.held)

    def state(self) -> object:
        """All that must not depend on the order of events; `seq` is a place, not a fact."""
        return {
            (post, key): (mark.option, mark.adds, mark.removed_at, mark.standing)
            for post, held in self.marks.items()
            for key, mark in held.items()
            if mark.adds or mark.removed_at is not None or mark.standing
        }


def scan_of(*keys: tuple[Voter, str], short: Iterable[str] = ()) -> Scan:
    holders: dict[str, set[Voter]] = defaultdict(set)
    for voter, reaction in keys:
        holders[reaction].add(voter)
    return Scan({reaction: frozenset(voters) for reaction, voters in holders.items()}, frozenset(short))


def replayed(events: Iterable[Event]) -> dict[tuple[Voter, int, str], int]:
    """The reference: since when each mark is held, by walking distinct timed events in order of time."""
    held: dict[tuple[Voter, int, str], int] = {}
    ordered = sorted(set(events), key=lambda e: (e.at or 0, not e.added))
    for event in ordered:
        key = (event.voter, event.post, event.reaction)
        if event.added:
            held.setdefault(key, event.at or 0)
        else:
            held.pop(key, None)
    return held


def replayed_ballot(events: Iterable[Event], voter: Voter) -> int:
    """The reference: the option of the latest mark still held, undecided at equal times."""
    dated = [(at, OPTIONS[r]) for (who, _, r), at in replayed(events).items() if who == voter and OPTIONS[r] != SAVE]
    return _only({option for at, option in dated if at == max(at for at, _ in dated)})


def replayed_first(events: Iterable[Event], voter: Voter) -> int:
    """The reference: the option of the earliest addition ever, undecided at equal times."""
    added = [(e.at, OPTIONS[e.reaction]) for e in events if e.added and e.voter == voter and OPTIONS[e.reaction] >= 0]
    return _only({option for at, option in added if at == min(at for at, _ in added)})


def _only(options: set[int]) -> int:
    if not options:
        return EMPTY
    return bit(options.pop()) if len(options) == 1 else UNDECIDED
