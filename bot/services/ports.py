"""What platforms tell the services, and what these ask of platforms, the library, the clock and the log.

Nobody inherits from a port; a part only fits.

The ledger's ports are in `bot.services.stores`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from bot.core.articles import Article, Mascot
from bot.core.buttons import Press
from bot.core.debates import Channel, Debate, Post
from bot.core.marks import MarkEvent, Voter
from bot.core.messages import Confirmation, Message, Reply
from bot.core.recounts import Scan
from bot.core.times import Micros
from bot.sentences import Sentence
from bot.services.asked import Asked, Asker, Completion, UnknownCommand
from bot.services.records import (
    Comment,
    Finding,
    HomeView,
    Intake,
    Sent,
    Sight,
)

CONNECTION = "connection"
"""Why a channel is not heard: the connection that brings its events is away."""
PLACE = "place"
"""Why a channel is not heard: the bot is not in it, or its server or workspace is away."""
PERMISSION = "permission"
"""Why a channel is not heard: the bot may not see it, or not read what happens in it."""


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""

    async def sleep(self, seconds: float) -> None:
        """Return after about `seconds`, or as soon as the clock says so."""


class Log(Protocol):
    """Where a part says what it does: a short event and its fields."""

    def info(self, event: str, **fields: object) -> object:
        """Something an operator may like to know."""

    def warning(self, event: str, **fields: object) -> object:
        """Something that mended or will mend itself."""

    def error(self, event: str, **fields: object) -> object:
        """Something that an operator should look at."""


class Articles(Protocol):
    """The library."""

    def get(self, slug: str) -> Article | None:
        """The article named `slug`, drafts and articles of the future included."""

    def shown(self, slug: str) -> Article | None:
        """The article named `slug` if readers may see it: no draft, and its time of publication has come."""

    def all(self) -> Sequence[Article]:
        """Every good article that readers may see, newest first. The same object as long as nothing changes."""

    def waiting(self) -> Sequence[Article]:
        """Every good article, drafts left out, whose time of publication lies ahead; the last of them first."""

    def mascots(self) -> Mapping[str, Mascot]:
        """The mascots by key."""

    def changed_at(self, slug: str) -> datetime | None:
        """When the article's present edition was first seen by this process."""

    def load(self) -> bool:
        """Read what is new or changed since the last time; True if anything was. Blocks, and may be called anywhere."""


class Marks(Protocol):
    """Takes reactions."""

    async def accept(self, events: Sequence[MarkEvent]) -> None:
        """Take reactions of a platform that waits for no answer; returns when they are accepted, in order.

        Waits while there is no room. What can't be written is owed a recount.
        """

    async def record(self, event: MarkEvent) -> None:
        """Take a reaction; returns when it is durable or known to be none of ours. Raises StorageError."""


class MessageEvents(Protocol):
    """Takes what happens to posts and in their threads, but reactions. Raises StorageError: then tell it again."""

    def concerns(self, platform: str, channel: str, message: str, plain: str) -> bool:
        """Whether a reaction that stands for `plain` may be ours on this message: for platforms that tell everything.

        Names are those of the `MarkEvent` that it would be. One look-up, and a second for 💡. Never raises.
        """

    async def cleared(self, platform: str, channel: str, message: str, plain: str | None, received_at: Micros) -> None:
        """A moderator removed all reactions of a message, or all of one emoji; the marks are withdrawn."""

    async def replied(
        self, platform: str, channel: str, thread: str, reply: str, voter: Voter | None, held: bool
    ) -> None:
        """A reply was written in a thread (`held`), or deleted, where a platform may not say whose it was (None).

        A deletion is told whatever the debate's state: pages must not show it on.
        """

    async def retold(self, platform: str, channel: str, thread: str) -> None:
        """Something said in a thread was reworded or deleted, whatever the state of its debate.

        `thread` may be that of no post; that costs a look-up.
        """

    async def deleted(self, platform: str, channel: str, message: str) -> None:
        """A message was deleted: if it is a post, it is never posted again and its marks stand."""


