"""SQLite files whose driver works within the loop instead of in a thread of its own, and what befalls them.

The files are real, and SQLite's own code reads and writes them. A connection belongs to the process that opened it:
when that is killed, what it had not committed is undone, as SQLite does it for a process that is gone.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from enum import Enum
from typing import Any
from unittest.mock import patch

import aiosqlite.core

from prove.virtual_time import LIFE, Life

_WAITS_FOR_OTHERS, _LOOKS_AGAIN = 5.0, 0.01
"""Seconds that the driver waits for another process's lock on a file, and how often it looks."""


class Trouble(Enum):
    """What befalls a statement."""

    LOCKED = "database is locked"
    FULL = "database or disk is full"
    LOST = "disk I/O error"
    """Of a COMMIT: it is carried out, and the answer is an error."""


Befalls = Callable[[Life, str], Trouble | None]
"""Asked before each statement of a process, `commit` for a COMMIT: what befalls it."""


class Disk:
    """All connections to files. `befalls` decides what goes wrong, `before_commit` and `after_commit` are told."""

    def __init__(self) -> None:
        self.befalls: Befalls = lambda *_: None
        self.commits: dict[Life, int] = {}
        self.is_shared = False
        """Whether several processes write to one file: who finds it locked then waits, and the others go on."""
        self.before_commit: Callable[[Life], None] = lambda _: None
        self.after_commit: Callable[[Life], None] = lambda _: None
        self._open: dict[Life, set[sqlite3.Connection]] = {}

    def installed(self) -> AbstractContextManager[object]:
        """Within this, aiosqlite works on this disk."""
        stack = ExitStack()
        stack.enter_context(patch.object(aiosqlite.core, "Thread", _NoThread))
        stack.enter_context(patch.object(aiosqlite.core, "SimpleQueue", lambda: _Line(self)))
        return stack

    def gone(self, life: Life) -> None:
        """A process has died: what it had not committed is undone."""
        for connection in self._open.pop(life, set()):
            try:
                sqlite3.Connection.rollback(connection)
                sqlite3.Connection.close(connection)
            except sqlite3.Error:
                pass

    def work(self, life: Life | None, function: Callable[[], Any]) -> Any:
        """Carry out what was asked of a connection."""
        if life is None:
            return function()
        if life.dead:
            raise sqlite3.OperationalError("the process is gone")
        inner = getattr(function, "func", function)
        name = getattr(inner, "__name__", "")
        if name == "commit" and isinstance(getattr(inner, "__self__", None), sqlite3.Connection):
            if inner.__self__.in_transaction:
                return self._commit(life, function)
            return function()
        if name in ("execute", "executemany"):
            trouble = self.befalls(life, str(function.args[0]))  # type: ignore[attr-defined]
            if trouble is not None:
                raise sqlite3.OperationalError(trouble.value)
        result = function()
        if isinstance(result, sqlite3.Connection):
            if self.is_shared:
                result.execute("PRAGMA busy_timeout = 0")
            self._open.setdefault(life, set()).add(result)
        return result

    def _commit(self, life: Life, function: Callable[[], Any]) -> Any:
        self.before_commit(life)
        if life.dead:
            raise sqlite3.OperationalError("the process is gone")
        trouble = self.befalls(life, "commit")
        if trouble is not None and trouble is not Trouble.LOST:
            raise sqlite3.OperationalError(trouble.value)
        result = function()
        self.commits[life] = self.commits.get(life, 0) + 1
        self.after_commit(life)
        if trouble is not None:
            raise sqlite3.OperationalError(trouble.value)
        return result


class _Line:
    """In the place of the queue to a connection's thread."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._life = LIFE.get()

    def put_nowait(self, item: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        """Do it a step later, and answer."""
        future, function = item
        if future is None:
            return
        loop = future.get_loop()
        loop.call_soon(self._work, future, function, loop.time() + _WAITS_FOR_OTHERS)

    def _work(self, future: asyncio.Future[Any], function: Callable[[], Any], until: float) -> None:
        try:
            result = self._disk.work(self._life, function)
        except Exception as error:
            loop = future.get_loop()
            if self._disk.is_shared and _is_busy(error) and loop.time() < until:
                loop.call_later(_LOOKS_AGAIN, self._work, future, function, until)
                return
            if not future.done():
                future.set_exception(error)
        else:
            if not future.done():
                future.set_result(result)


def _is_busy(error: Exception) -> bool:
    """Whether another connection holds the file; what a snapshot that is too old makes impossible stays so."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


class _NoThread:
    """In the place of a connection's thread."""

    daemon = True

    def __init__(self, *_: object, **__: object) -> None:
        """Nothing is to be done."""

    def start(self) -> None:
        """Nothing is to be done."""
