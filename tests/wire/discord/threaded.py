"""The fake in a thread of its own, for tests that wait for processes."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable
from typing import Any, Self, TypeVar

from tests.patience import PATIENCE
from tests.wire.discord.server import FakeDiscord

T = TypeVar("T")


class Threaded:
    """A context manager; `do` runs a function of the fake, or a coroutine function, where the fake lives.

    What it gives may be looked at from here, but only `do` may change anything.
    """

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-discord", daemon=True)
        self.fake: FakeDiscord

    def __enter__(self) -> Self:
        self._thread.start()

        async def start() -> FakeDiscord:
            fake = FakeDiscord(self._port)
            await fake.start()
            return fake

        self.fake = asyncio.run_coroutine_threadsafe(start(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.fake.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def do(self, what: Callable[[FakeDiscord], Any], seconds: float = PATIENCE) -> Any:
        """Do something with the fake and wait for it."""

        async def doing() -> Any:
            found = what(self.fake)
            return await found if inspect.isawaitable(found) else found

        return asyncio.run_coroutine_threadsafe(doing(), self._loop).result(seconds)

    def until(self, condition: Callable[[FakeDiscord], Any], seconds: float = PATIENCE) -> Any:
        """Wait until something is so."""
        return self.do(lambda fake: fake.until(lambda: condition(fake), seconds), seconds + 5)