class Connectivity(Protocol):
    """Is told which channels are heard; `channels` are native ids, None: all of the platform."""

    def deaf(
        self,
        platform: str,
        channels: Collection[str] | None = None,
        *,
        why: str = CONNECTION,
        since: Micros | None = None,
    ) -> None:
        """From now on, or `since` the last sign of life, nothing is heard from these channels. Never raises.

        `why` names what was lost (`CONNECTION`, `PLACE`, `PERMISSION`): one channel may miss several things, and is
        heard again when none is missing any more. Saying it twice changes nothing.
        """

    async def listens(
        self,
        platform: str,
        channels: Collection[str] | None = None,
        *,
        why: str = CONNECTION,
        since: Micros | None = None,
        told_all: bool = False,
    ) -> None:
        """What `deaf` said under the same `why` is over: these channels are heard from now on, or `since` an instant.

        Every open post there is due for a recount at once, as after `missed_events`; not where the platform has
        `told_all` that happened meanwhile, if not when. Raises StorageError: then tell it again. A platform says so
        at its first connection too: until then nothing of it counts as heard.
        """

    async def missed_events(self, platform: str, channels: Collection[str] | None = None) -> None:
        """Events may have been lost until now: every open post of these channels is due for a recount at once.

        What people deleted or reworded under any post there may have been among them. Listening without a gap begins
        anew there. What is not listened to stays so: that it is heard again, `listens` says. Raises StorageError:
        then tell it again.
        """

    async def recount(self, platform: str, channels: Collection[str] | None = None) -> None:
        """Nothing was lost, but what was read is understood otherwise now: open posts there are due at once.

        Raises StorageError: then tell it again.
        """


class Seeds(Protocol):
    """Puts the bot's own reactions under posts."""

    def may_react(self, platform: str, channels: Collection[str]) -> None:
        """The bot may add reactions in these channels (native ids) again. Never raises."""


class Greeter(Protocol):
    """Greets where the bot is new."""

    async def joined(self, platform: str, channel: str, locale: str | None) -> None:
        """The bot came into a place: greet it in this channel (native id), once. Raises StorageError."""


