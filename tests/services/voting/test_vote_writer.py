"""The way of a mark into the ledger: in order, waited for, parked, never dropped in silence."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from services_clock import MovableClock
from services_ledger import DOOR, HALL, TREE, begin_sending, event, now, opened, plan, said

from bot.core.marks import Voter
from bot.errors import StorageBusy, StorageError
from bot.sentences import verbatim
from bot.services.voting.catch_up import CatchUp
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter
from bot.storage import Database, open_ledger


@asynccontextmanager
async def writer(database: Database, *, index: OpenPosts | None = None, **limits: float) -> AsyncIterator[VoteWriter]:
    """A running writer on a ledger."""
    ledger = database.ledger
    index = index or OpenPosts(ledger.posts)
    await index.refresh(force=True)
    voting = VoteWriter(ledger.votes, ledger.parking, ledger.recounts, index, on_change=lambda _: None, **limits)  # type: ignore[arg-type]
    running = asyncio.create_task(voting.run())
    try:
        yield voting
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def ballots(database: Database, debate: str = "d1") -> tuple[int, ...]:
    snapshot = await database.ledger.debates.snapshot(debate)
    assert snapshot is not None
    return snapshot.tally.ballots


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program holds the file's write lock."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


async def test_which_reactions_may_be_ours(database: Database) -> None:
    post = await opened(database)
    index = OpenPosts(database.ledger.posts)
    await index.refresh()
    assert index.concerns("discord", HALL.id, post.message, DOOR)
    assert not index.concerns("discord", HALL.id, "another", DOOR)
    for place in (HALL.id, post.message):
        assert index.concerns("discord", place, "a line", "💡"), "its channel, or its thread"
    assert not index.concerns("discord", "elsewhere", "a line", "💡")
    assert not index.concerns("slack", HALL.id, "a line", "💡")


async def test_a_spark_goes_the_way_of_a_mark(database: Database) -> None:
    post = await opened(database)
    async with writer(database) as voting:
        reply = database.ledger.votes.reply
        await voting.in_turn(lambda: reply("discord", HALL.id, post.message, "r1", Voter("discord", "", "a"), True))
        await voting.record(event("b", "💡", message="r1"))
        await voting.accept([event(who, "💡", message="r1") for who in "cde"])
        await voting.accept([event("c", "💡", added=False, message="r1"), event("f", "💡", message="nothing of ours")])
        await voting.record(event("a", DOOR))
        await voting.drain()
    talk = await database.ledger.talk.told("d1")
    assert talk is not None
    assert [one.voters for one in talk.sparked] == [3]
    assert await ballots(database) == (1, 0)


async def test_a_spark_that_cannot_be_written_owes_its_post_a_recount(impatient: Database) -> None:
    post = await opened(impatient)
    await impatient.ledger.votes.reply("discord", post.channel_id, post.message, "r1", Voter("discord", "", "a"), True)
    assert impatient.path is not None
    async with writer(impatient, patience=0.0) as voting:
        with locked(impatient.path), pytest.raises(StorageError):
            await voting.record(event("b", "💡", message="r1"))
        assert await voting.pay_owed()
    assert [one.debate for one in await impatient.ledger.recounts.due(now())] == ["d1"]


@pytest.fixture
async def impatient(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite ledger that finds out at once that it is locked."""
    database = await open_ledger(f"sqlite:///{tmp_path}/agora.db", busy_timeout=0.02)
    try:
        yield database
    finally:
        await database.close()


async def test_nothing_is_dropped_and_every_voter_keeps_their_order_when_the_queue_is_full(database) -> None:
    """Without event times the arrival decides: one event out of its turn would show in the ballot."""
    post = await opened(database)
    chance = random.Random(4)
    last: dict[str, str] = {}
    async with writer(database, capacity=3, batch=2) as voting:
        tasks = []
        for _ in range(5):
            for voter in range(12):
                first, second = chance.sample([DOOR, TREE], 2)
                for emoji, added in ((first, True), (second, True), (first, False)):
                    tasks.append(asyncio.create_task(voting.record(event(f"v{voter}", emoji, added=added))))
                last[f"v{voter}"] = second
        await asyncio.gather(*tasks)
        assert voting.figures.committed == len(tasks)
        assert voting.waiting == 0
    touched = await database.ledger.recounts.touched(post.post, 0)
    assert {key[0] for key in touched} == {Voter("discord", "", voter) for voter in last}
    chosen = list(last.values())
    assert await ballots(database) == (chosen.count(DOOR), chosen.count(TREE))


async def test_a_caller_that_gives_up_leaves_its_mark_and_its_room(database) -> None:
    await opened(database)
    async with writer(database, capacity=1) as voting:
        hasty = asyncio.create_task(voting.record(event("a", DOOR)))
        await asyncio.sleep(0)
        hasty.cancel()
        await voting.record(event("b", TREE))
        await voting.record(event("c", TREE))
    assert await ballots(database) == (1, 2)


