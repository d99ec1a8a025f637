"""All connections: who goes when there are too many, and which no longer take what they are sent."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.log.seldom import Seldom
from bot.web.connection import Connection, Refuse, network_of, peer_of
from bot.web.hosts import address_of
from bot.web.limits import Limits

_SWEEP_SECONDS = 1.0
_FORWARDED = "X-Forwarded-For"


class Connections:
    """All connections of the server. `refuse` answers what no handler sees.

    With `proxy`, this machine's own address and those of private networks may stand for many people.
    """

    def __init__(self, limits: Limits, refuse: Refuse, complain: Seldom, *, proxy: bool) -> None:
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
