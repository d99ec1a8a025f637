"""What the services ask of the database: one small port for each kind of work, each method one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from bot.core.certificate import Certificate
from bot.core.channels import Channel
from bot.core.debates import Debate, Post
from bot.core.marks import MarkEvent, Voter
from bot.core.presence import Noted, Place, Presence
from bot.core.pressing import Press, Pressed
from bot.core.recounts import Key, Scan
from bot.core.sparks import Spoken, Talk
from bot.core.times import Micros
from bot.services.batches import Batch
from bot.services.records import (
    Cast,
    Closing,
    Delivery,
    Feedback,
    Front,
    Listed,
    Mended,
    Occurrence,
    Opening,
    OpenPost,
    Request,
    Sight,
    Snapshot,
    Standing,
)

_NO_GAPS: Mapping[int, Presence] = MappingProxyType({})


class DebateStore(Protocol):
    """Debates and posts. Each method is one transaction."""

    async def open(self, opening: Opening) -> bool:
        """Open a debate with its posts and planned deliveries; False if its occurrence was taken."""

    async def open_alone(self, opening: Opening) -> Mapping[str, Sequence[str]]:
        """Open a debate unless one over its article is `debated` in one of its channels already; gives those."""

    async def debated(self, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """The open debates over `slug`, oldest first, of which a post stands or is on its way in one of these channels
        (by name): their ids, each with those channels."""

    async def get(self, debate: str) -> Debate | None:
        """The debate with this id."""

    async def find(self, id_or_slug: str, sight: Sight | None = None) -> Debate | None:
        """The debate with this id, else the latest over this slug; of those that have a post in `sight`, if given."""

    async def latest(self, *, channel: str | None = None, open_only: bool = False) -> Debate | None:
        """The debate opened last, in one channel (by name) or in any."""

    async def of_message(self, platform: str, channel: str, message: str) -> str | None:
        """The id of the debate that a message belongs to: its post, its result, or anything said in its thread."""

    async def open_debates(self, sight: Sight | None = None) -> Sequence[Debate]:
        """Debates that are open or closing, nearest closing time first; of those with a post in `sight`, if given."""

    async def posts(self, debate: str) -> Sequence[Post]:
        """The debate's posts, in the order of its channels."""

    async def snapshot(self, debate: str) -> Snapshot | None:
        """The debate with its tally, shift, posts and certificate, at one moment."""

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        """A version, the posts that take votes, and the (platform, channel id) where a send is under way."""

    async def index_version(self) -> int:
        """The version of `index`; it grows with every change of it."""

    async def deleted(self, post: int) -> None:
        """Mark a said post as deleted."""

    async def shown(self, post: int, revision: int) -> None:
        """Record which revision of the tally a post shows."""

    async def debated_slugs(self, channels: Iterable[str]) -> Mapping[str, datetime]:
        """Slugs that were debated in any of these channels (by name), with their last opening."""

    async def note_edition(self, debate: str, edition: str) -> bool:
        """Plan one erratum for a debate; False if it has one."""


class PublicStore(Protocol):
    """What pages read of debates. Each method is one transaction."""

    async def standings(self, ids: Iterable[str]) -> Mapping[str, Standing]:
        """How these debates stand; one that does not exist is left out."""

    async def standing_over(self, slug: str) -> Standing | None:
        """How the latest debate over an article stands; one that was said nowhere does not count."""

    async def front(self, slugs: Iterable[str], *, ended: int, skip: int) -> Front:
        """What is open (nearest closing time first), `ended` closed ones after the latest `skip`, and the
        latest debate over each of `slugs`."""

    async def listed(self, ids: Iterable[str]) -> Mapping[str, Listed]:
        """These debates with what a list says of them."""

    async def turnout(self, debate: str, points: int) -> Sequence[tuple[datetime, int]]:
        """How many people had voted by when, at no more than `points` moments, in order of time."""


