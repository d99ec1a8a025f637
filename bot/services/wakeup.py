"""A wake-up: how a part that looks for work now and then is told to look at once."""

from __future__ import annotations

import asyncio


class Wakeup:
    """Called by whoever has work for a loop; may be called at any time, and as often as one likes.

    The loop says `begin` before it looks: what comes while it is at work has it look once more.
    """

    def __init__(self) -> None:
        self._called = asyncio.Event()

    def __call__(self) -> None:
        self._called.set()

    def begin(self) -> None:
        """Looking begins: whatever came until now is seen by it."""
        self._called.clear()

    async def wait(self, seconds: float | None = None) -> bool:
        """Return when called since `begin`, or after so many seconds; whether it was called."""
        try:
            async with asyncio.timeout(seconds):
                await self._called.wait()
        except TimeoutError:
            return False
        return True
