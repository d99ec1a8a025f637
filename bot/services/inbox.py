"""The inbox: everything that platforms tell the bot, and where it goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.core.marks import MarkEvent, Voter
from bot.core.messages import Confirmation, Reply
from bot.core.pressing import Press
from bot.core.times import Micros
from bot.services.index import OpenPosts
from bot.services.pressing import Pressing
from bot.services.records import Asker
from bot.services.stores import DebateStore, RecountStore, VoteStore
from bot.services.voting import Changed, Voting


class PlatformInbox:
    """Takes events from any platform (the port `Inbox`)."""

    def __init__(
        self,
        *,
        voting: Voting,
        votes: VoteStore,
        recounts: RecountStore,
        debates: DebateStore,
        index: OpenPosts,
        answer: Callable[[Asker, str], Awaitable[Reply]],
        feedback: Callable[[Asker, int, str], Awaitable[Reply]],
        pressing: Pressing,
        wake_recounts: Callable[[], None],
    ) -> None:
        self._voting = voting
        self._votes = votes
        self._recounts = recounts
        self._debates = debates
        self._index = index
        self._answer = answer
        self._feedback = feedback
        self._pressing = pressing
        self._wake_recounts = wake_recounts

    async def mark(self, event: MarkEvent) -> None:
        """Take a reaction; returns when it is durable or known to be none of ours. Raises StorageError."""
        await self._voting.record(event)

    async def cleared(self, platform: str, message: str, plain: str | None, received_at: Micros) -> None:
        """A moderator removed all reactions of a message, or all of one emoji; the marks are withdrawn."""
        post = self._index.known(platform, message)
        if post is not None:
            await self._voting.in_turn(lambda: self._votes.clear(post, plain, received_at))

    async def replied(self, platform: str, thread: str, reply: str, voter: Voter, held: bool) -> None:
        """A reply was written in a thread, or deleted (`held` false)."""

        async def count() -> Changed:
            return await self._votes.reply(platform, thread, reply, voter, held)

        await self._voting.in_turn(count)

    async def deleted(self, platform: str, message: str) -> None:
        """A message was deleted: if it is a post, it is never posted again and its marks stand."""
        post = self._index.known(platform, message)
        if post is None:
            return
        number = post.post

        async def delete() -> Changed:
            await self._debates.deleted(number)
            return frozenset()

        await self._voting.in_turn(delete)
        await self._index.refresh()

    async def missed_events(self, platform: str) -> None:
        """Events may have been lost: every open post of the platform is due for a recount."""
        await self._recounts.mark_due(platform=platform)
        self._wake_recounts()

    async def command(self, asker: Asker, text: str) -> Reply:
        """Answer `/debate text`."""
        return await self._answer(asker, text)

    async def feedback(self, asker: Asker, rating: int, line: str) -> Reply:
        """Take what was filled into the form of `/debate feedback`."""
        return await self._feedback(asker, rating, line)

    async def pressed(self, press: Press) -> Confirmation:
        """Take a pressed button; the answer, given when it is durable, is for the voter's eyes only."""
        return await self._pressing.take(press)

    async def held(self, platform: str, message: str, voter: Voter) -> tuple[int, ...]:
        """The options that the voter's ballot counts for now, for the voter's eyes only. Raises StorageError."""
        return await self._pressing.held(platform, message, voter)