class ClosingStore(Protocol):
    """Ending debates. Each method is one transaction."""

    async def close_early(self, debate: str, at: datetime) -> None:
        """Set an open debate's closing time to `at`; nothing of its opening is said later."""

    async def claim(self, now: datetime, owner: str, lease: timedelta) -> Sequence[Closing]:
        """Take over debates whose time is up: they become `closing`, and voting stops."""

    async def renew(self, debate: str, owner: str, until: datetime) -> bool:
        """Keep a claim; False when it was lost."""

    async def finish(self, debate: str, certificate: Certificate, now: datetime) -> None:
        """Write the certificate and plan the results; the debate is closed when they are said or failed."""

    async def void(self, debate: str, now: datetime) -> None:
        """End a debate that was said nowhere."""


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

    async def held(self, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
        """The options that the voter's ballot in the debate of a post counts for, whatever its state."""

    async def park(self, events: Sequence[MarkEvent], batch: Batch | None = None) -> None:
        """Keep events whose message may become a post."""

    async def parked(self) -> Sequence[tuple[str, str, str]]:
        """The messages for which events are parked: platform, channel and native id."""

    async def settle(self, post: OpenPost, batch: Batch | None = None) -> frozenset[str]:
        """Apply what was parked for a post that is now said."""

    async def drop_parked(self, platform: str, channel: str) -> None:
        """Forget what is parked for a channel where nothing is being sent any more, and belongs to no open post."""

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
        """Count a thread reply once, or take it back; whose it was need not be known for that."""

    async def spark(self, events: Sequence[tuple[MarkEvent, Sequence[OpenPost]]], batch: Batch | None = None) -> None:
        """Apply 💡 in order, each with the posts of which its message may be a line or a reply; others are ignored."""

    async def saved(self, voter: Voter) -> Sequence[Debate]:
        """The debates, of any state, on a post of which the voter holds 🔖 now, opened last first."""


class RecountStore(Protocol):
    """What a recount reads and mends. Each method is one transaction, mending once for a `batch`."""

    async def due(self, now: datetime) -> Sequence[str]:
        """Debates with said posts due for a recount, nearest closing time first."""

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
        found there can't be dated, nor what was received while nobody listened, unless it tells its own time.
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

        True when the tally changed. Nothing changes once the certificate is written.
        """

    async def retold(self, places: Collection[tuple[str, str, str]]) -> None:
        """Note for each debate, in whatever state, that something said under it was taken back or reworded.

        A place is a platform, a channel, and the native id of a post or of the thread under it; others are ignored.
        """

    async def retold_unheard(self, platform: str, channels: Collection[str] | None = None) -> None:
        """Note the same for each debate with a post in these channels (native ids): nobody listened there for a while.

        What was deleted or reworded meanwhile is told by no event.
        """


class DeliveryStore(Protocol):
    """The outbox's memory. Each method is one transaction."""

    async def claim(self, now: datetime, owner: str, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Take over deliveries that are due and whose predecessors are settled."""

    async def renew(self, ids: Iterable[int], owner: str, until: datetime) -> frozenset[int]:
        """Keep claims while work runs; gives those that are still the owner's."""

    async def said(self, delivery: int, message: str | None, now: datetime) -> None:
        """Record that it is said, and as which message; a post becomes open to votes."""

    async def again(self, delivery: int, at: datetime, *, unclear: bool, reason: str) -> None:
        """Try again at `at`; after an `unclear` outcome it is looked for first."""

    async def failed(self, delivery: int, reason: str, now: datetime) -> None:
        """Give it up, with what depends on it."""

    async def seed_again(self, wanted: Mapping[int, bool], now: datetime) -> frozenset[int]:
        """Plan again the seeds of open posts (by number) that failed, and those that were said where the value is True.

        Gives the posts whose seeds are under way.
        """

    async def plan_alert(self, key: str, channel: str, title: str, text: str, now: datetime) -> None:
        """Plan a word to the admins, once for each key."""

    async def of_debate(self, debate: str) -> Sequence[Delivery]:
        """All deliveries of a debate."""


class OccurrenceStore(Protocol):
    """Which occurrences were dealt with. Each method is one transaction."""

    async def first_seen(self, schedules: Iterable[str], now: datetime) -> Mapping[str, datetime]:
        """When a run first saw each schedule's name; notes `now` for new ones and where that was later than `now`."""

    async def last(self, schedule: str, by: datetime | None = None) -> datetime | None:
        """The latest occurrence that was dealt with, of those not later than `by`."""

    async def skip(self, occurrence: Occurrence, outcome: str, now: datetime) -> bool:
        """Note an occurrence that posts nothing; False if it was taken."""


class RequestStore(Protocol):
    """What one-shot commands leave for a running bot, and who is running."""

    async def leave(self, kind: str, payload: Mapping[str, object], now: datetime) -> int:
        """Leave a request."""

    async def take(self, owner: str, now: datetime, lease: timedelta) -> Request | None:
        """Take over the oldest request that nobody works on."""

    async def answer(self, request: int, outcome: Mapping[str, object]) -> None:
        """Note what became of a request."""

    async def outcome(self, request: int) -> Mapping[str, object] | None:
        """What became of a request, once it is known."""

    async def alive(self, process: str, now: datetime, until: datetime) -> None:
        """Say that a running bot is alive until then."""

    async def anyone_alive(self, now: datetime) -> bool:
        """Whether any running bot said that it is alive."""

    async def gone(self, process: str) -> None:
        """A process ends, or is known to be dead: its claims are free at once."""

    async def all_gone(self) -> None:
        """No other process is alive (the lock of a SQLite file says so): every claim is free at once."""


class FeedbackStore(Protocol):
    """What members wrote to the editors. Each method is one transaction."""

    async def add(self, written: Feedback, *, most: int, since: datetime) -> bool:
        """Keep it; False if its voter has written `most` times since then."""

    async def latest(self, most: int) -> Sequence[Feedback]:
        """The `most` that were written last, the newest first."""


class WelcomeStore(Protocol):
    """Whom the bot has greeted. Each method is one transaction."""

    async def plan(self, channel: Channel, title: str, text: str, now: datetime) -> bool:
        """Plan a welcome, once for each channel of a platform; False if it had one."""

    async def meet(self, voter: Voter, now: datetime) -> bool:
        """Note a person; False for one who is known already."""


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


class HeardStore(Protocol):
    """What people did on platforms that may say so again. Each method is one transaction."""

    async def first_time(self, platform: str, key: str, now: datetime) -> bool:
        """Note a key; False for one that was noted before, within hours."""


class LearntStore(Protocol):
    """What platforms have told of accounts, emoji and channels: what it takes to understand what is read there.

    Each method is one transaction.
    """

    async def accounts(self, platform: str, workspace: str, natives: Collection[str]) -> Mapping[str, bool]:
        """Which of these accounts are bots (True) and which people's; one of which nothing is known is left out."""

    async def bots(self, platform: str, workspace: str) -> frozenset[str]:
        """Every account that is known to be a bot's."""

    async def note_accounts(self, platform: str, workspace: str, bots: Mapping[str, bool]) -> None:
        """Note which accounts are bots and which people's."""

    async def aliases(self, platform: str) -> Mapping[str, str]:
        """Second names of emoji, each with what it stands for: a Unicode emoji, or a name of the platform's own."""

    async def note_aliases(self, platform: str, known: Mapping[str, str]) -> None:
        """Note all second names of a platform's emoji, in the place of those before.

        An option that is written with one takes votes under what it stands for as well.
        """

    async def moved(self, platform: str) -> Mapping[str, str]:
        """Channels that have another id than they had: the old one, and the new."""

    async def note_moved(self, platform: str, ids: Mapping[str, str], used: Mapping[str, str]) -> None:
        """Note new ids of channels by their old ones, and let posts be found under the ids that are `used`.

        `used` gives the id that the bot uses for a channel by every other one that the channel has.
        """


class ExportSink(Protocol):
    """Takes what an export hands over: `begin`, then each debate followed by its ballots in several pieces."""

    def begin(self, debates: int, ballots: int) -> None:
        """How many there will be."""

    def debate(self, snapshot: Snapshot) -> None:
        """A debate; its ballots follow."""

    def ballots(self, cast: Sequence[Cast]) -> None:
        """Some of the ballots of the debate before."""


class ExportStore(Protocol):
    """Reading everything that was counted."""

    async def export(self, since: datetime | None, sink: ExportSink) -> None:
        """Hand the debates opened since then over, the oldest first, all as they are at one moment.

        Takes the memory of one debate and a piece of its ballots. What `sink` raises ends it.
        """


@dataclass(frozen=True, slots=True)
class Ledger:
    """The stores of one database together."""

    debates: DebateStore
    public: PublicStore
    closings: ClosingStore
    votes: VoteStore
    recounts: RecountStore
    talk: TalkStore
    deliveries: DeliveryStore
    occurrences: OccurrenceStore
    requests: RequestStore
    exports: ExportStore
    feedback: FeedbackStore
    welcomes: WelcomeStore
    heard: HeardStore
    presence: PresenceStore
    learnt: LearntStore
