"""The stream of events that an open page listens to, so that it follows its debate."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.errors import Refused
from bot.services.records import Standing
from bot.web.pages.hub import Hub, Watcher, has_ended, token_of

_HEARTBEAT_SECONDS = 20.0


async def stream(
    request: web.Request, hub: Hub, standing: Standing, *, beyond_its_end: bool = False
) -> web.StreamResponse:
    """Tell a page how its debate stands, beginning with `standing`, until the debate has ended or the page is gone.

    With `beyond_its_end` it goes on after that, for what people wrote may still be taken back.
    """
    if has_ended(standing, beyond_its_end=beyond_its_end):
        # An event source that is told "no content" does not come back.
        return web.Response(status=204, headers={"Cache-Control": "no-store"})
    try:
        watcher = hub.join(standing)
    except Refused:
        return web.Response(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    events = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
    )
    try:
        await events.prepare(request)
        await events.write(b"retry: 3000\n\n")
        await _pass_on(watcher, events, beyond_its_end=beyond_its_end)
    except ConnectionResetError:
        pass
    finally:
        hub.leave(watcher)
    return events


async def _pass_on(watcher: Watcher, events: web.StreamResponse, *, beyond_its_end: bool) -> None:
    """Tell an open page whenever its debate has moved; a comment now and then keeps the connection."""
    while True:
        try:
            async with asyncio.timeout(_HEARTBEAT_SECONDS):
                standing = await watcher.news()
        except TimeoutError:
            await events.write(b": still here\n\n")
            continue
        if standing is None:
            return
        await events.write(f"event: standing\ndata: {token_of(standing)}\n\n".encode())
        if has_ended(standing, beyond_its_end=beyond_its_end):
            return
