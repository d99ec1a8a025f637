"""Replies for the public pages: read back from Slack seldom, since every page that is made anew asks for them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.services.outcomes import PlatformError, TryLater
from bot.services.records import Comment

_FRESH_FOR = 60.0
_BETWEEN_READINGS = 2.0
_AFTER_A_FAILURE = 5.0
_WITHIN = 3.0
"""Seconds that a page waits for a reading; then it shows what was read before."""
_REMEMBERED = 100
Thread = tuple[str, str]
"""A channel, and the message in it that begins the thread."""
Read = Callable[[str, str, int], Awaitable[Sequence[Comment]]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read, while what was said had been taken back or reworded `retold` times; or why it could not be."""

    comments: Sequence[Comment]
    read_at: float
    retold: int
    failure: PlatformError | None = None


class KeptComments:
    """The latest comments of threads, as `read` (channel, thread, limit) gave them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._kept: OrderedDict[Thread, _Kept] = OrderedDict()
        self._reading: dict[tuple[Thread, int], asyncio.Task[Sequence[Comment]]] = {}
        self._said_at: dict[Thread, float] = {}

    async def latest(self, thread: Thread, limit: int, retold: int) -> Sequence[Comment]:
        """The latest `limit` comments of a thread, never as they were before `retold` was what it is.

        Raises PlatformError where they could not be read since.
        """
        kept = self._kept.get(thread)
        if kept is not None and self._is_current(thread, kept, retold):
            return _told(kept)
        task = self._reading.get((thread, retold))
        if task is None:
            task = asyncio.create_task(self._read_again(thread, limit, retold, kept))
            self._reading[thread, retold] = task
            task.add_done_callback(lambda done: self._done((thread, retold), done))
        try:
            async with asyncio.timeout(_WITHIN):
                return await asyncio.shield(task)
        except Exception:
            if kept is not None and kept.retold >= retold and kept.failure is None:
                return kept.comments
            if task.done():
                return task.result()
            raise TryLater("Slack did not answer in time.") from None

    def outdate(self, thread: Thread) -> None:
        """Something was said in a thread, or deleted."""
        if thread in self._kept or any(read == thread for read, _ in self._reading):
            self._said_at[thread] = _now()

    async def close(self) -> None:
        """Give up what is being read."""
        tasks = tuple(self._reading.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _is_current(self, thread: Thread, kept: _Kept, retold: int) -> bool:
        if kept.retold < retold:
            return False
        if kept.failure is not None:
            return _now() - kept.read_at < _AFTER_A_FAILURE
        return _now() - kept.read_at < _FRESH_FOR and self._said_at.get(thread, 0.0) < kept.read_at

    async def _read_again(self, thread: Thread, limit: int, retold: int, kept: _Kept | None) -> Sequence[Comment]:
        if kept is not None:
            await asyncio.sleep(max(0.0, kept.read_at + _BETWEEN_READINGS - _now()))
        began = _now()
        try:
            comments = await self._read(*thread, limit)
        except PlatformError as failure:
            if kept is None or kept.retold < retold or kept.failure is not None:
                self._keep(thread, _Kept((), _now(), retold, failure))
                self._said_at.pop(thread, None)
            raise
        self._keep(thread, _Kept(comments, began, retold))
        return comments

    def _keep(self, thread: Thread, read: _Kept) -> None:
        known = self._kept.get(thread)
        if known is not None and known.retold > read.retold:
            return
        self._kept[thread] = read
        self._kept.move_to_end(thread)
        while len(self._kept) > _REMEMBERED:
            gone, _ = self._kept.popitem(last=False)
            self._said_at.pop(gone, None)

    def _done(self, key: tuple[Thread, int], task: asyncio.Task[Sequence[Comment]]) -> None:
        self._reading.pop(key, None)
        if not task.cancelled():
            task.exception()


def _told(kept: _Kept) -> Sequence[Comment]:
    if kept.failure is not None:
        raise kept.failure.with_traceback(None)
    return kept.comments


def _now() -> float:
    return asyncio.get_running_loop().time()
