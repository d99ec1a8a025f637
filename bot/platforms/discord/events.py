"""What happens on Discord, from the gateway's payloads to the bot.

The gateway waits for no answer, so what it tells is put into a queue at once and handed over in order by one task. The
queue is bounded in memory; what goes beyond waits on disk, in the same order. Only what finds no room
there either, or could not be handed over, is owed a recount: no event tells when it happened, and none is sent twice
for our sake [doc].
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.backoff import HAND_OVER, keep_trying
from bot.core.marks import MarkEvent
from bot.core.times import Micros, micros
from bot.errors import AgoraError
from bot.platforms.discord.channel_directory import Guilds
from bot.platforms.discord.event_queue import BLOCK, CAPACITY, EventQueue, Told
from bot.platforms.discord.identifiers import PLATFORM, named, reaction_of, voter_of
from bot.platforms.discord.scanning import author_of
from bot.platforms.discord.spool import Spool
from bot.services.ports import Clock, Inbound, Log

_HandOver = Callable[[], Awaitable[None]]
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Connected:
    """What a shard hears since when, and whether it has been told all that happened before."""

    channels: frozenset[str] | None
    resumed: bool
    at: Micros


class Events:
    """Takes events from every shard and hands them over. `lost` counts those that could not be handed over."""

    def __init__(
        self,
        inbound: Inbound,
        me: str,
        guilds: Guilds,
        clock: Clock,
        log: Log,
        spool: Spool,
        capacity: int = CAPACITY,
        block: int = BLOCK,
    ) -> None:
        self._inbound = inbound
        self._concerns = inbound.messages.concerns
        self._me = me
        self._guilds = guilds
        self._clock = clock
        self._log = log
        self._queue = EventQueue(log, spool, self._lose, capacity, block)
        self._calls: Mapping[str, Callable[..., Awaitable[None]]] = {
            "cleared": inbound.messages.cleared,
            "replied": self._replied,
            "deleted": inbound.messages.deleted,
            "retold": inbound.messages.retold,
            "joined": inbound.greeter.joined,
        }
        self._filled = asyncio.Event()
        self._missed = False
        self._connected: dict[int, _Connected] = {}
        self.lost = 0

    @property
    def waiting(self) -> int:
        """How many events are not handed over yet."""
        return len(self._queue)

    def missed(self) -> None:
        """Events may have been lost: every open post is owed a recount."""
        self._missed = True
        self._filled.set()

    def connected(self, shard: int, channels: frozenset[str] | None, *, resumed: bool = False) -> None:
        """A shard hears these channels (None: all). What a resumed session missed was told just now, but not when."""
        self._connected[shard] = _Connected(channels, resumed, micros(self._clock.now()))
        self._filled.set()

    def cut_off(self, shard: int, channels: frozenset[str] | None, silent: float) -> None:
        """A shard hears nothing of these channels (None: all) any more, nor has it for so many seconds."""
        self._connected.pop(shard, None)
        self._inbound.connectivity.deaf(PLATFORM, channels, since=micros(self._clock.now()) - int(silent * 1_000_000))

    def reaction(self, added: bool, data: Payload) -> None:
        """MESSAGE_REACTION_ADD or _REMOVE. A removal does not tell whether it was a bot's; it then removes nothing."""
        emoji = data["emoji"]
        reaction, plain = named(emoji.get("name"), emoji.get("id"), data.get("burst") is True or data.get("type") == 1)
        channel, message = data["channel_id"], data["message_id"]
        if not self._concerns(PLATFORM, channel, message, plain):
            return
        user = data["user_id"]
        if user == self._me or (added and _is_bot(data.get("member"))):
            return
        self._put(
            MarkEvent(
                platform=PLATFORM,
                channel=channel,
                message=message,
                voter=voter_of(user),
                reaction=reaction,
                plain=plain,
                added=added,
                received_at=micros(self._clock.now()),
            )
        )

    def cleared(self, data: Payload) -> None:
        """MESSAGE_REACTION_REMOVE_ALL or _REMOVE_EMOJI: a moderator's doing."""
        message = data["message_id"]
        emoji = data.get("emoji")
        plain = reaction_of(emoji, burst=False)[1] if emoji else None
        if self._concerns(PLATFORM, data["channel_id"], message, plain or ""):
            at = micros(self._clock.now())
            self._put(Told("cleared", (data["channel_id"], message, plain, at)))

    def message(self, data: Payload) -> None:
        """MESSAGE_CREATE: only what people write in the thread of a post, which has the post's own id [doc]."""
        thread = data["channel_id"]
        if self._concerns(PLATFORM, thread, thread, "") and (voter := author_of(data)) is not None:
            self._put(Told("replied", (thread, thread, data["id"], voter.native, True)))

    def deleted(self, channel: str, message: str) -> None:
        """MESSAGE_DELETE, and each of MESSAGE_DELETE_BULK: a post, or a reply under one."""
        if self._concerns(PLATFORM, channel, channel, ""):
            self._put(Told("replied", (channel, channel, message, None, False)))
        elif self._concerns(PLATFORM, channel, message, ""):
            self._put(Told("deleted", (channel, message)))
        else:
            place = message if self._guilds.configured(channel) else channel
            self._put(Told("retold", (channel, place)))

    def reworded(self, data: Payload) -> None:
        """MESSAGE_UPDATE: of what people say in a thread, also under a debate that has ended."""
        channel = data["channel_id"]
        author = data.get("author") or {}
        if not self._guilds.configured(channel) and author.get("id") != self._me:
            self._put(Told("retold", (channel, channel)))

    def thread_deleted(self, data: Payload) -> None:
        """THREAD_DELETE: nothing that was said in it is there any more."""
        self._put(Told("retold", (data["id"], data["id"])))

    def channel_deleted(self, data: Payload) -> None:
        """CHANNEL_DELETE: the recount finds its posts gone."""
        if self._guilds.configured(str(data["id"])):
            self.missed()

    def joined(self, channel: str, locale: str | None) -> None:
        """The bot came into a guild and may speak in this channel."""
        self._put(Told("joined", (channel, locale)))

    async def run(self) -> None:
        """Hand over until cancelled."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            for shard, connected in list(self._connected.items()):
                await self._patiently(partial(self._tell_of_connection, shard, connected))
            if self._missed:
                self._missed = False
                await self._patiently(partial(self._inbound.connectivity.missed_events, PLATFORM))
            while self._queue:
                await self._hand_over_some()

    def close(self) -> None:
        """Let go of what waits on disk."""
        self._queue.close()

    def _put(self, event: MarkEvent | Told) -> None:
        self._queue.put(event)
        self._filled.set()

    def _lose(self, events: int) -> None:
        """These are owed a recount."""
        self.lost += events
        self.missed()

    async def _hand_over_some(self) -> None:
        """The reactions that stand next, or what else stands next, each kind together."""
        events = self._queue.take()
        marks = [event for event in events if isinstance(event, MarkEvent)]
        if marks:
            await self._attempt(partial(self._inbound.marks.accept, marks), len(marks))
            return
        async with asyncio.TaskGroup() as group:
            for event in events:
                if isinstance(event, Told):
                    group.create_task(self._attempt(partial(self._calls[event.call], PLATFORM, *event.args)))

    async def _replied(
        self, platform: str, channel: str, thread: str, reply: str, user: str | None, held: bool
    ) -> None:
        voter = voter_of(user) if user is not None else None
        await self._inbound.messages.replied(platform, channel, thread, reply, voter, held)

    async def _attempt(self, hand_over: _HandOver, events: int = 1) -> None:
        """What can't be handed over is owed a recount."""
        try:
            await hand_over()
        except Exception as failure:
            self._log.warning("events could not be handed over; a recount finds them", error=failure)
            self._lose(events)

    async def _tell_of_connection(self, shard: int, connected: _Connected) -> None:
        if self._connected.get(shard) is not connected:
            return
        await self._inbound.connectivity.listens(
            PLATFORM, connected.channels, since=connected.at, told_all=connected.resumed
        )
        if self._connected.get(shard) is connected:
            del self._connected[shard]
        elif shard not in self._connected:
            self._inbound.connectivity.deaf(PLATFORM, connected.channels)

    async def _patiently(self, tell: _HandOver) -> None:
        def told(failure: Exception) -> None:
            self._log.warning("recounts could not be made due yet", error=failure)

        await keep_trying(tell, HAND_OVER, self._clock.sleep, on=AgoraError, told=told)


def _is_bot(member: Payload | None) -> bool:
    return bool(member) and bool((member or {}).get("user", {}).get("bot"))
