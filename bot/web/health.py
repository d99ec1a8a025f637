"""Whether the process is up, and whether it can do its work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from aiohttp import web

from bot.errors import AgoraError

_PING_SECONDS = 2.0
Ping = Callable[[], Awaitable[None]]


class Connects(Protocol):
    """What can be connected or not; every platform fits."""

    @property
    def name(self) -> str:
        """What it is called."""

    def ready(self) -> str | None:
        """None when connected, else a sentence saying what is missing."""


class Health:
    """`/healthz` and `/readyz`. `ping` asks the database; None where there is none."""

    def __init__(self, ping: Ping | None, platforms: Sequence[Connects]) -> None:
        self._ping = ping
        self._platforms = platforms

    def routes(self) -> Sequence[web.RouteDef]:
        """The two addresses."""
        return [web.get("/healthz", self._up), web.get("/readyz", self._ready)]

    async def missing(self) -> dict[str, str]:
        """What isn't connected, each with a sentence."""
        missing = {}
        if self._ping is not None and (trouble := await _trouble(self._ping)) is not None:
            missing["database"] = trouble
        for platform in self._platforms:
            if (trouble := platform.ready()) is not None:
                missing[platform.name] = trouble
        return missing

    async def _up(self, _: web.Request) -> web.Response:
        return web.json_response({"up": True}, headers={"Cache-Control": "no-store"})

    async def _ready(self, _: web.Request) -> web.Response:
        missing = await self.missing()
        answer = {"ready": not missing, "missing": missing}
        return web.json_response(answer, status=503 if missing else 200, headers={"Cache-Control": "no-store"})


async def _trouble(ping: Ping) -> str | None:
    try:
        async with asyncio.timeout(_PING_SECONDS):
            await ping()
    except TimeoutError:
        return f"the database did not answer within {_PING_SECONDS:g} seconds"
    except AgoraError as error:
        return error.message
    return None