async def test_a_busy_database_is_waited_for(impatient: Database) -> None:
    await opened(impatient)
    assert impatient.path is not None
    async with writer(impatient, patience=20) as voting:
        with locked(impatient.path):
            vote = asyncio.create_task(voting.record(event("a", DOOR)))
            done, _ = await asyncio.wait({vote}, timeout=0.15)
            assert not done
        await vote
    assert await ballots(impatient) == (1, 0)


async def test_what_could_not_be_written_raises_and_is_owed_a_recount_though_nobody_votes_again(
    impatient: Database,
) -> None:
    await opened(impatient)
    assert impatient.path is not None
    recounts = impatient.ledger.recounts
    async with writer(impatient, patience=0.1) as voting:
        with locked(impatient.path):
            failures = await asyncio.gather(
                *(voting.record(event(voter, DOOR)) for voter in "abc"), return_exceptions=True
            )
            assert [type(failure) for failure in failures] == [StorageBusy] * 3
            assert voting.figures.failed == 3
            with pytest.raises(StorageError):
                await voting.pay_owed()
        assert await recounts.due(MovableClock().now()) == []
        assert await voting.pay_owed()
        assert [one.debate for one in await recounts.due(MovableClock().now())] == ["d1"]
        assert not await voting.pay_owed()
        await voting.record(event("a", DOOR))
    assert await ballots(impatient) == (1, 0)


async def test_messages_that_never_become_posts_are_not_owed_for_ever(impatient: Database) -> None:
    await plan(impatient)
    delivery = await begin_sending(impatient)
    assert impatient.path is not None
    index = OpenPosts(impatient.ledger.posts)
    async with writer(impatient, index=index, patience=0.05) as voting:
        with locked(impatient.path), pytest.raises(StorageBusy):
            await voting.record(event("a", DOOR, message="m7"))
        assert not await voting.pay_owed()
        await said(impatient, delivery, "m1")
        await index.refresh()
        await voting.settle(index.learned[0])
        assert not await voting.pay_owed()
        assert not voting._owed


async def test_events_of_a_learned_post_wait_behind_those_that_are_parked_for_it(database) -> None:
    """Another process says the post; where arrival decides, no event may overtake those received before."""
    await plan(database)
    delivery = await begin_sending(database)
    index = OpenPosts(database.ledger.posts)
    async with writer(database, index=index) as voting:
        await voting.record(event("a", DOOR))
        await voting.record(event("b", DOOR))
        assert voting.figures.parked == 2
        await said(database, delivery)
        await index.refresh()
        await voting.record(event("a", TREE))
        await voting.record(event("b", DOOR, added=False))
        assert await ballots(database) == (0, 0)
        [post] = index.learned
        await voting.settle(post)
        assert await ballots(database) == (0, 1)
        await voting.record(event("b", TREE))
        assert await ballots(database) == (0, 2)
        assert index.find("discord", HALL.id, "m1") is not None
        assert index.learned == ()


async def test_no_event_of_a_post_that_another_process_has_just_said_is_dropped(database: Database) -> None:
    """A recount would bring it back without its place in time: who held two would count for the wrong one."""
    index = OpenPosts(database.ledger.posts, shared=[("discord", HALL.id)])
    async with writer(database, index=index) as voting:
        await voting.record(event("a", DOOR, message="m0"))
        assert voting.figures.parked == 0, "a message of somebody else"
        await opened(database)
        await voting.record(event("a", TREE))
        await voting.accept([event("a", DOOR), event("b", DOOR)])
        await voting.drain()
        assert await ballots(database) == (0, 0)
        catch_up = CatchUp(index=index, writer=voting, clock=MovableClock(), wake_recounts=lambda: None)
        await catch_up.look()
        assert await ballots(database) == (2, 0)


async def test_what_a_process_parked_and_did_not_live_to_apply_is_applied_by_another(database: Database) -> None:
    """Slack was told that these are durable, and does not send them again."""
    alive, ending = (OpenPosts(database.ledger.posts, shared=[("discord", HALL.id)]) for _ in range(2))
    async with writer(database, index=alive) as voting:
        catch_up = CatchUp(index=alive, writer=voting, clock=MovableClock(), wake_recounts=lambda: None)
        async with writer(database, index=ending) as other:
            await opened(database)
            await catch_up.look()
            await other.record(event("a", DOOR))
            await other.record(event("a", TREE))
            assert other.figures.parked == 2
        assert await ballots(database) == (0, 0)
        await catch_up.look()
        assert await ballots(database) == (0, 1)
        assert await database.ledger.parking.parked() == []


async def test_what_was_parked_for_no_post_is_forgotten_when_nothing_is_being_said(database: Database) -> None:
    """By a process that stood still while the debate was closed, and while another said the next one there."""
    index = OpenPosts(database.ledger.posts)
    async with writer(database, index=index) as voting:
        await plan(database)
        delivery = await begin_sending(database)
        await database.ledger.parking.park([event("a", DOOR, message="of a closed debate")])
        catch_up = CatchUp(index=index, writer=voting, clock=MovableClock(), wake_recounts=lambda: None)
        await catch_up.look()
        assert len(await database.ledger.parking.parked()) == 1, "it may become a post"
        await said(database, delivery)
        await catch_up.look()
        await catch_up.look()
        assert await database.ledger.parking.parked() == []


