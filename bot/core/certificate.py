"""The certificate: what a closing recount found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
