"""The server in a thread with a loop of its own, for tests that wait for processes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.patience import PATIENCE
from tests.wire.slack.server import FakeSlack

T = TypeVar("T")


class SlackApart:
    """A `FakeSlack` beside the test. `do` runs something in its loop and gives the result."""

    def __init__(self, **settings: Any) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.slack = FakeSlack(**settings)
        self.wait(self.slack.start())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def do(self, work: Callable[[FakeSlack], T]) -> T:
        """Run a function of the server in its loop."""

        async def done() -> T:
            return work(self.slack)

        return self.wait(done())

    def wait(self, work: Awaitable[T], seconds: float = PATIENCE) -> T:
        """Run a coroutine of the server in its loop."""

        async def awaited() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result(seconds)

    def until(self, condition: Callable[[FakeSlack], Any], seconds: float = PATIENCE, why: str = "") -> Any:
        """Wait until something holds on the server."""
        return self.wait(self.slack.until(lambda: condition(self.slack), seconds, why), seconds + 5)

    def close(self) -> None:
        """End it."""
        self.wait(self.slack.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
