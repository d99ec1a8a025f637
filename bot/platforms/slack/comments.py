"""Replies for the public pages: read back from Slack seldom, since every page that is made anew asks for them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.services.records import Comment

_FRESH_FOR = 60.0
_BETWEEN_READINGS = 2.0
_WITHIN = 3.0
"""Seconds that a page waits for a reading; then it shows what was read before."""
_REMEMBERED = 100
Thread = tuple[str, str]
"""A channel, and the message in it that begins the thread."""
Read = Callable[[str, str, int], Awaitable[Sequence[Comment]]]


@dataclass(frozen=True, slots=True)
class _Kept:
    comments: Sequence[Comment]
    read_at: float


class KeptComments:
    """The latest comments of threads, as `read` (channel, thread, limit) gave them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._kept: OrderedDict[Thread, _Kept] = OrderedDict()
        self._reading: dict[Thread, asyncio.Task[Sequence[Comment]]] = {}
        self._said_at: dict[Thread, float] = {}

    async def latest(self, thread: Thread, limit: int) -> Sequence[Comment]:
        """The latest `limit` comments of a thread. Raises PlatformError where it was never read."""
        kept = self._kept.get(thread)
        if kept is not None and self._is_current(thread, kept):
            return kept.comments
        task = self._reading.get(thread)
        if task is None:
            task = asyncio.create_task(self._read_again(thread, limit, kept))
            self._reading[thread] = task
            task.add_done_callback(lambda done: self._done(thread, done))
        try:
            async with asyncio.timeout(_WITHIN):
                return await asyncio.shield(task)
        except Exception:
            if kept is None and task.done():
                return task.result()
            return kept.comments if kept is not None else ()

    def outdate(self, thread: Thread) -> None:
        """Something was said in a thread, or deleted."""
        if thread in self._kept or thread in self._reading:
            self._said_at[thread] = _now()

    async def close(self) -> None:
        """Give up what is being read."""
        tasks = tuple(self._reading.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _is_current(self, thread: Thread, kept: _Kept) -> bool:
        return _now() - kept.read_at < _FRESH_FOR and self._said_at.get(thread, 0.0) < kept.read_at

    async def _read_again(self, thread: Thread, limit: int, kept: _Kept | None) -> Sequence[Comment]:
        if kept is not None:
            await asyncio.sleep(max(0.0, kept.read_at + _BETWEEN_READINGS - _now()))
        began = _now()
        comments = await self._read(*thread, limit)
        self._kept[thread] = _Kept(comments, began)
        self._kept.move_to_end(thread)
        while len(self._kept) > _REMEMBERED:
            gone, _ = self._kept.popitem(last=False)
            self._said_at.pop(gone, None)
        return comments

    def _done(self, thread: Thread, task: asyncio.Task[Sequence[Comment]]) -> None:
        self._reading.pop(thread, None)
        if thread not in self._kept:
            self._said_at.pop(thread, None)
        if not task.cancelled():
            task.exception()


def _now() -> float:
    return asyncio.get_running_loop().time()
