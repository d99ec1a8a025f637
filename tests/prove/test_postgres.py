"""PostgreSQL in virtual time: who waits for a lock waits for the story, and what happens to a connection happens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from typing import Any

import asyncpg
import pytest

from prove.disk import Disk, Trouble
from prove.postgres import Database
from prove.virtual_time import Life, VirtualLoop, told_by
from tests.postgres_server import PostgresServer
from tests.prove.test_virtual_time import NEW_YEAR, living

pytestmark = pytest.mark.postgres
_LOST = (asyncpg.ConnectionDoesNotExistError, asyncpg.InterfaceError, ConnectionResetError)


class World:
    """A database with a table of two rows, its disk and its loop."""

    def __init__(self, server: PostgresServer) -> None:
        self.loop = VirtualLoop(NEW_YEAR)
        self.disk = Disk()
        self.database = Database(self.loop, server.socket, server.template, self.disk, random.Random(1))
        self.database.rows("ALTER SYSTEM SET deadlock_timeout = '1h'")
        self.database.rows("CREATE TABLE t (id int PRIMARY KEY, x int)")
        self.database.rows("INSERT INTO t VALUES (1, 0), (2, 0)")

    def play(self, story: Callable[[World], Coroutine[Any, Any, Any]]) -> Any:
        """What comes of a story in virtual time."""
        with ExitStack() as stack:
            stack.callback(self.database.close)
            stack.callback(self.loop.close)
            stack.enter_context(told_by(self.loop, random.Random(1)))
            stack.enter_context(self.database.installed())
            return self.loop.run_until_complete(story(self))

    async def connect(self) -> asyncpg.Connection[asyncpg.Record]:
        """A connection of the present process."""
        return await asyncpg.connect(self.database.url)

    def held(self, row: int = 1) -> int:
        """What the table holds."""
        ((value,),) = self.database.rows("SELECT x FROM t WHERE id = ?", row)
        return int(value)

    async def count(self, *rows: int, then: float = 0.0) -> float:
        """In a transaction, add one to rows, a second between them, and wait before it ends; gives its end."""
        db = await self.connect()
        await db.execute("BEGIN")
        for number, row in enumerate(rows):
            await asyncio.sleep(float(number > 0))
            await db.execute("UPDATE t SET x = x + 1 WHERE id = $1", row)
        await asyncio.sleep(then)
        await db.execute("COMMIT")
        ended = self.loop.time()
        await db.close()
        return ended


@pytest.fixture
def world(postgres: PostgresServer) -> Iterator[World]:
    return World(postgres)


def test_who_waits_for_a_lock_waits_for_the_story_and_nobody_else_does(world: World) -> None:
    async def story(world: World) -> None:
        began = world.loop.time()
        first = living(Life("a"), world.count(1, then=20))
        await asyncio.sleep(1)
        second = living(Life("b"), world.count(1))
        third = living(Life("b"), world.count(2))
        ends = [await one - began for one in (first, second, third)]
        assert ends[0] == pytest.approx(20, abs=1)
        assert ends[0] < ends[1] < ends[0] + 0.5
        assert ends[2] == pytest.approx(1, abs=0.5)
        assert (world.held(1), world.held(2)) == (2, 1)

    world.play(story)


def test_the_same_dice_give_the_same_moments(postgres: PostgresServer) -> None:
    async def story(world: World) -> list[float]:
        work = [living(Life(f"p{number}"), world.count(*rows)) for number, rows in enumerate([(1, 2)] * 6 + [(1,)] * 6)]
        return list(await asyncio.gather(*work))

    ends = [World(postgres).play(story) for _ in range(2)]
    assert ends[0] == ends[1]
    assert len(set(ends[0])) == 12


def test_who_wait_for_each_other_are_told(world: World) -> None:
    async def story(world: World) -> list[object]:
        work = [living(Life("a"), world.count(1, 2)), living(Life("b"), world.count(2, 1))]
        return await asyncio.gather(*work, return_exceptions=True)

    kinds = sorted(type(one).__name__ for one in world.play(story))
    assert kinds == ["DeadlockDetectedError", "float"]


def test_what_a_killed_process_has_not_committed_is_undone_and_its_locks_are_free(world: World) -> None:
    async def story(world: World) -> None:
        killed = Life("a")
        living(killed, world.count(1, then=3600))
        await asyncio.sleep(1)
        other = living(Life("b"), world.count(1))
        await asyncio.sleep(10)
        assert not other.done()
        killed.dead = True
        world.database.gone(killed)
        await other
        assert world.held() == 1

    world.play(story)


def test_who_stands_still_in_a_transaction_loses_it_and_learns_so_when_it_goes_on(world: World) -> None:
    async def story(world: World) -> float:
        still = Life("a")
        standing = living(still, world.count(1, 2))
        await asyncio.sleep(0.5)
        still.pause()
        began = world.loop.time()
        other = await living(Life("b"), world.count(1))
        await asyncio.sleep(60)
        still.resume()
        with pytest.raises(asyncpg.InterfaceError):
            await standing
        assert (world.held(1), world.held(2)) == (1, 0)
        return other - began

    assert world.play(story) == pytest.approx(30, abs=1)


def test_a_commit_whose_answer_is_lost_is_carried_out(world: World) -> None:
    world.disk.befalls = lambda _, statement: Trouble.LOST if statement == "commit" else None

    async def story(world: World) -> None:
        with pytest.raises(_LOST):
            await living(Life("a"), world.count(1))
        assert world.held() == 1
        assert world.database.lines_of() == []

    world.play(story)


def test_a_commit_that_the_server_refuses_undoes_its_transaction(world: World) -> None:
    world.disk.befalls = lambda _, statement: Trouble.FULL if statement == "commit" else None

    async def work(world: World) -> None:
        db = await world.connect()
        with pytest.raises(asyncpg.DiskFullError):
            async with db.transaction():
                await db.execute("UPDATE t SET x = x + 1")
        world.disk.befalls = lambda *_: None
        async with db.transaction():
            await db.execute("UPDATE t SET x = x + 2")
        await db.close()

    async def story(world: World) -> None:
        await living(Life("a"), work(world))
        assert world.held() == 2

    world.play(story)


def test_notices_come_with_the_commit_to_all_who_listen(world: World) -> None:
    async def listen(world: World, heard: list[float]) -> None:
        db = await world.connect()
        await db.add_listener("agora", lambda *_: heard.append(world.loop.time()))
        await asyncio.sleep(60)
        await db.close()

    async def tell(world: World) -> float:
        db = await world.connect()
        async with db.transaction():
            await db.execute("SELECT pg_notify('agora', 'x')")
            await asyncio.sleep(20)
        ended = world.loop.time()
        await db.close()
        return ended

    async def story(world: World) -> None:
        heard: list[float] = []
        listening = [living(Life(name), listen(world, heard)) for name in ("a", "b")]
        await asyncio.sleep(1)
        ended = await living(Life("a"), tell(world))
        await asyncio.gather(*listening)
        assert len(heard) == 2
        assert all(abs(at - ended) < 0.5 for at in heard)

    world.play(story)


def test_who_is_cut_off_reaches_nobody_and_who_gets_no_answer_gets_it_later(world: World) -> None:
    async def story(world: World) -> None:
        away, silent = Life("a"), Life("b")
        database = world.database
        working = [living(life, world.count(1, 2)) for life in (away, silent)]
        await asyncio.sleep(0.5)
        began = world.loop.time()
        database.is_away = lambda life: life is away
        database.is_silent = lambda life: life is silent
        database.cut(*database.lines_of(away))
        with pytest.raises(_LOST):
            await working[0]
        with pytest.raises(ConnectionRefusedError):
            await living(away, world.count(1))
        await asyncio.sleep(20)
        assert not working[1].done()
        database.is_silent = lambda _: False
        database.heard_again()
        assert await working[1] - began == pytest.approx(21.5, abs=1)
        assert (world.held(1), world.held(2)) == (1, 1)

    world.play(story)
