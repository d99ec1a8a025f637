"""What services and stores hand to each other."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

from bot.core.debates import BallotKind, Channel, Debate, DebateState, Kept, Post
from bot.core.marks import Voter
from bot.core.messages import Card, Item, Notice
from bot.core.recounts import Certificate, Note
from bot.core.tally import Tally
from bot.core.times import Micros, micros
from bot.sentences import Sentence


class Urgency(IntEnum):
    """In which order a platform is told what is due at once: the lowest first."""

    DECISIVE = 0
    NEWS = 1
    TALK = 2
    SEEDS = 3


class Part(StrEnum):
    """What a delivery says; its key is `debate:channel:part`, with a number for lines."""

    POST = "post"
    SEEDS = "seeds"
    THREAD = "thread"
    LINE = "line"
    CLOSED_CARD = "closed"
    RESULT = "result"
    ERRATUM = "erratum"
    ALERT = "alert"
    WELCOME = "welcome"

    @property
    def urgency(self) -> Urgency:
        """Posts and results come first, and the bot's own reactions last."""
        return _URGENCY[self]


_URGENCY: Mapping[Part, Urgency] = {
    Part.POST: Urgency.DECISIVE,
    Part.RESULT: Urgency.DECISIVE,
    Part.CLOSED_CARD: Urgency.NEWS,
    Part.ALERT: Urgency.NEWS,
    Part.ERRATUM: Urgency.NEWS,
    Part.THREAD: Urgency.TALK,
    Part.LINE: Urgency.TALK,
    Part.WELCOME: Urgency.TALK,
    Part.SEEDS: Urgency.SEEDS,
}


def key_of_post(debate: str, channel: str) -> str:
    """The key of the delivery that says a debate's post in a channel (by its name)."""
    return f"{debate}:{channel}:{Part.POST}"


class DeliveryState(StrEnum):
    """`sending` is under way, or was when its process died."""

    PLANNED = "planned"
    SENDING = "sending"
    SAID = "said"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """A delivery to plan; `after` is the key of the one that must be settled before."""

    key: str
    part: Part
    channel: str
    number: int = 0
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A schedule falling due at `at` (UTC)."""

    schedule: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """All that is written when a debate opens. Deliveries unsaid at `deliver_until` fail."""

    debate: Debate
    channels: tuple[Channel, ...]
    deliveries: tuple[PlannedDelivery, ...]
    deliver_until: datetime
    occurrence: Occurrence | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """Events of a platform: how many are taken and not handed over yet, and how many could not be, since the start."""

    waiting: int
    lost: int


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A post that takes votes; `choices` maps plain emoji to option numbers (SAVE for 🔖).

    Where `ballot` is by button, votes come as presses and no emoji stands for an option. `unseeded` says that the
    options' emoji could not be put under it yet.
    """

    post: int
    debate: str
    platform: str
    channel: str
    channel_id: str
    message: str
    choices: Mapping[str, int]
    closes_at: datetime
    revision: int
    shown: int
    said_at: datetime
    locale: str
    ballot: BallotKind = BallotKind.REACTIONS
    thread: str | None = None
    unseeded: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing the bot has decided to say.

    `unclear` says that an earlier attempt may have been executed, so it is looked for since `tried_at`.
    `title` and `text` are an alert's or a welcome's words, which belong to no `post`.
    """

    id: int
    key: str
    part: Part
    number: int
    debate: str | None
    post: Post | None
    channel: str
    state: DeliveryState
    attempts: int
    unclear: bool
    planned_at: datetime
    tried_at: datetime | None
    not_after: datetime | None
    title: str = ""
    text: str = ""
    message: str | None = None
    reason: Sentence | None = None
    unknown_since: datetime | None = None
    """Since when it may have been said without this ledger knowing: it was restored from a copy of then."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A debate taken over for closing. `began_at` is when a bot first saw that its time was up."""

    debate: Debate
    began_at: datetime


@dataclass(frozen=True, slots=True)
class DuePost:
    """A post that is owed a recount `since` a place in its debate's history."""

    debate: str
    platform: str
    post: int
    since: int


