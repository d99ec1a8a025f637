"""Channels: in which guild each is, as the gateway or HTTP has told, what the bot lacks there, and which one of a new
guild it greets in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.core.debates import Channel
from bot.platforms.discord.api import Api
from bot.platforms.discord.api_errors import NO_PERMISSION, UNKNOWN_CHANNEL, Task, code_of, forbidden, status_of
from bot.platforms.discord.permissions import has, held_in
from bot.platforms.discord.rate_limits import Priority
from bot.sentences import Sentence, sentence, verbatim
from bot.services.platform_errors import MessageGone, PlatformError, Unclear

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

    def name(self, channel: str) -> Sentence:
        """What a sentence calls a channel."""
        name = self._names.get(channel)
        return verbatim(channel) if name is None else sentence("discord-channel-named", name=name)

    def link(self, channel: str, message: str | None = None, thread: str | None = None) -> str | None:
        """Where a client finds a message (in a `thread` of the channel), or a channel; None for an unknown guild."""
        guild = self._guilds.get(channel)
        if guild is None:
            return None
        place = f"{ADDRESS}/{guild}/{thread or channel}"
        return place if message is None else f"{place}/{message}"


_LOOK = Task(sentence("discord-task-look-at-channel"))
_CHANNEL = "/channels/{channel_id}"
_THREADS = (10, 11, 12)
"""The types of channel that are threads [doc]."""
_NOT_TOLD = (403, 404, 405, 501)


class ChannelLookup:
    """Looks channels up where nothing else has told of them."""

    def __init__(self, rest: Api, guilds: Guilds) -> None:
        self._rest = rest
        self._guilds = guilds
        self._asked: set[str] = set()

    async def learn(self, channel: str) -> None:
        """Find out once which guild a channel is in, for links; not knowing it stands in no one's way."""
        if self._guilds.of(channel) is not None or channel in self._asked:
            return
        try:
            told = await self._rest.call(Priority.PREPARE, _LOOK, "GET", _CHANNEL, {"channel_id": channel})
        except PlatformError as failure:
            if status_of(failure) in _NOT_TOLD:
                self._asked.add(channel)
            return
        self._asked.add(channel)
        if isinstance(told, dict) and told.get("guild_id"):
            self._guilds.learn(channel, str(told["guild_id"]))

    async def lacking(self, channel: str, names: tuple[str, ...]) -> tuple[str, ...] | None:
        """Which of these permissions the bot does not have in a channel or thread; None where that isn't told.

        Raises PlatformError where Discord can't be asked just now.
        """
        try:
            place = await self._ask(_CHANNEL, channel_id=channel)
            if place.get("type") in _THREADS and place.get("parent_id"):
                place = await self._ask(_CHANNEL, channel_id=str(place["parent_id"]))
            guild_id = str(place["guild_id"])
            guild = await self._ask("/guilds/{guild_id}", guild_id=guild_id)
            member = await self._ask("/guilds/{guild_id}/members/{user_id}", guild_id=guild_id, user_id=self._rest.me)
            held = held_in(place, guild, member, self._rest.me)
        except PlatformError as failure:
            if status_of(failure) in _NOT_TOLD:
                return None
            raise
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        return tuple(name for name in names if not has(held, name))

    async def last_message(self, channel: str) -> str | None:
        """The id of the latest message in a channel, deleted or not; None where there never was one.

        A server that has no such address at all, which Discord has, tells of none either.
        """
        try:
            place = await self._ask(_CHANNEL, channel_id=channel)
        except PlatformError as failure:
            if status_of(failure) == 404 and not code_of(failure):
                return None
            raise
        last = place.get("last_message_id") if isinstance(place, dict) else None
        return str(last) if last else None

    async def has(self, channel: str, message: str) -> bool:
        """Whether a message is there, as far as the bot may know."""
        try:
            await self._ask(_CHANNEL + "/messages/{message_id}", channel_id=channel, message_id=message)
        except MessageGone:
            return False
        return True

    async def _ask(self, path: str, **ids: str) -> Any:
        return await self._rest.call(Priority.SAY, _LOOK, "GET", path, ids)

    async def explained(self, failure: PlatformError, task: Task, channel: str) -> PlatformError:
        """The failure, with the permission named that is missing, where it is one."""
        if isinstance(failure, Unclear) or code_of(failure) != NO_PERMISSION:
            return failure
        try:
            lacking = await self.lacking(channel, task.needs)
        except PlatformError:
            lacking = None
        return forbidden(task, lacking or ())

    async def gone_or_explained(self, failure: PlatformError, task: Task, channel: str) -> PlatformError:
        """Like `explained`, for what is done to a message: with its channel it is gone itself."""
        if code_of(failure) == UNKNOWN_CHANNEL:
            return MessageGone(sentence("discord-channel-deleted", doing=task.doing))
        return await self.explained(failure, task, channel)


_NO_CHOICE = "en-US"
"""What Discord says of every guild whose language nobody has chosen [doc: preferred_locale]."""


def greeting_place(guild: discord.Guild, me: int) -> str | None:
    """The id of the system channel, else of the first text channel, where the bot (its user id) may speak."""
    bot = guild.get_member(me)
    candidates = [channel for channel in (guild.system_channel, *guild.text_channels) if channel is not None]
    return next((str(channel.id) for channel in candidates if bot is None or _may_speak(channel, bot)), None)


def language_of(guild: discord.Guild) -> str | None:
    """ko or en, where the guild has chosen a language."""
    chosen = str(guild.preferred_locale)
    if chosen == _NO_CHOICE:
        return None
    return "ko" if chosen.startswith("ko") else "en"


def _may_speak(channel: discord.TextChannel, bot: discord.Member) -> bool:
    held = channel.permissions_for(bot)
    return held.view_channel and held.send_messages and held.embed_links
