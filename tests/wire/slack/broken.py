"""A ledger that can't be read or written: by a real lock, or because its disk answers with errors.

The file is changed in a thread: a bot in this process needs the event loop to end what holds the lock.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_FAIL = "SELECT RAISE(ABORT, 'disk I/O error')"


@asynccontextmanager
async def locked(file: Path) -> AsyncIterator[None]:
    """Keep the file's write lock until the block ends, as another program might."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=10, check_same_thread=False)
    try:
        await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@asynccontextmanager
async def failing(file: Path, table: str = "history") -> AsyncIterator[None]:
    """Let every insertion into a table fail until the block ends."""
    await asyncio.to_thread(_execute, file, f"CREATE TRIGGER out_of_order BEFORE INSERT ON {table} BEGIN {_FAIL}; END")
    try:
        yield
    finally:
        await asyncio.to_thread(_execute, file, "DROP TRIGGER out_of_order")


@asynccontextmanager
async def unreadable(file: Path, table: str = "marks") -> AsyncIterator[None]:
    """Let every reading of a table fail until the block ends."""
    await asyncio.to_thread(_execute, file, f"ALTER TABLE {table} RENAME TO out_of_order")
    try:
        yield
    finally:
        await asyncio.to_thread(_execute, file, f"ALTER TABLE out_of_order RENAME TO {table}")


def _execute(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file, isolation_level=None, timeout=10)
    try:
        connection.execute(statement)
    finally:
        connection.close()
