"""The web server: where it listens, how it takes who comes, and one aiohttp application for all that it serves."""

from __future__ import annotations

import asyncio
import errno
import json
import re
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import cached_property

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.core.words import Words
from bot.errors import AgoraError, UsageError, reason_of
from bot.log import get_logger
from bot.log.throttle import Throttle
from bot.sentences import sentence
from bot.web import error_page, openapi
from bot.web.connections import BodyTooSlow, Connection, Connections, Limits, own_limits, peer_of_name
from bot.web.content_coding import Forms, answer_of, fitted
from bot.web.guard import SAFE_METHODS, Entrance, Guard, add_headers
from bot.web.hosts import Hosts
from bot.web.language import Reader
from bot.web.monitoring import CONTENT_TYPE, Connects, Health, Metrics, Ping
from bot.web.static_files import shared

_BACKLOG = 128
_PAUSE_SECONDS = 0.02


def parse_listen(text: str) -> tuple[str, int]:
    """Host and port of `host:port`; IPv6 addresses stand in brackets. Raises UsageError."""
    host, colon, port = text.strip().rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise UsageError(sentence("listen-without-brackets", text=text))
    if not (colon and host and port.isascii() and port.isdigit() and int(port) <= 65_535):
        raise UsageError(sentence("listen-no-address", text=text))
    return host, int(port)


def cannot_listen(host: str, port: int, error: OSError) -> AgoraError:
    """The sentence for a socket that could not be opened."""
    if error.errno == errno.EADDRINUSE:
        return AgoraError(sentence("listen-port-busy", host=host, port=str(port)))
    if error.errno == errno.EACCES:
        return AgoraError(sentence("listen-port-forbidden", host=host, port=str(port)))
    if error.errno == errno.EADDRNOTAVAIL:
        return AgoraError(sentence("listen-elsewhere", host=host))
    return AgoraError(sentence("listen-port-closed", host=host, port=str(port), reason=reason_of(error)))


