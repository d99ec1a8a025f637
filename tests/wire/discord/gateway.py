"""The gateway: sessions that outlive their connections, and what goes wrong with them."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
import zstandard
from aiohttp import WSMsgType, web

from tests.wire.discord import rendering
from tests.wire.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
PRIVILEGED = {"presences": 1 << 8, "members": 1 << 1, "content": 1 << 15}
NEWEST_INTENT = 1 << 25
REMEMBERED = 200_000
"""Events that a session keeps for a resumption."""
_PIECE = 1 << 16


@dataclass(eq=False)
class Session:
    """What a client identified as; it goes on without a connection until it is ended."""

    id: str
    shard: tuple[int, int] | None
    intents: int
    seq: int = 0
    past: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    connection: Connection | None = None

    def serves(self, guild: int | None) -> bool:
        """Whether events of a guild go to this shard; those without a guild go to the first."""
        number, count = self.shard or (0, 1)
        return (0 if guild is None else (guild >> 22) % count) == number

    def dispatch(self, name: str, data: Any) -> None:
        """One event: sent now, or at a resumption."""
        self.frame(lambda seq: orjson.dumps({"op": DISPATCH, "s": seq, "t": name, "d": data}))

    def frame(self, made: Callable[[int], bytes]) -> None:
        """One event, already written."""
        self.seq += 1
        written = made(self.seq)
        self.past.append((self.seq, written))
        if self.connection is not None:
            self.connection.send(written)


@dataclass(eq=False)
class Flood:
    """Events already written, for measurements: `ready` when they can be sent, and sent at `go`."""

    payloads: list[bytes]
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)


class Connection:
    """One websocket. While `silent` it answers nothing and says nothing."""

    def __init__(self, ws: web.WebSocketResponse, compression: str | None) -> None:
        self.ws = ws
        self.session: Session | None = None
        self.silent = False
        self.closing: int | None = None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self._outgoing: asyncio.Queue[bytes | Flood | None] = asyncio.Queue()
        self._zlib = zlib.compressobj() if compression == "zlib-stream" else None
        self._zstd = zstandard.ZstdCompressor().compressobj() if compression == "zstd-stream" else None

    def send(self, payload: bytes) -> None:
        """Send a payload in turn."""
        if not self.silent and self.closing is None:
            self._outgoing.put_nowait(payload)

    def say(self, op: int, data: Any = None) -> None:
        """Send a payload that is no event."""
        self.send(orjson.dumps({"op": op, "d": data, "s": None, "t": None}))

    def close(self, code: int) -> None:
        """Close after what was said before."""
        if self.closing is None:
            self.closing = code
            self._outgoing.put_nowait(None)

    def compressed(self, payload: bytes) -> bytes | None:
        """A payload as it goes through this connection's compression; None where there is none."""
        if self._zlib is not None:
            return self._zlib.compress(payload) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        if self._zstd is not None:
            return self._zstd.compress(payload) + self._zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        return None

    async def write(self) -> None:
        """Send until closed."""
        while (payload := await self._outgoing.get()) is not None:
            if isinstance(payload, Flood):
                await self._pour(payload)
                continue
            await self.flowing.wait()
            packed = self.compressed(payload)
            try:
                await (self.ws.send_str(payload.decode()) if packed is None else self.ws.send_bytes(packed))
            except ConnectionError:
                return
        await self.ws.close(code=self.closing or 1000)

    def pour(self, flood: Flood) -> None:
        """Send a flood in turn."""
        self._outgoing.put_nowait(flood)

    async def _pour(self, flood: Flood) -> None:
        """Compress every event beforehand, then write many at a time past the websocket's own, slower way."""
        pieces = [bytearray()]
        for number, payload in enumerate(flood.payloads):
            packed = self.compressed(payload)
            pieces[-1] += _frame(payload, 0x81) if packed is None else _frame(packed, 0x82)
            if len(pieces[-1]) > _PIECE:
                pieces.append(bytearray())
            if number % 1000 == 0:
                await asyncio.sleep(0)
        flood.payloads.clear()
        flood.ready.set()
        await flood.go.wait()
        transport = self.ws._req.transport if self.ws._req is not None else None
        assert transport is not None
        for piece in pieces:
            transport.write(piece)
            while transport.get_write_buffer_size() > 4 * _PIECE:  # noqa: ASYNC110 (only aiohttp learns of room)
                await asyncio.sleep(0.0005)


