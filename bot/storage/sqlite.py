"""Connections to a SQLite file, and what its driver's errors mean."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import StorageBusy, StorageError
from bot.storage.engine import Connections, name_of
from bot.transactions import BEGIN, SQLITE_FAULTS, sqlite_engine

T = TypeVar("T")

_READERS = 4

_SENTENCES = (
    ("locked", StorageBusy, "is locked by another program", "Try again, or close what else has the file open."),
    ("readonly", StorageError, "is read-only", "Give the bot permission to write the file and its folder."),
    ("read-only", StorageError, "is read-only", "Give the bot permission to write the file and its folder."),
    ("is full", StorageError, "has no room left to grow", "Free some space on its disk."),
    ("not a database", StorageError, "is not a database", "Name another file under 'database:', or move it away."),
    ("malformed", StorageError, "is damaged", "Restore the last backup."),
    ("unable to open", StorageError, "can't be opened", "Check that its folder exists and may be written to."),
    ("no such table", StorageError, "lacks a table", "Restore the last backup, or let 'agora run' make a new file."),
    ("no such column", StorageError, "lacks a column", "Restore the last backup, or let 'agora run' make a new file."),
    ("disk I/O", StorageError, "can't be read or written", "Check the disk that it is on."),
)


class SqliteConnections(Connections):
    """One connection writes, in the order of the calls; a few read."""

    path: Path
    faults = SQLITE_FAULTS

    def __init__(self, path: Path, busy_timeout: float) -> None:
        # SQLite's own waiting for the lock is polling; within a process we queue instead.
        super().__init__(
            sqlite_engine(path, busy_timeout, "BEGIN", connections=_READERS),
            sqlite_engine(path, busy_timeout, "BEGIN IMMEDIATE", connections=1),
            asyncio.Semaphore(_READERS),
            asyncio.Semaphore(1),
        )
        self.path = path
        self._bare = self._writing.execution_options(**{BEGIN: ""})

    async def outside(self, work: Callable[[Connection], T]) -> T:
        """Do `work` outside of any transaction. Raises StorageError."""
        return await self._under_way.carry(self._writing_turns, lambda: self._transaction(self._bare, work))

    def translated(self, fault: BaseException) -> StorageError:
        """The StorageError that says what `fault` means for this file."""
        text = str(fault.orig) if isinstance(fault, DBAPIError) else str(fault)
        for sign, kind, what, hint in _SENTENCES:
            if sign in text:
                return kind(f"The database {self.path.name} {what}.", hint)
        what = f"could not do what was asked ({name_of(fault)})"
        return StorageError(f"The database {self.path.name} {what}.", "See the log.")