async def open_sockets(host: str, port: int) -> Sequence[socket.socket]:
    """Listening sockets, one for each address of `host`; all on one port. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[socket.socket] = []
    try:
        for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
            place = (address[0], port or opened[0].getsockname()[1] if opened else port)
            opened.append(socket.create_server(place, family=family, backlog=_BACKLOG))
            opened[-1].setblocking(False)
    except OSError:
        for one in opened:
            one.close()
        raise
    return opened


async def accept(
    listener: socket.socket, connections: Connections, protocol: Callable[[], asyncio.Protocol], complain: Throttle
) -> None:
    """Take connections one by one, each only when there is room for it, until cancelled.

    asyncio's own server takes a hundred at once before anybody can look at them, and repeats its complaint for
    each where descriptors run out.
    """
    loop = asyncio.get_running_loop()
    while True:
        try:
            taken, name = await loop.sock_accept(listener)
        except OSError as error:
            complain.warning("connections can't be accepted", reason=error.strerror or str(error))
            connections.end_one()
            await asyncio.sleep(_PAUSE_SECONDS)
            continue
        if not connections.make_room(peer_of_name(name)):
            taken.close()
            await asyncio.sleep(0)
            continue
        try:
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(connections.limits.unread * 1000))
            await loop.connect_accepted_socket(protocol, taken)
        except Exception as error:
            taken.close()
            # Who has gone meanwhile is none of our business; anything else must not end the accepting.
            if not isinstance(error, OSError):
                complain.exception("a connection could not be begun", error)


_GRACE_SECONDS = 3.0
_SLASHES = re.compile(r"/{2,}")
_log = get_logger("web")


def _takes_no_writes(request: web.Request) -> bool:
    """Whether nothing can be written at an address, which an answer to any write may say."""
    found = request.match_info.http_exception
    if isinstance(found, web.HTTPMethodNotAllowed):
        return found.allowed_methods <= SAFE_METHODS
    return found is not None


class WebServer:
    """Serves health, metrics and the routes that other parts bring.

    `listen` is host:port, with port 0 for any free one; `home` is where `/` leads, None where a part brings
    that page; `public_url` is the address that people use, if a proxy stands in front; `limits` are those of
    this process, where none are given. Raises UsageError for a bad `listen`.
    """

    def __init__(
        self,
        listen: str,
        words: Callable[[str], Words],
        *,
        locale: str,
        public_url: str | None = None,
        home: str | None = None,
        ping: Ping | None = None,
        platforms: Sequence[Connects] = (),
        metrics: Metrics | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._host, self._port = parse_listen(listen)
        self._hosts = Hosts(self._host, public_url)
        self._complain = Throttle(_log)
        self._limits = limits or own_limits()
        self._connections = Connections(self._limits, self._refuse, self._complain, proxy=public_url is not None)
        self._words = words
        self._public_url = public_url
        self._guard = Guard(public_url)
        self._reader = Reader(locale)
        self._home = home
        self._metrics = metrics or Metrics()
        self._answers: Counter[str] = Counter()
        self._signed: set[web.AbstractRoute] = set()
        self._near: set[web.AbstractRoute] = set()
        self._missing: Callable[[web.BaseRequest], web.Response] | None = None
        self._streams: set[web.AbstractRoute] = set()
        self._runner: web.AppRunner | None = None
        self._listeners: Sequence[socket.socket] = ()
        self._accepting: Sequence[asyncio.Task[None]] = ()
        self._app = web.Application(
            middlewares=[self._answer, self._check], client_max_size=error_page.BODY_LIMIT_KIB * 1024
        )
        self._app.on_response_prepare.append(add_headers)
        if home is not None:
            self.add([web.get("/", self._show_home)])
        self.add([web.get("/metrics", self._show_metrics)])
        self.add([web.get("/static/{path:.+}", shared.answer), web.get("/favicon.ico", self._show_icon)])
        self.add([web.get("/openapi.json", self._describe)])
        self.add(Health(ping, platforms).routes())
        self._metrics.counter(
            "agora_http_answers_total", "Answers by status class", lambda: self._answers, label="status"
        )
        connections = self._connections
        self._metrics.gauge("agora_http_connections", "Open connections", lambda: len(connections))
        self._metrics.gauge("agora_http_streams", "Open streams of events", lambda: connections.streams)
        self._metrics.counter(
            "agora_http_turned_away_total", "Connections without room", lambda: connections.turned_away
        )

    # For the parts

    def add(self, routes: Iterable[web.RouteDef], *, signed: bool = False, near: bool = False) -> None:
        """Serve `routes`, with `near` to this machine alone.

        `signed` ones prove by themselves who sends; all others take writes from own pages only.
        """
        added = self._app.add_routes(routes)
        if signed:
            self._signed.update(added)
        if near:
            self._near.update(added)

    def add_streams(self, routes: Iterable[web.RouteDef], *, near: bool = False) -> None:
        """Serve streams of events: to own pages only, and to each visitor so many at a time; `near` as for `add`."""
        added = self._app.add_routes(routes)
        self._streams.update(added)
        if near:
            self._near.update(added)

    def on_stop(self, hang_up: Callable[[], Awaitable[None]]) -> None:
        """Call `hang_up` when the server stops, before it waits for open connections."""

        async def stopping(_: web.Application) -> None:
            await hang_up()

        self._app.on_shutdown.append(stopping)

    def show_missing(self, page: Callable[[web.BaseRequest], web.Response]) -> None:
        """Answer people who come to an address where nothing is with `page`."""
        self._missing = page

    def locale_of(self, request: web.Request) -> str:
        """The language to answer a request in."""
        return self._reader.locale_of(request)

    def token_of(self, request: web.Request) -> str:
        """The token that a page must send with its writes."""
        return self._guard.token_of(request)

    # Life

    async def start(self) -> None:
        """Listen. Raises AgoraError when the address can't be had."""
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=_GRACE_SECONDS, handle_signals=False)
        await runner.setup()
        server = runner.server
        assert server is not None
        server.request_handler = Entrance(
            server.request_handler, self._hosts, self._refuse, self._complain, self._limits.body
        )
        try:
            self._listeners = await open_sockets(self._host, self._port)
        except OSError as error:
            await runner.cleanup()
            raise cannot_listen(self._host, self._port, error) from error
        self._runner = runner
        loop = asyncio.get_running_loop()

        def connection() -> Connection:
            return Connection(self._connections, server, loop)

        self._accepting = [
            loop.create_task(accept(listener, self._connections, connection, self._complain), name="accepting")
            for listener in self._listeners
        ]
        _log.info("listening", url=self.url)

    async def stop(self) -> None:
        """Stop listening, end what streams, and wait a moment for what is under way."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        for task in self._accepting:
            task.cancel()
        await asyncio.gather(*self._accepting, return_exceptions=True)
        for listener in self._listeners:
            listener.close()
        await runner.cleanup()
        await self._connections.close()

    @property
    def url(self) -> str:
        """Where a browser on this machine reaches the running server."""
        port = self._listeners[0].getsockname()[1] if self._runner is not None else self._port
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def addresses(self) -> frozenset[str]:
        """The address of every route, as it was added."""
        return frozenset(route.resource.canonical for route in self._app.router.routes() if route.resource is not None)

    # What every answer has in common

    @web.middleware
    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn failures into sentences, compress, keep cookies, count and log."""
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = await self._tidied(request, error) or self._http_failure(request, error)
        except AgoraError as error:
            status = error_page.status_of(error)
            response = self._failure(request, status, str(error))
            event = "request failed" if status >= 500 else "visitor refused"
            self._complain.warning(event, path=request.path, error=str(error))
        except BodyTooSlow:
            response = self._failure(request, 408)
            response.force_close()
        except Exception as error:
            has_gone = isinstance(error, ConnectionError) and (
                request.transport is None or request.transport.is_closing()
            )
            if not has_gone:
                self._complain.exception("request failed unexpectedly", error, path=request.path)
            response = self._failure(request, 500)
        response = await fitted(request, response)
        self._guard.keep_session(request, response)
        self._reader.keep_choice(request, response)
        self._answers[f"{response.status // 100}xx"] += 1
        _log.debug("answered", method=request.method, path=request.path, status=response.status)
        return response

    @web.middleware
    async def _check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse writes, and streams, that don't come from a page of this server."""
        route = request.match_info.route
        if route in self._near and not self._guard.is_near(request):
            words = self._words(self._reader.locale_of(request))
            return self._failure(request, 403, words.say("web-error-near"))
        if route in self._streams:
            return await self._stream(request, handler)
        is_safe = request.method in SAFE_METHODS or _takes_no_writes(request)
        if is_safe or route in self._signed or self._guard.allows(request):
            return await handler(request)
        return self._failure(request, 403)

    async def _stream(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self._guard.is_foreign(request):
            return self._failure(request, 403)
        with self._connections.stream(request) as is_taken:
            if is_taken:
                return await handler(request)
            response = self._failure(request, 503)
            response.headers["Retry-After"] = "60"
            return response

    def _refuse(self, request: web.BaseRequest, status: int) -> web.Response:
        """The answer to what no handler sees."""
        self._answers[f"{status // 100}xx"] += 1
        words = self._words(self._reader.locale_of(request))
        return error_page.failure(request, status, error_page.sentence_for(status, words), words)

    def _http_failure(self, request: web.Request, error: web.HTTPException) -> web.StreamResponse:
        if error.status < 400:
            return web.Response(status=error.status, headers=error.headers)
        response = self._failure(request, error.status)
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response

    async def _tidied(self, request: web.Request, error: web.HTTPException) -> web.Response | None:
        """Leads from an address with slashes too many, where nothing is, to the one without, if something is there."""
        path, unknown = request.rel_url.raw_path, request.match_info.http_exception is not None
        tidy = _SLASHES.sub("/", path).rstrip("/") or "/"
        if error.status != 404 or not unknown or tidy == path or request.method not in (hdrs.METH_GET, hdrs.METH_HEAD):
            return None
        found = await self._app.router.resolve(request.clone(rel_url=tidy))
        if found.http_exception is not None:
            return None
        query = request.rel_url.raw_query_string
        return web.Response(status=301, headers={hdrs.LOCATION: f"{tidy}?{query}" if query else tidy})

    def _failure(self, request: web.Request, status: int, sentence: str = "") -> web.Response:
        if status == 404 and self._missing is not None and error_page.wants_page(request):
            return self._missing(request)
        words = self._words(self._reader.locale_of(request))
        if not sentence or status >= 500:
            sentence = error_page.sentence_for(status, words)
        return error_page.failure(request, status, sentence, words)

    # The server's own addresses

    async def _show_home(self, _: web.Request) -> web.StreamResponse:
        assert self._home is not None
        raise web.HTTPFound(self._home)

    async def _show_metrics(self, _: web.Request) -> web.StreamResponse:
        return web.Response(body=await self._metrics.scrape(), headers={"Content-Type": CONTENT_TYPE})

    @cached_property
    def _described(self) -> Forms:
        told = openapi.document(self.addresses, self._public_url)
        return Forms(json.dumps(told, ensure_ascii=False).encode())

    async def _describe(self, _: web.Request) -> web.StreamResponse:
        return answer_of(self._described, "application/json; charset=utf-8", {"Cache-Control": "no-cache"})

    async def _show_icon(self, _: web.Request) -> web.StreamResponse:
        """What browsers ask for beside any answer that names no icon of its own, such as JSON."""
        return shared.named("icon.svg", "max-age=86400")
