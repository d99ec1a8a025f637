"""The stream of events that an open page of the chat listens to."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from bot.platforms.local.hub import Client, Hub

_HEARTBEAT_SECONDS = 15.0


async def stream(request: web.Request, hub: Hub, person: str) -> web.StreamResponse:
    """Tell a page of `person` what it has missed and then what changes, until the page is gone or the bot stops."""
    seen = request.headers.get("Last-Event-ID", "")
    client, latest, missed = await hub.join(person, int(seen) if re.fullmatch("[0-9]{1,18}", seen) else None)
    try:
        events = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await events.prepare(request)
        await events.write(b"retry: 1000\n\n" if missed else f"retry: 1000\nid: {latest}\n\n".encode())
        for event in missed:
            await events.write(event.encoded())
        await _pass_on(client, events, after=missed[-1].id or latest if missed else latest)
    except ConnectionResetError:
        pass
    finally:
        hub.leave(client)
    return events


async def _pass_on(client: Client, events: web.StreamResponse, *, after: int) -> None:
    """Write the client's events until its stream ends; a comment now and then keeps the connection."""
    while True:
        try:
            async with asyncio.timeout(_HEARTBEAT_SECONDS):
                event = await client.queue.get()
        except TimeoutError:
            await events.write(b": still here\n\n")
            continue
        if event is None:
            return
        if event.id is None or event.id > after or event.name == "reset":
            await events.write(event.encoded())
