"""Recounts: comparing what a platform shows with what the ledger holds, and the certificate of the closing one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.marks import Voter


class Recounted(StrEnum):
    """Whether every said post could be read in full, and twice alike, some of them, or none."""

    EXACT = "exact"
    PARTIAL = "partial"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the certificate: a message key with its arguments, put into words when shown."""

    key: str
    args: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """`ledger` and `recount` are ballots counted before and after the closing recount.

    `differences` are marks it added and removed (late marks left out); `undecided` and `undatable`
    count ballots: those whose option nobody knows, and those that may have come after closing.
    `unsettled` counts posts of which no two readings agreed. `head` is the hash that the debate's history ends with,
    in hexadecimal, once the certificate is written; empty where the history was no chain yet.
    """

    recounted: Recounted
    ledger: int
    recount: int
    differences: int = 0
    undecided: int = 0
    undatable: int = 0
    notes: tuple[Note, ...] = ()
    unsettled: int = 0
    head: str = field(default="", compare=False)

    @property
    def of_buttons(self) -> bool:
        """Whether ballots were cast by button, so that there was nothing to recount."""
        return any(note.key == "note-buttons" for note in self.notes)

    @property
    def is_of_nothing(self) -> bool:
        """Whether nobody voted, before the recount or after, and nothing else is to be told."""
        found = (self.ledger, self.recount, self.differences, self.undecided, self.undatable, self.unsettled)
        return not any(found) and not self.notes and self.recounted is Recounted.EXACT


Key = tuple[Voter, str]
"""A voter and the raw reaction held."""


@dataclass(frozen=True, slots=True)
class Scan:
    """All reactions of one post, read back from its platform.

    `holders` maps each raw reaction present to its voters (bots and the bot itself left out);
    `short` names reactions whose list was shorter than their count, about which only additions are known;
    `own` holds the plain emoji under which the bot's own seed reaction was seen.
    """

    holders: Mapping[str, frozenset[Voter]]
    short: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    def keys(self, without: frozenset[Key] = frozenset()) -> frozenset[Key]:
        """Every (voter, reaction) seen, less `without`."""
        return frozenset((v, reaction) for reaction, voters in self.holders.items() for v in voters) - without

    def agrees_with(self, other: Scan, touched: Iterable[Key]) -> bool:
        """Whether both saw the same marks, apart from those that events have `touched` meanwhile."""
        moved = frozenset(touched)
        return self.short == other.short and all(key in moved for key in self._differing(other))

    def agrees_where_whole(self, other: Scan, touched: Iterable[Key]) -> bool:
        """As `agrees_with`, over the reactions whose lists were whole: a short one shows whom it likes."""
        moved, short = frozenset(touched), self.short | other.short
        return all(key in moved or key[1] in short for key in self._differing(other))

    def _differing(self, other: Scan) -> Iterator[Key]:
        """What only one of both shows; no set of all that they have in common is made, which may be very many."""
        for reaction in self.holders.keys() | other.holders.keys():
            ours, theirs = (scan.holders.get(reaction, frozenset()) for scan in (self, other))
            yield from ((voter, reaction) for voter in ours if voter not in theirs)
            yield from ((voter, reaction) for voter in theirs if voter not in ours)


@dataclass(frozen=True, slots=True)
class Mending:
    """What a recount changes in the ledger: marks to add and marks to remove."""

    added: frozenset[Key]
    removed: frozenset[Key]

    @property
    def differences(self) -> int:
        """Marks added plus marks removed."""
        return len(self.added) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Difference:
    """How a scan differs from the marks that the ledger holds: `unknown` are only seen, `unseen` only held.

    `held` are those held of the marks that were asked for.
    """

    unknown: frozenset[Key]
    unseen: frozenset[Key]
    held: frozenset[Key]


class Comparison:
    """Compares a scan with the ledger's held marks, told one after the other, each once, and none of them kept."""

    def __init__(self, scan: Scan, asked_for: Iterable[Key] = ()) -> None:
        self._seen = scan.holders
        self._left = {reaction: set(voters) for reaction, voters in scan.holders.items()}
        self._asked_for = frozenset(asked_for)
        self._held: set[Key] = set()
        self._unseen: set[Key] = set()

    def holds(self, voter: Voter, reaction: str) -> None:
        """The ledger holds this mark."""
        if voter in self._seen.get(reaction, ()):
            self._left[reaction].discard(voter)
        else:
            self._unseen.add((voter, reaction))
        if self._asked_for and (voter, reaction) in self._asked_for:
            self._held.add((voter, reaction))

    def ended(self) -> Difference:
        """What came of it, once every held mark was told."""
        unknown = frozenset((voter, reaction) for reaction, voters in self._left.items() for voter in voters)
        return Difference(unknown, frozenset(self._unseen), frozenset(self._held))


def compared(scan: Scan, held: Iterable[Key], asked_for: Iterable[Key] = ()) -> Difference:
    """The difference between a scan and the marks that are `held`."""
    comparison = Comparison(scan, asked_for)
    for key in held:
        comparison.holds(*key)
    return comparison.ended()


def mending(
    scan: Scan, found: Difference, *, touched: Iterable[Key] = (), late: Mapping[Key, bool] | None = None
) -> Mending:
    """What is to be mended after a comparison of `scan` with the ledger, which asked for the marks in `late`.

    Keys in `touched` had an event since the scan began: the ledger knows better. `late` maps a key to
    whether its first event at or after closing was an addition; such events are undone from the scan, so
    that it shows the mark as it was before them. A reaction whose list was short removes nothing.
    """
    moved = frozenset(touched)
    came_late = frozenset(key for key, was_added in (late or {}).items() if was_added)
    left_late = frozenset(late or {}) - came_late
    added = (found.unknown - came_late) | (left_late - found.held)
    removed = (found.unseen | (found.held & came_late)) - left_late
    return Mending(
        added=added - moved,
        removed=frozenset(key for key in removed - moved if key[1] not in scan.short),
    )
