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
        _listen(_Ears(self._connection, shard, events, guilds, gaps), log)

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


@dataclass(frozen=True, slots=True)
class _Ears:
    """What we do with the events of one shard, by their names."""

    state: ConnectionState[Any]
    shard: Shard
    events: Events
    guilds: Guilds
    gaps: EventGaps

    def instead(self) -> dict[str, Parser]:
        """In the place of discord.py's parsers, which make objects of what we need the ids of only."""
        events = self.events
        return {
            "MESSAGE_REACTION_ADD": partial(events.reaction, True),
            "MESSAGE_REACTION_REMOVE": partial(events.reaction, False),
            "MESSAGE_REACTION_REMOVE_ALL": events.cleared,
            "MESSAGE_REACTION_REMOVE_EMOJI": events.cleared,
            "MESSAGE_CREATE": events.message,
            "MESSAGE_DELETE": lambda data: events.deleted(data["channel_id"], data["id"]),
            "MESSAGE_DELETE_BULK": self._deleted_in_bulk,
            "MESSAGE_UPDATE": events.reworded,
        }

    def before(self) -> dict[str, Parser]:
        """Before discord.py takes an event, and forgets what is gone."""
        return {
            "CHANNEL_DELETE": self.events.channel_deleted,
            "THREAD_DELETE": self.events.thread_deleted,
            "GUILD_CREATE": self._guild_came,
            "GUILD_DELETE": self.gaps.left,
        }

    def after(self) -> list[tuple[str, Parser]]:
        """After discord.py has taken an event, and knows what is new; in this order."""
        return [
            ("GUILD_CREATE", self.gaps.came),
            ("CHANNEL_CREATE", self.gaps.appeared),
            ("CHANNEL_DELETE", self.gaps.vanished),
            *((name, self._look) for name in (*CHANGES, "GUILD_CREATE")),
        ]

    def connected(self) -> dict[str, Parser]:
        """When the connection stands. What goes wrong here ends it: without these, nothing counts as heard."""
        return {"READY": self._ready, "RESUMED": self._resumed}

    def _ready(self, data: Mapping[str, Any]) -> None:
        self.shard.now_ready()
        self._heard()
        self.gaps.ready(data, self.shard.number, self.shard.count)

    def _resumed(self, _: Mapping[str, Any]) -> None:
        self.shard.now_ready()
        self._heard(resumed=True)

    def _heard(self, *, resumed: bool = False) -> None:
        channels = self._channels()
        if channels is None or channels:
            self.events.connected(self.shard.number, channels, resumed=resumed)

    def _guild_came(self, data: Mapping[str, Any]) -> None:
        known = self._channels()
        self.guilds.learn_all(data)
        if self._channels() != known:
            self._heard()

    def _channels(self) -> frozenset[str] | None:
        return self.guilds.on_shard(self.shard.number, self.shard.count)

    def _look(self, data: Mapping[str, Any]) -> None:
        self.gaps.look(self.state._get_guild(int(data.get("guild_id") or data["id"])))

    def _deleted_in_bulk(self, data: Mapping[str, Any]) -> None:
        for message in data["ids"]:
            self.events.deleted(data["channel_id"], message)


def _listen(ears: _Ears, log: Log) -> None:
    """Put our ears in the place of discord.py's parsers, before them and after them."""
    parsers = ears.state.parsers
    parsers.update(ears.instead())
    for name in _NOT_WANTED:
        parsers.pop(name, None)
    for name, ear in ears.before().items():
        parsers[name] = _in_turn(ear, parsers[name])
    for name, ear in ears.after():
        parsers[name] = _in_turn(parsers[name], ear)
    for name, parser in list(parsers.items()):
        parsers[name] = _guarded(name, parser, ears.events, log)
    for name, ear in ears.connected().items():
        parsers[name] = _in_turn(ear, parsers[name])


def _in_turn(one: Parser, other: Parser) -> Parser:
    def both(data: Any) -> None:
        one(data)
        other(data)

    return both


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
