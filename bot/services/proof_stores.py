"""What the services ask of the database to prove a result: the public record, a voter's own part in it, and the check.

Each method is one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.debates import Debate, Kept
from bot.core.marks import Voter
from bot.core.public_record import Filed
from bot.sentences import Sentence
from bot.services.records import Snapshot


@dataclass(frozen=True, slots=True)
class Filing:
    """What a closed debate's record is made of.

    `events` led to the result, `history` is the hash that they end with. `ballots` is None where votes are cast by
    button.
    """

    snapshot: Snapshot
    events: int
    history: str
    ballots: Sequence[Filed] | None


@dataclass(frozen=True, slots=True)
class Mine:
    """What one voter chose in a debate (bit masks), and the code that stands for them in its record."""

    debate: Debate
    first: int
    last: int
    code: str | None


@dataclass(frozen=True, slots=True)
class Proven:
    """What checking a debate came to: how many events were walked over, and the first `difference`, if there is one.

    `head` is the last hash of its history in hexadecimal; None where an earlier version wrote it, without hashes.
    Where retention has left (`kept`) the counts alone, they are compared with each other: `events` is then how many
    led to the result, `head` the closing's.
    """

    debate: str
    slug: str
    events: int
    voters: int
    head: str | None
    difference: Sentence | None
    kept: Kept | None = None


class ProofStore(Protocol):
    """Results that anyone can check. Each method is one transaction."""

    async def debates(self) -> Sequence[str]:
        """The ids of all debates, in the order of their opening."""

    async def prove(self, debate: str) -> Proven | None:
        """Recount a debate from its history, walk its chain, and compare all that the ledger says of its result."""

    async def filing(self, debate: str) -> Filing | None:
        """What a debate's record is made of; None before its certificate is written, and when its ballots are gone.

        A debate that an earlier version closed gets its hashes here.
        """

    async def mine(self, debate: str, voter: Voter) -> Mine | None:
        """What the voter chose in a debate; None for one who never voted in it."""

    async def voted_in(self, voter: Voter, most: int) -> tuple[Sequence[Mine], int]:
        """Where the voter has voted: the `most` debates that were opened last, the last first, and how many in all."""
