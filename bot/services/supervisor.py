"""The supervisor: a part that fails is started again, after growing pauses, and it says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from bot.backoff import PART, PART_WHILE_BUSY, Backoff, Pauses
from bot.errors import AgoraError, StorageBusy
from bot.services.ports import Log

_HEALTHY_AFTER = 120.0


class Supervisor:
    """Keeps the bot's parts running until it is told to stop.

    A part that raises one of `fatal` before it ever ran for `well_after` seconds ends the whole run with that
    error. A part that the database can't serve for the moment is started again after the pauses of `while_busy`.
    `failing` maps each part that waits to be started again to the reason.
    """

    def __init__(
        self,
        log: Log,
        *,
        backoff: Backoff = PART,
        while_busy: Backoff = PART_WHILE_BUSY,
        well_after: float = 30.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._log = log
        self._backoff = backoff
        self._while_busy = while_busy
        self._sleep = sleep
        self._well_after = well_after
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.failing: dict[str, str] = {}

    def start(self, name: str, part: Callable[[], Awaitable[None]], *, fatal: tuple[type[Exception], ...] = ()) -> None:
        """Run `part` under the supervisor."""
        self._tasks[name] = asyncio.create_task(self._keep(name, part, fatal), name=name)

    async def wait(self) -> None:
        """Return never, or raise the error of a part that failed for good."""
        done, _ = await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()

    async def stop(self, *names: str) -> None:
        """Cancel the named parts, or all, and wait until they are gone."""
        tasks = [self._tasks.pop(name) for name in (names or tuple(self._tasks)) if name in self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, name: str, part: Callable[[], Awaitable[None]], fatal: tuple[type[Exception], ...]) -> None:
        loop = asyncio.get_running_loop()
        pauses, while_busy = Pauses(self._backoff), Pauses(self._while_busy)
        ran_well = False
        while True:
            began = loop.time()
            is_busy = False
            try:
                await part()
                reason = "it ended"
            except asyncio.CancelledError:
                if (task := asyncio.current_task()) is None or task.cancelling():
                    raise
                reason = "something that it waited for was cancelled"
            except Exception as error:
                ran_well = ran_well or loop.time() - began >= self._well_after
                if isinstance(error, fatal) and not ran_well:
                    raise
                is_busy = isinstance(error, StorageBusy)
                reason = str(error) if isinstance(error, AgoraError) else f"{type(error).__name__}: {error}"
                self._log.error("part failed", part=name, reason=reason, error=error)
            if loop.time() - began > _HEALTHY_AFTER:
                pauses.reset()
                while_busy.reset()
            pause = (while_busy if is_busy else pauses).next()
            self.failing[name] = reason
            self._log.warning("part is started again", part=name, seconds=round(pause, 1), reason=reason)
            await self._sleep(pause)
            self.failing.pop(name, None)


async def until_one_fails(parts: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run all parts until one fails or all have ended; raises what it raised, and leaves none running."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
