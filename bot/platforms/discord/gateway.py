"""discord.py's gateway client with our own ears: what we don't listen to is not made into objects, and what a server
leaves out does not end the connection.

Everything here overrides parts of discord.py 2.7 that are not its public face.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn, Protocol

import discord
from aiohttp import WSMsgType
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import HTTPClient
from discord.state import ConnectionState
from discord.utils import _from_json
from yarl import URL

from bot.platforms.discord.channel_directory import Guilds, greeting_place, language_of
from bot.platforms.discord.event_gaps import CHANGES, EventGaps
from bot.platforms.discord.events import Events
from bot.services.ports import Log

INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True)
"""None of them is privileged: of other people's messages the bot sees that they exist, not what they say [doc]."""
_HEARTBEAT_TIMEOUT = 60.0
_SLACK = 5.0
_LOOKS_EVERY = 0.02
_MANY = frozenset({"MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_CREATE"})
_SHORT = 8192
"""Characters: no frame of these kinds is longer, and longer ones are not worth parsing twice."""
_NOT_WANTED = ("MESSAGE_POLL_VOTE_ADD", "MESSAGE_POLL_VOTE_REMOVE")
_HAS_COME = ("guild_join", "guild_available")
"""Of a guild that comes while it is still connecting, discord.py says that it is available [src]."""
Parser = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Session:
    """What it takes to go on where a connection was lost."""

    id: str
    sequence: int | None
    address: URL


class Shard(Protocol):
    """Whose connection it is."""

    number: int
    count: int

    def now_ready(self) -> None:
        """READY or RESUMED has come."""


class ShardClient(discord.Client):
    """One shard's client. It shares the HTTP client of all, and its connection is kept by `Shard`."""

    def __init__(
        self, shard: Shard, http: HTTPClient, events: Events, guilds: Guilds, gaps: EventGaps, log: Log
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=INTENTS,
            shard_id=shard.number,
            shard_count=shard.count,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            heartbeat_timeout=_HEARTBEAT_TIMEOUT,
        )
        self._shard = shard
        self._events = events
        self._guilds = guilds
        self._in: set[int] = set()
        self.http = http
        self._connection.http = http
        _listen(self._connection, shard, events, guilds, gaps, log)

    async def open(self, address: URL, session: Session | None, take: Callable[[DiscordWebSocket], None]) -> Gateway:
        """Open a connection and identify, or resume `session`. `take` is given it as soon as there is one."""
        if self.loop is not self.http.loop:
            await self._async_setup_hook()
        self._connection._update_references = take  # type: ignore[assignment,method-assign]
        self.ws = gateway = await Gateway.from_client(
            self,
            initial=session is None,
            gateway=address,
            shard_id=self.shard_id,
            session=None if session is None else session.id,
            sequence=None if session is None else session.sequence,
            resume=session is not None,
        )
        gateway.listen_closely()
        return gateway

    def cut_off(self, silent: float = 0.0) -> None:
        """The connection has ended, or was `silent` for so many seconds: nothing of this shard's guilds is heard."""
        channels = self._guilds.on_shard(self._shard.number, self._shard.count)
        self._events.cut_off(self._shard.number, channels, silent)

    def forget(self) -> None:
        """Stop what discord.py does in the background for a connection."""
        if self._connection._ready_task is not None:
            self._connection._ready_task.cancel()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Nobody listens to the name of every frame; a guild that the bot has come into is greeted."""
        if event == "socket_event_type":
            return
        if event == "connect":
            self._in = {guild.id for guild in self.guilds}
        elif event == "guild_remove":
            self._in.discard(args[0].id)
        elif event in _HAS_COME and args[0].id not in self._in:
            self._in.add(args[0].id)
            self._greet(args[0])
        super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Whose turn it is to identify is decided before the connection is opened."""

    def _greet(self, guild: discord.Guild) -> None:
        place = greeting_place(guild, self._connection.self_id or 0)
        if place is not None:
            self._events.joined(place, language_of(guild))


class Gateway(DiscordWebSocket):
    """A connection to the gateway. discord.py reads some fields of READY without asking whether they are there."""

    async def hear(self) -> NoReturn:
        """Take frames until the connection ends; raises ReconnectWebSocket, or ConnectionClosed where Discord is final.

        That nothing comes any more is for the heartbeat to notice: it then closes the connection. A timer for each
        frame, as in discord.py's own loop, costs more than all else that is done with most frames.
        """
        receive = self.socket.receive
        while True:
            message = await receive()
            if message.type is not WSMsgType.TEXT and message.type is not WSMsgType.BINARY:
                break
            data = message.data
            if isinstance(data, bytes):
                data = self._decompressor.decompress(data)
                if data is None:
                    continue
            if self.session_id is None or not self._at_once(data):
                await self.received_message(data)
        if self._can_handle_close():
            raise ReconnectWebSocket(self.shard_id)
        raise discord.ConnectionClosed(self.socket, shard_id=self.shard_id, code=self._close_code)

    async def received_message(self, msg: Any, /) -> None:
        """Take one frame."""
        if self.session_id is None and isinstance(msg, str) and '"READY"' in msg:
            msg = self._completed(msg)
        await super().received_message(msg)

    def _at_once(self, text: str) -> bool:
        """Take a frame of the kinds that there are many of, on the shortest way; False for any other."""
        if len(text) > _SHORT:
            return False
        frame = _from_json(text)
        if frame.get("t") not in _MANY or frame.get("op") != self.DISPATCH:
            return False
        self.sequence = frame["s"]
        if self._keep_alive is not None:
            self._keep_alive.tick()
        self._discord_parsers[frame["t"]](frame["d"])
        return True

    def listen_closely(self) -> None:
        """A connection that stays silent for two heartbeats is dead, also where heartbeats are frequent."""
        alive = self._keep_alive
        if alive is not None and alive.interval:
            silence = min(_HEARTBEAT_TIMEOUT, 2 * alive.interval + _SLACK)
            self._max_heartbeat_timeout = alive.heartbeat_timeout = silence

    def _completed(self, text: str) -> str:
        frame = json.loads(text)
        ready = frame.get("d")
        if frame.get("t") != "READY" or not isinstance(ready, dict):
            return text
        ready.setdefault("resume_gateway_url", str(self.gateway))
        ready.setdefault("guilds", [])
        application = ready.setdefault("application", {})
        application.setdefault("id", ready["user"]["id"])
        application.setdefault("flags", 0)
        return json.dumps(frame)


