"""Whether a database can be written is learned without writing anything."""

from __future__ import annotations

import sqlite3

import pytest

from bot.errors import StorageBusy, StorageError
from bot.storage import open_ledger


async def test_a_database_that_can_be_written(database) -> None:
    version = await database.ledger.posts.index_version()
    await database.try_write()
    assert await database.ledger.posts.index_version() == version


async def test_a_database_that_somebody_else_is_writing(tmp_path) -> None:
    database = await open_ledger(f"sqlite:///{tmp_path}/agora.db", busy_timeout=0.05)
    other = sqlite3.connect(tmp_path / "agora.db", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy):
            await database.try_write()
        other.execute("ROLLBACK")
        await database.try_write()
    finally:
        other.close()
        await database.close()


async def test_a_database_that_was_damaged_meanwhile(tmp_path) -> None:
    database = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
    other = sqlite3.connect(tmp_path / "agora.db")
    try:
        other.execute("DROP TABLE debates")
        other.commit()
        with pytest.raises(StorageError):
            await database.try_write()
    finally:
        other.close()
        await database.close()