class Gateway:
    """All sessions of the bot. Attributes may be set at any time; they hold for what comes after.

    heartbeat_interval  milliseconds that HELLO tells
    close_identify      close code for every IDENTIFY (4004, 4014, …); `close_times` says for how many
    refuse_resumes      so many RESUMEs are answered with an invalid session
    max_concurrency, identify_window
                        IDENTIFYs allowed in so many seconds; more get an invalid session (0 seconds: no limit)
    remaining           what is left of the day's session starts
    shards              what GET /gateway/bot recommends
    pass_on             None, or a function (name, data) → how often the event is sent: 0 swallows, 2 doubles
    hold_back           events (by name) that come after the next event instead of before it
    compresses          whether it compresses where it is asked to
    trim                what each event's data goes through before it is sent
    """

    def __init__(self, world: World, changed: Callable[[], None]) -> None:
        self._world = world
        self._changed = changed
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifies: list[float] = []
        self.resumes: list[str] = []
        self.queries: list[dict[str, str]] = []
        self.url = ""
        self.heartbeat_interval = 41_250
        self.close_identify: int | None = None
        self.close_times = 0
        self.refuse_resumes = 0
        self.max_concurrency, self.identify_window = 1, 0.0
        self.remaining = 1000
        self.shards = 1
        self.pass_on: Callable[[str, Any], int] | None = None
        self.hold_back: set[str] = set()
        self.compresses = True
        self.trim: Callable[[Any], Any] = lambda data: data
        self._held: list[tuple[Any, ...]] = []
        world.listen(self.event)

    # What a test does

    def close_all(self, code: int = 4000) -> None:
        """Close every connection; sessions stay to be resumed."""
        for connection in list(self.connections):
            connection.close(code)

    def cut_all(self) -> None:
        """Every connection breaks without a word."""
        for connection in list(self.connections):
            transport = connection.ws._req.transport if connection.ws._req is not None else None
            if transport is not None:
                transport.abort()

    def ask_to_reconnect(self) -> None:
        """Opcode 7 on every connection."""
        for connection in self.connections:
            connection.say(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9 on every connection."""
        for connection in list(self.connections):
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
                connection.session.connection = None
            connection.say(INVALID, resumable)

    def forget_sessions(self) -> None:
        """No session can be resumed."""
        self.sessions.clear()

    def silence(self) -> None:
        """Present connections say and answer nothing more; what happens is kept for a resumption."""
        for connection in self.connections:
            connection.silent = True

    def hold(self) -> None:
        """What present connections say is on its way until `release`, as where the network holds it up."""
        for connection in self.connections:
            connection.flowing.clear()

    def release(self) -> None:
        """What was held up arrives, in order."""
        for connection in self.connections:
            connection.flowing.set()

    @property
    def connected(self) -> list[Session]:
        """Sessions with a connection."""
        return [connection.session for connection in self.connections if connection.session is not None]

    def flood(self, events: Iterable[tuple[str, Any]]) -> Flood:
        """Many events for the one connected session, which is not remembered to have had them."""
        (session,) = self.connected
        assert session.connection is not None
        payloads = []
        for name, data in events:
            session.seq += 1
            payloads.append(orjson.dumps({"op": DISPATCH, "s": session.seq, "t": name, "d": data}))
        flood = Flood(payloads)
        session.connection.pour(flood)
        return flood

    # Events

    def event(self, name: str, data: Any, intent: int, guild: int | None, bare: Any = None) -> None:
        """An event of the world, to every session that asked for its kind; `bare` for those without content."""
        if name in self.hold_back:
            self.hold_back.discard(name)
            self._held.append((name, data, intent, guild, bare))
            return
        for _ in range(1 if self.pass_on is None else self.pass_on(name, data)):
            for session in self.sessions.values():
                if session.serves(guild) and (not intent or session.intents & intent):
                    with_content = bare is None or session.intents & PRIVILEGED["content"]
                    session.dispatch(name, self.trim(data if with_content else bare))
        while self._held:
            self.event(*self._held.pop(0))

    # The connection

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One client, from HELLO to the end."""
        ws = web.WebSocketResponse(max_msg_size=0, compress=False)
        await ws.prepare(request)
        self.queries.append(dict(request.query))
        connection = Connection(ws, request.query.get("compress") if self.compresses else None)
        self.connections.append(connection)
        writer = asyncio.create_task(connection.write())
        if request.query.get("v") not in ("9", "10", None):
            connection.close(4012)
        connection.say(HELLO, {"heartbeat_interval": self.heartbeat_interval, "_trace": []})
        self._changed()
        try:
            async for message in ws:
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    break
                self._take(connection, message.data)
        finally:
            self._ended(connection, ws.close_code)
            connection.close(1000)
            writer.cancel()
            self._changed()
        return ws

    def _ended(self, connection: Connection, code: int | None) -> None:
        self.connections.remove(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            if code in (1000, 1001) and connection.closing is None:
                self.sessions.pop(session.id, None)

    def _take(self, connection: Connection, text: str | bytes) -> None:
        try:
            payload = orjson.loads(text)
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            return connection.close(4002)
        if connection.silent:
            return None
        if op == HEARTBEAT:
            return connection.say(ACK)
        if op == IDENTIFY:
            return self._identify(connection, data)
        if op == RESUME:
            return self._resume(connection, data)
        if connection.session is None:
            return connection.close(4003)
        if op not in (3, 4, 8, 31):
            return connection.close(4001)
        return None

    def _identify(self, connection: Connection, data: dict[str, Any]) -> None:
        now = time.monotonic()
        recent = [at for at in self.identifies if now - at < self.identify_window]
        self.identifies.append(now)
        self._changed()
        if connection.session is not None:
            return connection.close(4005)
        code = self._refusal(data)
        if code is not None:
            return connection.close(code)
        if len(recent) >= self.max_concurrency and self.identify_window:
            return connection.say(INVALID, False)
        self.remaining -= 1
        shard = tuple(data["shard"]) if data.get("shard") else None
        session = Session(f"{len(self.identifies):032x}", shard, data["intents"], connection=connection)  # type: ignore[arg-type]
        connection.session = self.sessions[session.id] = session
        world = self._world
        guilds = [guild for guild in world.guilds.values() if world.me.id in guild.members and session.serves(guild.id)]
        ready: dict[str, Any] = {
            "v": 10,
            "user": rendering.user_json(world.me) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "user_settings": {},
            "private_channels": [],
            "relationships": [],
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "application": {"id": str(world.application), "flags": world.flags},
        }
        if shard is not None:
            ready["shard"] = list(shard)
        session.dispatch("READY", self.trim(ready))
        if session.intents & 1:
            for guild in (guild for guild in guilds if guild.id not in world.away):
                created = rendering.guild_create_json(guild, world.me.id, joined_now=False)
                session.dispatch("GUILD_CREATE", self.trim(created))
        self._changed()
        return None

    def _refusal(self, data: dict[str, Any]) -> int | None:
        if self.close_identify is not None and self.close_times != 0:
            self.close_times -= 1
            return self.close_identify
        if data.get("token", "").removeprefix("Bot ") != self._world.token:
            return 4004
        intents = data.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents >= NEWEST_INTENT << 1:
            return 4013
        if intents & (sum(PRIVILEGED.values()) & ~self._world.privileged):
            return 4014
        shard = data.get("shard")
        if shard and not 0 <= shard[0] < shard[1]:
            return 4010
        if self._world.sharding_required and not shard:
            return 4011
        return None

    def _resume(self, connection: Connection, data: dict[str, Any]) -> None:
        self.resumes.append(str(data.get("session_id")))
        self._changed()
        session = self.sessions.get(str(data.get("session_id")))
        if data.get("token", "").removeprefix("Bot ") != self._world.token:
            return connection.close(4004)
        if self.refuse_resumes or session is None:
            self.refuse_resumes = max(0, self.refuse_resumes - 1)
            if session is not None:
                del self.sessions[session.id]
            return connection.say(INVALID, False)
        seq = data.get("seq")
        if not isinstance(seq, int) or seq > session.seq:
            del self.sessions[session.id]
            return connection.close(4007)
        connection.session, session.connection = session, connection
        for number, written in session.past:
            if number > seq:
                connection.send(written)
        session.dispatch("RESUMED", {"_trace": []})
        self._changed()
        return None


def _frame(payload: bytes, kind: int) -> bytes:
    """A whole message as a server's websocket frame (RFC 6455)."""
    size = len(payload)
    if size < 126:
        return bytes((kind, size)) + payload
    if size < 1 << 16:
        return bytes((kind, 126)) + size.to_bytes(2, "big") + payload
    return bytes((kind, 127)) + size.to_bytes(8, "big") + payload
