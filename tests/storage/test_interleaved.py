"""Two connections to a server, one of them let in between two statements of the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only
from storage_audit import books
from storage_builders import BOTH, HOUR, LEASE, T0, debate, opened, opening
from storage_builders import event as mark_event

from bot.core.debates import DebateState
from bot.core.recounts import Certificate, Recounted
from bot.services.records import Part
from bot.storage import Database, open_ledger
from bot.storage.postgres import PostgresConnections
from bot.storage.tables import parked, posts
from tests.postgres_server import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    """The address of a fresh database on a server."""
    return asyncio.run(postgres.create())


@pytest.fixture
async def database(url: str):
    """Whose statements are interrupted."""
    mine = await open_ledger(url)
    yield mine
    await mine.close()


@pytest.fixture
async def other(url: str):
    """Who comes in between."""
    theirs = await open_ledger(url)
    yield theirs
    await theirs.close()


@contextmanager
def just_before(database: Database, statement: str, work: Callable[[], Awaitable[object]]) -> Iterator[list[str]]:
    """Do `work`, once, before `database` sends a statement that begins so; gives what was let go before."""
    assert isinstance(database.connections, PostgresConnections)
    engine = database.connections._writing
    done: list[str] = []

    def between(_connection: object, _cursor: object, text: str, *_: object) -> None:
        if text.startswith(statement) and not done:
            done.append(text)
            await_only(work())

    event.listen(engine, "before_cursor_execute", between)
    yield done
    event.remove(engine, "before_cursor_execute", between)
    assert done


def as_parked(event_: tuple) -> dict[str, object]:
    _, mark = event_
    row = {"platform": mark.platform, "channel": mark.channel, "message": mark.message, "workspace": "", "at": None}
    return row | {
        "native": mark.voter.native,
        "reaction": mark.reaction,
        "plain": mark.plain,
        "added": mark.added,
        "received_at": mark.received_at,
    }


async def test_a_vote_parked_while_a_post_is_settled_is_not_lost(database: Database, other: Database) -> None:
    square = (await opened(database))["square"]
    ledger = database.ledger
    # Another process parks first and commits last: its row has the lower number.
    assert isinstance(other.connections, PostgresConnections)
    slow = await AsyncEngine(other.connections._writing).connect()
    await slow.execute(insert(parked), as_parked(mark_event(square, "slow", "👎")))
    await ledger.parking.park([mark_event(square, "fast", "👍")[1]])
    with just_before(database, "DELETE FROM parked", slow.commit):
        assert await ledger.parking.settle(square) == {"d1"}
    await slow.close()
    assert await ledger.parking.parked() == [("discord", "100", square.message)]
    assert await other.ledger.parking.settle(square) == {"d1"}
    assert (await books(database, "d1")).tally == {("discord", 0): 1, ("discord", 1): 1, ("discord", -1): 2}
    assert await ledger.parking.parked() == []


async def test_no_send_begins_while_what_is_parked_for_its_channel_is_dropped(
    database: Database, other: Database
) -> None:
    square = (await opened(database))["square"]
    await database.ledger.openings.open(opening(debate("d2")))
    gone = mark_event(square, "a", "👍")[1]._replace(message="of a send that failed")
    await database.ledger.parking.park([gone])
    claiming: asyncio.Task[object] | None = None

    async def begin_to_send() -> None:
        nonlocal claiming
        claiming = asyncio.create_task(other.ledger.deliveries.claim(T0, "other", LEASE, 100))
        # It waits for us, or it would be done by now.
        await blocked(database)

    with just_before(database, "DELETE FROM parked", begin_to_send):
        await database.ledger.parking.drop_parked("discord", "100")
    assert claiming is not None
    assert await claiming
    assert await database.ledger.parking.parked() == []


async def test_a_debate_whose_result_is_orphaned_meanwhile_closes(database: Database, other: Database) -> None:
    ledger = database.ledger
    first, second = await opened(database, "d1"), await opened(database, "d2")
    await ledger.closings.claim(T0 + 24 * HOUR, "me", LEASE)
    for name in ("d1", "d2"):
        await ledger.closings.finish(name, Certificate(Recounted.NO, 0, 0), T0 + 24 * HOUR)
    for post in first.values():
        await ledger.posts.deleted(post.post)

    async def delete_the_other() -> None:
        for post in second.values():
            await other.ledger.posts.deleted(post.post)

    now = T0 + 24 * HOUR + timedelta(seconds=1)
    with just_before(database, "UPDATE deliveries", delete_the_other):
        await ledger.deliveries.claim(now, "me", LEASE, 100)
    await ledger.deliveries.claim(now, "me", LEASE, 100)
    for name in ("d1", "d2"):
        found = await ledger.debates.get(name)
        assert found is not None
        assert found.state is DebateState.CLOSED, name


async def test_a_post_said_while_a_gap_is_noted_is_due_with_a_place_of_its_own(
    database: Database, other: Database
) -> None:
    ledger = database.ledger
    await ledger.openings.open(opening(debate("d1"), BOTH[:1]))
    (sending,) = [d for d in await ledger.deliveries.claim(T0, "me", LEASE, 10) if d.part is Part.POST]
    watermark = await ledger.recounts.watermark("d1")

    async def say() -> None:
        await other.ledger.deliveries.said(sending.id, "m1", T0)

    with just_before(database, "SELECT debates.id, debates.state", say):
        await ledger.recounts.mark_due(platform="discord")
    query = select(posts.c.recount_due).where(posts.c.message == "m1")
    due = await database.connections.read(lambda db: db.execute(query).scalar_one())
    assert due == watermark + 1


async def blocked(database: Database) -> None:
    """Return when somebody waits for a lock."""
    connection = await asyncpg.connect(dsn=None, **_where(database))
    try:
        async with asyncio.timeout(30):
            while not await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                await connection.execute("SELECT pg_sleep(0.01)")
    finally:
        await connection.close()


def _where(database: Database) -> dict[str, str]:
    assert isinstance(database.connections, PostgresConnections)
    url = database.connections._writing.url
    return {"host": str(url.query["host"]), "user": "postgres", "database": str(url.database)}
