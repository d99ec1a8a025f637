"""Asking Discord over HTTP: with discord.py's own client, which obeys the rate limits, and without a gateway."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.backoff import READ_AGAIN, TOKEN, Pauses
from bot.config.secrets import Secret
from bot.platforms.discord.api_errors import (
    REFUSED,
    TOO_MANY,
    Attempt,
    Task,
    pause_of,
    status_of,
    translated,
)
from bot.platforms.discord.rate_limits import Budget, Priority
from bot.sentences import Sentence, sentence
from bot.services.platform_errors import PlatformError, StillRefused, TokenRefused, TryLater

_TIMEOUT = aiohttp.ClientTimeout(total=30.0, sock_connect=10.0)
_LOGIN_SECONDS = 45.0
_LONGEST_WAIT = 30.0
"""Seconds that discord.py waits for a limit by itself; what must wait longer is tried again later (its least value)."""
_MOST_WAITS, _MOST_UNTOLD, _MOST_REPEATS = 10, 6, 3
"""How often a read waits for a limit, for one that tells no time, and how often it is repeated after a fault."""
_UNAVAILABLE = 503
_UNTOLD_PAUSE = 1.0
_LOGIN = Task(sentence("discord-task-log-in"))
_attempt: ContextVar[Attempt] = ContextVar("attempt")
Json = Any


class Api:
    """Discord's HTTP API. Logs in at the first call; nothing is opened before."""

    def __init__(self, token: Secret, api_url: str) -> None:
        self._token = token
        self._api_url = api_url.rstrip("/")
        self._http: HTTPClient | None = None
        self._logging_in = asyncio.Lock()
        self._budget = Budget()
        self._me = ""
        self._rests_until = 0.0
        self._rests = Pauses(TOKEN)
        self.refused: Sentence | None = None
        """Why no call is made just now: the token was refused a moment ago."""

    @property
    def me(self) -> str:
        """The bot's own user id; empty before the first login."""
        return self._me

    async def login(self) -> HTTPClient:
        """discord.py's client, logged in. Raises TokenRefused, and TryLater where Discord can't be reached."""
        async with self._logging_in:
            if self._http is not None:
                return self._http
            self._take_rest()
            Route.BASE = self._api_url
            http = HTTPClient(asyncio.get_running_loop(), max_ratelimit_timeout=_LONGEST_WAIT, http_trace=_trace())
            try:
                async with asyncio.timeout(_LOGIN_SECONDS):
                    me = _parsed(await http.static_login(self._token.reveal().strip()))
                self._me = str(me["id"])
            except BaseException as failure:
                await http.close()
                if not isinstance(failure, Exception):
                    raise
                raise self._noted(_login_failure(failure)) from failure
            self._http = http
            self._well()
            return http

    async def call(
        self,
        urgency: Priority,
        task: Task,
        method: str,
        path: str,
        ids: Mapping[str, str],
        *,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str | int] | None = None,
        picture: discord.File | None = None,
    ) -> Json:
        """Discord's answer to a request; `ids` fill the path. Raises PlatformError.

        A read is repeated where discord.py gives up at once, which is at a limit that a proxy or a compatible server
        tells without the header Via, at 503 and at a broken connection: else one of them would undo hundreds of pages.
        """
        http = await self.login()
        arguments = _arguments(body, params, picture)
        waits = repeats = 0
        while True:
            try:
                return await self._ask(http, urgency, task, Route(method, path, **ids), arguments)
            except TryLater as failure:
                limited = status_of(failure) == TOO_MANY or isinstance(failure.__cause__, discord.RateLimited)
                pause = _pause_before(failure, limited, waits if limited else repeats) if method == "GET" else None
                if pause is None:
                    raise
            waits, repeats = waits + limited, repeats + (not limited)
            await asyncio.sleep(pause)

    async def _ask(
        self, http: HTTPClient, urgency: Priority, task: Task, route: Route, arguments: Mapping[str, Any]
    ) -> Json:
        attempt = Attempt()
        async with self._budget.turn(urgency):
            self._take_rest()
            _attempt.set(attempt)
            try:
                answer = await http.request(route, **arguments)
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as failure:
                told = _understood(failure)
            except KeyError:
                # discord.py's own reading of a 429 whose body does not tell how long to wait [src].
                told = discord.RateLimited(_UNTOLD_PAUSE)
            else:
                self._well()
                return _parsed(answer)
        attempt.after = await pause_of(told)
        raise self._noted(translated(told, task, attempt)) from told

    async def close(self) -> None:
        """Close every connection."""
        if self._http is not None:
            http, self._http = self._http, None
            await http.close()

    def _take_rest(self) -> None:
        """After a refused token Discord is asked again only now and then: it bans who is refused too often [doc]."""
        left = self._rests_until - asyncio.get_running_loop().time()
        if self.refused is not None and left > 0:
            raise StillRefused(self.refused, after=left)

    def _noted(self, failure: PlatformError) -> PlatformError:
        if not isinstance(failure, TokenRefused):
            return failure
        self.refused = REFUSED
        self._rests_until = asyncio.get_running_loop().time() + self._rests.next()
        return failure

    def _well(self) -> None:
        self.refused = None
        self._rests.reset()


