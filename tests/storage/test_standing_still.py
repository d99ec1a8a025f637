"""A process that stands still in the middle of a transaction, or whose server is gone without a word."""

from __future__ import annotations

import asyncio
import socket

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.util import await_only

from bot.errors import StorageBusy
from bot.storage import open_ledger
from bot.storage import postgres as server
from bot.storage.postgres import PostgresConnections
from bot.storage.tables import meta
from tests.database_proxy import Proxy
from tests.patience import PATIENCE

pytestmark = pytest.mark.postgres


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


async def test_what_it_has_locked_is_free_in_time_and_it_is_told_when_it_goes_on(database_url, monkeypatch) -> None:
    monkeypatch.setattr(server, "_STANDS_STILL", 1)
    still, other = await open_ledger(database_url), await open_ledger(database_url)
    locked, goes_on = asyncio.Event(), asyncio.Event()

    def count_one_more(db: Connection) -> None:
        db.execute(update(meta).values(value=meta.c.value + 1))

    def count_and_stand_still(db: Connection) -> None:
        count_one_more(db)
        locked.set()
        await_only(goes_on.wait())

    try:
        before = await other.connections.read(value)
        standing = asyncio.create_task(still.connections.write(count_and_stand_still))
        await asyncio.wait_for(locked.wait(), PATIENCE)
        await asyncio.wait_for(other.connections.write(count_one_more), PATIENCE)
        goes_on.set()
        with pytest.raises(StorageBusy):
            await standing
        assert await other.connections.read(value) == before + 1
        await still.connections.write(count_one_more)
    finally:
        goes_on.set()
        await still.close()
        await other.close()


async def test_what_it_has_locked_in_the_middle_of_a_statement_is_free_in_time(database_url, monkeypatch) -> None:
    """The server counts it as at work, since the statement is prepared and not carried out yet."""
    monkeypatch.setattr(server, "_STANDS_STILL", 1)
    still, other = await open_ledger(database_url), await open_ledger(database_url)
    assert isinstance(still.connections, PostgresConnections)
    assert other.notices is not None

    def count_one_more(db: Connection) -> None:
        db.execute(update(meta).values(value=meta.c.value + 1))

    before = await other.connections.read(value)
    alone = await still.connections.connect_alone()
    looking = asyncio.create_task(other.notices.run(lambda _: None))
    try:
        await alone.execute("BEGIN")
        await alone.execute("UPDATE meta SET value = value + 1")
        await alone.prepare("SELECT value FROM meta")
        await asyncio.wait_for(other.connections.write(count_one_more), PATIENCE)
        assert await other.connections.read(value) == before + 1
    finally:
        looking.cancel()
        alone.terminate()
        await still.close()
        await other.close()


async def test_one_that_nobody_waits_for_may_take_its_time(database_url, monkeypatch) -> None:
    monkeypatch.setattr(server, "_STANDS_STILL", 0)
    database = await open_ledger(database_url)
    connections = database.connections
    assert isinstance(connections, PostgresConnections)
    still, looking = await connections.connect_alone(), await connections.connect_alone()
    try:
        await still.execute("BEGIN")
        await still.execute("UPDATE meta SET value = value + 1")
        statement = await still.prepare("SELECT count(*) FROM meta")
        assert await server.end_who_stands_still(looking) == 0
        assert await statement.fetchval() > 0
    finally:
        await still.close()
        await looking.close()
        await database.close()


def value(db: Connection) -> int:
    """What everybody counts on."""
    return int(db.execute(meta.select()).first().value)  # type: ignore[union-attr]


async def test_the_system_asks_for_a_server_that_says_nothing(postgres, database_url) -> None:
    with Proxy(f"{postgres.socket}/.s.PGSQL.5432") as way:
        name = database_url.partition("@/")[2].partition("?")[0]
        database = await open_ledger(f"postgresql://postgres@127.0.0.1:{way.port}/{name}")
        connections = database.connections
        assert isinstance(connections, PostgresConnections)
        alone = await connections.connect_alone()
        try:
            line = alone._transport.get_extra_info("socket")
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) > 0
        finally:
            await alone.close()
            await database.close()
