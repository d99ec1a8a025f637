"""Message events: posts and replies that come, change or go, and reactions that a moderator removes."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.marks import Voter
from bot.core.times import Micros
from bot.services.comment_visibility import Retractions
from bot.services.debate_stores import PostStore
from bot.services.records import Batch, OpenPost
from bot.services.vote_stores import VoteStore
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import Changed, VoteWriter


class MessageEventTaker:
    """The port `MessageEvents`. `on_cleared` is told of a post whose reactions a moderator removed."""

    def __init__(
        self,
        *,
        writer: VoteWriter,
        votes: VoteStore,
        posts: PostStore,
        index: OpenPosts,
        retractions: Retractions,
        on_cleared: Callable[[OpenPost], None],
    ) -> None:
        self._writer = writer
        self._votes = votes
        self._posts = posts
        self._index = index
        self._retractions = retractions
        self._on_cleared = on_cleared
        self.concerns = index.concerns

    async def cleared(self, platform: str, channel: str, message: str, plain: str | None, received_at: Micros) -> None:
        post = self._index.known(platform, channel, message)
        if post is not None:
            batch = Batch()
            await self._writer.in_turn(lambda: self._votes.clear(post, plain, received_at, batch))
            self._on_cleared(post)

    async def replied(
        self, platform: str, channel: str, thread: str, reply: str, voter: Voter | None, held: bool
    ) -> None:
        batch = Batch()

        async def count() -> Changed:
            return await self._votes.reply(platform, channel, thread, reply, voter, held, batch)

        await self._writer.in_turn(count)
        if not held:
            await self.retold(platform, channel, thread)

    async def retold(self, platform: str, channel: str, thread: str) -> None:
        await self._retractions.at((platform, channel, thread))

    async def deleted(self, platform: str, channel: str, message: str) -> None:
        await self.retold(platform, channel, message)
        post = self._index.known(platform, channel, message)
        if post is None:
            return
        number = post.post

        async def delete() -> Changed:
            await self._posts.deleted(number)
            return frozenset()

        await self._writer.in_turn(delete)
        await self._index.refresh()
