"""Opening a database: its address, its tables, its stores."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import Connection, false, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StorageBusy, StorageError, UsageError
from bot.files import keep_database_private
from bot.sentences import sentence
from bot.services.stores import Ledger, Notices
from bot.storage.closing_store import Closings
from bot.storage.coordination import Occurrences, Processes, Requests, RunLock
from bot.storage.copies import swap_of
from bot.storage.debate_store import Debates, Finder
from bot.storage.deleted_bytes import DeletedBytes
from bot.storage.delivery_store import Deliveries, Outcomes, Plans
from bot.storage.engine import Connections
from bot.storage.forget_store import Forgetting
from bot.storage.holding_store import Holdings
from bot.storage.idempotency import Heard, Once
from bot.storage.listening_record import Presences
from bot.storage.opening_store import Openings
from bot.storage.parking_store import Parking
from bot.storage.people import Feedbacks, Voters, Welcomes
from bot.storage.platform_facts import Learnt
from bot.storage.post_store import Posts
from bot.storage.proof_store import Proofs
from bot.storage.read_models import Exports, Public
from bot.storage.recount_store import Recounts
from bot.storage.restored import Restored
from bot.storage.retention_store import Retained
from bot.storage.schema import migrate
from bot.storage.sqlite import SqliteConnections
from bot.storage.statements import Statements
from bot.storage.tables import debates
from bot.storage.talk_store import Talks
from bot.storage.vote_store import Votes
from bot.storage.write_ahead_log import lost_from_log

_HINT = sentence("storage-address-forms")

BUSY_TIMEOUT = 5.0
"""Seconds that a write waits for another process's lock on a SQLite file."""


class Database:
    """An open database. `kind` is `sqlite` or `postgresql`; `path` is the file of the former.

    `notices` tell of changes by other processes, where there may be any.
    """

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.path: Path | None = connections.path
        self.kind: str = connections.dialect.name
        self.notices = _notices(connections)
        statements = Statements(connections.dialect)
        voters = Voters(statements)
        once = Once()
        self.ledger = Ledger(
            openings=Openings(connections),
            debates=Debates(connections),
            finder=Finder(connections),
            posts=Posts(connections),
            public=Public(connections),
            closings=Closings(connections),
            votes=Votes(connections, statements, voters, once),
            parking=Parking(connections, statements, voters, once),
            holdings=Holdings(connections),
            recounts=Recounts(connections, statements, voters, once),
            talk=Talks(connections, statements, voters, once),
            deliveries=Deliveries(connections),
            plans=Plans(connections),
            outcomes=Outcomes(connections),
            occurrences=Occurrences(connections),
            requests=Requests(connections),
            processes=Processes(connections),
            exports=Exports(connections),
            feedback=Feedbacks(connections, voters),
            welcomes=Welcomes(connections, voters),
            heard=Heard(connections),
            presence=Presences(connections),
            learnt=Learnt(connections),
            restored=Restored(connections),
            proofs=Proofs(connections),
            retention=Retained(connections, statements),
            forgetting=Forgetting(connections, statements),
            overwrites=DeletedBytes(connections),
        )

    async def ping(self) -> None:
        """Ask the database something small. Raises StorageError."""
        await self.connections.read(lambda db: db.execute(select(1)).scalar())

    async def try_write(self) -> None:
        """Begin a change and change nothing, to learn whether writing works. Raises StorageError."""
        nothing = update(debates).where(false()).values(state=debates.c.state)
        await self.connections.write(lambda db: db.execute(nothing).rowcount)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.connections.close()


async def open_ledger(url: str, *, base: Path | None = None, busy_timeout: float = BUSY_TIMEOUT) -> Database:
    """Open the database at `url` as configured (a relative file counts from `base`), its tables up to date.

    Raises UsageError for an address that makes no sense, and StorageError.
    """
    connections = connect(url, base, busy_timeout)
    try:
        if isinstance(connections, SqliteConnections):
            _check_place(connections.path)
            look_at_log(connections.path)
            keep_database_private(connections.path)
            await _use_wal(connections, busy_timeout)
        await migrate(connections)
    except BaseException:
        await connections.close()
        raise
    return Database(connections)


def _notices(connections: Connections) -> Notices | None:
    """What tells of changes by other processes; None where there are none."""
    if connections.path is not None:
        return None
    from bot.storage.postgres import PostgresConnections
    from bot.storage.postgres_notices import PostgresNotices

    return PostgresNotices(connections) if isinstance(connections, PostgresConnections) else None


def connect(url: str, base: Path | None, busy_timeout: float) -> Connections:
    """Connections for `url` as configured; a SQLite file's name counts from `base`. Raises UsageError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UsageError(sentence("storage-no-address"), _HINT) from None
    if parsed.drivername == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise UsageError(sentence("storage-address-without-file"), _HINT)
        return SqliteConnections(((base or Path()) / parsed.database).absolute(), busy_timeout)
    if parsed.drivername in ("postgresql", "postgres"):
        if not parsed.database:
            raise UsageError(sentence("storage-address-without-name"), _HINT)
        # Its driver is for those who have a server.
        from bot.storage.postgres import PostgresConnections

        return PostgresConnections(parsed)
    raise UsageError(sentence("storage-address-of-other-kind", kind=parsed.drivername), _HINT)


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise StorageError(sentence("storage-is-folder", file=path.name))
    if not path.parent.is_dir():
        raise StorageError(sentence("storage-without-folder", file=path.name))


def look_at_log(path: Path) -> None:
    """Raise StorageError where the file's log has lost what was written, or a restore was cut short."""
    if swap_of(path).exists():
        raise StorageError(sentence("storage-half-restored", file=path.name))
    if RunLock(path).holder() is not None:
        return
    lost = lost_from_log(path)
    if lost is not None:
        named = sentence("storage-database", file=path.name)
        raise StorageError(sentence("storage-log-lost", database=named, found=lost))


async def _use_wal(connections: SqliteConnections, patience: float) -> None:
    """Switch the file to write-ahead logging; SQLite does not wait by itself when several do so at once."""
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    while True:
        try:
            await connections.outside(_switch_to_wal)
        except StorageBusy:
            if loop.time() > until:
                raise
            await asyncio.sleep(0.05)
        else:
            return


def _switch_to_wal(db: Connection) -> None:
    if db.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
        db.exec_driver_sql("PRAGMA journal_mode=WAL")
