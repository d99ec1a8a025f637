"""Connections to a PostgreSQL server, and what its driver's errors mean."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.util import greenlet_spawn

from bot.errors import AgoraError, StorageBusy, StorageError
from bot.sentences import Sentence, sentence
from bot.storage.engine import Connections, name_of

T = TypeVar("T")

CONNECT_TIMEOUT = 10.0
"""Seconds until a server that does not answer counts as unreachable."""

_NAME = "agora"
_SETTINGS: dict[str, Any] = {"timeout": CONNECT_TIMEOUT, "server_settings": {"application_name": _NAME}}

_STANDS_STILL = 30
"""Seconds after which the server undoes a transaction that its process does not go on with, and frees what it locked.

A process that was stopped, or cut off, in the middle of one would hold up all others for as long.
"""
_END_WHO_STANDS_STILL = """
SELECT pg_terminate_backend(still.pid) FROM pg_stat_activity AS still
WHERE datname = current_database() AND usename = current_user AND application_name = $1
AND state = 'active' AND wait_event IN ('ClientRead', 'ClientWrite')
AND state_change < now() - make_interval(secs => $2)
AND EXISTS (
    SELECT FROM pg_stat_activity AS waiting
    WHERE wait_event_type = 'Lock' AND still.pid = ANY (pg_blocking_pids(waiting.pid))
)
"""
"""Between preparing a statement and carrying it out the driver leaves the server in the middle of it. There it waits
for the process as between two statements, but not with the timeout for that."""
_KEEPALIVE = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 4, "TCP_USER_TIMEOUT": 30_000}
"""After how many seconds (the last: milliseconds) a server that has gone without a word is asked for, and given up."""

_AT_ONCE = 10
"""Connections to the server; what comes meanwhile waits for its turn."""

_ASKED_FOR = 5.0
"""Seconds that a server, away while it was to commit, is asked what became of it."""
_ASK_EVERY = 0.1

_NUMBER = text("SELECT pg_current_xact_id_if_assigned()::text")
"""The transaction's number; none where nothing was written."""
_WHAT_BECAME = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")

_AWAY = sentence("storage-server-away")
_SENTENCES: tuple[tuple[str, type[StorageError], Sentence], ...] = (
    ("28", StorageError, sentence("storage-server-refuses-user")),
    ("3D", StorageError, sentence("storage-server-without-database")),
    ("53100", StorageError, sentence("storage-server-full")),
    ("53", StorageBusy, sentence("storage-server-busy")),
    ("57014", StorageBusy, sentence("storage-server-slow")),
    ("57P", StorageBusy, sentence("storage-server-starting")),
    ("55P03", StorageBusy, sentence("storage-server-locked")),
    ("40", StorageBusy, sentence("storage-server-locked")),
    ("08", StorageBusy, _AWAY),
    ("25006", StorageError, sentence("storage-server-read-only")),
    ("42501", StorageError, sentence("storage-server-refuses-permission")),
    ("42P01", StorageError, sentence("storage-server-without-table")),
    ("42703", StorageError, sentence("storage-server-without-column")),
)


class PostgresConnections(Connections):
    """A pool of connections to a server."""

    faults = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)

    def __init__(self, url: URL) -> None:
        query = {("ssl" if key == "sslmode" else key): value for key, value in url.query.items()}
        self._address = url.set(drivername="postgresql+asyncpg", query=query)
        engine = create_engine(
            self._address,
            pool_size=_AT_ONCE // 2,
            max_overflow=_AT_ONCE // 2,
            pool_recycle=1800,
            connect_args=_SETTINGS,
        )
        event.listen(engine, "connect", _settle_in)
        turns = asyncio.Semaphore(_AT_ONCE)
        super().__init__(engine.execution_options(isolation_level="REPEATABLE READ"), engine, turns, turns)

    async def connect_alone(self) -> asyncpg.Connection[asyncpg.Record]:
        """A connection of the driver's own, besides those of the pool; to be closed. Raises what the driver raises."""
        _, options = self._writing.dialect.create_connect_args(self._address)
        connection = await asyncpg.connect(**{**options, **_SETTINGS})
        watch_over(connection)
        return connection

    async def _written(self, work: Callable[[Connection], T]) -> T:
        """Where the answer to COMMIT is lost, the server is asked what became of the transaction.

        Only if it can't say so in time may something have been written although this raises StorageBusy.
        """
        done: list[T] = []
        number: str | None = None

        def whole() -> None:
            nonlocal number
            with self._writing.begin() as connection:
                done.append(work(connection))
                number = connection.scalar(_NUMBER)

        try:
            await greenlet_spawn(whole)
        except AgoraError:
            raise
        except self.faults as fault:
            error = self.translated(fault)
            if number is not None and isinstance(error, StorageBusy) and await self._committed(number):
                return done[0]
            raise error from fault
        return done[0]

    async def _committed(self, number: str) -> bool:
        """Whether a transaction was committed whose connection was lost; waits while it is under way."""
        with suppress(TimeoutError, *self.faults):
            async with asyncio.timeout(_ASKED_FOR):
                while True:
                    try:
                        found = await greenlet_spawn(self._became, number)
                        if found != "in progress":
                            return bool(found == "committed")
                    except self.faults as fault:
                        if not isinstance(self.translated(fault), StorageBusy):
                            raise
                    await asyncio.sleep(_ASK_EVERY)
        return False

    def _became(self, number: str) -> object:
        with self._writing.connect() as connection:
            return connection.scalar(_WHAT_BECAME, {"number": number})

    def translated(self, fault: BaseException) -> StorageError:
        """The StorageError that says what `fault` means for a server."""
        cause = fault.orig if isinstance(fault, DBAPIError) else fault
        state = str(getattr(cause, "sqlstate", None) or "")
        for sign, kind, said in _SENTENCES:
            if state.startswith(sign):
                return kind(said)
        lost = isinstance(fault, DBAPIError) and fault.connection_invalidated
        away = (OSError, PoolTimeout, asyncpg.InterfaceError)
        if lost or isinstance(cause, away) or "connection" in str(cause):
            return StorageBusy(_AWAY)
        return StorageError(sentence("storage-server-unclear", fault=name_of(fault)))


def _settle_in(connection: Any, _: object) -> None:
    """What holds for a new connection as long as it lasts; said after connecting, since poolers refuse it before."""
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{_STANDS_STILL}s'")
    cursor.close()
    connection.commit()
    watch_over(connection.driver_connection)


async def end_who_stands_still(connection: asyncpg.Connection[asyncpg.Record]) -> int:
    """Undo the bots' transactions that others wait for and whose process does not go on with a statement; how many."""
    ended = await connection.fetch(_END_WHO_STANDS_STILL, _NAME, float(_STANDS_STILL))
    return len(ended)


def watch_over(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Have the system find out when the server is gone: an answer that never comes would be waited for for ever."""
    transport = getattr(connection, "_transport", None)
    line = transport.get_extra_info("socket") if transport is not None else None
    if line is None or line.family == socket.AF_UNIX:
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name):
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
