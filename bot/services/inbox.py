"""The inbox: everything that platforms tell the bot, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from bot.core.articles import Article
from bot.core.buttons import Press
from bot.core.marks import MarkEvent, Voter
from bot.core.messages import Confirmation, Notice, Reply
from bot.core.times import Micros
from bot.services.commands.commands import Commands
from bot.services.commands.home_page import HomePage
from bot.services.commands.welcome import Welcomer
from bot.services.comment_visibility import Retractions
from bot.services.debate_stores import DebateStore
from bot.services.ports import CONNECTION, Clock
from bot.services.publishing.seeds import SeedKeeper
from bot.services.records import Asker, Batch, Completion, HomeView, Sight
from bot.services.stores import HeardStore
from bot.services.vote_stores import RecountStore, VoteStore
from bot.services.voting.attendance import Attendance
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.presses import PressTaker
from bot.services.voting.writer import Changed, VoteWriter


class PlatformInbox:
    """Takes events from any platform (the port `Inbox`)."""

    def __init__(
        self,
        *,
        writer: VoteWriter,
        votes: VoteStore,
        recounts: RecountStore,
        debates: DebateStore,
        index: OpenPosts,
        commands: Commands,
        welcomer: Welcomer,
        locale: str,
        presses: PressTaker,
        home_page: HomePage,
        heard: HeardStore,
        attendance: Attendance,
        retractions: Retractions,
        seeds: SeedKeeper,
        clock: Clock,
        wake_recounts: Callable[[], None],
        wake_outbox: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._votes = votes
        self._recounts = recounts
        self._debates = debates
        self._index = index
        self._commands = commands
        self._welcomer = welcomer
        self._locale = locale
        self._presses = presses
        self._home_page = home_page
        self._heard = heard
        self._attendance = attendance
        self._retractions = retractions
        self._seeds = seeds
        self._clock = clock
        self._wake_recounts = wake_recounts
        self._wake_outbox = wake_outbox

    def concerns(self, platform: str, channel: str, message: str, plain: str) -> bool:
        """Whether a reaction that stands for `plain` may be ours on this message."""
        return self._index.concerns(platform, channel, message, plain)

    async def hand_in(self, events: Sequence[MarkEvent]) -> None:
        """Take reactions of a platform that waits for no answer; returns when they are accepted, in order.

        Waits while there is no room. What can't be written is owed a recount.
        """
        await self._writer.accept(events)

    async def mark(self, event: MarkEvent) -> None:
        """Take a reaction; returns when it is durable or known to be none of ours. Raises StorageError."""
        await self._writer.record(event)

    async def cleared(self, platform: str, channel: str, message: str, plain: str | None, received_at: Micros) -> None:
        """A moderator removed all reactions of a message, or all of one emoji; the marks are withdrawn."""
        post = self._index.known(platform, channel, message)
        if post is not None:
            batch = Batch()
            await self._writer.in_turn(lambda: self._votes.clear(post, plain, received_at, batch))
            self._seeds.cleared(post)

    async def replied(
        self, platform: str, channel: str, thread: str, reply: str, voter: Voter | None, held: bool
    ) -> None:
        """A reply was written in a thread, or deleted (`held` false), by somebody unknown where `voter` is None."""

        batch = Batch()

        async def count() -> Changed:
            return await self._votes.reply(platform, channel, thread, reply, voter, held, batch)

        await self._writer.in_turn(count)
        if not held:
            await self.retold(platform, channel, thread)

    async def retold(self, platform: str, channel: str, thread: str) -> None:
        """Something said in a thread was reworded or deleted, or a message is gone that may have had one."""
        await self._retractions.at((platform, channel, thread))

    async def deleted(self, platform: str, channel: str, message: str) -> None:
        """A message was deleted: if it is a post, it is never posted again and its marks stand."""
        await self.retold(platform, channel, message)
        post = self._index.known(platform, channel, message)
        if post is None:
            return
        number = post.post

        async def delete() -> Changed:
            await self._debates.deleted(number)
            return frozenset()

        await self._writer.in_turn(delete)
        await self._index.refresh()

    def may_react(self, platform: str, channels: Collection[str]) -> None:
        """The bot may add reactions in these channels (native ids) again. Never raises."""
        self._seeds.allowed(platform, channels)

    async def first_time(self, platform: str, key: str) -> bool:
        """Whether what somebody did, under its key, is told for the first time. Raises StorageError."""
        return await self._heard.first_time(platform, key, self._clock.now())

    async def missed_events(self, platform: str, channels: Collection[str] | None = None) -> None:
        """Events may have been lost until now: every open post of these channels is due for a recount at once.

        What people deleted or reworded under any post there may have been among them.
        """
        self._attendance.missed(platform, channels)
        await self.recount(platform, channels)
        await self._retractions.unheard(platform, channels)

    async def recount(self, platform: str, channels: Collection[str] | None = None) -> None:
        """What was read is understood otherwise now: every open post of these channels is due for a recount at once."""
        # Posts may stand under another id, or take votes by other emoji: what comes from now on has to find them.
        await self._index.refresh()
        await self._recounts.mark_due(platform=platform, channels=channels)
        self._wake_recounts()

    def deaf(
        self,
        platform: str,
        channels: Collection[str] | None = None,
        *,
        why: str = CONNECTION,
        since: Micros | None = None,
    ) -> None:
        """From now on, or `since` the last sign of life, nothing is heard from these channels."""
        self._attendance.deaf(platform, channels, why, since)

    async def listens(
        self,
        platform: str,
        channels: Collection[str] | None = None,
        *,
        why: str = CONNECTION,
        since: Micros | None = None,
        told_all: bool = False,
    ) -> None:
        """These channels are heard again: every open post there is due for a recount at once, unless all was told."""
        if not told_all:
            await self.missed_events(platform, channels)
        self._attendance.listens(platform, channels, why, since)

    async def command(self, asker: Asker, text: str) -> Reply:
        """Answer `/debate text`."""
        return await self._commands.answer(asker, text)

    async def suggest(self, asker: Asker, word: str, typed: str, most: int) -> Sequence[Completion]:
        """At most `most` arguments for the command `word` that fit what was typed, the best first; never raises."""
        return await self._commands.suggest(asker, word, typed, most)

    async def joined(self, platform: str, channel: str, locale: str | None) -> None:
        """The bot came into a place: greet it in this channel (native id), once. Raises StorageError."""
        await self._welcomer.place(platform, channel, locale or self._locale)
        self._wake_outbox()

    async def met(self, voter: Voter, locale: str | None) -> Notice | None:
        """The welcome for a person whom the bot has not met before. Never raises."""
        return await self._commands.met(voter, locale)

    async def feedback(self, asker: Asker, rating: int, line: str) -> Reply:
        """Take what was filled into the form of `/debate feedback`."""
        return await self._commands.feedback(asker, rating, line)

    async def pressed(self, press: Press) -> Confirmation:
        """Take a pressed button; the answer, given when it is durable, is for the voter's eyes only."""
        return await self._presses.take(press)

    async def answered(self, press: Press) -> None:
        """The answer to a press has been taken by its platform, or shown. Never raises."""
        await self._presses.answered(press)

    async def debate_of(self, platform: str, channel: str, message: str) -> str | None:
        """The id of the debate that a message belongs to. Raises StorageError."""
        return await self._debates.of_message(platform, channel, message)

    async def article_of(self, debate: str) -> Article | None:
        """The article of a debate, as it was when the debate was opened. Raises StorageError."""
        found = await self._debates.get(debate)
        return found.article if found is not None else None

    async def home(self, voter: Voter, locale: str | None, sees: Collection[str]) -> HomeView:
        """What a person's own page on a platform shows. Raises StorageError."""
        return await self._home_page.view(voter, locale, Sight(voter.platform, frozenset(sees)))

    async def held(self, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
        """The options that the voter's ballot counts for now, for the voter's eyes only. Raises StorageError."""
        return await self._presses.held(platform, channel, message, voter)
