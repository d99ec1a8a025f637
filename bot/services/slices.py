"""Long work on the event loop, laid aside again and again so that nobody waits for it."""

from __future__ import annotations

import asyncio

from bot.core.steps import Steps, T

_LONGEST = 0.003
"""How long work holds the event loop at a stretch (seconds)."""


async def in_slices(steps: Steps[T]) -> T:
    """The outcome of work whose single steps are short; others have their turn in between."""
    loop = asyncio.get_running_loop()
    since = loop.time()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
        if loop.time() - since >= _LONGEST:
            await asyncio.sleep(0)
            since = loop.time()
