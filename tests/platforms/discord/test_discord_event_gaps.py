"""Which channels are said not to be heard, and to be heard again, by what the gateway tells in which order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.debates import Channel
from bot.errors import StorageBusy
from bot.log import get_logger
from bot.platforms.discord.channel_directory import Guilds
from bot.platforms.discord.event_gaps import EventGaps
from bot.services.ports import PLACE
from tests.inbound import told_to

SQUARE, GARDEN, CORNER = "100", "101", "200"
HOME, OTHER = "1", "2"


class Told:
    """Keeps what the bot is told; `busy` times it can't be taken, and `during` happens while it is."""

    def __init__(self) -> None:
        self.said: list[tuple[str, frozenset[str]]] = []
        self.busy = 0
        self.during: Callable[[], None] = lambda: None
        self._changed = asyncio.Event()

    def deaf(self, platform: str, channels: Collection[str], *, why: str) -> None:
        assert (platform, why) == ("discord", PLACE)
        self.said.append(("deaf", frozenset(channels)))
        self._changed.set()

    async def listens(self, platform: str, channels: Collection[str], *, why: str) -> None:
        assert (platform, why) == ("discord", PLACE)
        if self.busy:
            self.busy -= 1
            raise StorageBusy("the database is locked")
        self.during()
        self.said.append(("listens", frozenset(channels)))
        self._changed.set()

    async def until(self, *said: tuple[str, set[str]]) -> None:
        """Return when exactly this was said since the last time."""
        async with asyncio.timeout(30):
            while len(self.said) < len(said):
                self._changed.clear()
                await self._changed.wait()
        assert self.said == [(word, frozenset(channels)) for word, channels in said]
        self.said = []


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 7, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Ears:
    def __init__(self) -> None:
        self.told, self.clock = Told(), Clock()
        channels = [Channel(name, "discord", name, "ko") for name in (SQUARE, GARDEN, CORNER)]
        self.guilds = Guilds(channels)
        self.gaps = EventGaps(told_to(self.told), self.guilds, self.clock, get_logger("test"))

    def ready(self, *guilds: str) -> None:
        self.gaps.ready({"guilds": [{"id": guild, "unavailable": True} for guild in guilds]}, 0, 1)

    def came(self, guild: str) -> None:
        there = {HOME: (SQUARE, GARDEN), OTHER: (CORNER,)}[guild]
        data: dict[str, Any] = {"id": guild, "channels": [{"id": channel} for channel in there]}
        self.guilds.learn_all(data)
        self.gaps.came(data)


@pytest.fixture
async def ears() -> Any:
    @asynccontextmanager
    async def running() -> Any:
        made = Ears()
        task = asyncio.create_task(made.gaps.run())
        try:
            yield made
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async with running() as made:
        yield made


async def test_what_comes_with_the_connection_is_for_the_connection_to_say(ears: Ears) -> None:
    ears.ready(HOME, OTHER)
    ears.came(HOME)
    ears.clock.at += timedelta(minutes=1)
    ears.came(OTHER)
    await ears.told.until(("listens", {CORNER}))


async def test_an_outage_that_ends_in_a_new_session_is_over(ears: Ears) -> None:
    ears.ready(HOME)
    ears.came(HOME)
    ears.gaps.left({"id": HOME, "unavailable": True})
    ears.ready(HOME)
    ears.came(HOME)
    await ears.told.until(("deaf", {SQUARE, GARDEN}), ("listens", {SQUARE, GARDEN}))


async def test_who_was_sent_away_while_disconnected_hears_nothing_there(ears: Ears) -> None:
    ears.ready(HOME, OTHER)
    ears.came(HOME)
    ears.came(OTHER)
    ears.ready(OTHER)
    await ears.told.until(("deaf", {SQUARE, GARDEN}))
    ears.came(HOME)
    await ears.told.until(("listens", {SQUARE, GARDEN}))


async def test_what_is_heard_again_is_told_until_it_is_taken(ears: Ears) -> None:
    ears.told.busy = 3
    ears.came(HOME)
    await ears.told.until(("listens", {SQUARE, GARDEN}))


async def test_what_is_lost_while_it_is_told_to_be_heard_is_lost(ears: Ears) -> None:
    ears.came(HOME)
    ears.told.during = lambda: ears.gaps.left({"id": HOME})
    await ears.told.until(("deaf", {SQUARE, GARDEN}), ("listens", {SQUARE, GARDEN}), ("deaf", {SQUARE, GARDEN}))
