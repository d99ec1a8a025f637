"""The web server: one aiohttp application for everything that the bot serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.core.words import Words
from bot.errors import AgoraError
from bot.log import get_logger
from bot.web import failures
from bot.web.guard import SAFE_METHODS, Guard, add_headers
from bot.web.health import Connects, Health, Ping
from bot.web.listening import cannot_listen, parse_listen
from bot.web.metrics import CONTENT_TYPE, Metrics
from bot.web.reader import Reader

_STATIC = Path(__file__).parent / "static"
_ICON = Path(__file__).parent / "pages" / "static" / "icon.svg"
_GRACE_SECONDS = 3.0
_log = get_logger("web")


class WebServer:
    """Serves health, metrics and the routes that other parts bring.

    `listen` is host:port, with port 0 for any free one; `home` is where `/` leads, None where a part brings
    that page; `public_url` is the address that people use, if a proxy stands in front. Raises UsageError for
    a bad `listen`.
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
    ) -> None:
        self._host, self._port = parse_listen(listen)
        self._words = words
        self._guard = Guard(public_url)
        self._reader = Reader(locale)
        self._home = home
        self._metrics = metrics or Metrics()
        self._answers: Counter[str] = Counter()
        self._signed: set[web.AbstractRoute] = set()
        self._missing: Callable[[web.BaseRequest], web.Response] | None = None
        self._runner: web.AppRunner | None = None
        self._app = web.Application(
            middlewares=[self._answer, self._check], client_max_size=failures.BODY_LIMIT_KIB * 1024
        )
        self._app.on_response_prepare.append(add_headers)
        if home is not None:
            self.add([web.get("/", self._show_home)])
        self.add([web.get("/metrics", self._show_metrics)])
        self.add([web.get("/static/page.css", self._show_style), web.get("/favicon.ico", self._show_icon)])
        self.add(Health(ping, platforms).routes())
        self._metrics.counter(
            "agora_http_answers_total", "Answers by status class", lambda: self._answers, label="status"
        )

    # For the parts

    def add(self, routes: Iterable[web.RouteDef], *, signed: bool = False) -> None:
        """Serve `routes`. `signed` ones prove by themselves who sends; all others take writes from own pages only."""
        added = self._app.add_routes(routes)
        if signed:
            self._signed.update(added)

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
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            raise cannot_listen(self._host, self._port, error) from error
        self._runner = runner
        _log.info("listening", url=self.url)

    async def stop(self) -> None:
        """Stop listening, end what streams, and wait a moment for what is under way."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    @property
    def url(self) -> str:
        """Where a browser on this machine reaches the running server."""
        port = self._runner.addresses[0][1] if self._runner is not None and self._runner.addresses else self._port
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    # What every answer has in common

    @web.middleware
    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn failures into sentences, keep cookies, count and log."""
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = self._http_failure(request, error)
        except AgoraError as error:
            response = self._failure(request, failures.status_of(error), str(error))
            _log.warning("request failed", path=request.path, error=str(error))
        except Exception:
            _log.exception("request failed unexpectedly", path=request.path)
            response = self._failure(request, 500)
        self._guard.keep_session(request, response)
        self._reader.keep_choice(request, response)
        self._answers[f"{response.status // 100}xx"] += 1
        _log.debug("answered", method=request.method, path=request.path, status=response.status)
        return response

    @web.middleware
    async def _check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse writes that don't come from a page of this server."""
        route = request.match_info.route
        if request.method in SAFE_METHODS or route in self._signed or self._guard.allows(request):
            return await handler(request)
        return self._failure(request, 403)

    def _http_failure(self, request: web.Request, error: web.HTTPException) -> web.StreamResponse:
        if error.status < 400:
            return web.Response(status=error.status, headers=error.headers)
        response = self._failure(request, error.status)
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response

    def _failure(self, request: web.Request, status: int, sentence: str = "") -> web.Response:
        if status == 404 and self._missing is not None and failures.wants_page(request):
            return self._missing(request)
        words = self._words(self._reader.locale_of(request))
        if not sentence or status >= 500:
            sentence = failures.sentence_for(status, words)
        return failures.failure(request, status, sentence, words)

    # The server's own addresses

    async def _show_home(self, _: web.Request) -> web.StreamResponse:
        assert self._home is not None
        raise web.HTTPFound(self._home)

    async def _show_metrics(self, _: web.Request) -> web.StreamResponse:
        return web.Response(body=self._metrics.render(), headers={"Content-Type": CONTENT_TYPE})

    async def _show_style(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_STATIC / "page.css", headers={"Cache-Control": "max-age=3600"})

    async def _show_icon(self, _: web.Request) -> web.StreamResponse:
        """What browsers ask for beside any answer that names no icon of its own, such as JSON."""
        headers = {"Content-Type": "image/svg+xml", "Cache-Control": "max-age=86400"}
        return web.FileResponse(_ICON, headers=headers)
