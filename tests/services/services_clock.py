"""A clock for tests: it runs as the real one does, and tests move it on."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta


class MovableClock:
    """Real time plus what tests have added (the port `Clock`)."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start or datetime.now(UTC)
        self._began = time.monotonic()
        self._passed = timedelta()
        self._jumped = timedelta()
        self._moved = asyncio.Event()

    def _elapsed(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._began) + self._passed

    def now(self) -> datetime:
        """The present instant."""
        return self._start + self._elapsed() + self._jumped

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`, or as soon as a test has let as much time pass."""
        until = self._elapsed() + timedelta(seconds=seconds)
        while (left := (until - self._elapsed()).total_seconds()) > 0:
            try:
                async with asyncio.timeout(left):
                    await self._moved.wait()
            except TimeoutError:
                return
        await asyncio.sleep(0)

    def advance(self, by: timedelta) -> None:
        """Let time pass: every sleeper whose time has come wakes."""
        self._passed += by
        self._moved.set()
        self._moved = asyncio.Event()

    def jump(self, by: timedelta) -> None:
        """Set the wall clock forward or back, as a correction by the network does; no time passes."""
        self._jumped += by
