"""Answering an interaction: the first response within 3 seconds, what follows within 15 minutes [doc]."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.platforms.discord.interactions.calls import Call
from bot.services.ports import Log

Json = Mapping[str, Any]

_MESSAGE, _DEFERRED, _DEFERRED_UPDATE, _UPDATE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9
_PRIVATE = 1 << 6
_ACKNOWLEDGED = 40060
_PATIENCE = 10.0
"""Seconds for one request."""


class Answering:
    """One interaction's answer. Nothing here raises what a platform may do: it is logged, and the member asks again."""

    def __init__(self, session: aiohttp.ClientSession, call: Call, log: Log) -> None:
        self._session = session
        self._call = call
        self._log = log
        self._answered = False
        self._private = True
        self._deferred = False

    @property
    def deferred(self) -> bool:
        """Whether an answer was promised and is still owed."""
        return self._deferred

    async def defer(self, *, private: bool) -> None:
        """Promise an answer; until then Discord shows that the bot is thinking."""
        self._private = private
        await self._respond(_DEFERRED, {"flags": _PRIVATE} if private else {})
        self._deferred = True

    async def defer_update(self) -> None:
        """Promise that the message with the button will change."""
        await self._respond(_DEFERRED_UPDATE, None)
        self._deferred = True

    async def tell(self, body: Json, *, private: bool) -> bool:
        """The answer; False where Discord didn't take it, so that the member reads that it failed.

        One that was promised to all, and is for the member alone, takes the promise's place.
        """
        flags = {"flags": _PRIVATE} if private else {}
        if not self._answered:
            taken = await self._respond(_MESSAGE, {**body, **flags})
        elif self._deferred and (self._private or not private):
            taken = await self._original("PATCH", body)
        elif self._deferred:
            await self._original("DELETE", None)
            taken = await self.follow_up({**body, **flags})
        else:
            taken = await self.follow_up({**body, **flags})
        self._deferred = False
        return taken

    async def update(self, body: Json) -> None:
        """Change the message with the button."""
        if self._deferred:
            await self._original("PATCH", body)
        else:
            await self._respond(_UPDATE, body)

    async def choose(self, choices: Sequence[Json]) -> None:
        """What may be chosen for the option that is being typed."""
        await self._respond(_CHOICES, {"choices": list(choices)})

    async def ask(self, form: Json) -> None:
        """Open a form; only as the first response."""
        await self._respond(_MODAL, form)

    async def follow_up(self, body: Json) -> bool:
        """One more message after the first."""
        return await self._send("POST", "/webhooks/{webhook_id}/{webhook_token}", body)

    async def _respond(self, kind: int, data: Json | None) -> bool:
        body: dict[str, Any] = {"type": kind} if data is None else {"type": kind, "data": dict(data)}
        self._answered = True
        return await self._send("POST", "/interactions/{webhook_id}/{webhook_token}/callback", body, first=True)

    async def _original(self, method: str, body: Json | None) -> bool:
        return await self._send(method, "/webhooks/{webhook_id}/{webhook_token}/messages/@original", body)

    async def _send(self, method: str, path: str, body: Json | None, *, first: bool = False) -> bool:
        route = Route(
            method,
            path,
            webhook_id=self._call.id if first else self._call.application,
            webhook_token=self._call.token,
        )
        again = first or method != "POST"
        while True:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await async_context.get().request(
                        route, self._session, payload=dict(body) if body is not None else None
                    )
                return True
            except discord.HTTPException as failure:
                if first and failure.code == _ACKNOWLEDGED:
                    return True
                self._log.warning(
                    "an answer was not taken", kind=self._call.kind, status=failure.status, code=failure.code
                )
                return False
            except (aiohttp.ClientError, OSError, TimeoutError) as failure:
                if not again:
                    self._log.warning("an answer could not be sent", kind=self._call.kind, error=failure)
                    return False
                again = False
