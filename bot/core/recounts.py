"""Recounts: comparing what a platform shows with what the ledger holds, and the certificate of the closing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.marks import Mark, Voter


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
    `unsettled` counts posts of which no two readings agreed.
    """

    recounted: Recounted
    ledger: int
    recount: int
    differences: int = 0
    undecided: int = 0
    undatable: int = 0
    notes: tuple[Note, ...] = ()
    unsettled: int = 0

    @property
    def of_buttons(self) -> bool:
        """Whether ballots were cast by button, so that there was nothing to recount."""
        return any(note.key == "note-buttons" for note in self.notes)


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
        return self.keys(moved) == other.keys(moved) and self.short == other.short

    def agrees_where_whole(self, other: Scan, touched: Iterable[Key]) -> bool:
        """As `agrees_with`, over the reactions whose lists were whole: a short one shows whom it likes."""
        moved, short = frozenset(touched), self.short | other.short
        differing = self.keys(moved) ^ other.keys(moved)
        return all(reaction in short for _, reaction in differing)


@dataclass(frozen=True, slots=True)
class Mending:
    """What a recount changes in the ledger: marks to add and marks to remove."""

    added: frozenset[Key]
    removed: frozenset[Key]

    @property
    def differences(self) -> int:
        """Marks added plus marks removed."""
        return len(self.added) + len(self.removed)


def mending(
    scan: Scan, ledger: Mapping[Key, Mark], *, touched: Iterable[Key] = (), late: Mapping[Key, bool] | None = None
) -> Mending:
    """Compare a scan with the ledger's marks of one post.

    Keys in `touched` had an event since the scan began: the ledger knows better. `late` maps a key to
    whether its first event at or after closing was an addition; such events are undone from the scan, so
    that it shows the mark as it was before them. A reaction whose list was short removes nothing.
    """
    moved = frozenset(touched)
    held = frozenset(key for key, mark in ledger.items() if mark.held)
    came_late = frozenset(key for key, was_added in (late or {}).items() if was_added)
    left_late = frozenset(late or {}) - came_late
    in_time = (scan.keys() - came_late) | left_late
    return Mending(
        added=in_time - held - moved,
        removed=frozenset(key for key in held - in_time - moved if key[1] not in scan.short),
    )
