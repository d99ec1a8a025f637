"""The supervisor: a part that fails is started again, after growing pauses, and it says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from bot.errors import AgoraError, StorageBusy
from bot.services.ports import Log

_LONGEST_PAUSE = 60.0
_LONGEST_WHILE_BUSY = 5.0
_HEALTHY_AFTER = 120.0


class Supervisor:
    """Keeps the bot's parts running until it is told to stop.

    A part that raises one of `fatal` before it ever ran for `well_after` seconds ends the whole run with that
    error. A part that the database can't serve for the moment is started again within five seconds.
    `failing` maps each part that waits to be started again to the reason.
    """

    def __init__(self, log: Log, *, first_pause: float = 1.0, well_after: float = 30.0) -> None:
        self._log = log
        self._first_pause = first_pause
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
        pause = self._first_pause
        ran_well = False
        while True:
            began = loop.time()
            longest = _LONGEST_PAUSE
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
                if isinstance(error, StorageBusy):
                    longest = _LONGEST_WHILE_BUSY
                reason = str(error) if isinstance(error, AgoraError) else f"{type(error).__name__}: {error}"
                self._log.error("part failed", part=name, reason=reason, error=error)
            if loop.time() - began > _HEALTHY_AFTER:
                pause = self._first_pause
            pause = min(pause, longest)
            self.failing[name] = reason
            self._log.warning("part is started again", part=name, seconds=round(pause, 1), reason=reason)
            await asyncio.sleep(pause)
            self.failing.pop(name, None)
            pause = min(pause * 2, _LONGEST_PAUSE)


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
