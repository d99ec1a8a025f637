"""Which channel is in which guild, as far as this process has learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.core.channels import Channel

ADDRESS = "https://discord.com/channels"


def shard_of(guild: str, count: int) -> int:
    """Which of so many shards hears of a guild [doc: Sharding formula]."""
    return (int(guild) >> 22) % count


class Guilds:
    """Learns from the gateway, which tells every channel, or channel by channel over HTTP."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._names = {channel.id: channel.name for channel in channels}
        self._guilds: dict[str, str] = {}

    def learn(self, channel: str, guild: str) -> None:
        """Remember where a channel or a thread is."""
        self._guilds[channel] = guild

    def learn_all(self, guild: Mapping[str, Any]) -> None:
        """Remember the configured channels of a guild, as the gateway tells it."""
        for channel in guild.get("channels", ()):
            if channel["id"] in self._names:
                self._guilds[channel["id"]] = guild["id"]

    def of(self, channel: str) -> str | None:
        """The guild that a channel is in, where known."""
        return self._guilds.get(channel)

    def reach(self, guild: str) -> frozenset[str]:
        """The configured channels that are known to be in a guild."""
        return frozenset(channel for channel in self._names if self._guilds.get(channel) == guild)

    def known(self) -> frozenset[str]:
        """The guilds in which a configured channel is known to be."""
        return frozenset(guild for channel, guild in self._guilds.items() if channel in self._names)

    def on_shard(self, shard: int, count: int) -> frozenset[str] | None:
        """The configured channels that a shard of so many hears, as far as known; None for all, where it is alone."""
        if count == 1:
            return None
        return frozenset(
            channel
            for channel in self._names
            if (guild := self._guilds.get(channel)) and shard_of(guild, count) == shard
        )

    def configured(self, channel: str) -> bool:
        """Whether the configuration names this channel."""
        return channel in self._names

    def name(self, channel: str) -> str:
        """What a sentence calls a channel."""
        return f"'{self._names[channel]}'" if channel in self._names else f"{channel}"

    def link(self, channel: str, message: str | None = None, thread: str | None = None) -> str | None:
        """Where a client finds a message (in a `thread` of the channel), or a channel; None for an unknown guild."""
        guild = self._guilds.get(channel)
        if guild is None:
            return None
        place = f"{ADDRESS}/{guild}/{thread or channel}"
        return place if message is None else f"{place}/{message}"
