"""Driver errors as sentences."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import asyncpg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StorageBusy, StorageError

FAULTS = (SQLAlchemyError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
"""Everything that a database driver, or the way to its server, may raise."""

_TRY_AGAIN = "Try again in a moment."

_SQLITE = (
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

_POSTGRES: tuple[tuple[str, type[StorageError], str, str], ...] = (
    ("28", StorageError, "refuses the user or the password", "Check 'database:' and the password (PGPASSWORD)."),
    ("3D", StorageError, "has no database of this name", "Create it with createdb, or correct 'database:'."),
    ("53100", StorageError, "has no room left on its disk", "Free some space there."),
    ("53", StorageBusy, "has too much to do", _TRY_AGAIN),
    ("57014", StorageBusy, "took too long", _TRY_AGAIN),
    ("57P", StorageBusy, "is starting or stopping", _TRY_AGAIN),
    ("55P03", StorageBusy, "is locked by another program", _TRY_AGAIN),
    ("40", StorageBusy, "is locked by another program", _TRY_AGAIN),
    ("08", StorageBusy, "can't be reached", "Check that it is running and that 'database:' is right."),
    ("25006", StorageError, "is read-only", "Connect to the primary server."),
    ("42501", StorageError, "refuses permission", "Grant the user all rights on the database's schema."),
    ("42P01", StorageError, "lacks a table", "Restore the last backup, or use an empty database."),
    ("42703", StorageError, "lacks a column", "Restore the last backup, or use an empty database."),
)


def translated(fault: BaseException, path: Path | None) -> StorageError:
    """The StorageError that says what `fault` means for the SQLite file `path`, or (None) for PostgreSQL."""
    return _postgres(fault) if path is None else _sqlite(fault, path)


def _sqlite(fault: BaseException, path: Path) -> StorageError:
    if isinstance(fault, PoolTimeout):
        return StorageBusy(f"The database {path.name} has too much to do.", _TRY_AGAIN)
    text = str(fault.orig) if isinstance(fault, DBAPIError) else str(fault)
    for sign, kind, what, hint in _SQLITE:
        if sign in text:
            return kind(f"The database {path.name} {what}.", hint)
    return StorageError(f"The database {path.name} could not do what was asked ({_name(fault)}).", "See the log.")


def _postgres(fault: BaseException) -> StorageError:
    cause = fault.orig if isinstance(fault, DBAPIError) else fault
    state = str(getattr(cause, "sqlstate", None) or "")
    for sign, kind, what, hint in _POSTGRES:
        if state.startswith(sign):
            return kind(f"The database server {what}.", hint)
    lost = isinstance(fault, DBAPIError) and fault.connection_invalidated
    away = (OSError, PoolTimeout, asyncpg.InterfaceError)
    if lost or isinstance(cause, away) or "connection" in str(cause):
        return StorageBusy(
            "The database server can't be reached.", "Check that it is running and that 'database:' is right."
        )
    return StorageError(f"The database server could not do what was asked ({_name(fault)}).", "See the log.")


def _name(fault: BaseException) -> str:
    return type(fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault).__name__
