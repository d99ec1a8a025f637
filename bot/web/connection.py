"""One connection, and what aiohttp leaves open about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_network
from typing import Any, Protocol, cast

from aiohttp import web
from aiohttp.streams import StreamReader

from bot.log.seldom import Seldom
from bot.web.hosts import address_of
from bot.web.limits import MOST_HEADERS, Limits

_LINGER_SECONDS = 2.0
Refuse = Callable[[web.BaseRequest, int], web.Response]


class BodyTooSlow(Exception):
    """A request's body did not come in time."""


class Owner(Protocol):
    """Who looks after all connections. `refuse` answers what no handler sees."""

    limits: Limits
    refuse: Refuse
    complain: Seldom

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
