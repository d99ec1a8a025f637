"""An event loop on which time passes only when nobody has anything to do, and processes that share it.

Everything of one simulation runs in one thread: what asyncio would wait for is skipped, what a thread would do is done
at once, and so the same seed gives the same history. Every callback belongs to the process in whose context it was
asked for; a process that was killed gets none any more, one that is paused gets them when it goes on.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack
from contextvars import Context, ContextVar, copy_context
from itertools import count
from selectors import BaseSelector, SelectorKey
from typing import Any, TypeVar
from unittest.mock import patch
from weakref import WeakKeyDictionary

T = TypeVar("T")

_MONOTONIC_AT_START = 1_000.0
_STEP = 1e-6
"""Seconds that a step of the loop takes at least: who waits for less than a clock can tell waits all the same."""


class Life:
    """Whether a process is there. What it does in a callback is whole: it is killed and paused between two of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dead = False
        self.steps = 0
        """Callbacks so far."""
        self._late: list[tuple[Callable[..., object], tuple[Any, ...], Context]] | None = None
        self._dies_at: tuple[int, Callable[[], None]] | None = None
        self._pauses_at: tuple[int, Callable[[], None]] | None = None

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self._late is not None

    def dies_at(self, step: int, how: Callable[[], None]) -> None:
        """Call `how` instead of the callback of this number, counted from now."""
        self._dies_at = (self.steps + step, how)

    def pauses_at(self, step: int, told: Callable[[], None]) -> None:
        """Stand still before the callback of this number, counted from now; then `told` is called."""
        self._pauses_at = (self.steps + step, told)

    def pause(self) -> None:
        """Stand still from the next callback on."""
        if self._late is None:
            self._late = []

    def resume(self) -> None:
        """Go on with what has come meanwhile."""
        late, self._late = self._late or [], None
        loop = asyncio.get_running_loop()
        for callback, args, context in late:
            loop.call_soon(callback, *args, context=context)

    def take(self, callback: Callable[..., object], args: tuple[Any, ...], context: Context) -> None:
        """Do what is its turn, unless the process is gone or stands still."""
        if self.dead:
            return
        if self._late is not None:
            self._late.append((callback, args, context))
            return
        if self._pauses_at is not None and self.steps >= self._pauses_at[0]:
            told, self._pauses_at = self._pauses_at[1], None
            self._late = [(callback, args, context)]
            told()
            return
        self.steps += 1
        if self._dies_at is not None and self.steps >= self._dies_at[0]:
            how, self._dies_at = self._dies_at[1], None
            how()
            return
        context.run(callback, *args)


LIFE: ContextVar[Life | None] = ContextVar("life", default=None)
"""The process that the present context belongs to; None for the world around."""


class Deadlock(RuntimeError):
    """Everybody waits, and nothing will ever come."""


class _Passing(BaseSelector):
    """Instead of waiting for a file, lets time pass."""

    def __init__(self) -> None:
        self.now = _MONOTONIC_AT_START
        self._keys: dict[Any, SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> SelectorKey:
        self._keys[fileobj] = key = SelectorKey(fileobj, -1, events, data)
        return key

    def unregister(self, fileobj: Any) -> SelectorKey:
        return self._keys.pop(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout is None:
            raise Deadlock("everybody waits, and no timer is set")
        self.now += max(timeout, _STEP)
        return []

    def get_map(self) -> Any:
        return self._keys

    def get_key(self, fileobj: Any) -> SelectorKey:
        return self._keys[fileobj]


class _Task(asyncio.Task[Any]):
    """A task whose place in a set is the same at every run: else it is its address that decides."""

    def __init__(self, number: int, work: Any, **more: Any) -> None:
        self._number = number
        super().__init__(work, **more)

    def __hash__(self) -> int:
        return self._number


class _Future(asyncio.Future[Any]):
    """A future whose place in a set is the same at every run."""

    def __init__(self, number: int, loop: asyncio.AbstractEventLoop) -> None:
        self._number = number
        super().__init__(loop=loop)

    def __hash__(self) -> int:
        return self._number


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop. `epoch` is the Unix time at which it begins."""

    def __init__(self, epoch: float) -> None:
        self._passing = _Passing()
        self.epoch = epoch
        super().__init__(self._passing)
        self._clock_resolution = 1e-6
        self._numbers = count()
        self._tasks: WeakKeyDictionary[asyncio.Task[Any], Life] = WeakKeyDictionary()
        self.set_exception_handler(self._heard)
        self.set_task_factory(self._made)
        self.complaints: list[dict[str, Any]] = []

    def time(self) -> float:
        return self._passing.now

    def wall(self) -> float:
        """Unix time."""
        return self.epoch + self._passing.now - _MONOTONIC_AT_START

    def tasks_of(self, life: Life) -> list[str]:
        """The names of a process's tasks that have not ended."""
        return sorted(task.get_name() for task, mine in self._tasks.items() if mine is life and not task.done())

    def create_future(self) -> asyncio.Future[Any]:
        return _Future(next(self._numbers), self)

    def _made(self, loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> asyncio.Task[Any]:
        task = _Task(next(self._numbers), work, loop=loop, **more)
        life = LIFE.get()
        if life is not None:
            self._tasks[task] = life
        return task

    def call_soon(self, callback: Any, *args: Any, context: Context | None = None) -> asyncio.Handle:
        life = LIFE.get() if context is None else context.get(LIFE)
        if life is None:
            return super().call_soon(callback, *args, context=context)
        context = copy_context() if context is None else context
        return super().call_soon(life.take, callback, args, context, context=_OUTSIDE)

    call_soon_threadsafe = call_soon  # type: ignore[assignment]

    def call_at(self, when: float, callback: Any, *args: Any, context: Context | None = None) -> asyncio.TimerHandle:
        life = LIFE.get() if context is None else context.get(LIFE)
        if life is None:
            return super().call_at(when, callback, *args, context=context)
        context = copy_context() if context is None else context
        return super().call_at(when, life.take, callback, args, context, context=_OUTSIDE)

    def call_later(
        self, delay: float, callback: Any, *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def run_in_executor(self, executor: Executor | None, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        """What a thread would do is done within the loop, a step later."""
        del executor
        future: asyncio.Future[T] = self.create_future()
        self.call_soon(_done_into, future, func, *args)
        return future

    def _heard(self, _: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        self.complaints.append(told)


_OUTSIDE = copy_context()


def _done_into(future: asyncio.Future[Any], work: Callable[..., Any], *args: Any) -> None:
    """Do it and hand over what came of it, unless nobody waits any more."""
    if future.cancelled():
        return
    try:
        result = work(*args)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


def told_by(loop: VirtualLoop, dice: random.Random) -> AbstractContextManager[object]:
    """Within this, the modules `time`, `random`, `os.urandom` and what builds on them tell virtual time and chance."""
    stack = ExitStack()

    def chance(size: int) -> bytes:
        return dice.randbytes(size)

    for name, told in (
        ("time.time", loop.wall),
        ("time.time_ns", lambda: int(loop.wall() * 1e9)),
        ("time.monotonic", loop.time),
        ("time.perf_counter", loop.time),
        ("os.urandom", chance),
        ("random._urandom", chance),
        ("time.sleep", lambda _: None),
    ):
        stack.enter_context(patch(name, told))
    return stack


REAL_TIME = time.perf_counter
"""The machine's own clock, for who measures a simulation."""
