"""What `/metrics` of a whole bot says over HTTP when it is behind with deliveries, recounts or a platform."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import cast

import aiohttp
import pytest
from closing_votes import MANY
from prometheus_client.parser import text_string_to_metric_families
from services_clock import MovableClock

from bot.app.server import serve
from bot.errors import StorageBusy
from bot.platforms.local.fault_injection import Faults
from bot.services.publishing.backlog import Backlog
from bot.services.stores import OutcomeStore
from tests.services.publishing.hanging_platform import SECTION, HangingPlatform, rooms

DELIVERY = "agora_delivery_oldest_age_seconds"
RECOUNT = "agora_recount_oldest_age_seconds"
UNHEARD = "agora_platform_unheard_seconds"
CONNECTED = "agora_database_connected"
MOMENT = 30.0
"""Seconds that a busy machine may take for what takes none; the clock is moved on by minutes."""


class Monitor:
    """Scrapes a bot as Prometheus does."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def figures(self, name: str) -> Mapping[str, float]:
        """One metric by the value of its label, empty where it has none."""
        async with self._session.get("/metrics") as answer:
            assert answer.status == 200
            text = await answer.text()
        return {
            sample.labels.get("platform", ""): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name
        }

    async def shows(self, bot, name: str, platform: str, least: float, below: float) -> None:
        """Return when a platform's figure is `least` or more, and `below` the other."""

        async def there() -> bool:
            return least <= (await self.figures(name))[platform] < below

        await bot.until(there)


@asynccontextmanager
async def monitored(bot):
    """The bot's own server on a free port, and who asks it."""
    server = serve(bot.app, bot.app.config.web.model_copy(update={"listen": "127.0.0.1:0"}))
    await server.start()
    try:
        async with aiohttp.ClientSession(server.url) as session:
            yield Monitor(session)
    finally:
        await server.stop()


def beside_discord(bots, clock, lines: str):
    """A bot with the local chat and, in Discord's place, a platform that can hang and tells nothing."""
    return bots(clock=clock, beside=HangingPlatform, channels=lines, more=SECTION)


async def test_a_bot_that_keeps_up_says_so(bots) -> None:
    async with bots() as bot, monitored(bot) as monitor:
        await bot.open()
        assert await monitor.figures(CONNECTED) == {"": 1.0}
        for name in (DELIVERY, RECOUNT, UNHEARD):
            await monitor.shows(bot, name, "local", 0.0, MOMENT)
            assert set(await monitor.figures(name)) == {"local"}
        assert await monitor.figures(DELIVERY) == {"local": 0.0}


async def test_the_oldest_delivery_is_told_for_each_platform_until_it_is_made(bots) -> None:
    clock = MovableClock()
    (room,), lines = rooms(1)
    async with beside_discord(bots, clock, lines) as bot, monitored(bot) as monitor:
        there = bot.app.adapters["discord"]
        there.hangs = frozenset({"send"})
        debate = await bot.app.debate_admin.post("square-test", ["square", room])
        await there.asked("send", 1)
        clock.advance(timedelta(minutes=10))
        await monitor.shows(bot, DELIVERY, "discord", 600.0, 600.0 + MOMENT)
        await monitor.shows(bot, DELIVERY, "local", 0.0, MOMENT)
        there.hangs = frozenset()
        there.let_go()
        await bot.until(lambda: bot._opened(debate))
        assert await monitor.figures(DELIVERY) == {"local": 0.0, "discord": 0.0}


async def test_the_oldest_recount_that_is_owed_is_told_until_it_is_done(bots) -> None:
    clock, faults = MovableClock(), Faults()
    async with bots(faults, clock=clock) as bot, monitored(bot) as monitor:
        await bot.open()
        faults.fail_scans = MANY
        await bot.app.inbound.connectivity.missed_events("local")
        before = faults.fail_scans
        await bot.until(lambda: _is(faults.fail_scans < before))
        clock.advance(timedelta(minutes=5))
        await monitor.shows(bot, RECOUNT, "local", 300.0, 300.0 + MOMENT)
        faults.fail_scans = 0
        clock.advance(timedelta(minutes=1))

        async def done() -> bool:
            return await monitor.figures(RECOUNT) == {"local": 0.0}

        await bot.until(done)


async def test_a_platform_that_is_not_heard_is_told_with_for_how_long(bots) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot, monitored(bot) as monitor:
        await monitor.shows(bot, UNHEARD, "local", 0.0, MOMENT)
        bot.app.inbound.connectivity.deaf("local")
        clock.advance(timedelta(minutes=3))
        await monitor.shows(bot, UNHEARD, "local", 180.0, 180.0 + MOMENT)
        await bot.app.inbound.connectivity.listens("local")
        await monitor.shows(bot, UNHEARD, "local", 0.0, MOMENT)


async def test_a_platform_that_was_never_heard_counts_from_the_start(bots) -> None:
    clock = MovableClock()
    _, lines = rooms(1)
    async with beside_discord(bots, clock, lines) as bot, monitored(bot) as monitor:
        clock.advance(timedelta(minutes=2))
        await monitor.shows(bot, UNHEARD, "discord", 120.0, 120.0 + MOMENT)
        await monitor.shows(bot, UNHEARD, "local", 0.0, MOMENT)


async def _is(condition: bool) -> bool:
    return condition


class Silent:
    """A database that fails, or hangs, and answers again."""

    def __init__(self) -> None:
        self.state = "up"
        self.since = datetime(2026, 3, 1, tzinfo=UTC)

    async def oldest(self, platforms: Collection[str]) -> Mapping[str, datetime]:
        if self.state == "down":
            raise StorageBusy("the database is locked")
        if self.state == "hangs":
            await asyncio.Event().wait()
        return dict.fromkeys(platforms, self.since)


@pytest.mark.parametrize("state", ["down", "hangs"])
async def test_of_a_database_that_does_not_answer_nothing_is_claimed(state: str) -> None:
    silent = Silent()
    clock = MovableClock(silent.since + timedelta(minutes=1))
    backlog = Backlog(outcomes=cast("OutcomeStore", silent), platforms=["local"], clock=clock, answers_within=0.05)
    await backlog.look()
    assert backlog.is_known
    assert backlog.waits_for()["local"] >= 60.0
    silent.state = state
    await backlog.look()
    assert (backlog.is_known, backlog.waits_for()) == (False, {})
    silent.state = "up"
    await backlog.look()
    assert backlog.is_known
