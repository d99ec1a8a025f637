"""What the services ask of the database for retention: which ballots are old enough, and that they lose names or go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.debates import Kept


@dataclass(frozen=True, slots=True)
class Aged:
    """A debate whose ballots are due, when it ended, and how many they are."""

    debate: str
    slug: str
    ended_at: datetime
    ballots: int


class RetentionStore(Protocol):
    """How long ended debates keep their ballots, and their ballots the accounts."""

    async def aged(self, until: datetime, kept: Kept) -> Sequence[Aged]:
        """Debates that ended at `until` or before and of which more is left than `kept`, the first to end first.

        Those of whose voters some have lost their accounts, and others not yet, are among them.
        """

    async def pseudonymise(self, debate: str, now: datetime) -> bool:
        """Put a name of nobody's in each account's place, for good; False where that is done, or the debate goes on.

        Codes, the history and the public record stay as they are. It takes several transactions, others write in
        between; cut short after any of them, it is taken up again by asking once more.
        """

    async def delete(self, debate: str, now: datetime) -> bool:
        """Delete ballots, history and all that names people, in one transaction.

        False where that is done, or the debate goes on. Tally, shift, certificate, what was said in numbers, and the
        heads of the chain stay.
        """
