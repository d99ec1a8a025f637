"""Whatever is tried again after its COMMIT's answer was lost counts once."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.util import greenlet_spawn
from storage_audit import books, causes
from storage_builders import HOUR, LEASE, START, T0, article, opened, opening, scan, voter
from storage_builders import debate as new_debate
from storage_builders import event as mark_event

from bot.core.ballots import bit
from bot.core.buttons import Press
from bot.core.debates import BallotKind
from bot.core.presence import Presence
from bot.core.recounts import Certificate, Recounted
from bot.core.sparks import Spoken
from bot.errors import StorageBusy
from bot.services import vote_stores
from bot.services.records import Batch, CloseRequest, Feedback, Occurrence, OpenPost, Part
from bot.services.stores import Ledger
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter
from bot.storage import Database, open_ledger
from bot.storage.sqlite import SqliteConnections
from bot.storage.tables import batches, metadata
from tests.lost_answers import LossyWay, lossy_way
from tests.postgres_server import PostgresServer

T = TypeVar("T")

Operation = Callable[[Ledger, Batch], Awaitable[object]]


class Deaf(sqlite3.Connection):
    """A connection that commits and then says that it could not, `times` times."""

    times = 0

    def commit(self) -> None:
        super().commit()
        if Deaf.times:
            Deaf.times -= 1
            raise sqlite3.OperationalError("database is locked")


@asynccontextmanager
async def unreliable(url: str) -> AsyncIterator[tuple[Database, Callable[[], None]]]:
    """The database at `url`, and what makes its driver lose the next answer to COMMIT."""
    if url.startswith("sqlite"):
        database = await open_ledger(url)
        assert isinstance(database.connections, SqliteConnections)
        engine = database.connections._writing
        await greenlet_spawn(engine.dispose)

        @event.listens_for(engine, "do_connect")
        def deaf(_dialect: object, _record: object, _args: object, named: dict[str, object]) -> None:
            named["factory"] = Deaf

        yield database, lambda: setattr(Deaf, "times", 1)
        assert Deaf.times == 0
        await database.close()
        return
    async with behind(url) as (database, way):
        yield database, lambda: setattr(way, "answers", 1)
        assert way.answers == 0


@asynccontextmanager
async def behind(url: str) -> AsyncIterator[tuple[Database, LossyWay]]:
    """The database at `url`, on a server that is reached by a lossy way."""
    socket = url.partition("host=")[2]
    async with lossy_way(socket) as way:
        database = await open_ledger(url.replace(socket, str(way.folder)))
        try:
            yield database, way
        finally:
            await database.close()


@asynccontextmanager
async def writer(database: Database) -> AsyncIterator[VoteWriter]:
    """The voting service, writing."""
    ledger = database.ledger
    index = OpenPosts(ledger.posts)
    await index.refresh(force=True)
    voting = VoteWriter(ledger.votes, ledger.parking, ledger.recounts, index, on_change=lambda _: None)
    running = asyncio.create_task(voting.run())
    try:
        yield voting
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_batch_whose_commit_was_not_answered_counts_once(database_url: str) -> None:
    async with unreliable(database_url) as (database, lose_next):
        square = (await opened(database))["square"]
        async with writer(database) as voting:
            await voting.record(mark_event(square, "a", "👍")[1])
            lose_next()
            moved = [("👍", False), ("👍", True), ("👎", True)]
            await voting.accept([mark_event(square, "a", emoji, added)[1] for emoji, added in moved])
            await voting.drain()
            assert voting.figures.failed == 0
        assert (await books(database, "d1")).ballots["discord", "", "a"][1] == bit(1)
        assert [added for _, _, added in await causes(database, "d1")] == [True, False, True, True]


async def test_a_press_whose_commit_was_not_answered_is_one_press(database_url: str) -> None:
    async with unreliable(database_url) as (database, lose_next):
        square = (await opened(database, ballot=BallotKind.BUTTONS))["square"]
        async with writer(database) as voting:
            lose_next()
            pressed = await voting.press(
                square, Press("discord", square.channel_id, square.message, voter(square, "a"), 0, START)
            )
        assert pressed is not None
        assert (pressed.before, pressed.after) == (0, bit(0))
        assert (await books(database, "d1")).ballots["discord", "", "a"][1] == bit(0)
        assert len(await causes(database, "d1")) == 1


def repeatable(posts: dict[str, OpenPost], buttons: OpenPost, parked: OpenPost) -> dict[str, Operation]:
    """A call of every method that takes a batch, each of which changes something."""
    square, team = posts["square"], posts["team"]
    turns = [mark_event(square, "a", e, added) for e, added in (("👍", False), ("👍", True), ("👎", True))]
    line = Spoken(0, square.post, "line")
    press = Press("discord", buttons.channel_id, buttons.message, voter(buttons, "a"), 0, START)
    sparks = [mark_event(square, "a", "💡", added)[1]._replace(message="reply") for added in (True, False, True)]
    reply = ("slack", "C1", team.message, "r1", voter(team, "a"), True)
    seen = {square.post: (scan(square, {"👎": "xyz"}), 99)}
    return {
        "votes.cast": lambda ledger, batch: ledger.votes.cast(turns, batch),
        "votes.press": lambda ledger, batch: ledger.votes.press([(buttons, press)], {}, batch),
        "parking.park": lambda ledger, batch: ledger.parking.park([turns[0][1]], batch),
        "parking.settle": lambda ledger, batch: ledger.parking.settle(parked, batch),
        "votes.clear": lambda ledger, batch: ledger.votes.clear(square, None, START + 10**12, batch),
        "votes.reply": lambda ledger, batch: ledger.votes.reply(*reply, batch),
        "votes.spark": lambda ledger, batch: ledger.votes.spark([(spark, (square,)) for spark in sparks], batch),
        "recounts.mend": lambda ledger, batch: ledger.recounts.mend(
            "d1", seen, closing=True, gaps={number: Presence() for number in seen}, at=START, batch=batch
        ),
        "talk.mend_sparks": lambda ledger, batch: ledger.talk.mend_sparks(
            "d1", {line: (scan(square, {"💡": "xy"}), 99)}, batch
        ),
        "talk.mend_replies": lambda ledger, batch: ledger.talk.mend_replies(
            "d1", {square.post: {"reply": voter(square, "a"), "new": voter(square, "b")}}, {}, batch
        ),
    }


async def test_whatever_takes_a_batch_is_done_once_and_tells_the_same_again(database: Database) -> None:
    ledger = database.ledger
    posts = await opened(database)
    buttons = (await opened(database, "d2", ballot=BallotKind.BUTTONS))["square"]
    parked = (await opened(database, "d3"))["square"]
    await ledger.votes.cast([mark_event(posts["square"], "a", "👍")])
    await ledger.votes.reply("discord", "100", posts["square"].message, "reply", voter(posts["square"], "b"), True)
    await ledger.parking.park([mark_event(parked, "a", "👍")[1]])
    every = repeatable(posts, buttons, parked)
    assert set(every) == {
        f"{name}.{method}"
        for name in ("votes", "parking", "recounts", "talk")
        for method, call in inspect.getmembers(getattr(ledger, name), inspect.ismethod)
        if "batch" in inspect.signature(call).parameters
    }
    for name, operation in every.items():
        batch, before = Batch(), await everything(database)
        told = await operation(ledger, batch)
        after = await everything(database)
        assert before != after, name
        assert await operation(ledger, batch) == told, name
        assert await everything(database) == after, name


def test_every_port_of_the_voting_writer_has_methods_for_batches() -> None:
    for port in (vote_stores.RecountStore, vote_stores.TalkStore):
        changing = [name for name, call in inspect.getmembers(port, inspect.isfunction) if name.startswith("mend")]
        assert all("batch" in inspect.signature(getattr(port, name)).parameters for name in changing)


async def test_identities_are_forgotten_when_nobody_tries_any_more(database: Database) -> None:
    square = (await opened(database))["square"]
    votes = database.ledger.votes
    hour = int(timedelta(hours=1) / timedelta(microseconds=1))
    for begun in (START, START + 1, START + hour, START + hour + 2):
        await votes.cast([mark_event(square, "a", "👍")], Batch(begun=begun))
    again = Database(database.connections).ledger.votes
    await again.cast([mark_event(square, "a", "👍")], Batch(begun=START + hour + 1))
    kept = await database.connections.read(lambda db: db.execute(select(batches.c.at)).scalars().all())
    assert sorted(kept) == [START + 1, START + hour, START + hour + 1, START + hour + 2]


async def test_an_opening_that_is_tried_again_is_one_debate(database: Database) -> None:
    ledger = database.ledger
    due = opening(new_debate("d1"), occurrence=Occurrence("morning", T0))
    by_hand = opening(new_debate("d2", over=article("other")))
    assert await ledger.openings.open(due)
    assert await ledger.openings.open_alone(by_hand) == {}
    before = await everything(database)
    assert await ledger.openings.open(due)
    assert await ledger.openings.open_alone(by_hand) == {}
    assert await everything(database) == before
    assert not await ledger.openings.open(opening(new_debate("d3"), occurrence=Occurrence("morning", T0)))


async def test_a_closing_that_is_tried_again_is_certified_once(database: Database) -> None:
    ledger = database.ledger
    posts = await opened(database)
    await ledger.votes.cast([mark_event(posts["square"], "a", "👍")])
    await ledger.closings.claim(LATER, "me", LEASE)
    batch, scans = Batch(), {posts["square"].post: (scan(posts["square"], {"👍": "ab"}), 99)}
    for _ in range(2):
        mended = await ledger.recounts.mend("d1", scans, closing=True, at=START, batch=batch)
        assert (mended.ledger, mended.recount, mended.added) == (1, 2, 1)
        found = Certificate(Recounted.PARTIAL, mended.ledger, mended.recount, differences=mended.added)
        await ledger.closings.finish("d1", found, LATER)
    snapshot = await ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.certificate == found
    results = [delivery for delivery in await ledger.outcomes.of_debate("d1") if delivery.part is Part.RESULT]
    assert len(results) == 2


@pytest.fixture
def server_url(postgres: PostgresServer) -> str:
    """The address of a fresh database on a server."""
    return asyncio.run(postgres.create())


@pytest.mark.postgres
async def test_a_server_that_committed_is_believed_whatever_was_written(server_url: str) -> None:
    async with behind(server_url) as (database, way):
        square = (await opened(database))["square"]
        ledger = database.ledger
        written = Feedback(voter(square, "a"), "square", 5, "좋아요", T0)
        assert await unanswered(way, ledger.feedback.add(written, most=5, since=T0 - HOUR))
        assert await unanswered(way, ledger.occurrences.skip(Occurrence("morning", T0), "missed", T0))
        assert await unanswered(way, ledger.heard.first_time("discord", "press-1", T0))
        assert await unanswered(way, ledger.welcomes.meet(written.voter, T0))
        assert await unanswered(way, ledger.openings.open(opening(new_debate("d9", over=article("other")))))
        assert await unanswered(way, ledger.openings.open_alone(opening(new_debate("d8", over=article("new"))))) == {}
        number = await unanswered(way, ledger.requests.leave(CloseRequest(None), T0))
        taken = await unanswered(way, ledger.requests.take("me", T0, LEASE))
        assert taken is not None
        assert taken.id == number
        claimed = await unanswered(way, ledger.deliveries.claim(T0 + HOUR, "me", LEASE, 100))
        assert {delivery.debate for delivery in claimed} == {"d1", "d8", "d9"}
        closings = await unanswered(way, ledger.closings.claim(LATER, "me", LEASE))
        assert {closing.debate.id for closing in closings} == {"d1", "d8", "d9"}
        assert len(await ledger.feedback.latest(9)) == 1


@pytest.mark.postgres
async def test_a_server_that_did_not_commit_is_believed_too(server_url: str) -> None:
    async with behind(server_url) as (database, way):
        square = (await opened(database))["square"]
        way.orders = 1
        with pytest.raises(StorageBusy):
            await database.ledger.votes.cast([mark_event(square, "a", "👍")])
        assert way.lost == 1
        assert await causes(database, "d1") == []


LATER = T0 + 48 * HOUR


async def unanswered(way: LossyWay, work: Awaitable[T]) -> T:
    """Do it while the answer to its COMMIT is lost."""
    way.answers = 1
    done = await work
    assert way.answers == 0
    return done


async def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table, and how many batches there were."""

    def read(db: Connection) -> dict[str, list[Any]]:
        rows = {
            table.name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table is not batches
        }
        return rows | {"batches": [db.execute(select(func.count()).select_from(batches)).scalar_one()]}

    return await database.connections.read(read)
