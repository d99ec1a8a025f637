"""Long work, laid aside again and again so that nobody waits for it."""

from __future__ import annotations

import asyncio
import threading
import time

from bot.core.steps import Steps, T

_LONGEST = 0.003
"""How long work holds the event loop at a stretch (seconds)."""
_HELD, _LET_GO = 0.001, 0.0005
"""How long work in a thread keeps the interpreter from the event loop, and for how long it then lets go (seconds).

Left alone the interpreter would change threads every 5 ms, each time that the event loop has something to do.
"""


async def in_slices(steps: Steps[T]) -> T:
    """The outcome of work that somebody waits for, on the event loop; others have their turn in between."""
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


async def in_thread(steps: Steps[T]) -> T:
    """The outcome of work that takes seconds, done in a thread. Cancelled, it ends with the step under way."""
    cancelled = threading.Event()
    try:
        return await asyncio.to_thread(_work_gently, steps, cancelled)
    finally:
        cancelled.set()


def _work_gently(steps: Steps[T], cancelled: threading.Event) -> T:
    since = time.monotonic()
    while not cancelled.is_set():
        try:
            next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
        if time.monotonic() - since >= _HELD:
            time.sleep(_LET_GO)
            since = time.monotonic()
    raise asyncio.CancelledError
