"""Who is let in: requests for this server whose bodies come in time, and writes from its own pages.

Here too are the headers that protect browsers.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.streams import StreamReader

from bot.log.throttle import Throttle
from bot.web.connections import BodyTooSlow, Connection, Refuse
from bot.web.hosts import Hosts, is_loopback

TOKEN_HEADER = "X-Agora-Token"
_OF_PROXIES = (hdrs.FORWARDED, hdrs.X_FORWARDED_FOR, hdrs.X_FORWARDED_HOST, "X-Real-IP", hdrs.VIA)
_FETCH_MODE = "Sec-Fetch-Mode"
_FETCH_SITE = "Sec-Fetch-Site"
SESSION_COOKIE = "agora_session"
_FRESH = web.RequestKey("agora.session", str)
_SESSION = re.compile(r"[A-Za-z0-9_-]{43}")
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE_METHODS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})


class Guard:
    """`public_url` is where people reach the server from outside, if that differs from where it listens."""

    def __init__(self, public_url: str | None) -> None:
        self._public = urlsplit(public_url) if public_url else None

    def token_of(self, request: web.Request) -> str:
        """The token for a page that is about to be shown; its cookie goes out with the page.

        It reads otherwise each time, so that the size of a compressed page tells nothing of it.
        """
        session = _session(request)
        if session is None:
            session = request[_FRESH] = secrets.token_urlsafe(32)
        mask = secrets.token_bytes(_TOKEN_BYTES)
        return (mask + _mixed(mask, _token(session))).hex()

    def keep_session(self, request: web.Request, response: web.StreamResponse) -> None:
        """Give the browser the cookie behind a token that was handed out in this answer."""
        if _FRESH in request and not response.prepared:
            response.set_cookie(
                SESSION_COOKIE,
                request[_FRESH],
                path="/",
                httponly=True,
                samesite="Strict",
                secure=self._is_https(request),
            )

    def allows(self, request: web.Request) -> bool:
        """Whether an unsafe request comes from a page of this server."""
        session = _session(request)
        return (
            session is not None
            and hmac.compare_digest(_unmasked(request.headers.get(TOKEN_HEADER, "")), _token(session))
            and self._is_own(request)
        )

    def is_foreign(self, request: web.Request) -> bool:
        """Whether a page of another site asks, as far as its browser says so."""
        if request.headers.get(_FETCH_SITE, "same-origin") not in ("same-origin", "none"):
            return True
        return hdrs.ORIGIN in request.headers and not self._is_own(request)

    def is_near(self, request: web.Request) -> bool:
        """Whether a request comes from this machine, by a name of it and through no proxy, as far as one says so."""
        peer = request.transport.get_extra_info("peername") if request.transport is not None else None
        origin, page = request.headers.get(hdrs.ORIGIN), request.headers.get(hdrs.REFERER)
        if request.headers.get(_FETCH_MODE) == "navigate":
            page = None  # whoever links here is no matter
        return (
            isinstance(peer, tuple)
            and is_loopback(f"[{peer[0]}]" if ":" in peer[0] else peer[0])
            and is_loopback(request.host)
            and all(told is None or is_loopback(_host_of(told)) for told in (origin, page))
            and not any(name in request.headers for name in _OF_PROXIES)
        )

    def _is_own(self, request: web.Request) -> bool:
        try:
            origin = urlsplit(request.headers.get(hdrs.ORIGIN, ""))
        except ValueError:
            return False
        if origin.scheme not in ("http", "https"):
            return False
        if self._public is not None and (origin.scheme, origin.netloc) == (self._public.scheme, self._public.netloc):
            return True
        return origin.netloc.lower() == request.host.lower()

    def _is_https(self, request: web.Request) -> bool:
        if self._public is not None and self._public.netloc == request.host:
            return self._public.scheme == "https"
        return request.secure


class Bare(web.Response):
    """An answer that may go out without the application's hooks, protected like all others."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        _protect(self)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Put the protective headers on an answer, whatever it is."""
    _protect(response)


def _protect(response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers[name] = value
    response.headers.popall("Server", None)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _session(request: web.Request) -> str | None:
    session = request.cookies.get(SESSION_COOKIE, "")
    return session if _SESSION.fullmatch(session) else None


_TOKEN_BYTES = hashlib.sha256().digest_size


def _token(session: str) -> bytes:
    return hmac.digest(session.encode(), b"agora page token", hashlib.sha256)


def _mixed(mask: bytes, token: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, token, strict=True))


def _unmasked(text: str) -> bytes:
    """The token in what a page sends; empty for what is none."""
    try:
        sent = bytes.fromhex(text)
    except ValueError:
        return b""
    return _mixed(sent[:_TOKEN_BYTES], sent[_TOKEN_BYTES:]) if len(sent) == 2 * _TOKEN_BYTES else b""


_ZERO = "%00"
"""In an address: a character that is in no name here, and that PostgreSQL takes in no text."""
Handle = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Entrance:
    """Stands before aiohttp's own handling, so that nothing is done for a request that is not ours."""

    def __init__(self, inner: Handle, hosts: Hosts, refuse: Refuse, complain: Throttle, body_seconds: float) -> None:
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
