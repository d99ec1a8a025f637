"""Whose words pages may show: those from a channel that not everybody can see stay there, unless it is said."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping

from bot.core.channels import Channel
from bot.core.debates import Post
from bot.services.ports import Audience

NOTHING = "none"
_ALWAYS_PUBLIC = frozenset({"local"})


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
        return shown, channel.comments is None and channel.platform not in _ALWAYS_PUBLIC

    def state(self) -> Hashable:
        """Equal to an earlier one exactly when the same is shown of every channel."""
        return tuple(self._shown(channel) for channel in self._channels.values())

    def _shown(self, channel: Channel) -> str:
        if channel.comments is not None:
            return channel.comments
        platform = self._platforms.get(channel.platform)
        is_public = platform is not None and platform.is_public(channel.id) is True
        return self._all_of_them if is_public else NOTHING
