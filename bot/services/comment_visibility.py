"""Whose comments pages may show: none from a channel that not everybody sees, and none that was taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Hashable, Mapping

from bot.core.debates import Channel, Post
from bot.core.platforms import PLATFORMS
from bot.services.ports import Audience
from bot.services.vote_stores import TalkStore

NOTHING = "none"


class Audiences:
    """Decides for each channel: `text`, `names` or `none`, as the configuration says it.

    A channel that says nothing has what is said for `all_of_them` while it is known that everybody may see it, and
    `none` while it is not known.
    """

    def __init__(self, channels: Mapping[str, Channel], all_of_them: str, platforms: Mapping[str, Audience]) -> None:
        self._channels = channels
        self._all_of_them = all_of_them
        self._platforms = platforms

    @property
    def is_silent(self) -> bool:
        """Whether no channel's words are ever shown."""
        said = [channel.comments or self._all_of_them for channel in self._channels.values()]
        return all(shown == NOTHING for shown in (self._all_of_them, *said))

    def of(self, post: Post) -> str:
        """What is shown of what people write under a post. One in another channel than configured is not known."""
        channel = self._channels.get(post.channel)
        if channel is None or (channel.platform, channel.id) != (post.platform, post.channel_id):
            return NOTHING
        return self._shown(channel)

    def promised(self, channel: Channel, shows: Collection[str]) -> tuple[str, bool]:
        """What members of a channel may be told that is shown, and whether that is so only while it is public.

        `shows` are the platforms whose words can be read back at all.
        """
        shown = channel.comments or self._all_of_them
        if channel.platform not in shows:
            return NOTHING, False
        return shown, channel.comments is None and not PLATFORMS[channel.platform].always_public

    def state(self) -> Hashable:
        """Equal to an earlier one exactly when the same is shown of every channel."""
        return tuple(self._shown(channel) for channel in self._channels.values())

    def _shown(self, channel: Channel) -> str:
        if channel.comments is not None:
            return channel.comments
        platform = self._platforms.get(channel.platform)
        is_public = platform is not None and platform.is_public(channel.id) is True
        return self._all_of_them if is_public else NOTHING


SaidAt = tuple[str, str, str]
"""A platform, a channel, and the native id of a message or thread in it."""


class Retractions:
    """Notes in the ledger where something was deleted or reworded; what comes together is noted together."""

    def __init__(self, talk: TalkStore) -> None:
        self._talk = talk
        self._waiting: set[SaidAt] = set()
        self._turn = asyncio.Lock()

    async def at(self, *places: SaidAt) -> None:
        """Note these places; whatever isn't a debate's costs one look-up. Raises StorageError."""
        self._waiting.update(places)
        async with self._turn:
            taken, self._waiting = self._waiting, set()
            if not taken:
                return
            try:
                await self._talk.retold(taken)
            except BaseException:
                self._waiting |= taken
                raise

    async def unheard(self, platform: str, channels: Collection[str] | None = None) -> None:
        """Note that in these channels (native ids) it may have been so without anybody hearing. Raises StorageError."""
        await self._talk.retold_unheard(platform, channels)
