"""Which of the configured channels are heard while the connection is up: a server may send the bot away or be away
itself, and a channel may be hidden from the bot and shown again. Nothing is told of what happened meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.backoff import HAND_OVER, Pauses
from bot.errors import AgoraError
from bot.platforms.discord.channel_directory import Guilds, shard_of
from bot.platforms.discord.identifiers import PLATFORM
from bot.services.ports import PERMISSION, PLACE, Clock, Inbound, Log

CHANGES = (
    "CHANNEL_CREATE",
    "CHANNEL_DELETE",
    "CHANNEL_UPDATE",
    "GUILD_MEMBER_UPDATE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_DELETE",
    "GUILD_ROLE_UPDATE",
    "GUILD_UPDATE",
)
"""What may change what the bot may do in a channel. Of its own member it is told without a privileged intent [doc]."""
_IN_ONE_STREAM = timedelta(seconds=5)
"""Guilds come after READY one after the other; one that comes later than this after the last had an outage."""
Guild = Callable[[int], discord.Guild | None]


class EventGaps:
    """Tells which channels are not heard from now on, and which are again. One for all shards."""

    def __init__(self, inbound: Inbound, guilds: Guilds, clock: Clock, log: Log) -> None:
        self._connectivity = inbound.connectivity
        self._seeds = inbound.seeds
        self._guilds = guilds
        self._clock = clock
        self._log = log
        self._expected: set[str] = set()
        self._last_came: datetime | None = None
        self._lost: dict[str, set[str]] = {PLACE: set(), PERMISSION: set()}
        self._hidden: set[str] = set()
        self._reacting: dict[str, tuple[bool, bool]] = {}
        self._again: dict[str, set[str]] = {PLACE: set(), PERMISSION: set()}
        self._news = asyncio.Event()

    def ready(self, data: Mapping[str, Any], shard: int, count: int) -> None:
        """READY of a shard: these guilds will come; from others of its own the bot was sent away meanwhile."""
        guilds = {str(guild["id"]) for guild in data.get("guilds") or ()}
        self._expected |= guilds
        self._last_came = self._clock.now()
        for guild in self._guilds.known() - guilds:
            if shard_of(guild, count) == shard:
                self._deaf(PLACE, self._guilds.reach(guild))

    def came(self, data: Mapping[str, Any]) -> None:
        """GUILD_CREATE: at the start, after an outage, or because the bot was invited, perhaps again."""
        guild, now = str(data["id"]), self._clock.now()
        last, self._last_came = self._last_came, now
        if guild in self._expected:
            self._expected.discard(guild)
            in_stream = last is not None and now - last <= _IN_ONE_STREAM
            if in_stream and not self._lost[PLACE] & self._guilds.reach(guild):
                return
        self._heard(PLACE, self._guilds.reach(guild))

    def left(self, data: Mapping[str, Any]) -> None:
        """GUILD_DELETE: the bot was sent away, or the guild has an outage."""
        guild = str(data["id"])
        self._expected.discard(guild)
        self._deaf(PLACE, self._guilds.reach(guild))

    def appeared(self, data: Mapping[str, Any]) -> None:
        """CHANNEL_CREATE: a configured one is new to the bot, perhaps again."""
        channel = str(data["id"])
        if self._guilds.configured(channel):
            self._guilds.learn(channel, str(data["guild_id"]))
            self._heard(PLACE, {channel})

    def vanished(self, data: Mapping[str, Any]) -> None:
        """CHANNEL_DELETE: whether it is gone or hidden, nothing is heard from it."""
        channel = str(data["id"])
        if self._guilds.configured(channel):
            self._deaf(PLACE, {channel})

    def look(self, guild: discord.Guild | None) -> None:
        """See what the bot may hear and add in a guild, now that something has changed there."""
        if guild is None or guild.unavailable or guild.me is None:
            return
        shown: set[str] = set()
        hidden: set[str] = set()
        regained: set[str] = set()
        for channel in self._guilds.reach(str(guild.id)):
            place = guild.get_channel(int(channel))
            if place is None:
                continue
            may = place.permissions_for(guild.me)
            (shown if may.view_channel and may.read_message_history else hidden).add(channel)
            reacts = may.add_reactions, may.use_external_emojis
            before = self._reacting.get(channel, reacts)
            self._reacting[channel] = reacts
            if any(now and not then for now, then in zip(reacts, before, strict=True)):
                regained.add(channel)
        self._deaf(PERMISSION, hidden - self._hidden)
        self._heard(PERMISSION, shown & self._hidden)
        self._hidden = (self._hidden | hidden) - shown
        if regained:
            self._seeds.may_react(PLATFORM, regained)

    async def run(self) -> None:
        """Tell what is heard again, as often as it takes, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            for why in self._again:
                await self._tell(why)

    def _deaf(self, why: str, channels: Collection[str]) -> None:
        if channels:
            self._again[why] -= set(channels)
            self._lost[why] |= set(channels)
            self._connectivity.deaf(PLATFORM, channels, why=why)
            self._log.warning("channels are not heard", why=why, channels=self._names(channels))

    def _heard(self, why: str, channels: Iterable[str]) -> None:
        self._again[why] |= set(channels)
        self._lost[why] -= self._again[why]
        self._news.set()

    async def _tell(self, why: str) -> None:
        pauses = Pauses(HAND_OVER)
        while channels := frozenset(self._again[why]):
            self._again[why] -= channels
            try:
                await self._connectivity.listens(PLATFORM, channels, why=why)
                if lost := channels & self._lost[why]:
                    self._connectivity.deaf(PLATFORM, lost, why=why)
                self._log.info("channels are heard again", why=why, channels=self._names(channels))
            except AgoraError as failure:
                self._again[why] |= channels
                self._log.warning("recounts could not be made due yet", error=failure)
                await self._clock.sleep(pauses.next())

    def _names(self, channels: Iterable[str]) -> list[str]:
        return sorted(str(self._guilds.name(channel)) for channel in channels)
