"""What one process changes in a PostgreSQL database, others are told: with the commit, and after a lost connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.errors import StorageError
from bot.services.records import CloseRequest
from bot.services.stores import Change
from bot.storage import Database, open_ledger
from bot.storage.change_notices import say
from bot.storage.postgres import PostgresConnections
from bot.storage.postgres_notices import PostgresNotices
from tests.patience import PATIENCE

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database_kind", ["postgresql"]),
]
T0 = datetime(2025, 1, 2, tzinfo=UTC)


class Listener:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[Change] = []
        self._more = asyncio.Event()

    def tell(self, change: Change) -> None:
        self.told.append(change)
        self._more.set()

    async def until(self, *changes: Change) -> None:
        """Wait until all of these were told."""
        async with asyncio.timeout(PATIENCE):
            while not set(changes) <= set(self.told):
                self._more.clear()
                await self._more.wait()


@asynccontextmanager
async def listening(database: Database, tried_every: float = 30.0) -> AsyncIterator[Listener]:
    """Somebody who listens, after what is told at the beginning."""
    assert isinstance(database.connections, PostgresConnections)
    listener = Listener()
    notices = PostgresNotices(database.connections, tried_every=tried_every)
    running = asyncio.create_task(notices.run(listener.tell))
    try:
        await listener.until(*Change)
        assert notices.listening
        listener.told.clear()
        yield listener
    finally:
        running.cancel()
        await asyncio.wait({running})
        assert not notices.listening


async def test_what_another_process_leaves_is_told(database: Database, database_url: str) -> None:
    other = await open_ledger(database_url)
    try:
        async with listening(database) as listener:
            await other.ledger.requests.leave(CloseRequest("d1"), T0)
            await listener.until(Change.REQUESTS)
            assert listener.told == [Change.REQUESTS]
    finally:
        await other.close()


async def test_what_is_not_committed_is_not_told(database: Database) -> None:
    def undone(db) -> None:
        say(db, Change.CLOSINGS)
        raise StorageError("it comes to nothing")

    async with listening(database) as listener:
        with pytest.raises(StorageError):
            await database.connections.write(undone)
        await database.connections.write(lambda db: say(db, Change.POSTS))
        await listener.until(Change.POSTS)
        assert listener.told == [Change.POSTS]


async def test_after_a_lost_connection_all_is_looked_at(database: Database) -> None:
    listeners = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE :mine"
    )
    async with listening(database) as listener:
        ended = await database.connections.write(
            lambda db: db.execute(listeners, {"mine": "SELECT pg_notify($1%"}).scalars().all()
        )
        assert ended == [True]
        await listener.until(*Change)
        listener.told.clear()
        await database.connections.write(lambda db: say(db, Change.DELIVERIES))
        await listener.until(Change.DELIVERIES)


async def test_a_connection_is_tried_out_again_and_again(database: Database) -> None:
    async with listening(database, tried_every=0.01) as listener:
        await database.connections.write(lambda db: say(db, Change.RECOUNTS))
        await listener.until(Change.RECOUNTS)
        assert listener.told == [Change.RECOUNTS]