@dataclass(frozen=True, slots=True)
class Mended:
    """What a recount did: ballots counted before and after, marks added and removed, and notes."""

    ledger: int
    recount: int
    added: int
    removed: int
    undecided: int
    undatable: int
    withdrawn: int = 0
    """Votes taken back at a time that nobody knows, perhaps after closing."""
    notes: tuple[Note, ...] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A debate at one moment; `shift` is None for multiple choice."""

    debate: Debate
    posts: tuple[Post, ...]
    tally: Tally
    shift: tuple[tuple[int, ...], ...] | None
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a debate stands: equal to an earlier one exactly when nothing that pages show of it has changed.

    `seq` is the next place in its history; `certified` says that its certificate is written. `retold` counts how often
    what was said under it was taken back or reworded, which goes on after the debate has ended. `said` and `planned`
    are its posts in these states. `kept` is what retention has left of its ballots.
    """

    debate: str
    slug: str
    state: DebateState
    revision: int
    seq: int
    certified: bool
    retold: int = 0
    said: int = 0
    planned: int = 0
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """What a front page has: open debates, some of the closed ones, and the latest debate over each article."""

    open: tuple[Standing, ...]
    ended: tuple[Standing, ...]
    ended_in_all: int
    over: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class Listed:
    """A debate as a list shows it."""

    debate: Debate
    voters: int
    comments: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A debate as operators have it listed: how many voted, and where it was posted."""

    debate: Debate
    voters: int
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote under a post; `author` is the name that the platform shows, `called` others by language."""

    author: str
    text: str
    at: datetime
    called: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cast:
    """What one voter chose in a debate: the first ballot, its time where an event told it, and the last ballot."""

    voter: Voter
    first: int
    first_at: datetime | None
    last: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a member wrote to the editors: a rating from 1 to 5 and a line, which may be empty.

    `channel` is its configured name, or the native id where it has none.
    """

    voter: Voter
    channel: str
    rating: int
    line: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Open a debate over an article, in all channels if none is named.

    It names the debate, to be opened once; earlier versions may not, and always open it `again` where one is open.
    """

    debate: str | None
    slug: str
    channels: tuple[str, ...] = ()
    closes_after: timedelta | None = None
    again: bool = True


@dataclass(frozen=True, slots=True)
class CloseRequest:
    """Close a debate (its id or slug); the latest open one where none is named."""

    debate: str | None


@dataclass(frozen=True, slots=True)
class UnknownRequest:
    """A request of a version that can do more than this one."""

    kind: str


Request = OpenRequest | CloseRequest | UnknownRequest
"""What a one-shot command asks of the running bot."""


@dataclass(frozen=True, slots=True)
class TakenRequest:
    """A request that a process works on."""

    id: int
    request: Request


@dataclass(frozen=True, slots=True)
class RequestDone:
    """A request was carried out: the debate that was opened, or that is closing."""

    debate: str


@dataclass(frozen=True, slots=True)
class RequestRefused:
    """A request was not carried out, and why."""

    told: Sentence


RequestOutcome = RequestDone | RequestRefused


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a ledger that was put back from a copy will have the next start do.

    `debates` are those going on (id, slug), with so many `posts` to be counted anew; `looked_for` are the keys of
    deliveries that are looked for on the platforms before they are said.
    """

    debates: tuple[tuple[str, str], ...]
    posts: int
    looked_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Those of some messages that the ledger knows nothing of.

    It is `settled` when nothing is being said on that platform or looked for there: one of them may yet be known else.
    """

    messages: frozenset[str]
    settled: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot's own that a platform shows: its native id, and the key that it carries where that can be
    read."""

    message: str
    key: str | None = None


class Health(StrEnum):
    """What an examination found: fine, something to know, or something that stands in the way."""

    FINE = "fine"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `about` names it, `sentence` says how it is, and what to do about it.

    `place` is the channel's configured name, or the platform, the database, the clock.
    """

    place: Sentence
    about: Sentence
    health: Health
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class HomeDebate:
    """A debate on a person's own page: its card, what the person's ballot counts for now, and where its post is."""

    card: Card
    held: tuple[str, ...]
    link: str | None


@dataclass(frozen=True, slots=True)
class HomeView:
    """A person's own page: `today` is the debate opened last on the platform, `others` take votes as well."""

    greeting: Notice | None
    today: HomeDebate | None
    others: tuple[HomeDebate, ...]
    saved: tuple[Item, ...]
    latest: tuple[Item, ...]
    locale: str


@dataclass(frozen=True, slots=True)
class Sight:
    """The channels of a platform, by native id, in which somebody may read: the debates there are theirs to see."""

    platform: str
    channels: frozenset[str]


def _now() -> Micros:
    return micros(datetime.now(UTC))


@dataclass(slots=True)
class Batch:
    """The identity of one piece of work, the same at every attempt.

    The answer to COMMIT may be lost, and then nobody knows whether the attempt counts. The ledger keeps the
    identity with what the attempt changed, so the next attempt finds it there, changes nothing, and gives the
    `outcome` that the counted one had. `begun` is our time, by which identities are forgotten.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    begun: Micros = field(default_factory=_now)
    outcome: object = None
