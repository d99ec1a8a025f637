"""What the services ask of the database about votes: the ledger, recounts, what is said, and the listening record.

Each method is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from bot.core.buttons import Press, Pressed
from bot.core.debates import Debate
from bot.core.marks import MarkEvent, Voter
from bot.core.presence import Noted, Place, Presence
from bot.core.recounts import Key, Scan
from bot.core.sparks import Spoken, Talk
from bot.core.times import Micros
from bot.services.records import Batch, DuePost, Mended, OpenPost

_NO_GAPS: Mapping[int, Presence] = MappingProxyType({})


class VoteStore(Protocol):
    """The ledger. Each method is one transaction that first locks its debates' rows.

    An attempt that nobody knows the outcome of may be repeated with the same `batch`: it counts once.
    """

    async def cast(self, events: Sequence[tuple[OpenPost, MarkEvent]], batch: Batch | None = None) -> frozenset[str]:
        """Apply marks in order; late ones are kept aside. Gives the debates whose tally changed."""

    async def press(
        self, presses: Sequence[tuple[OpenPost, Press]], decided: dict[int, Pressed], batch: Batch | None = None
    ) -> tuple[Sequence[Pressed | None], frozenset[str]]:
        """Apply presses in order: what each did (None for one that is no vote), and the debates whose tally changed.

        `decided` takes what each press, by its place, was found to do, and is followed when this is repeated.
        """

    async def answered(self, presses: Sequence[tuple[OpenPost, Press]]) -> None:
        """Note that the answers to these presses have reached their voters: the next press of each may withdraw.

        Until then each only confirms. Of a press whose option was pressed again since, nothing is noted.
        """

    async def clear(
        self, post: OpenPost, plain: str | None, received_at: Micros, batch: Batch | None = None
    ) -> frozenset[str]:
        """Withdraw all marks of a post, or those of one emoji; noted for the certificate."""

    async def reply(
        self,
        platform: str,
        channel: str,
        thread: str,
        reply: str,
        voter: Voter | None,
        held: bool,
        batch: Batch | None = None,
    ) -> frozenset[str]:
        """Count a thread reply once, or take it back; whose it was need not be known for that.

        Once the debate's time is up nothing moves any more.
        """

    async def spark(self, events: Sequence[tuple[MarkEvent, Sequence[OpenPost]]], batch: Batch | None = None) -> None:
        """Apply 💡 in order, each with the posts of which its message may be a line or a reply; others are ignored."""


class ParkingStore(Protocol):
    """Votes on what may become a post, kept until that is known. Each method is one transaction, once for a `batch`."""

    async def park(self, events: Sequence[MarkEvent], batch: Batch | None = None) -> None:
        """Keep events whose message may become a post."""

    async def parked(self) -> Sequence[tuple[str, str, str]]:
        """The messages for which events are parked: platform, channel and native id."""

    async def settle(self, post: OpenPost, batch: Batch | None = None) -> frozenset[str]:
        """Apply what was parked for a post that is now said."""

    async def drop_parked(self, platform: str, channel: str) -> None:
        """Forget what is parked for a channel, unless something is being sent there after all.

        What belongs to an open post stays: another process may not have applied it yet.
        """


class HoldingStore(Protocol):
    """What one voter holds now. Each method is one transaction."""

    async def held(self, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
        """The options that the voter's ballot in the debate of a post counts for, whatever its state."""

    async def saved(self, voter: Voter, most: int) -> tuple[Sequence[Debate], int]:
        """The debates, of any state, on a post of which the voter holds 🔖 now: the `most` opened last, the last first,
        and how many there are in all."""


class RecountStore(Protocol):
    """What a recount reads and mends. Each method is one transaction, mending once for a `batch`."""

    async def due(self, now: datetime) -> Sequence[DuePost]:
        """Said posts of open debates that are due for a recount, nearest closing time first."""

    async def mark_due(
        self, *, platform: str | None = None, channels: Collection[str] | None = None, posts: Iterable[int] = ()
    ) -> None:
        """Make open posts due: those of a platform, all or in `channels` (native ids) only, or those given."""

    async def watermark(self, debate: str) -> int:
        """The last place in the debate's history."""

    async def touched(self, post: int, watermark: int) -> frozenset[Key]:
        """Marks of the post that an event has touched after the watermark."""

    async def untold(self, debate: str, scans: Mapping[int, tuple[Scan, int]]) -> bool:
        """Whether scans show marks otherwise than the ledger of which no event has told."""

    async def mend(
        self,
        debate: str,
        scans: Mapping[int, tuple[Scan, int]],
        *,
        closing: bool,
        at: Micros,
        gaps: Mapping[int, Presence] = _NO_GAPS,
        batch: Batch | None = None,
    ) -> Mended:
        """Mend the ledger from scans (by post, each with the watermark at its start), as one recount.

        `gaps` are the posts that were not listened to without a gap from closing time until they were read: what is
        found there can't be dated, nor what was received while nobody listened, unless it tells its own time. A
        recount that is not the `closing` one changes nothing from closing time on: what it read may be of either side.
        A closing recount that was cut short and is done again reports what both have found together.
        """


class TalkStore(Protocol):
    """What is said under a debate: sparks on lines, and replies. Each method is one transaction, once for a `batch`."""

    async def told(self, debate: str) -> Talk | None:
        """Sparks and replies as they count now; None where there is no such debate."""

    async def lines(self, debate: str, replies: int) -> Sequence[Spoken]:
        """The squabble's lines that were said, each with its message, and at most `replies` replies with sparks."""

    async def mend_sparks(
        self, debate: str, scans: Mapping[Spoken, tuple[Scan, int]], batch: Batch | None = None
    ) -> int:
        """Mend the sparks of lines from their scans (each with the watermark at its start); gives the differences."""

    async def replies(self, debate: str) -> Mapping[int, frozenset[str]]:
        """The native ids of the replies that count, by post."""

    async def mend_replies(
        self,
        debate: str,
        found: Mapping[int, Mapping[str, Voter]],
        before: Mapping[int, frozenset[str]],
        batch: Batch | None = None,
    ) -> bool:
        """Count replies that were `found` (by post) and never noted, and drop those of `before` that were not.

        True when the tally changed. Nothing changes once the certificate is written. A dropped one leaves no trace, so
        that it counts again if it is found again: only people's deletions are final.
        """

    async def retold(self, places: Collection[tuple[str, str, str]]) -> None:
        """Note for each debate, in whatever state, that something said under it was taken back or reworded.

        A place is a platform, a channel, and the native id of a post or of the thread under it; others are ignored.
        """

    async def retold_unheard(self, platform: str, channels: Collection[str] | None = None) -> None:
        """Note the same for each debate with a post in these channels (native ids): nobody listened there for a while.

        What was deleted or reworded meanwhile is told by no event.
        """


class PresenceStore(Protocol):
    """The listening record. Each method is one transaction."""

    async def note(self, owner: str, news: Sequence[Noted], until: Mapping[str, Micros], now: Micros) -> None:
        """Write down what has begun and ended, and until when all of a platform that goes on was heard, by platform.

        Doing it again changes nothing.
        """

    async def of(self, places: Collection[Place], owner: str, until: Micros, now: Micros) -> Mapping[Place, Presence]:
        """How these places were listened to by all processes together; `owner` is alive and listens `now`, too.

        Who went on listening and did not say so `until` then may have died with something that was told to nobody else.
        """
