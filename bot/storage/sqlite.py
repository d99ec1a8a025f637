"""Connections to a SQLite file, and what its driver's errors mean."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import StorageBusy, StorageError
from bot.sentences import Sentence, sentence
from bot.storage.engine import Connections, name_of
from bot.transactions import BEGIN, SQLITE_FAULTS, sqlite_engine

T = TypeVar("T")

_READERS = 4


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
        for sign, kind, said in _meanings(self.path.name):
            if sign in text:
                return kind(said)
        return StorageError(sentence("storage-file-unclear", file=self.path.name, fault=name_of(fault)))


def _meanings(file: str) -> tuple[tuple[str, type[StorageError], Sentence], ...]:
    """What SQLite says where it can't do something with a file, and what we say of that."""
    read_only = sentence("storage-file-read-only", file=file)
    return (
        ("locked", StorageBusy, sentence("storage-file-locked", file=file)),
        ("readonly", StorageError, read_only),
        ("read-only", StorageError, read_only),
        ("is full", StorageError, sentence("storage-file-full", file=file)),
        ("not a database", StorageError, sentence("storage-file-no-database", file=file)),
        ("malformed", StorageError, sentence("storage-file-malformed", file=file)),
        ("unable to open", StorageError, sentence("storage-file-closed", file=file)),
        ("no such table", StorageError, sentence("storage-file-without-table", file=file)),
        ("no such column", StorageError, sentence("storage-file-without-column", file=file)),
        ("disk I/O", StorageError, sentence("storage-file-out-of-reach", file=file)),
    )