class Presses(Protocol):
    """Takes ballots by button."""

    async def take(self, press: Press) -> Confirmation:
        """Take a pressed button; what it did, durable by then, is for the voter's eyes only.

        What goes wrong with the ledger is a sentence too.
        """

    async def answered(self, press: Press) -> None:
        """The answer to a press has been taken by its platform, or shown. Never raises.

        Without this word the next press of the same option by the same person only confirms.
        """

    async def held(self, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
        """The numbers of the options that the voter's ballot counts for now, for the voter's eyes only.

        Raises StorageError.
        """


class ChatCommands(Protocol):
    """Answers what people ask; never raises: what goes wrong is a sentence."""

    async def answer(self, asked: Asked | UnknownCommand) -> Reply:
        """Answer a command; of one that is not known, say what may have been meant."""

    async def complete(self, asked: Asked, most: int) -> Sequence[Completion]:
        """At most `most` ways to complete the argument that is being typed, the best first.

        Each one's `text` is what the command takes.
        """

    async def complete_line(self, asker: Asker, text: str, most: int) -> Sequence[Completion]:
        """At most `most` ways to go on with a line of text, with or without `/debate` before it, the best first."""

    async def feedback(self, asker: Asker, rating: int, line: str) -> Reply:
        """Take what was filled into the form of `/debate feedback`."""


class PersonalPage(Protocol):
    """A person's own page on a platform that has such pages."""

    async def view(self, voter: Voter, locale: str | None, sight: Sight) -> HomeView:
        """What it shows, by what the person can read; a greeting only at the first contact. Raises StorageError."""


class DebateLookup(Protocol):
    """Finds debates. Raises StorageError."""

    async def of_message(self, platform: str, channel: str, message: str) -> str | None:
        """As `DebateStore.of_message`."""

    async def get(self, debate: str) -> Debate | None:
        """The debate with this id, its article as it was when the debate was opened."""


class FirstTimes(Protocol):
    """Remembers what people did, for platforms that may tell it again, and for requests that somebody replays."""

    async def first_time(self, platform: str, key: str, now: datetime) -> bool:
        """Whether what was done under `key` is told for the first time within hours, in any process.

        Raises StorageError.
        """


@dataclass(frozen=True, slots=True)
class Inbound:
    """Who takes what a platform tells."""

    marks: Marks
    messages: MessageEvents
    connectivity: Connectivity
    seeds: Seeds
    greeter: Greeter
    presses: Presses
    commands: ChatCommands
    home_page: PersonalPage
    debates: DebateLookup
    heard: FirstTimes


class Platform(Protocol):
    """A connection to one platform. Raises PlatformError (bot.services.platform_errors)."""

    name: str

    async def run(self, inbound: Inbound) -> None:
        """Connect and hand over events until cancelled; raises when the connection is lost for good."""

    def ready(self) -> Sentence | None:
        """None when connected, else what is missing."""

    async def close(self) -> None:
        """Let go of everything."""

    def refresh_every(self, age: timedelta) -> timedelta:
        """How seldom a post of this age may have its tally refreshed."""


class Messenger(Protocol):
    """Saying things on one platform. Raises PlatformError; messages are named by native ids."""

    async def send(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        """Send `message` under the delivery key; gives its native id. Not idempotent."""

    async def find(self, channel: str, key: str, since: datetime, thread: str | None = None) -> str | None:
        """The native id of what was sent under `key` since then; None when certainly nothing was."""

    async def edit(self, channel: str, message_id: str, message: Message, key: str | None = None) -> None:
        """Replace a message's content; `key` is what it was sent under, by which it stays to be found. Idempotent."""

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        """Add the bot's own reaction. Idempotent."""

    async def open_thread(self, channel: str, message_id: str, title: str) -> str:
        """The native id of the thread under a message, made if there is none. Idempotent."""

    def link(self, channel: str, message_id: str, thread: str | None = None) -> str | None:
        """Where a browser or client finds a message (in a `thread`); None where the platform has no such links."""


Seen = Callable[[Mapping[str, Voter]], None]
"""Is told of replies by native id, some at a time."""


def ignored(replies: Mapping[str, Voter]) -> None:
    """For who needs replies only when all are read."""


class Reader(Protocol):
    """Reading back what people did on one platform. Raises PlatformError; messages are named by native ids."""

    async def scan(self, channel: str, message_id: str, emoji: Iterable[str], thread: str | None = None) -> Scan:
        """Every reaction of a message that stands for one of `emoji` (plain forms); `thread` if it is in one."""

    async def replies(
        self, channel: str, thread: str, seen: Seen = ignored, before: Micros | None = None
    ) -> Mapping[str, Voter] | None:
        """Every reply of people in a thread, by native id; None where the platform can't tell.

        Those written at or after `before` (by the platform's time) are left out. `seen` is told of what was read as
        soon as it was, so that it is of use where the rest is not. What could not be read in full raises
        PlatformError: a reply that is left out counts as deleted.
        """


@runtime_checkable
class Examined(Protocol):
    """A platform that can say what it lacks. `agora doctor` asks."""

    async def examine(self, channels: Sequence[Channel], articles: Sequence[Article]) -> Sequence[Finding]:
        """The token, then each channel: is it there, what may the bot do in it, are the articles' emoji usable.

        Never raises PlatformError: what goes wrong is a finding.
        """


@runtime_checkable
class Receiving(Protocol):
    """A platform that counts the events which it takes in."""

    def intake(self) -> Intake:
        """How its events fare; those that were lost are found by a recount, or sent again by the platform."""


@runtime_checkable
class Assured(Protocol):
    """A platform that can be asked whether the connection that brings its events is alive."""

    async def make_sure(self) -> None:
        """Return when it has just answered, or `Connectivity.deaf` was told that it does not.

        Never raises PlatformError.
        """


@runtime_checkable
class Recalling(Protocol):
    """A platform that shows what the bot itself has said in a channel. Raises PlatformError."""

    async def own_since(self, channel: str, since: datetime) -> Sequence[Sent]:
        """Every message that the bot said in a channel (native id) since then and that carries a delivery's sign.

        What is said in threads is left out.
        """


@runtime_checkable
class Comments(Protocol):
    """What people wrote under posts, read back from a platform. Raises PlatformError."""

    async def comments(self, post: Post, limit: int, retold: int) -> Sequence[Comment]:
        """The latest `limit` comments under a post, oldest first.

        What was read while `retold` (`Standing.retold`) was less must not be given: it may have been taken back.
        """


@runtime_checkable
class Audience(Protocol):
    """A platform that knows who may see a channel."""

    def is_public(self, channel: str) -> bool | None:
        """Whether everybody in the place may see a channel (native id), by what is known now; None where it is not."""


@runtime_checkable
class Remembering(Protocol):
    """A platform whose adapter keeps something of people by itself. Raises PlatformError."""

    erases: bool
    """Whether what people wrote and pressed is in its hands, so that forgetting somebody deletes it."""

    async def everything(self, voter: Voter) -> Mapping[str, Any]:
        """All that it keeps of a person, as JSON can tell it; empty where it keeps nothing."""

    def keeps_name(self, voter: Voter) -> bool:
        """Whether a person's name is there without them too, so that it stays when they are forgotten."""

    async def forget(self, voter: Voter, going_on: Collection[str]) -> None:
        """Forget a person; `going_on` are the messages of open posts, from which their reactions go altogether.

        Elsewhere, a reaction stays as one, of nobody.
        """

    async def overwrite(self) -> bool:
        """Overwrite in its files what was deleted; False where it has to be tried again."""
