"""Whoever asks for a debate gets it as it is then or later, and many who ask together cost few readings."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from bot.services.debate_stores import DebateStore
from bot.services.publishing.snapshots import Snapshots


class Store:
    """Gives a number that counts how often it was read; a reading ends when it is let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.begins = asyncio.Event()
        self.ends = asyncio.Semaphore(0)
        self.fails = False

    async def snapshot(self, debate: str) -> Any:
        self.begun += 1
        mine = self.begun
        self.begins.set()
        await self.ends.acquire()
        if self.fails:
            raise RuntimeError("away")
        return f"{debate} {mine}"


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def snapshots(store: Store) -> Snapshots:
    return Snapshots(cast(DebateStore, store))


async def begun(store: Store) -> None:
    await store.begins.wait()
    store.begins.clear()


async def test_who_comes_while_it_is_read_shares_the_next_reading(store: Store, snapshots: Snapshots) -> None:
    first = asyncio.create_task(snapshots.of("d"))
    await begun(store)
    later = [asyncio.create_task(snapshots.of("d")) for _ in range(5)]
    other = asyncio.create_task(snapshots.of("another"))
    await begun(store)
    for _ in range(3):
        store.ends.release()
    assert await first == "d 1"
    assert await other == "another 2"
    assert await asyncio.gather(*later) == ["d 3"] * 5
    assert store.begun == 3


async def test_who_comes_after_a_reading_has_one_of_their_own(store: Store, snapshots: Snapshots) -> None:
    store.ends.release()
    store.ends.release()
    assert [await snapshots.of("d"), await snapshots.of("d")] == ["d 1", "d 2"]


async def test_one_who_gives_up_takes_nothing_from_the_others(store: Store, snapshots: Snapshots) -> None:
    first = asyncio.create_task(snapshots.of("d"))
    await begun(store)
    second, third = asyncio.create_task(snapshots.of("d")), asyncio.create_task(snapshots.of("d"))
    await asyncio.sleep(0)
    first.cancel()
    second.cancel()
    for _ in range(2):
        store.ends.release()
    assert await third == "d 2"


async def test_a_reading_that_fails_fails_for_all_who_share_it_and_the_next_one_is_made(
    store: Store, snapshots: Snapshots
) -> None:
    store.fails = True
    asked = asyncio.create_task(snapshots.of("d"))
    await begun(store)
    store.ends.release()
    with pytest.raises(RuntimeError):
        await asked
    store.fails = False
    store.ends.release()
    assert await snapshots.of("d") == "d 2"
