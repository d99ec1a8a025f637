"""Which messages take votes: the one dictionary that every reaction is looked up in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.services.ports import DebateStore
from bot.services.records import OpenPost


class OpenPosts:
    """The posts that take votes, and the channels where a send is under way.

    It follows the database: `refresh` is called within a second of any change, by this process or another.
    """

    def __init__(self, debates: DebateStore) -> None:
        self._debates = debates
        self._version = -1
        self._posts: Mapping[tuple[str, str], OpenPost] = {}
        self._elsewhere: frozenset[tuple[str, str]] = frozenset()
        self._held: Counter[tuple[str, str]] = Counter()

    def find(self, platform: str, message: str) -> OpenPost | None:
        """The post that this message is, if it takes votes."""
        return self._posts.get((platform, message))

    def all(self) -> tuple[OpenPost, ...]:
        """Every post that takes votes."""
        return tuple(self._posts.values())

    def sending(self, platform: str, channel_id: str) -> bool:
        """Whether a message that may become a post is under way to this channel."""
        place = (platform, channel_id)
        return place in self._elsewhere or self._held[place] > 0

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

    async def refresh(self, *, force: bool = False) -> list[OpenPost]:
        """Read the database again if it changed; gives the posts that were not known before."""
        if not force and await self._debates.index_version() == self._version:
            return []
        version, posts, sending = await self._debates.index()
        known = self._posts
        self._posts = {(post.platform, post.message): post for post in posts}
        self._elsewhere = sending
        self._version = version
        return [post for key, post in self._posts.items() if key not in known]
