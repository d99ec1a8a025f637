"""Which messages take votes: the one dictionary that every reaction is looked up in."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from bot.core.sparks import SPARK_EMOJI
from bot.services.debate_stores import PostStore
from bot.services.records import OpenPost

Named = tuple[str, str, str]
"""How a platform names a message: itself, a place, and the native id, which it may use anew in each channel.

The place is the channel; where a platform makes a thread a place of its own it may be the post's thread.
"""

Place = tuple[str, str]
"""A platform, and a place there."""
_AT_ONCE = 1_000
"""How many posts are compared before others' work goes on: about five milliseconds."""


class OpenPosts:
    """The posts that take votes, and the channels where a send is under way.

    It follows the database: `refresh` is called within a second of any change, by this process or another.
    What the first reading finds takes votes at once. A post learned later takes them when it is admitted:
    until then its events go on being parked, so that none overtakes those that are parked already.
    `shared` are the (platform, channel id) to which other processes on the same database may post.
    """

    def __init__(self, store: PostStore, shared: Collection[Place] = ()) -> None:
        self._store = store
        self._shared = frozenset(shared)
        self._version = -1
        self._admitted: dict[int, OpenPost] = {}
        self._learned: dict[int, OpenPost] = {}
        self._posts: dict[Named, OpenPost] = {}
        self._coming: dict[Named, OpenPost] = {}
        self._around: dict[Place, dict[int, OpenPost]] = {}
        self._of_debate: dict[str, dict[int, OpenPost]] = {}
        self._changes = 0
        self._learned_in: Counter[Place] = Counter()
        self._elsewhere: frozenset[Place] = frozenset()
        self._held: Counter[Place] = Counter()
        self._reading = asyncio.Lock()
        self._begun = self._read = 0

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
        return (plain == SPARK_EMOJI and (platform, channel) in self._around) or self.sending(platform, channel)

    def around(self, platform: str, place: str) -> tuple[OpenPost, ...]:
        """The open posts whose thread this is, or that stand in this channel: a platform may name either."""
        return tuple(self._around.get((platform, place), {}).values())

    def all(self) -> tuple[OpenPost, ...]:
        """Every post that takes votes."""
        return tuple(self._admitted.values())

    @property
    def changes(self) -> int:
        """How often a post has come, changed or gone: where this is the same as before, so is `all`."""
        return self._changes

    def get(self, number: int) -> OpenPost | None:
        """The post of this number, if it takes votes."""
        return self._admitted.get(number)

    def of(self, debate: str) -> tuple[OpenPost, ...]:
        """The posts of a debate that take votes."""
        return tuple(self._of_debate.get(debate, {}).values())

    @property
    def learned(self) -> tuple[OpenPost, ...]:
        """Posts that are said and whose parked events are not applied yet."""
        return tuple(self._learned.values())

    def sending(self, platform: str, channel_id: str) -> bool:
        """Whether a message that may become a post, or one just learned to be one, is in this channel."""
        place = (platform, channel_id)
        return place in self._elsewhere or self._held[place] > 0 or self._learned_in[place] > 0

    def admit(self, post: OpenPost) -> None:
        """Let a learned post take votes from now on."""
        learned = self._learned.get(post.post)
        if learned is not None:
            self._drop(learned)
            self._add(learned, admitted=True)

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
        """Read the database again if it changed. One reading at a time, so that none is replaced by an older one.

        Who waits meanwhile shares the next one: a debate's posts are said in all its channels at once.
        """
        begun_before = self._begun
        async with self._reading:
            if self._read > begun_before:
                return
            if not force and await self._store.index_version() == self._version:
                return
            self._begun = reading = self._begun + 1
            version, posts, sending = await self._store.index()
            changed, gone = await self._compared(posts)
            for old in gone:
                self._drop(old)
            for post in changed:
                admitted = self._version < 0 or post.post in self._admitted
                if (before := self._at(post.post)) is not None:
                    self._drop(before)
                self._add(post, admitted=admitted)
            self._elsewhere = sending
            self._version = version
            self._read = reading

    async def _compared(self, posts: Sequence[OpenPost]) -> tuple[list[OpenPost], list[OpenPost]]:
        """The posts that are new or other than before, and those that are gone; others' work goes on meanwhile."""
        changed: list[OpenPost] = []
        for number, post in enumerate(posts, 1):
            if self._at(post.post) != post:
                changed.append(post)
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
        here = {post.post for post in posts}
        return changed, [
            post for one in (self._admitted, self._learned) for post in one.values() if post.post not in here
        ]

    def _at(self, number: int) -> OpenPost | None:
        return self._admitted.get(number) or self._learned.get(number)

    def _add(self, post: OpenPost, *, admitted: bool) -> None:
        (self._admitted if admitted else self._learned)[post.post] = post
        self._changes += 1
        named = self._posts if admitted else self._coming
        for place in _places(post):
            named[post.platform, place, post.message] = post
            self._around.setdefault((post.platform, place), {})[post.post] = post
        if admitted:
            self._of_debate.setdefault(post.debate, {})[post.post] = post
        else:
            self._learned_in[post.platform, post.channel_id] += 1

    def _drop(self, post: OpenPost) -> None:
        admitted = self._admitted.pop(post.post, None) is not None
        self._changes += 1
        named = self._posts if admitted else self._coming
        for place in _places(post):
            # A platform may use an id anew in another channel, and the name without a channel is the later post's.
            if named.get((post.platform, place, post.message)) is post:
                del named[post.platform, place, post.message]
            around = self._around[post.platform, place]
            del around[post.post]
            if not around:
                del self._around[post.platform, place]
        if not admitted:
            del self._learned[post.post]
            self._learned_in[post.platform, post.channel_id] -= 1
            return
        siblings = self._of_debate[post.debate]
        del siblings[post.post]
        if not siblings:
            del self._of_debate[post.debate]


def _places(post: OpenPost) -> frozenset[str]:
    """Every place that a platform may name for what is said under a post: its channel, thread, or the message."""
    return frozenset((post.channel_id, post.message, post.thread or post.message))
