"""A SQLite driver's errors as sentences."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StorageBusy, StorageError

FAULTS = (SQLAlchemyError, sqlite3.Error, OSError)
"""Everything that SQLite's driver may raise."""

TRY_AGAIN = "Try again in a moment."

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


def translated(fault: BaseException, path: Path) -> StorageError:
    """The StorageError that says what `fault` means for the SQLite file `path`."""
    if isinstance(fault, PoolTimeout):
        return StorageBusy(f"The database {path.name} has too much to do.", TRY_AGAIN)
    text = str(fault.orig) if isinstance(fault, DBAPIError) else str(fault)
    for sign, kind, what, hint in _SQLITE:
        if sign in text:
            return kind(f"The database {path.name} {what}.", hint)
    return StorageError(f"The database {path.name} could not do what was asked ({name_of(fault)}).", "See the log.")


def name_of(fault: BaseException) -> str:
    """The name of the driver's own error."""
    return type(fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault).__name__
