"""What the services ask of the database for the bot's own work: deliveries, occurrences, requests, people it has met.

One small port for each kind of work, each method one transaction; `Ledger` holds all of them, with those of
`debate_stores`, `vote_stores`, `proof_stores` and `retention_stores`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.sentences import Sentence
from bot.services.debate_stores import (
    ClosingStore,
    DebateFinder,
    DebateStore,
    ExportStore,
    OpeningStore,
    PostStore,
    PublicStore,
)
from bot.services.personal_stores import ForgetStore, OverwriteStore
from bot.services.proof_stores import ProofStore
from bot.services.records import (
    Delivery,
    Feedback,
    Occurrence,
    Part,
    Request,
    RequestOutcome,
    TakenRequest,
    Unknown,
    Urgency,
)
from bot.services.retention_stores import RetentionStore
from bot.services.vote_stores import HoldingStore, ParkingStore, PresenceStore, RecountStore, TalkStore, VoteStore


class Change(StrEnum):
    """What a process may have changed in the database, for others to look at."""

    POSTS = "posts"
    DELIVERIES = "deliveries"
    RECOUNTS = "recounts"
    CLOSINGS = "closings"
    REQUESTS = "requests"


class Notices(Protocol):
    """What changes in the database, by this process or another, told as soon as it is committed."""

    @property
    def listening(self) -> bool:
        """Whether changes are told now, so that looking for them now and then is enough."""

    async def run(self, told: Callable[[Change], None]) -> None:
        """Tell of changes until cancelled; of each kind once when listening begins, for what came before."""


class DeliveryStore(Protocol):
    """The outbox's memory. Each method is one transaction."""

    async def claim(
        self,
        now: datetime,
        owner: str,
        lease: timedelta,
        limit: int,
        *,
        platform: str | None = None,
        besides: Collection[str] = (),
        least: Urgency = Urgency.SEEDS,
    ) -> Sequence[Delivery]:
        """Take over deliveries that are due and whose predecessors are settled: the most urgent first, then the oldest.

        Only those of `platform`, or of all platforms `besides` those named; and none less urgent than `least`.
        One that was under way when its process died, or whose last outcome was unclear, comes with `unclear`
        and the time of its first unclear attempt. One past its limit is handed out like any other: whoever
        claims it gives it up, and tells the admins. Those whose post is gone are failed here.
        """

    async def renew(self, ids: Iterable[int], owner: str, until: datetime) -> frozenset[int]:
        """Keep claims while work runs; gives those that are still the owner's."""

    async def said(self, delivery: int, message: str | None, now: datetime) -> None:
        """Record that it is said, and as which message; a post becomes open to votes.

        A post whose send was unclear may have been voted on while nobody listened: it is due for a recount. It holds
        whoever says so, also one that has lost its claim: what stands on the platform stands there.
        """

    async def again(self, delivery: int, owner: str, at: datetime, *, unclear: bool, reason: Sentence) -> None:
        """Try again at `at`; after an `unclear` outcome it is looked for first. Nothing where it is not the owner's."""

    async def failed(self, delivery: int, owner: str, reason: Sentence, now: datetime) -> None:
        """Give it up, with what depends on it: all of a post's parts, a thread's lines.

        Nothing where it is not the owner's: whoever has claimed it since may be saying it.
        """


class PlanStore(Protocol):
    """Planning what no opening, closing or greeting plans. Each method is one transaction."""

    async def seed_again(self, wanted: Mapping[int, bool], now: datetime) -> frozenset[int]:
        """Plan again the seeds of open posts (by number) that failed, and those that were said where the value is True.

        Gives the posts whose seeds are under way.
        """

    async def plan_alert(self, key: str, channel: Channel, title: str, text: str, now: datetime) -> None:
        """Plan a word to the admins, once for each key."""


class OutcomeStore(Protocol):
    """What has become of deliveries. Each method is one transaction."""

    async def oldest(self, platforms: Collection[str]) -> Mapping[str, datetime]:
        """When the oldest of the deliveries that are still to be made was decided on, for each platform that has any.

        What waits for another of the same debate was decided on with it, or later.
        """

    async def of_debate(self, debate: str, part: Part | None = None) -> Sequence[Delivery]:
        """The deliveries of a debate: all, or only this `part`."""

    async def said_as(self, part: Part, debate: str, channel: str) -> str | None:
        """The message in which a part of a debate was said in a channel (by its name); None where it was not."""


class OccurrenceStore(Protocol):
    """Which occurrences were dealt with. Each method is one transaction."""

    async def first_seen(self, schedules: Iterable[str], now: datetime) -> Mapping[str, datetime]:
        """When a run first saw each schedule's name; notes `now` for new ones and where that was later than `now`."""

    async def last(self, schedule: str, by: datetime | None = None) -> datetime | None:
        """The latest occurrence that was dealt with, of those not later than `by`."""

    async def skip(self, occurrence: Occurrence, outcome: str, now: datetime) -> bool:
        """Note an occurrence that posts nothing; False if it was taken."""


class RequestStore(Protocol):
    """What one-shot commands leave for a running bot. Each method is one transaction."""

    async def leave(self, request: Request, now: datetime) -> int:
        """Leave a request; gives its number."""

    async def take(self, owner: str, now: datetime, lease: timedelta) -> TakenRequest | None:
        """Take over the oldest request that nobody works on."""

    async def renew(self, request: int, owner: str, until: datetime) -> bool:
        """Keep a claim while work runs; False when it was lost, or the request has its answer."""

    async def answer(self, request: int, outcome: RequestOutcome) -> None:
        """Note what became of a request; the first answer stays."""

    async def outcome(self, request: int) -> RequestOutcome | None:
        """What became of a request, once it is known."""


class ProcessStore(Protocol):
    """Which processes are alive, and what the dead ones held. Each method is one transaction."""

    async def alive(self, process: str, now: datetime, until: datetime) -> None:
        """Say that a running bot is alive until then; what others said and did not keep is forgotten."""

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

    async def greeted(self, channels: Collection[Channel]) -> frozenset[Channel]:
        """Those of these channels that had a welcome planned under the id that they have now."""

    async def plan(self, channel: Channel, title: str, text: str, now: datetime) -> bool:
        """Plan a welcome, once for each channel of a platform; False if it had one."""

    async def meet(self, voter: Voter, now: datetime) -> bool:
        """Note a person; False for one who is known already."""


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


class RestoredStore(Protocol):
    """What a ledger that was restored from a copy can't know by itself. Each method is one transaction."""

    async def look_back_to(self) -> datetime | None:
        """Since when what the bot said is to be looked through; None where nothing is, or no longer."""

    async def unknown(self, platform: str, messages: Collection[str]) -> Unknown:
        """Which of these messages (native ids) the ledger knows nothing of."""

    async def looked_back(self) -> None:
        """All is looked through."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The stores of one database together."""

    openings: OpeningStore
    debates: DebateStore
    finder: DebateFinder
    posts: PostStore
    public: PublicStore
    closings: ClosingStore
    votes: VoteStore
    parking: ParkingStore
    holdings: HoldingStore
    recounts: RecountStore
    talk: TalkStore
    deliveries: DeliveryStore
    plans: PlanStore
    outcomes: OutcomeStore
    occurrences: OccurrenceStore
    requests: RequestStore
    processes: ProcessStore
    exports: ExportStore
    feedback: FeedbackStore
    welcomes: WelcomeStore
    heard: HeardStore
    presence: PresenceStore
    learnt: LearntStore
    restored: RestoredStore
    proofs: ProofStore
    retention: RetentionStore
    forgetting: ForgetStore
    overwrites: OverwriteStore
