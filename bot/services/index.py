"""Which messages take votes: the one dictionary that every reaction is looked up in."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from bot.core.sparks import SPARK_EMOJI
from bot.services.records import OpenPost
from bot.services.stores import DebateStore

Message = tuple[str, str]
"""A platform and the native id of a message on it."""


class OpenPosts:
    """The posts that take votes, and the channels where a send is under way.

    It follows the database: `refresh` is called within a second of any change, by this process or another.
    What the first reading finds takes votes at once. A post learned later takes them when it is admitted:
    until then its events go on being parked, so that none overtakes those that are parked already.
    """

    def __init__(self, debates: DebateStore) -> None:
        self._debates = debates
        self._version = -1
        self._posts: Mapping[Message, OpenPost] = {}
        self._learned: Mapping[Message, OpenPost] = {}
        self._around: Mapping[tuple[str, str], tuple[OpenPost, ...]] = {}
        self._elsewhere: frozenset[tuple[str, str]] = frozenset()
        self._held: Counter[tuple[str, str]] = Counter()
        self._reading = asyncio.Lock()

    def find(self, platform: str, message: str, place: str | None = None) -> OpenPost | None:
        """The post that this message is, if it takes votes.

        A platform may name messages anew in each channel: `place` is the channel, or the post's own thread.
        """
        post = self._posts.get((platform, message))
        if post is None or place is None or place in (post.channel_id, post.thread, message):
            return post
        return None

    def known(self, platform: str, message: str) -> OpenPost | None:
        """The post that this message is, if it takes votes or will when what is parked for it is applied."""
        return self._posts.get((platform, message)) or self._learned.get((platform, message))

    def concerns(self, platform: str, channel: str, message: str, plain: str) -> bool:
        """Whether a reaction that stands for `plain` may be ours on this message."""
        if self.find(platform, message, channel) is not None:
            return True
        return (plain == SPARK_EMOJI and bool(self.around(platform, channel))) or self.sending(platform, channel)

    def around(self, platform: str, place: str) -> tuple[OpenPost, ...]:
        """The open posts whose thread this is, or that stand in this channel: a platform may name either."""
        return self._around.get((platform, place), ())

    def all(self) -> tuple[OpenPost, ...]:
        """Every post that takes votes."""
        return tuple(self._posts.values())

    @property
    def learned(self) -> tuple[OpenPost, ...]:
        """Posts that are said and whose parked events are not applied yet."""
        return tuple(self._learned.values())

    def sending(self, platform: str, channel_id: str) -> bool:
        """Whether a message that may become a post, or one just learned to be one, is in this channel."""
        place = (platform, channel_id)
        return (
            place in self._elsewhere
            or self._held[place] > 0
            or any((post.platform, post.channel_id) == place for post in self._learned.values())
        )

    def admit(self, post: OpenPost) -> None:
        """Let a learned post take votes from now on."""
        message = (post.platform, post.message)
        admitted = self._learned.get(message)
        if admitted is not None:
            self._posts = {**self._posts, message: admitted}
            self._learned = {key: other for key, other in self._learned.items() if key != message}

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
            now = {(post.platform, post.message): post for post in posts}
            first = self._version < 0
            self._learned = {} if first else {key: post for key, post in now.items() if key not in self._posts}
            self._posts = {key: post for key, post in now.items() if key not in self._learned}
            self._around = _around(posts)
            self._elsewhere = sending
            self._version = version


def _around(posts: Iterable[OpenPost]) -> dict[tuple[str, str], tuple[OpenPost, ...]]:
    """Posts by every place that a platform may name for what is said under them: thread, message or channel."""
    found: dict[tuple[str, str], tuple[OpenPost, ...]] = {}
    for post in posts:
        for place in {post.channel_id, post.message, post.thread or post.message}:
            found[post.platform, place] = (*found.get((post.platform, place), ()), post)
    return found
