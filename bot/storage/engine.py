"""Connections: reads that never take the write lock, and writes that take it at their beginning.

Work is a plain function over a SQLAlchemy connection. On PostgreSQL it runs on asyncpg; on SQLite in a thread
of its own, all of a transaction in one go, which leaves the event loop free while votes are counted
(docs/database.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import AgoraError, UsageError
from bot.storage.faults import FAULTS, translated

T = TypeVar("T")

_READERS = 4
_BEGIN = "agora_begin"
_HINT = "Write sqlite:///./agora.db or postgresql://user@host/name."


class Connections(Protocol):
    """Runs work in transactions. Driver errors become StorageError here, and nowhere else."""

    dialect: Dialect

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work` on one consistent view of the database. Raises StorageError."""

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` and commit it, or nothing of it. Raises StorageError."""

    async def close(self) -> None:
        """Let go of all connections."""


def connect(url: str, base: Path | None, busy_timeout: float) -> Connections:
    """Connections for `url` as configured; a SQLite file's name counts from `base`. Raises UsageError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UsageError("'database' is not an address of a database.", _HINT) from None
    if parsed.drivername == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise UsageError("'database' names no file.", _HINT)
        return SqliteConnections(((base or Path()) / parsed.database).absolute(), busy_timeout)
    if parsed.drivername in ("postgresql", "postgres"):
        if not parsed.database:
            raise UsageError("'database' names no database on the server.", _HINT)
        # Its driver and SQLAlchemy's for asyncio are for those who have a server.
        from bot.storage.postgres import PostgresConnections

        return PostgresConnections(parsed)
    raise UsageError(f"'database' is of a kind that Agora does not know: {parsed.drivername}.", _HINT)


class SqliteConnections:
    """One thread writes, in the order of the calls; a few read."""

    def __init__(self, path: Path, busy_timeout: float) -> None:
        self.path = path
        self._engine = _sqlite(path, busy_timeout)
        self.dialect = self._engine.dialect
        self._writing = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._bare = self._engine.execution_options(**{_BEGIN: ""})
        # SQLite's own waiting for the lock is polling; within a process we queue instead.
        self._writer = ThreadPoolExecutor(1, "ledger-write")
        self._readers = ThreadPoolExecutor(_READERS, "ledger-read")

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work` on one consistent view of the database. Raises StorageError."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._run, self._engine, work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` and commit it, or nothing of it. Raises StorageError."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._run, self._writing, work)

    async def outside(self, work: Callable[[Connection], T]) -> T:
        """Do `work` outside of any transaction. Raises StorageError."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._run, self._bare, work)

    async def close(self) -> None:
        """Let go of all connections, when what is under way has ended."""

        def close() -> None:
            self._writer.shutdown()
            self._readers.shutdown()
            self._engine.dispose()

        await asyncio.to_thread(close)

    def _run(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        try:
            with engine.begin() as connection:
                return work(connection)
        except AgoraError:
            raise
        except FAULTS as fault:
            raise translated(fault, self.path) from fault


def _sqlite(path: Path, busy_timeout: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        pool_size=_READERS + 1,
        max_overflow=0,
        connect_args={"timeout": busy_timeout, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: object) -> None:
        # The driver would begin transactions by itself, and only at the first write.
        connection.isolation_level = None
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine
