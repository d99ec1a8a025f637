"""A ledger that can't be written: by a real lock, or because its disk answers with errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FAIL = "SELECT RAISE(ABORT, 'disk I/O error')"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep the file's write lock until the block ends, as another program might."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=10)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@contextmanager
def failing(file: Path, table: str = "history") -> Iterator[None]:
    """Let every insertion into a table fail until the block ends."""
    _execute(file, f"CREATE TRIGGER out_of_order BEFORE INSERT ON {table} BEGIN {_FAIL}; END")
    try:
        yield
    finally:
        _execute(file, "DROP TRIGGER out_of_order")


def _execute(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file, isolation_level=None, timeout=10)
    try:
        connection.execute(statement)
    finally:
        connection.close()