async def test_what_is_parked_stays_when_the_sender_settles_first(database) -> None:
    """The sender has applied and dropped what it knew of; a slower process still holds an event of the post."""
    await plan(database)
    delivery = await begin_sending(database)
    slow = OpenPosts(database.ledger.posts)
    async with writer(database) as sender, writer(database, index=slow) as voting:
        await said(database, delivery)
        index = sender._index
        await index.refresh()
        await sender.settle(index.learned[0])
        await voting.record(event("a", DOOR))
        assert voting.figures.parked == 1
        await sender.drop_parked("discord", HALL.id)
        await slow.refresh()
        await voting.settle(slow.learned[0])
    assert await ballots(database) == (1, 0)


async def test_what_is_parked_is_dropped_when_nothing_is_under_way_any_more(database) -> None:
    await plan(database)
    delivery = await begin_sending(database)
    index = OpenPosts(database.ledger.posts)
    async with writer(database, index=index) as voting:
        await voting.record(event("a", DOOR, message="m5"))
        await voting.drop_parked("discord", HALL.id)
        await database.ledger.deliveries.failed(delivery, "somebody", verbatim("no"), MovableClock().now())
        await index.refresh()
        await voting.drop_parked("discord", HALL.id)
        await voting.record(event("a", TREE, message="m5"))
        assert voting.figures.parked == 1
    post = await opened(database, "d2", "m5")
    await database.ledger.parking.settle(post)
    assert await ballots(database, "d2") == (0, 0)


async def test_a_settling_that_fails_is_done_again_and_loses_nothing(impatient: Database) -> None:
    await plan(impatient)
    delivery = await begin_sending(impatient)
    assert impatient.path is not None
    index = OpenPosts(impatient.ledger.posts)
    async with writer(impatient, index=index, patience=0.05) as voting:
        await voting.record(event("a", DOOR))
        await said(impatient, delivery)
        woken: list[bool] = []
        catch_up = CatchUp(index=index, writer=voting, clock=MovableClock(), wake_recounts=lambda: woken.append(True))
        with locked(impatient.path), pytest.raises(StorageBusy):
            await catch_up.look()
        await voting.drop_parked("discord", HALL.id)
        await catch_up.look()
        assert await ballots(impatient) == (1, 0)
        assert woken == [True]
        assert [one.debate for one in await impatient.ledger.recounts.due(MovableClock().now())] == ["d1"]


class Gate:
    """The posts of a ledger, whose next reading of the index is held back until it is opened."""

    def __init__(self, database: Database) -> None:
        self._posts = database.ledger.posts
        self.reached = asyncio.Event()
        self.opened = asyncio.Event()

    async def index_version(self) -> int:
        return await self._posts.index_version()

    async def index(self) -> object:
        found = await self._posts.index()
        if not self.reached.is_set():
            self.reached.set()
            await self.opened.wait()
        return found


async def test_no_reading_of_the_index_replaces_a_newer_one(database) -> None:
    await plan(database)
    delivery = await begin_sending(database)
    gate = Gate(database)
    index = OpenPosts(gate)  # type: ignore[arg-type]
    slow = asyncio.create_task(index.refresh())
    await gate.reached.wait()
    await said(database, delivery)
    fast = asyncio.create_task(index.refresh(force=True))
    await asyncio.wait({fast}, timeout=0.1)
    gate.opened.set()
    await asyncio.gather(slow, fast)
    assert index.known("discord", HALL.id, "m1") is not None


async def test_drain_waits_for_everything_accepted(database) -> None:
    await opened(database)
    async with writer(database, batch=3) as voting:
        tasks = [asyncio.create_task(voting.record(event(f"v{n}", DOOR))) for n in range(40)]
        await asyncio.sleep(0)
        await voting.drain()
        assert voting.waiting == 0
        assert all(task.done() for task in tasks)
    assert await ballots(database) == (40, 0)


async def test_a_writer_that_is_stopped_says_so_and_one_started_anew_goes_on(database) -> None:
    await opened(database)
    ledger = database.ledger
    index = OpenPosts(ledger.posts)
    await index.refresh()
    voting = VoteWriter(ledger.votes, ledger.parking, ledger.recounts, index, on_change=lambda _: None, batch=1)
    begun = asyncio.Event()

    async def never() -> frozenset[str]:
        begun.set()
        return await asyncio.Future()

    stuck = asyncio.create_task(voting.in_turn(never))
    waiting = asyncio.create_task(voting.record(event("a", DOOR)))
    first = asyncio.create_task(voting.run())
    await begun.wait()
    first.cancel()
    with pytest.raises(StorageError, match="stopped"):
        await stuck
    assert not waiting.done()
    second = asyncio.create_task(voting.run())
    await waiting
    second.cancel()
    assert await ballots(database) == (1, 0)
