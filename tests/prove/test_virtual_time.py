"""The ground of the simulation: time that passes at once, processes that are killed and paused, a network, a disk."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Coroutine
from contextvars import copy_context
from pathlib import Path
from typing import Any

import aiohttp
import aiosqlite
import pytest
from aiohttp import web

from prove.disk import Disk, Trouble
from prove.installed import SimulatedPort, connected_by
from prove.network import Network
from prove.virtual_time import LIFE, Deadlock, Life, VirtualLoop, told_by

NEW_YEAR = 1_767_225_600.0


def played(loop: VirtualLoop, work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of `work` in virtual time."""
    try:
        with told_by(loop, random.Random(1)):
            return loop.run_until_complete(work)
    finally:
        loop.close()


def living(life: Life, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Let a process do something."""
    context = copy_context()
    context.run(LIFE.set, life)
    return context.run(asyncio.get_running_loop().create_task, work)


def test_a_year_of_sleep_takes_no_time_and_every_clock_tells_it() -> None:
    loop = VirtualLoop(NEW_YEAR)

    async def sleep() -> tuple[float, float]:
        before = time.monotonic()
        await asyncio.sleep(365 * 86_400)
        return time.time(), time.monotonic() - before

    assert played(loop, sleep()) == pytest.approx((NEW_YEAR + 365 * 86_400, 365 * 86_400), abs=1e-3)


def test_what_a_thread_would_do_is_done_in_order_with_all_else() -> None:
    told: list[str] = []

    async def work() -> None:
        later = asyncio.create_task(asyncio.to_thread(told.append, "in a thread"))
        told.append("before")
        await later
        told.append("after")

    played(VirtualLoop(NEW_YEAR), work())
    assert told == ["before", "in a thread", "after"]


def test_who_waits_for_nothing_that_can_come_is_told() -> None:
    with pytest.raises(Deadlock):
        played(VirtualLoop(NEW_YEAR), asyncio.Event().wait())


def test_the_same_dice_give_the_same_names() -> None:
    async def names() -> tuple[str, bytes]:
        from secrets import token_hex
        from uuid import uuid4

        return token_hex(8), uuid4().bytes

    assert played(VirtualLoop(NEW_YEAR), names()) == played(VirtualLoop(NEW_YEAR), names())


def test_a_killed_process_does_nothing_more_and_a_paused_one_does_it_later() -> None:
    told: list[str] = []

    async def count(name: str) -> None:
        for number in range(5):
            told.append(f"{name}{number}")
            await asyncio.sleep(1)

    async def work() -> None:
        killed, paused = Life("killed"), Life("paused")
        living(killed, count("a"))
        waiting = living(paused, count("b"))
        await asyncio.sleep(1.5)
        killed.dead = True
        paused.pause()
        await asyncio.sleep(60)
        assert told == ["a0", "b0", "a1", "b1"]
        paused.resume()
        await waiting

    played(VirtualLoop(NEW_YEAR), work())
    assert told == ["a0", "b0", "a1", "b1", "b2", "b3", "b4"]


def test_a_process_dies_at_the_step_that_was_named() -> None:
    told: list[int] = []

    async def count() -> None:
        for number in range(10):
            told.append(number)
            await asyncio.sleep(1)

    async def work() -> None:
        life = Life("bot")
        living(life, count())
        life.dies_at(3, lambda: setattr(life, "dead", True))
        await asyncio.sleep(60)

    played(VirtualLoop(NEW_YEAR), work())
    assert len(told) == 1, "a task's first step, a timer, and at the third step it is gone"


def test_a_process_stands_still_before_the_step_that_was_named_and_loses_nothing() -> None:
    told: list[str] = []

    async def count() -> None:
        for number in range(3):
            told.append(str(number))
            await asyncio.sleep(1)

    async def work() -> None:
        life = Life("bot")
        counting = living(life, count())
        life.pauses_at(2, lambda: told.append("still"))
        await asyncio.sleep(60)
        assert told == ["0", "still"]
        life.resume()
        await counting

    played(VirtualLoop(NEW_YEAR), work())
    assert told == ["0", "still", "1", "2"]


async def _hello(_: web.Request) -> web.Response:
    return web.Response(text="hello")


async def _echo(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str(message.data)
    return socket


async def _port(network: Network) -> SimulatedPort:
    app = web.Application()
    app.router.add_get("/", _hello)
    app.router.add_get("/echo", _echo)
    port = SimulatedPort(network, 7001)
    await port.start(app)
    return port


def test_aiohttp_talks_over_the_network_until_it_is_cut_and_again_when_it_is_mended() -> None:
    loop = VirtualLoop(NEW_YEAR)
    network = Network(loop)

    async def work() -> list[str]:
        port = await _port(network)
        said = []
        async with aiohttp.ClientSession() as session:
            async with session.get("http://127.0.0.1:7001/") as answer:
                said.append(await answer.text())
            socket = await session.ws_connect("http://127.0.0.1:7001/echo")
            await socket.send_str("한글")
            said.append((await socket.receive()).data)
            await port.fall_off()
            said.append((await socket.receive()).type.name)
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get("http://127.0.0.1:7001/")
            await port.come_back()
            async with session.get("http://127.0.0.1:7001/") as answer:
                said.append(await answer.text())
        return said

    with connected_by(network):
        assert played(loop, work()) == ["hello", "한글", "CLOSED", "hello"]


def test_the_connections_of_a_process_end_with_it() -> None:
    loop = VirtualLoop(NEW_YEAR)
    network = Network(loop)

    async def work() -> int:
        await _port(network)
        life = Life("bot")

        async def connect() -> None:
            async with aiohttp.ClientSession() as session:
                socket = await session.ws_connect("http://127.0.0.1:7001/echo")
                await socket.receive()

        living(life, connect())
        await asyncio.sleep(1)
        assert len(network._ends) == 2
        life.dead = True
        network.gone(life)
        await asyncio.sleep(1)
        return len(network._ends)

    with connected_by(network):
        assert played(loop, work()) == 0


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_commit_that_fails_is_told_as_sqlite_tells_it(tmp_path: Path, trouble: Trouble) -> None:
    loop = VirtualLoop(NEW_YEAR)
    disk = Disk()
    disk.befalls = lambda _, what: trouble if what == "commit" else None

    async def write() -> str:
        async with aiosqlite.connect(tmp_path / "a.db", isolation_level=None) as db:
            await db.execute("create table t (x)")
            await db.execute("begin")
            await db.execute("insert into t values (1)")
            try:
                await db.commit()
            except sqlite3.OperationalError as error:
                return str(error)
        return "committed"

    async def work() -> str:
        return await living(Life("bot"), write())

    with disk.installed():
        assert played(loop, work()) == trouble.value
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert len(db.execute("select * from t").fetchall()) == (1 if trouble is Trouble.LOST else 0)


@pytest.mark.parametrize(("held", "outcome"), [(2.0, "committed"), (20.0, "database is locked")])
def test_who_shares_a_file_waits_some_seconds_for_another_process(tmp_path: Path, held: float, outcome: str) -> None:
    loop = VirtualLoop(NEW_YEAR)
    disk = Disk()
    disk.is_shared = True

    async def write(seconds: float) -> str:
        db = await aiosqlite.connect(tmp_path / "a.db", isolation_level=None)
        try:
            await db.execute("create table if not exists t (x)")
            await db.execute("begin immediate")
            await db.execute("insert into t values (1)")
            await asyncio.sleep(seconds)
            await db.commit()
        except sqlite3.OperationalError as error:
            return str(error)
        finally:
            await db.close()
        return "committed"

    async def work() -> list[str]:
        first = living(Life("a"), write(held))
        await asyncio.sleep(1)
        return [await living(Life("b"), write(0)), await first]

    with disk.installed():
        assert played(loop, work()) == [outcome, "committed"]


def test_what_a_killed_process_had_not_committed_is_undone(tmp_path: Path) -> None:
    loop = VirtualLoop(NEW_YEAR)
    disk = Disk()

    async def write() -> None:
        db = await aiosqlite.connect(tmp_path / "a.db", isolation_level=None)
        await db.execute("create table t (x)")
        await db.execute("begin")
        await db.execute("insert into t values (1)")
        await asyncio.sleep(3600)

    async def work() -> None:
        life = Life("bot")
        living(life, write())
        await asyncio.sleep(1)
        life.dead = True
        disk.gone(life)

    with disk.installed():
        played(loop, work())
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert db.execute("select * from t").fetchall() == []