def _pause_before(failure: TryLater, limited: bool, tries: int) -> float | None:
    """The seconds until a read that failed so is repeated; None where it is not."""
    if limited:
        if failure.after is None:
            return READ_AGAIN.pause(tries + 1) if tries < _MOST_UNTOLD else None
        return failure.after if tries < _MOST_WAITS and failure.after <= _LONGEST_WAIT else None
    cause = failure.__cause__
    broken = isinstance(cause, aiohttp.ClientError | OSError) and not isinstance(cause, TimeoutError)
    if tries < _MOST_REPEATS and (broken or status_of(failure) == _UNAVAILABLE):
        return READ_AGAIN.pause(tries + 1)
    return None


def _login_failure(failure: Exception) -> PlatformError:
    if isinstance(failure, TypeError | KeyError | ValueError | RuntimeError):
        return TryLater(sentence("discord-unlike-discord"))
    return translated(failure, _LOGIN, Attempt())


def _arguments(
    body: Mapping[str, Any] | None, params: Mapping[str, str | int] | None, picture: discord.File | None
) -> dict[str, Any]:
    arguments: dict[str, Any] = {"timeout": _TIMEOUT}
    if params is not None:
        arguments["params"] = dict(params)
    if picture is not None:
        arguments["files"] = [picture]
        arguments["form"] = [
            {"name": "payload_json", "value": json.dumps(body), "content_type": "application/json"},
            {
                "name": "files[0]",
                "value": picture.fp,
                "filename": picture.filename,
                "content_type": "image/png",
            },
        ]
    elif body is not None:
        arguments["json"] = dict(body)
    return arguments


def _parsed(answer: Json) -> Json:
    """discord.py leaves a body as text unless its type is named exactly; a proxy may add a charset to it."""
    if isinstance(answer, str) and answer[:1] in "{[" and answer:
        return json.loads(answer)
    return answer


def _understood(failure: Exception) -> Exception:
    """The same for a refusal: its code stands in its body."""
    if isinstance(failure, discord.HTTPException) and not failure.code and failure.text[:1] == "{":
        with suppress(ValueError, AttributeError):
            failure.code = int(json.loads(failure.text).get("code") or 0)
    return failure


def _trace() -> aiohttp.TraceConfig:
    """Tells an attempt what became of its requests, also of those that discord.py repeats by itself."""

    async def left(_session: object, _context: SimpleNamespace, _params: object) -> None:
        if (attempt := _attempt.get(None)) is not None:
            attempt.left = True

    async def ended(_session: object, _context: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        if params.response.status >= 500 and (attempt := _attempt.get(None)) is not None:
            attempt.given_up = True

    async def failed(_session: object, _context: SimpleNamespace, _params: aiohttp.TraceRequestExceptionParams) -> None:
        if (attempt := _attempt.get(None)) is not None and attempt.left:
            attempt.given_up = True

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(left)
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(failed)
    return trace