def silent_for(gateway: DiscordWebSocket) -> float:
    """For how many seconds nothing has come."""
    alive = gateway._keep_alive
    return 0.0 if alive is None else max(0.0, time.perf_counter() - alive._last_recv)


async def answered(gateway: DiscordWebSocket) -> bool:
    """Ask whether anybody is there, and return when the answer has come; False where nobody can be asked."""
    alive = gateway._keep_alive
    if alive is None:
        return False
    before = alive._last_ack
    await gateway.send_heartbeat({"op": gateway.HEARTBEAT, "d": gateway.sequence})
    while alive._last_ack == before:  # noqa: ASYNC110 (discord.py tells nobody)
        await asyncio.sleep(_LOOKS_EVERY)
    return True


def _listen(
    state: ConnectionState[Any], shard: Shard, events: Events, guilds: Guilds, gaps: EventGaps, log: Log
) -> None:
    """Put our ears in the place of discord.py's parsers, or before them."""
    parsers = state.parsers

    def first(name: str, ear: Callable[[Mapping[str, Any]], None]) -> None:
        theirs = parsers[name]

        def both(data: Any) -> None:
            ear(data)
            theirs(data)

        parsers[name] = both

    def then(name: str, ear: Callable[[Mapping[str, Any]], None]) -> None:
        theirs = parsers[name]

        def both(data: Any) -> None:
            theirs(data)
            ear(data)

        parsers[name] = both

    def look(data: Mapping[str, Any]) -> None:
        gaps.look(state._get_guild(int(data.get("guild_id") or data["id"])))

    def heard(*, resumed: bool = False) -> None:
        channels = guilds.on_shard(shard.number, shard.count)
        if channels is None or channels:
            events.connected(shard.number, channels, resumed=resumed)

    def ready(data: Mapping[str, Any]) -> None:
        shard.now_ready()
        heard()
        gaps.ready(data, shard.number, shard.count)

    def resumed(_: Mapping[str, Any]) -> None:
        shard.now_ready()
        heard(resumed=True)

    def guild_came(data: Mapping[str, Any]) -> None:
        known = guilds.on_shard(shard.number, shard.count)
        guilds.learn_all(data)
        if guilds.on_shard(shard.number, shard.count) != known:
            heard()

    def deleted_in_bulk(data: Mapping[str, Any]) -> None:
        for message in data["ids"]:
            events.deleted(data["channel_id"], message)

    parsers["MESSAGE_REACTION_ADD"] = partial(events.reaction, True)
    parsers["MESSAGE_REACTION_REMOVE"] = partial(events.reaction, False)
    parsers["MESSAGE_REACTION_REMOVE_ALL"] = events.cleared
    parsers["MESSAGE_REACTION_REMOVE_EMOJI"] = events.cleared
    parsers["MESSAGE_CREATE"] = events.message
    parsers["MESSAGE_DELETE"] = lambda data: events.deleted(data["channel_id"], data["id"])
    parsers["MESSAGE_DELETE_BULK"] = deleted_in_bulk
    parsers["MESSAGE_UPDATE"] = events.reworded
    for name in _NOT_WANTED:
        parsers.pop(name, None)
    first("CHANNEL_DELETE", events.channel_deleted)
    first("GUILD_CREATE", guild_came)
    first("THREAD_DELETE", events.thread_deleted)
    then("GUILD_CREATE", gaps.came)
    first("GUILD_DELETE", gaps.left)
    then("CHANNEL_CREATE", gaps.appeared)
    then("CHANNEL_DELETE", gaps.vanished)
    for name in (*CHANGES, "GUILD_CREATE"):
        then(name, look)
    for name, parser in list(parsers.items()):
        parsers[name] = _guarded(name, parser, events, log)
    first("READY", ready)
    first("RESUMED", resumed)


def _guarded(name: str, parser: Parser, events: Events, log: Log) -> Parser:
    """A frame that can't be read is as good as lost; the connection goes on."""

    def guarded(data: Any) -> None:
        try:
            parser(data)
        except Exception as failure:
            log.warning("an event could not be read", name=name, error=failure)
            if name.startswith(("MESSAGE_", "CHANNEL_")):
                events.missed()

    return guarded
