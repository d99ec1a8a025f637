"""A debate a day: no more, no less, whatever the clock and the processes do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from services_clock import MovableClock

from bot.core.debates import PostState
from bot.errors import Refused
from bot.services.records import Part
from bot.storage.tables import debates

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
"""Half past seven in the morning in Seoul."""

EVERY_MORNING = """
schedules:
  - name: morning
    cron: "0 9 * * *"
    channels: [square]
    articles: {when_empty: %s}
    missed: {policy: %s, within: 6h}
"""
REPEATING = EVERY_MORNING % ("repeat", "post_late")


async def opened_at(bot) -> list[datetime]:
    """When each debate was opened, the first one first."""

    def read(db):
        return db.execute(debates.select().order_by(debates.c.opened_at)).all()

    rows = await bot.app.database.connections.read(read)
    return [datetime.fromtimestamp(row.opened_at / 1e6, UTC) for row in rows]


async def alerts(bot) -> list[str]:
    """What the admins are to be told."""
    claimed = await bot.app.database.ledger.deliveries.claim(bot.app.clock.now(), "reader", timedelta(0), 100)
    return [delivery.text for delivery in claimed if delivery.part is Part.ALERT]


async def test_one_debate_a_day_over_a_fortnight_with_restarts(bots) -> None:
    clock = MovableClock(START)
    for _ in range(7):
        async with bots(more=REPEATING, running=False, clock=clock) as bot:
            for _ in range(16):
                await bot.app.scheduler.deal_with_due()
                clock.advance(3 * HOUR)
    async with bots(more=REPEATING, running=False, clock=clock) as bot:
        times = await opened_at(bot)
    assert len(times) == 14
    assert len({time.date() for time in times}) == 14
    assert {time.hour for time in times} <= {0, 1, 2}


async def test_after_downtime_the_latest_occurrence_is_posted_if_it_is_not_too_late(bots) -> None:
    clock = MovableClock(START)
    async with bots(more=REPEATING, running=False, clock=clock) as bot:
        await bot.app.scheduler.deal_with_due()
    clock.advance(3 * DAY + 3 * HOUR)
    async with bots(more=REPEATING, running=False, clock=clock) as bot:
        await bot.app.scheduler.deal_with_due()
        await bot.app.scheduler.deal_with_due()
        assert len(await opened_at(bot)) == 1
        assert await alerts(bot) == []


@pytest.mark.parametrize(("policy", "late"), [("post_late", 12 * HOUR), ("skip", 2 * HOUR)])
async def test_what_comes_too_late_is_not_posted_and_staff_hears_of_it_once(bots, policy: str, late: timedelta) -> None:
    clock = MovableClock(START)
    schedule = EVERY_MORNING % ("repeat", policy)
    async with bots(more=schedule, running=False, clock=clock) as bot:
        await bot.app.scheduler.deal_with_due()
    clock.advance(timedelta(minutes=90) + late)
    async with bots(more=schedule, running=False, clock=clock) as bot:
        await bot.app.scheduler.deal_with_due()
        await bot.app.scheduler.deal_with_due()
        assert await opened_at(bot) == []
        [told] = await alerts(bot)
        assert "morning" in told


async def test_an_empty_library_is_told_once_an_occurrence(bots) -> None:
    clock = MovableClock(START)
    async with bots(more=EVERY_MORNING % ("alert", "post_late"), running=False, clock=clock) as bot:
        await bot.app.scheduler.deal_with_due()
        clock.advance(2 * HOUR)
        await bot.app.scheduler.deal_with_due()
        assert len(await opened_at(bot)) == 1
        clock.advance(DAY)
        for _ in range(3):
            await bot.app.scheduler.deal_with_due()
        assert len(await opened_at(bot)) == 1
        (told,) = await alerts(bot)
        assert "3월 3일(화) 오전 9:00 차례에" in told, "in the zone and the words of the configuration"
        clock.advance(DAY)
        await bot.app.scheduler.deal_with_due()
        assert len(await opened_at(bot)) == 1


async def test_a_clock_that_ran_a_day_ahead_and_is_set_right_posts_each_day_once(bots) -> None:
    """The occurrence of tomorrow was dealt with already: today's still falls due, and tomorrow's not again."""
    clock = MovableClock(START)
    async with bots(more=REPEATING, running=False, clock=clock) as bot:
        deal = bot.app.scheduler.deal_with_due
        await deal()
        clock.jump(DAY + 2 * HOUR)
        await deal()
        assert len(await opened_at(bot)) == 1
        clock.jump(-DAY - 2 * HOUR)
        clock.advance(2 * HOUR)
        await deal()
        assert len(await opened_at(bot)) == 2
        clock.advance(DAY)
        await deal()
        await deal()
        assert len(await opened_at(bot)) == 2
        clock.advance(DAY)
        await deal()
        assert len(await opened_at(bot)) == 3


async def test_a_clock_that_was_ahead_when_a_schedule_was_first_seen_does_not_silence_it(bots) -> None:
    clock = MovableClock(START + 300 * DAY)
    async with bots(more=REPEATING, running=False, clock=clock) as bot:
        deal = bot.app.scheduler.deal_with_due
        await deal()
        clock.jump(-300 * DAY)
        await deal()
        clock.advance(2 * HOUR)
        await deal()
        assert len(await opened_at(bot)) == 1


async def test_a_clock_that_is_set_back_an_hour_posts_nothing_twice(bots) -> None:
    clock = MovableClock(START)
    async with bots(more=REPEATING, running=False, clock=clock) as bot:
        deal = bot.app.scheduler.deal_with_due
        await deal()
        clock.advance(2 * HOUR)
        await deal()
        clock.jump(-HOUR)
        await deal()
        clock.advance(HOUR)
        await deal()
        clock.advance(HOUR)
        await deal()
        assert len(await opened_at(bot)) == 1


async def test_a_schedule_that_fails_does_not_hold_the_others(bots) -> None:
    two = REPEATING + REPEATING.replace("schedules:", "").replace("morning", "second").replace("square", "garden")
    clock = MovableClock(START)
    async with bots(more=two, running=False, clock=clock) as bot:
        scheduler = bot.app.scheduler
        await scheduler.deal_with_due()
        open_debate = scheduler._opener.open

        async def fails(article, channels, *args, **more):
            if more["occurrence"].schedule == "morning":
                raise Refused("not now")
            return await open_debate(article, channels, *args, **more)

        scheduler._opener.open = fails
        clock.advance(2 * HOUR)
        with pytest.raises(Refused):
            await scheduler.deal_with_due()
        assert len(await opened_at(bot)) == 1
        scheduler._opener.open = open_debate
        await scheduler.deal_with_due()
        assert len(await opened_at(bot)) == 2


async def test_an_occurrence_is_said_by_the_running_bot(bots) -> None:
    clock = MovableClock(START)
    async with bots(more=REPEATING, clock=clock) as bot:

        async def seen() -> bool:
            return "morning" in await bot.app.database.ledger.occurrences.first_seen(["morning"], clock.now())

        await bot.until(seen)
        clock.advance(90 * timedelta(minutes=1))

        async def posted() -> bool:
            return len(await bot.said_in("square")) == 1

        await bot.until(posted)


@pytest.mark.postgres
async def test_two_bots_on_one_database_open_one_debate(bots, postgres) -> None:
    url = await postgres.create()
    clock = MovableClock(START)
    two = {"more": REPEATING, "database": url, "clock": clock, "running": False}
    async with bots(**two) as one, bots(**two) as other:
        schedulers = [bot.app.scheduler for bot in (one, other)]
        await asyncio.gather(*(scheduler.deal_with_due() for scheduler in schedulers))
        for day in range(1, 6):
            clock.advance(DAY if day > 1 else 2 * HOUR)
            await asyncio.gather(*(scheduler.deal_with_due() for scheduler in schedulers))
            assert len(await opened_at(one)) == day
        latest = await one.app.database.ledger.finder.latest()
        assert latest is not None
        posts = await one.app.database.ledger.debates.posts(latest.id)
        assert [post.state for post in posts] == [PostState.PLANNED]
