"""The platform named `discord`: the ports Platform, Messenger, Reader and Examined over discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.config.models import Discord
from bot.core.articles import Article
from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.core.messages import Message
from bot.core.recounts import Scan
from bot.core.times import Micros
from bot.core.words import Words
from bot.log import get_logger
from bot.platforms.discord.api import Api
from bot.platforms.discord.channel_directory import ChannelLookup, Guilds
from bot.platforms.discord.doctor_checks import examine, invitation
from bot.platforms.discord.event_gaps import EventGaps
from bot.platforms.discord.events import Events
from bot.platforms.discord.gateway import ShardClient
from bot.platforms.discord.identifiers import PLATFORM
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.permissions import is_public
from bot.platforms.discord.scanning import Reader, Scanner
from bot.platforms.discord.sending import Sender
from bot.platforms.discord.shards import Plan, Shard, Turns, plan_of
from bot.platforms.discord.spool import Spool
from bot.sentences import Sentence, sentence
from bot.services.first_contact import first_contact
from bot.services.platform_errors import PlatformError, TokenRefused
from bot.services.ports import Clock, Inbound, Seen, ignored
from bot.services.records import Finding, Intake, Sent
from bot.services.supervisor import until_one_fails

_FRESH = timedelta(hours=1)


class DiscordPlatform:
    """Discord as a platform. Nothing is opened before it is used; without `run` there is no gateway."""

    name = PLATFORM

    def __init__(
        self,
        settings: Discord,
        channels: Sequence[Channel],
        clock: Clock,
        words: Callable[[str], Words],
        *,
        locale: str,
        spool_in: Path | None = None,
    ) -> None:
        """`locale` is for channels that the configuration doesn't name.

        `spool_in` is the folder for events that memory has no room for; None: where the system keeps passing files.
        """
        self._settings = settings
        self._channels = tuple(channels)
        self._clock = clock
        self._words = words
        self._log = get_logger("discord")
        self._guilds = Guilds(channels)
        self._rest = Api(settings.token, settings.api_url)
        places = ChannelLookup(self._rest, self._guilds)
        self._locale = locale
        self._spool_in = spool_in
        locales = {channel.id: channel.locale for channel in channels}
        self._sender = Sender(self._rest, self._guilds, places, lambda channel: words(locales.get(channel, locale)))
        self._reader = Reader(self._rest, self._guilds, places)
        self._scanner = Scanner(self._rest, self._guilds, places)
        self._shards: tuple[Shard, ...] = ()
        self._clients: tuple[ShardClient, ...] = ()
        self._events: Events | None = None
        self._lost_before = 0
        self._trouble: Sentence | None = sentence("discord-never-connected")
        self._was_connected = False

    # Platform

    async def run(self, inbound: Inbound) -> None:
        """Stay connected and hand over what happens; what happened before is for a recount to find.

        Raises TokenRefused if the very first connection is refused, and PlatformError.
        """
        try:
            plan = await first_contact(
                self._plan, asyncio.sleep, worked_before=self._was_connected, told=self._out_of_reach
            )
            await self._run_shards(inbound, plan)
        except PlatformError as failure:
            self._trouble = failure.sentence
            if isinstance(failure, TokenRefused) and self._was_connected:
                raise PlatformError(failure.sentence) from failure
            raise
        finally:
            self._shards = self._clients = ()
            self._trouble = self._trouble or sentence("discord-not-connected")

    def ready(self) -> Sentence | None:
        """None while every shard that this process runs is connected."""
        trouble = self._trouble or self._rest.refused
        if trouble is not None:
            return trouble
        for shard in self._shards:
            if shard.trouble is not None:
                if shard.count == 1:
                    return shard.trouble
                return sentence("discord-shard-trouble", shard=str(shard.number), trouble=shard.trouble)
        return None

    async def make_sure(self) -> None:
        """Return when every connection that stands has just answered, or has been found dead."""
        await asyncio.gather(
            *(shard.make_sure(client) for shard, client in zip(self._shards, self._clients, strict=False))
        )

    def intake(self) -> Intake:
        """Events that wait to be handed over, and those that found no room or whose connection ended before."""
        events = self._events
        return Intake(events.waiting, self._lost_before + events.lost) if events else Intake(0, self._lost_before)

    async def examine(self, channels: Sequence[Channel], articles: Sequence[Article]) -> Sequence[Finding]:
        """What the bot lacks on Discord, asked over HTTP. Never raises PlatformError."""
        return await examine(self._rest, channels, articles)

    async def invitation(self) -> str:
        """The link that invites the bot to a server. Raises PlatformError."""
        return await invitation(self._rest)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._rest.close()

    def refresh_every(self, age: timedelta) -> timedelta:
        """Every few seconds at first; edits of messages more than an hour old have a low limit [doc, thread]."""
        return timedelta(seconds=3) if age < _FRESH else timedelta(minutes=1)

    # Messenger

    async def send(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        """Send a message; repeated within some minutes it gives the first one."""
        return await self._sender.send(channel, message, key, thread)

    async def find(self, channel: str, key: str, since: datetime, thread: str | None = None) -> str | None:
        """What was sent under `key`, by the sign that it carries."""
        return await self._reader.find(channel, key, since, thread)

    async def own_since(self, channel: str, since: datetime) -> Sequence[Sent]:
        """What the bot said in a channel since then, by the signs that it carries."""
        return await self._reader.own_since(channel, since)

    async def edit(self, channel: str, message_id: str, message: Message, key: str | None = None) -> None:
        await self._sender.edit(channel, message_id, message, key)

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        await self._sender.react(channel, message_id, emoji)

    async def open_thread(self, channel: str, message_id: str, title: str) -> str:
        return await self._sender.open_thread(channel, message_id, title)

    async def scan(self, channel: str, message_id: str, emoji: Iterable[str], thread: str | None = None) -> Scan:
        """Every reaction of a message that stands for one of `emoji`."""
        return await self._scanner.scan(thread or channel, message_id, emoji)

    async def replies(
        self, channel: str, thread: str, seen: Seen = ignored, before: Micros | None = None
    ) -> Mapping[str, Voter] | None:
        del channel
        return await self._reader.replies(thread, seen, before)

    def link(self, channel: str, message_id: str, thread: str | None = None) -> str | None:
        """Where a client finds a message, once the channel's guild is known."""
        return self._guilds.link(channel, message_id, thread)

    # Audience

    def is_public(self, channel: str) -> bool | None:
        """Whether everybody in the server may see a channel; None where no connected shard of this process knows."""
        guild = self._guilds.of(channel)
        if guild is None or not channel.isdecimal():
            return None
        for shard, client in zip(self._shards, self._clients, strict=False):
            if shard.trouble is None and (found := client.get_guild(int(guild))) is not None:
                return is_public(found, int(channel))
        return None

    # The connection

    async def _plan(self) -> Plan:
        await self._rest.login()
        return await plan_of(self._settings, self._rest)

    def _out_of_reach(self, failure: PlatformError, pause: float) -> None:
        self._trouble = failure.sentence
        self._log.warning("Discord can't be connected to yet", reason=failure.message, seconds=round(pause, 1))

    async def _run_shards(self, inbound: Inbound, plan: Plan) -> None:
        http = await self._rest.login()
        spool = Spool(self._spool_in)
        events = self._events = Events(inbound, self._rest.me, self._guilds, self._clock, self._log, spool)
        gaps = EventGaps(inbound, self._guilds, self._clock, self._log)
        interactions = Interactions(
            inbound, self._words, self._channels, self._guilds, self._clock, locale=self._locale
        )
        turns = Turns(plan.at_once)
        self._shards = tuple(Shard(number, plan, turns, self._log) for number in plan.run)
        self._trouble = None
        parts: list[Coroutine[Any, Any, None]] = [events.run(), gaps.run()]
        self._clients = tuple(ShardClient(shard, http, events, self._guilds, gaps, self._log) for shard in self._shards)
        for shard, client in zip(self._shards, self._clients, strict=True):
            interactions.install(client)
            parts.append(shard.run(client))
            parts.append(self._after_connecting(shard, client, interactions))
        try:
            await until_one_fails(parts)
        finally:
            self._events, self._lost_before = None, self._lost_before + events.lost + events.waiting
            events.close()
            await interactions.close()

    async def _after_connecting(self, shard: Shard, client: ShardClient, interactions: Interactions) -> None:
        """Once connected, the first shard tells Discord of the commands."""
        await shard.connected.wait()
        self._was_connected = True
        if shard.number == 0:
            await interactions.sync(client)
