"""Server-sent events: one answer that stays open, and one task that follows for all who listen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Set
from contextlib import suppress
from typing import Any, Generic, TypeVar

from aiohttp import web

L = TypeVar("L")
HEARTBEAT_SECONDS = 15.0
_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


def encoded(name: str, data: str, number: int | None = None) -> bytes:
    """One event as the stream carries it; `data` is one line. A page that comes back names the last `number` it saw."""
    line = "" if number is None else f"id: {number}\n"
    return f"{line}event: {name}\ndata: {data}\n\n".encode()


async def stream(
    request: web.Request,
    news: Callable[[], Awaitable[bytes | None]],
    *,
    retry: int,
    beginning: bytes = b"\n",
    heartbeat: float = HEARTBEAT_SECONDS,
) -> web.StreamResponse:
    """Write what `news` gives until that is None or the page is gone; a comment now and then keeps the connection.

    `news` may be cancelled and asked again, and gives no bytes for what the page need not hear. A page that was cut
    off comes back after `retry` milliseconds; `beginning` ends the block that says so, and may hold events.
    """
    answer = web.StreamResponse(headers=_HEADERS)
    with suppress(ConnectionResetError):
        await answer.prepare(request)
        await answer.write(f"retry: {retry}\n".encode() + beginning)
        while True:
            try:
                async with asyncio.timeout(heartbeat):
                    told = await news()
            except TimeoutError:
                told = b": still here\n\n"
            if told is None:
                break
            if told:
                await answer.write(told)
    return answer


class Listeners(Generic[L]):
    """Who listens, and one task that follows for all of them while there is anybody. `end` ends one's stream."""

    def __init__(self, end: Callable[[L], None]) -> None:
        self._end = end
        self._all: set[L] = set()
        self._task: asyncio.Task[None] | None = None
        self.is_closed = False

    @property
    def all(self) -> Set[L]:
        """Everybody who listens."""
        return self._all

    @property
    def is_following(self) -> bool:
        """Whether the task runs."""
        return self._task is not None and not self._task.done()

    def join(self, listener: L, follow: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Take one in, and start following with `follow` if nobody did; after `close` its stream ends at once."""
        self._all.add(listener)
        if self.is_closed:
            self._end(listener)
        elif not self.is_following:
            self._task = asyncio.create_task(follow(), name="following for open pages")

    def leave(self, listener: L) -> None:
        """The page is gone; with the last one the following ends."""
        self._all.discard(listener)
        if not self._all and self._task is not None:
            self._task.cancel()
            self._task = None

    async def close(self) -> None:
        """End every stream at once."""
        self.is_closed = True
        for listener in self._all:
            self._end(listener)
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
