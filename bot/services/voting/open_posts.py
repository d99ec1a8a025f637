"""Which messages take votes: the one dictionary that every reaction is looked up in."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from bot.core.sparks import SPARK_EMOJI
from bot.services.debate_stores import DebateStore
from bot.services.records import OpenPost

Named = tuple[str, str, str]
"""How a platform names a message: itself, a place, and the native id, which it may use anew in each channel.

The place is the channel; where a platform makes a thread a place of its own it may be the post's thread.
"""


class OpenPosts:
    """The posts that take votes, and the channels where a send is under way.

    It follows the database: `refresh` is called within a second of any change, by this process or another.
    What the first reading finds takes votes at once. A post learned later takes them when it is admitted:
    until then its events go on being parked, so that none overtakes those that are parked already.
    `shared` are the (platform, channel id) to which other processes on the same database may post.
    """

    def __init__(self, debates: DebateStore, shared: Collection[tuple[str, str]] = ()) -> None:
        self._debates = debates
        self._shared = frozenset(shared)
        self._version = -1
        self._admitted: Sequence[OpenPost] = ()
        self._learned: Sequence[OpenPost] = ()
        self._posts: Mapping[Named, OpenPost] = {}
        self._coming: Mapping[Named, OpenPost] = {}
        self._around: Mapping[tuple[str, str], tuple[OpenPost, ...]] = {}
        self._elsewhere: frozenset[tuple[str, str]] = frozenset()
        self._held: Counter[tuple[str, str]] = Counter()
        self._reading = asyncio.Lock()

    def find(self, platform: str, place: str, message: str) -> OpenPost | None:
        """The post that this message is, if it takes votes."""
        return self._posts.get((platform, place, message))

    def known(self, platform: str, place: str, message: str) -> OpenPost | None:
        """The post that this message is, if it takes votes or will when what is parked for it is applied."""
        named = (platform, place, message)
        return self._posts.get(named) or self._coming.get(named)

    def concerns(self, platform: str, channel: str, message: str, plain: str) -> bool:
        """Whether a reaction that stands for `plain` may be ours on this message.

        In a shared channel every reaction may be: the message may be a post that another process has just said.
        """
        if self.find(platform, channel, message) is not None:
            return True
        if plain and (platform, channel) in self._shared:
            return True
        return (plain == SPARK_EMOJI and bool(self.around(platform, channel))) or self.sending(platform, channel)

    def around(self, platform: str, place: str) -> tuple[OpenPost, ...]:
        """The open posts whose thread this is, or that stand in this channel: a platform may name either."""
        return self._around.get((platform, place), ())

    def all(self) -> tuple[OpenPost, ...]:
        """Every post that takes votes."""
        return tuple(self._admitted)

    @property
    def learned(self) -> tuple[OpenPost, ...]:
        """Posts that are said and whose parked events are not applied yet."""
        return tuple(self._learned)

    def sending(self, platform: str, channel_id: str) -> bool:
        """Whether a message that may become a post, or one just learned to be one, is in this channel."""
        place = (platform, channel_id)
        return (
            place in self._elsewhere
            or self._held[place] > 0
            or any((post.platform, post.channel_id) == place for post in self._learned)
        )

    def admit(self, post: OpenPost) -> None:
        """Let a learned post take votes from now on."""
        admitted = [learned for learned in self._learned if learned.post == post.post]
        if admitted:
            self._tell_apart(
                [*self._admitted, *admitted], [learned for learned in self._learned if learned not in admitted]
            )

    @contextmanager
    def hold(self, platform: str, channel_id: str) -> Iterator[None]:
        """Keep events of a channel from being dropped while something is sent to it."""
        place = (platform, channel_id)
        self._held[place] += 1
        try:
            yield
        finally:
            self._held[place] -= 1
            if not self._held[place]:
                del self._held[place]

    async def refresh(self, *, force: bool = False) -> None:
        """Read the database again if it changed. One reading at a time, so that none is replaced by an older one."""
        async with self._reading:
            if not force and await self._debates.index_version() == self._version:
                return
            version, posts, sending = await self._debates.index()
            before = {post.post for post in (posts if self._version < 0 else self._admitted)}
            self._tell_apart(
                [post for post in posts if post.post in before], [post for post in posts if post.post not in before]
            )
            self._around = _around(posts)
            self._elsewhere = sending
            self._version = version

    def _tell_apart(self, admitted: Sequence[OpenPost], learned: Sequence[OpenPost]) -> None:
        self._admitted, self._learned = admitted, learned
        self._posts, self._coming = _named(admitted), _named(learned)


def _named(posts: Iterable[OpenPost]) -> dict[Named, OpenPost]:
    return {
        (post.platform, place, post.message): post
        for post in posts
        for place in (post.channel_id, post.message, post.thread or post.message)
    }


def _around(posts: Iterable[OpenPost]) -> dict[tuple[str, str], tuple[OpenPost, ...]]:
    """Posts by every place that a platform may name for what is said under them: thread, message or channel."""
    found: dict[tuple[str, str], tuple[OpenPost, ...]] = {}
    for post in posts:
        for place in {post.channel_id, post.message, post.thread or post.message}:
            found[post.platform, place] = (*found.get((post.platform, place), ()), post)
    return found
