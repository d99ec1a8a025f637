"""What the services ask of the database about one person: all that names them, and to forget it.

Each method is one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.core.debates import Debate
from bot.core.marks import Voter


class Standing(StrEnum):
    """What can be done with somebody's part in a debate: taken back, not touched until it is counted, or unnamed."""

    OPEN = "open"
    BEING_COUNTED = "being counted"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Trace:
    """A debate in which a person left something.

    `messages` are its open posts, by platform, channel and native id, on which the ledger has reactions of theirs.
    """

    debate: Debate
    standing: Standing
    messages: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Traces:
    """Where the ledger names a person: in which debates, in so many words to the editors, and in anything else."""

    debates: tuple[Trace, ...]
    feedback: int
    known: bool

    @property
    def being_counted(self) -> tuple[Debate, ...]:
        """Debates whose votes are read back from the platforms right now, by account."""
        return tuple(trace.debate for trace in self.debates if trace.standing is Standing.BEING_COUNTED)

    def of(self, standing: Standing) -> tuple[Trace, ...]:
        """The traces in debates of one standing."""
        return tuple(trace for trace in self.debates if trace.standing is standing)


class ForgetStore(Protocol):
    """Forgetting a person: debate by debate, then the account."""

    async def traces(self, voter: Voter, now: datetime) -> Traces:
        """Where the ledger names a person."""

    async def everything(self, voter: Voter) -> Mapping[str, Any]:
        """All that the ledger knows of a person, as JSON can tell it (docs/export.md)."""

    async def unname(
        self,
        voter: Voter,
        debate: str,
        now: datetime,
        *,
        words_gone: bool = False,
        taken_back: bool | None = None,
    ) -> bool:
        """Take the ballot back where the debate is open, then put a pseudonym of this debate in the person's place.

        False, and nothing done, while its votes are being counted. `words_gone` says that their replies have been
        deleted on the platform. History, record and result stay as they are.

        `taken_back` is for a ledger that was put back from a copy and that nobody works on yet: whether the ballot was
        taken back when the person was forgotten before. Then it is done so again, whatever the hour.
        """

    async def erase(self, voter: Voter, now: datetime) -> Sequence[str]:
        """Delete the account and all that hangs on it alone.

        Where some debate names it still or again, nothing is done, and these debates are given.
        """

    async def key(self) -> bytes:
        """A secret of this ledger's own, by which a question that was put to somebody is known again."""


class OverwriteStore(Protocol):
    """Bytes of what was deleted. Each method is one transaction, but writing a file anew."""

    async def due(self) -> datetime | None:
        """When something was deleted last of which files hold bytes; None where they hold none."""

    async def overwrite(self) -> bool:
        """Write the database's file anew, without them, if that is due.

        False where somebody who reads it has kept them in its log. On a server its own VACUUM does so.
        """

    async def done(self, before: datetime) -> None:
        """No file holds any of what was deleted before then."""
