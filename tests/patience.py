"""How long a test waits for what must come: long enough for a busy machine, since waiting ends when it comes."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable

PATIENCE = 90.0
"""Seconds. Below what a whole test has (`timeout` in pyproject.toml), so that the wait says what was missing."""
_BETWEEN_LOOKS = 0.01


async def until(condition: Callable[[], bool | Awaitable[bool]], seconds: float = PATIENCE) -> None:
    """Return when `condition` holds, of which nothing tells, such as what only the database knows."""
    async with asyncio.timeout(seconds):
        while not (await held if inspect.isawaitable(held := condition()) else held):  # noqa: ASYNC110
            await asyncio.sleep(_BETWEEN_LOOKS)
