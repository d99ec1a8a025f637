"""What every request passes first: it is for this server, and its body comes in time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web
from aiohttp.streams import StreamReader

from bot.log.seldom import Seldom
from bot.web.connection import BodyTooSlow, Connection, Refuse
from bot.web.hosts import Hosts

_ZERO = "%00"
"""In an address: a character that is in no name here, and that PostgreSQL takes in no text."""
Handle = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Entrance:
    """Stands before aiohttp's own handling, so that nothing is done for a request that is not ours."""

    def __init__(self, inner: Handle, hosts: Hosts, refuse: Refuse, complain: Seldom, body_seconds: float) -> None:
        self._inner = inner
        self._hosts = hosts
        self._refuse = refuse
        self._complain = complain
        self._body_seconds = body_seconds

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer to a request."""
        connection = request.protocol
        assert isinstance(connection, Connection)
        connection.begin(request)
        late = None
        if not request.content.is_eof():
            late = asyncio.get_running_loop().call_later(self._body_seconds, _give_up, request.content)
        try:
            if not self._hosts.knows(request):
                named = request.headers.get(hdrs.HOST, "")[:80]
                self._complain.warning("asked under a name that is not ours: set web.public_url", host=named)
                return self._refuse(request, 421)
            if _ZERO in request.raw_path or not _has_sound_dates(request):
                return self._refuse(request, 400)
            return await self._inner(request)
        finally:
            if late is not None:
                late.cancel()
            connection.end()


def _give_up(body: StreamReader) -> None:
    if not body.is_eof():
        body.set_exception(BodyTooSlow())


def _has_sound_dates(request: web.BaseRequest) -> bool:
    """Whether what a request says of dates can be read: aiohttp ends the connection at a year beyond all years."""
    try:
        _ = request.if_modified_since, request.if_unmodified_since, request.if_range
    except (OverflowError, ValueError):
        return False
    return True
