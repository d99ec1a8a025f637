"""Faults to switch on, by route and count.

    fault = fake.faults.add("POST /channels/*/messages", drop_after(), times=1)
    …
    await fault.hit.wait()

A route is a method and a path below the API's base, as asked; `*` is one part of a path, `**` any number, and
`* **` every request. The first fault that fits a request and is not used up has it. `skip` lets so many pass first,
`when` asks about the request. What happens is a function of the request and of how to carry it out.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

Execute = Callable[[], Awaitable[web.Response]]
Happening = Callable[[web.Request, Execute], Awaitable[web.StreamResponse]]


@dataclass
class Asked:
    """A request as the fake saw it: `path` below the API's base, `at` by the loop's clock, `status` when answered."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    at: float
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def route(self) -> str:
        """`GET /channels/1/messages`."""
        return f"{self.method} {self.path}"


class Gone(web.StreamResponse):
    """No answer: the connection is cut."""


@dataclass
class Fault:
    """A fault that is switched on; `hits` counts the requests that it had, `hit` is set at the first."""

    pattern: re.Pattern[str]
    what: Happening
    times: int | None
    skip: int
    when: Callable[[Asked], bool]
    hits: int = 0
    hit: asyncio.Event = field(default_factory=asyncio.Event)

    def fits(self, asked: Asked) -> bool:
        """Whether it is this request's turn; counts what is skipped."""
        if (self.times is not None and self.hits >= self.times) or not self.pattern.fullmatch(asked.route):
            return False
        if not self.when(asked):
            return False
        if self.skip:
            self.skip -= 1
            return False
        return True


class Faults:
    """What goes wrong over HTTP."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(
        self,
        route: str,
        what: Happening,
        *,
        times: int | None = None,
        skip: int = 0,
        when: Callable[[Asked], bool] = lambda _: True,
    ) -> Fault:
        """Switch a fault on, for `times` requests or (None) until cleared."""
        fault = Fault(pattern(route), what, times, skip, when)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """All well again."""
        self._faults.clear()

    def of(self, asked: Asked) -> Fault | None:
        """The fault that has this request."""
        return next((fault for fault in self._faults if fault.fits(asked)), None)


def pattern(route: str) -> re.Pattern[str]:
    """A route with `*` and `**` as a regular expression."""
    parts = {"**": ".*", "*": "[^/ ]+"}
    return re.compile("".join(parts.get(part, re.escape(part)) for part in re.split(r"(\*\*?)", route)))


def drop_before() -> Happening:
    """The connection breaks and nothing was done."""

    async def happen(request: web.Request, _: Execute) -> web.StreamResponse:
        return _cut(request)

    return happen


def drop_after() -> Happening:
    """It is done, and the connection breaks before the answer."""

    async def happen(request: web.Request, execute: Execute) -> web.StreamResponse:
        await execute()
        return _cut(request)

    return happen


def late(when: float | asyncio.Event) -> Happening:
    """The connection breaks at once, and it is done only so many seconds later, or when an event has come."""

    async def happen(request: web.Request, execute: Execute) -> web.StreamResponse:
        task = asyncio.get_running_loop().create_task(_later(when, execute))
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)
        return _cut(request)

    return happen


_under_way: set[asyncio.Task[None]] = set()


async def _later(when: float | asyncio.Event, execute: Execute) -> None:
    await (when.wait() if isinstance(when, asyncio.Event) else asyncio.sleep(when))
    await execute()


def answer(status: int, body: Any = None, *, done: bool = False) -> Happening:
    """Another answer; with `done` after carrying the request out."""

    async def happen(_: web.Request, execute: Execute) -> web.StreamResponse:
        if done:
            await execute()
        if body is None:
            return web.Response(status=status, text="<html>upstream error</html>", content_type="text/html")
        return _json(body, status)

    return happen


def too_many(
    retry_after: float | None = 0.1, *, via: bool = True, everywhere: bool = False, code: int = 0
) -> Happening:
    """429: with or without Retry-After, from Discord (`via`) or from the edge before it, for all routes or this."""

    async def happen(*_: object) -> web.StreamResponse:
        if not via:
            page = web.Response(status=429, text="error code: 1015", content_type="text/plain")
            if retry_after is not None:
                page.headers["Retry-After"] = str(max(1, round(retry_after)))
            return page
        body: dict[str, Any] = {"message": "You are being rate limited.", "global": everywhere}
        if code:
            body["code"] = code
        if retry_after is not None:
            body["retry_after"] = retry_after
        found = _json(body, 429)
        found.headers["Via"] = "1.1 google"
        found.headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
        if retry_after is not None:
            found.headers["Retry-After"] = str(retry_after)
        if everywhere:
            found.headers["X-RateLimit-Global"] = "true"
        return found

    return happen


def slow(seconds: float) -> Happening:
    """It takes longer."""

    async def happen(_: web.Request, execute: Execute) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return await execute()

    return happen


def hold(release: asyncio.Event, *, done: bool = False) -> Happening:
    """It waits to be released: before it is carried out, or (`done`) after."""

    async def happen(_: web.Request, execute: Execute) -> web.StreamResponse:
        if done:
            response = await execute()
            await release.wait()
            return response
        await release.wait()
        return await execute()

    return happen


def after(release: asyncio.Event, what: Happening) -> Happening:
    """It waits to be released, and something else happens then."""

    async def happen(request: web.Request, execute: Execute) -> web.StreamResponse:
        await release.wait()
        return await what(request, execute)

    return happen


def call(what: Callable[[], object], *, done: bool = False) -> Happening:
    """Something happens elsewhere before it is carried out, or (`done`) after, before the answer."""

    async def happen(_: web.Request, execute: Execute) -> web.StreamResponse:
        if not done:
            what()
        response = await execute()
        if done:
            what()
        return response

    return happen


def empty() -> Happening:
    """An empty list, as without Read Message History."""

    async def happen(*_: object) -> web.StreamResponse:
        return _json([], 200)

    return happen


def cut_to(most: int) -> Happening:
    """A list shorter than it should be."""

    async def happen(_: web.Request, execute: Execute) -> web.StreamResponse:
        response = await execute()
        return _json(orjson.loads(response.body or b"[]")[:most], response.status)  # type: ignore[arg-type]

    return happen


def _json(body: Any, status: int) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), headers={"Content-Type": "application/json"})


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return Gone()
