"""The chat's own SQLite file: opening it, and running one transaction at a time on a thread of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from bot.files import keep_database_private
from bot.services.outcomes import Impossible, TryLater, Unclear

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

VERSION = 1
_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  emoji TEXT NOT NULL,
  colour INTEGER NOT NULL,
  simulated INTEGER NOT NULL
);
CREATE TABLE messages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  thread INTEGER,
  kind TEXT NOT NULL,
  person TEXT,
  author TEXT,
  content TEXT NOT NULL,
  article TEXT,
  key TEXT,
  at INTEGER NOT NULL,
  edited INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX messages_by_channel ON messages (channel, number) WHERE thread IS NULL;
CREATE INDEX messages_by_thread ON messages (thread, number) WHERE thread IS NOT NULL;
CREATE INDEX messages_by_key ON messages (key, channel) WHERE key IS NOT NULL;
CREATE TABLE threads (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL UNIQUE REFERENCES messages (number) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  title TEXT NOT NULL
);
CREATE TABLE reactions (
  message INTEGER NOT NULL REFERENCES messages (number) ON DELETE CASCADE,
  emoji TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (message, emoji, person)
) WITHOUT ROWID;
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  message INTEGER,
  thread INTEGER,
  person TEXT,
  reaction TEXT NOT NULL,
  held INTEGER NOT NULL
);
"""


class Database:
    """Opened at first use; several processes may have it open at once. `fill` is what a new file begins with."""

    def __init__(self, path: Path, fill: Work[None]) -> None:
        self._path = path
        self._fill = fill
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="local-chat")
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one state of the file. Raises TryLater."""
        return await self._run(lambda: self._transaction("BEGIN", work))

    async def write(self, work: Work[T]) -> T:
        """Run `work` as one durable transaction. Raises TryLater if nothing was written, Unclear if nobody knows."""
        return await self._run(lambda: self._transaction("BEGIN IMMEDIATE", work))

    async def close(self) -> None:
        """Let go of the file and the thread."""
        if not self._closed:
            await self._run(self._disconnect)
            self._closed = True
            self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise TryLater(f"the chat's store {self._path.name} has been closed", "start the bot again")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _transaction(self, begin: str, work: Work[T]) -> T:
        try:
            connection = self._connection or self._connect()
            connection.execute(begin)
        except (sqlite3.Error, OSError) as error:
            raise _try_later(self._path, error) from error
        try:
            outcome = work(connection)
        except sqlite3.Error as error:
            _roll_back(connection)
            raise _try_later(self._path, error) from error
        except BaseException:
            _roll_back(connection)
            raise
        try:
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            _roll_back(connection)
            raise Unclear(f"the chat's store {self._path.name} did not confirm a write: {error}") from error
        return outcome

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keep_database_private(self._path)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            for statement in _SCHEMA.split(";\n"):
                connection.execute(statement)
            self._fill(connection)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        if found > VERSION:
            raise Impossible(
                f"the chat's store {self._path.name} was written by a newer version of Agora",
                "run that version, or move the file away to begin a new chat",
            )

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _try_later(path: Path, error: Exception) -> TryLater:
    return TryLater(
        f"the chat's store {path.name} can't be used at present: {error}",
        "check that the disk has room, the folder is writable and no other program holds the file",
    )
