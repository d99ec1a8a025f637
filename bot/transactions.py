"""Transactions on SQLAlchemy's engines, carried to their end, and engines for SQLite files through aiosqlite.

An engine runs in SQLAlchemy's greenlets, as its own `AsyncEngine` does; that class alone would bring the whole
object-relational mapper into memory, of which nothing is used (docs/decisions/0043).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import await_only

P = ParamSpec("P")
T = TypeVar("T")

SQLITE_FAULTS = (SQLAlchemyError, sqlite3.Error, OSError)
"""Everything that an engine for SQLite may raise."""
BEGIN = "begin"
"""The execution option that names the statement by which transactions begin; "" for none."""


def apart(work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """Do what a transaction has to do with many rows in a thread, so that the event loop that it runs on goes on."""
    return await_only(asyncio.to_thread(work, *args, **more))


class UnderWay:
    """What has begun goes on to its end, whatever becomes of its caller.

    A cancelled caller leaves its transaction whole or, where it still waited for its turn, not begun. Only the end of
    the event loop cuts one short, which undoes all of it. Once it is closed, nothing begins: `closed` says why.
    """

    def __init__(self, closed: Callable[[], Exception]) -> None:
        self._closed = closed
        self._is_closed = False
        self._tasks: set[asyncio.Task[Any]] = set()

    async def carry(self, turns: asyncio.Semaphore, begin: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Begin when it is its turn, in the order of the calls, and give what comes of it."""
        await turns.acquire()
        if self._is_closed:
            turns.release()
            raise self._closed()
        task = asyncio.create_task(begin())
        self._tasks.add(task)

        def ended(_: asyncio.Task[T]) -> None:
            self._tasks.discard(task)
            turns.release()

        task.add_done_callback(ended)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Let nothing begin any more, and wait for what is under way."""
        self._is_closed = True
        while self._tasks:
            await asyncio.wait(self._tasks)


class _Connection(sqlite3.Connection):
    """Closes with its transaction undone: a query that was cut short in it would keep it open beyond that."""

    def close(self) -> None:
        if self.in_transaction:
            self.rollback()
        super().close()


def sqlite_engine(path: Path, busy_timeout: float, begin: str, *, connections: int) -> Engine:
    """An engine for a SQLite file whose transactions begin by `begin` and wait so many seconds for other processes."""
    engine = create_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        pool_size=connections,
        max_overflow=0,
        # The driver would begin transactions by itself, and only at the first write.
        connect_args={"timeout": busy_timeout, "isolation_level": None, "factory": _Connection},
    )

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begins(connection: Connection) -> None:
        statement = connection.get_execution_options().get(BEGIN, begin)
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def write_anew(db: Connection) -> None:
    """Write a SQLite file anew, outside of any transaction, so that nothing of what was deleted is in it.

    It takes the room of a second file, in the folder for passing files, and of a third, in the log.
    """
    db.exec_driver_sql("VACUUM").close()


def empty_log(db: Connection) -> bool:
    """Put all of a SQLite file's log into the file and cut it to nothing; False where others read on from it."""
    busy, *_ = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy
