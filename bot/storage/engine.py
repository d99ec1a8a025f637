"""Connections: reads that never take the write lock, and writes that take it at their beginning."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import AgoraError, UsageError
from bot.storage.faults import FAULTS, translated

T = TypeVar("T")

CONNECT_TIMEOUT = 10.0
"""Seconds until a PostgreSQL server that does not answer counts as unreachable."""

_BEGIN = "agora_begin"
_HINT = "Write sqlite:///./agora.db or postgresql://user@host/name."


def parse(url: str, base: Path | None) -> tuple[URL, Path | None]:
    """The driver's address for `url` as configured, and the SQLite file (relative to `base`), if it is one.

    Raises UsageError.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UsageError("'database' is not an address of a database.", _HINT) from None
    if parsed.drivername == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise UsageError("'database' names no file.", _HINT)
        path = ((base or Path()) / parsed.database).absolute()
        return URL.create("sqlite+aiosqlite", database=str(path)), path
    if parsed.drivername in ("postgresql", "postgres"):
        if not parsed.database:
            raise UsageError("'database' names no database on the server.", _HINT)
        query = {("ssl" if key == "sslmode" else key): value for key, value in parsed.query.items()}
        return parsed.set(drivername="postgresql+asyncpg", query=query), None
    raise UsageError(f"'database' is of a kind that Agora does not know: {parsed.drivername}.", _HINT)


class Connections:
    """Runs work in transactions. Driver errors become StorageError here, and nowhere else."""

    def __init__(self, url: URL, path: Path | None, busy_timeout: float) -> None:
        self.path = path
        self._engine = _sqlite(url, busy_timeout) if path else _postgresql(url)
        self.dialect = self._engine.dialect
        self._writer = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._reader = self._engine if path else self._engine.execution_options(isolation_level="REPEATABLE READ")
        # SQLite's own waiting for the lock is polling; within a process we queue instead.
        self._turn: AbstractAsyncContextManager[Any] = asyncio.Lock() if path else nullcontext()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work` on one consistent view of the database. Raises StorageError."""
        return await self._run(self._reader, work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` and commit it, or nothing of it. Raises StorageError."""
        async with self._turn:
            return await self._run(self._writer, work)

    async def outside(self, work: Callable[[Connection], T]) -> T:
        """Do `work` outside of any transaction (SQLite). Raises StorageError."""
        return await self._run(self._engine.execution_options(**{_BEGIN: ""}), work)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()

    async def _run(self, engine: AsyncEngine, work: Callable[[Connection], T]) -> T:
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        except AgoraError:
            raise
        except FAULTS as fault:
            raise translated(fault, self.path) from fault


def _sqlite(url: URL, busy_timeout: float) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=5, max_overflow=0, connect_args={"timeout": busy_timeout})

    @event.listens_for(engine.sync_engine, "connect")
    def settings(connection: Any, _: object) -> None:
        # The driver would begin transactions by itself, and only at the first write.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=5,
        max_overflow=5,
        pool_recycle=1800,
        connect_args={"timeout": CONNECT_TIMEOUT, "server_settings": {"application_name": "agora"}},
    )
