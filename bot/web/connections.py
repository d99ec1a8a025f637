"""Connections: how many are held, who goes when there are too many, and which no longer take what they are sent.

Here too is what aiohttp leaves open about one connection.
"""

from __future__ import annotations

import asyncio
import resource
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network
from typing import Any, Protocol, cast

from aiohttp import web
from aiohttp.streams import StreamReader

from bot.log.throttle import Throttle
from bot.web.hosts import address_of

MOST = 2_048
"""Connections at most, however many descriptors there are: each takes memory."""
MOST_HEADERS = 64
_RESERVE_LEAST, _RESERVE_MOST = 64, 256


@dataclass(frozen=True, slots=True)
class Limits:
    """Connections and event streams, in all and of one peer, and how long each may wait for its peer, in seconds.

    `header`: until a request's header is whole, and how long a connection may be silent; `body`: until its body is;
    `unread`: until what was sent has been taken; `closing`: until the rest is, once the connection is to end.
    """

    connections: int
    of_peer: int
    streams: int
    streams_of_peer: int
    header: float = 10.0
    body: float = 10.0
    unread: float = 60.0
    closing: float = 5.0


def limits_for(descriptors: int) -> Limits:
    """What fits below `descriptors`, with a quarter (64 to 256) left for the database, files and calls to platforms."""
    reserve = min(_RESERVE_MOST, max(_RESERVE_LEAST, descriptors // 4))
    most = max(16, min(MOST, descriptors - reserve))
    return Limits(most, most // 3, most // 2, max(4, min(100, most // 8)))


def own_limits() -> Limits:
    """What fits into this process."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return limits_for(MOST + _RESERVE_MOST if soft == resource.RLIM_INFINITY else soft)


_LINGER_SECONDS = 2.0
Refuse = Callable[[web.BaseRequest, int], web.Response]


class BodyTooSlow(Exception):
    """A request's body did not come in time."""


class Owner(Protocol):
    """Who looks after all connections. `refuse` answers what no handler sees."""

    limits: Limits
    refuse: Refuse
    complain: Throttle

    def add(self, connection: Connection, transport: asyncio.Transport) -> None:
        """A connection has begun."""

    def discard(self, connection: Connection) -> None:
        """It has ended."""


class Connection(web.RequestHandler):
    """One connection. aiohttp itself ends it where no whole header comes in time, at first or after an answer."""

    __slots__ = ("_body", "_idle", "_lost", "_owner", "closing_since", "peer", "since", "unread_since")

    def __init__(self, owner: Owner, server: web.Server, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            server,
            loop=loop,
            keepalive_timeout=owner.limits.header,
            lingering_time=_LINGER_SECONDS,
            max_headers=MOST_HEADERS,
            auto_decompress=False,
            access_log=None,  # type: ignore[arg-type]
        )
        self._owner = owner
        self._body: StreamReader | None = None
        self._idle = True
        self._lost: Callable[[], object] | None = None
        self.peer = ""
        self.since = loop.time()
        self.unread_since: float | None = None
        self.closing_since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.peer = peer_of(transport)
        self._owner.add(self, cast(asyncio.Transport, transport))
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._owner.discard(self)
        super().connection_lost(exc)
        if self._lost is not None:
            self._lost()

    def begin(self, request: web.BaseRequest) -> None:
        """A request has come, its body perhaps not yet."""
        self._idle, self._body, self.since = False, request.content, self._loop.time()

    def end(self) -> None:
        """The request is answered."""
        self._idle, self._body, self.since = True, None, self._loop.time()

    def waits_for_peer(self, transport: asyncio.Transport) -> bool:
        """Whether it is the other side's turn: nothing is being done for it."""
        if self._idle or transport.get_write_buffer_size():
            return True
        return self._body is not None and not self._body.is_eof()

    @contextmanager
    def streaming(self) -> Iterator[None]:
        """The running task serves a stream; it is cancelled as soon as the peer is gone."""
        task = asyncio.current_task()
        assert task is not None
        self._lost = task.cancel
        try:
            yield
        finally:
            self._lost = None

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer what is no request, or where the server itself failed, like everything else."""
        if status >= 500 and exc is not None:
            self._owner.complain.exception("request failed unexpectedly", exc)
        else:
            self._owner.complain.warning(
                "malformed request", peer=self.peer, reason=str(message or "").partition("\n")[0][:80]
            )
        if request.writer.output_size > 0:
            raise ConnectionError("the answer had begun")
        response = self._owner.refuse(request, status)
        response.force_close()
        return response

    def log_exception(self, *_: Any, **kw: Any) -> None:
        """What went wrong outside of any request, as often as other complaints."""
        error = kw.get("exc_info")
        if isinstance(error, BaseException) and not isinstance(error, BodyTooSlow | ConnectionError):
            self._owner.complain.exception("connection failed unexpectedly", error)


def peer_of(transport: asyncio.BaseTransport | None) -> str:
    """Who is at the other end: an address, of IPv6 the network that one customer has; empty where nobody knows."""
    return peer_of_name(transport.get_extra_info("peername")) if transport is not None else ""


def peer_of_name(name: object) -> str:
    """Likewise, from the name that the system gives a socket's other end."""
    return network_of(str(name[0])) if isinstance(name, tuple) and name else ""


def network_of(text: str) -> str:
    """The network of IPv6, or the address of IPv4, that one customer has; empty for what is no address."""
    address = address_of(text)
    if isinstance(address, IPv6Address) and not address.is_loopback:
        return str(ip_network((address, 64), strict=False))
    return str(address or "")


_SWEEP_SECONDS = 1.0
_FORWARDED = "X-Forwarded-For"


class Connections:
    """All connections of the server. `refuse` answers what no handler sees.

    With `proxy`, this machine's own address and those of private networks may stand for many people.
    """

    def __init__(self, limits: Limits, refuse: Refuse, complain: Throttle, *, proxy: bool) -> None:
        self.limits = limits
        self.refuse = refuse
        self.complain = complain
        self.turned_away = 0
        self._proxy = proxy
        self._open: dict[Connection, asyncio.Transport] = {}
        self._of_peer: defaultdict[str, set[Connection]] = defaultdict(set)
        self._streams: defaultdict[str, int] = defaultdict(int)
        self._sweeper: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._open)

    @property
    def streams(self) -> int:
        """How many event streams are open."""
        return sum(self._streams.values())

    def add(self, connection: Connection, transport: asyncio.Transport) -> None:
        """Count a connection from now on."""
        self._open[connection] = transport
        self._of_peer[connection.peer].add(connection)
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().create_task(self._sweep(), name="connections")

    def discard(self, connection: Connection) -> None:
        """Forget a connection that has ended."""
        self._open.pop(connection, None)
        own = self._of_peer.get(connection.peer, set())
        own.discard(connection)
        if not own:
            self._of_peer.pop(connection.peer, None)

    def make_room(self, peer: str) -> bool:
        """Whether one more of `peer` can be taken; if need be, the one that has waited longest for its peer goes."""
        own = self._of_peer.get(peer, set())
        fits = self.is_near(peer) or len(own) < self.limits.of_peer or self._end_one(own)
        if fits and len(self._open) >= self.limits.connections:
            fits = self.end_one()
        if not fits:
            self.turned_away += 1
            self.complain.warning("connections are turned away", open=len(self._open), peer=peer)
        return fits

    def end_one(self) -> bool:
        """End the connection that waits longest for its peer, of those who have most; False where all are at work."""
        return self._end_one(self._open)

    @contextmanager
    def stream(self, request: web.Request) -> Iterator[bool]:
        """Count a stream of events while it lasts; False where its visitor, or all together, have enough of them."""
        visitor, many = self._visitor_of(request)
        most = self.limits.streams if many else self.limits.streams_of_peer
        if self.streams >= self.limits.streams or self._streams.get(visitor, 0) >= most:
            self.complain.warning("event streams are turned away", open=self.streams, visitor=visitor)
            yield False
            return
        self._streams[visitor] += 1
        try:
            assert isinstance(request.protocol, Connection)
            with request.protocol.streaming():
                yield True
        finally:
            self._streams[visitor] -= 1
            if not self._streams[visitor]:
                del self._streams[visitor]

    def is_near(self, peer: str) -> bool:
        """Whether a peer may stand for many people: a proxy on this machine or on its network."""
        address = address_of(peer.partition("/")[0])
        return self._proxy and (address is None or address.is_private)

    def _visitor_of(self, request: web.BaseRequest) -> tuple[str, bool]:
        """Who asks, and whether that may be many: the peer, or whom a proxy near by names last."""
        peer = peer_of(request.transport)
        if not self.is_near(peer):
            return peer, False
        named = network_of(request.headers.get(_FORWARDED, "").rpartition(",")[2].strip())
        return (named, False) if named else (peer, True)

    async def close(self) -> None:
        """Stop looking after connections."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
            self._sweeper = None

    def _end_one(self, among: Iterable[Connection]) -> bool:
        waiting = [c for c in among if c in self._open and c.waits_for_peer(self._open[c])]
        if not waiting:
            return False
        gone = max(waiting, key=lambda c: (len(self._of_peer[c.peer]), -c.since))
        transport = self._open[gone]
        self.discard(gone)
        transport.abort()
        return True

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            now = asyncio.get_running_loop().time()
            for connection, transport in list(self._open.items()):
                if self._takes_too_long(connection, transport, now):
                    transport.abort()

    def _takes_too_long(self, connection: Connection, transport: asyncio.Transport, now: float) -> bool:
        """Whether a peer doesn't take what was sent: aiohttp would wait for ever."""
        if not transport.get_write_buffer_size():
            connection.unread_since = None
        elif connection.unread_since is None:
            connection.unread_since = now
        if transport.is_closing() and connection.closing_since is None:
            connection.closing_since = now
        unread, closing = connection.unread_since, connection.closing_since
        return (unread is not None and now - unread > self.limits.unread) or (
            closing is not None and now - closing > self.limits.closing
        )
