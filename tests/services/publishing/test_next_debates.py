"""When the next debate comes, as everybody is told who finds nothing open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services_clock import MovableClock
from structlog.testing import capture_logs

from bot.app.run import tell_what_comes
from bot.core import schedule

START = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
"""Half past seven in the morning in Seoul."""
MORNING = START + timedelta(minutes=90)
ONCE = """
schedules:
  - {name: night, cron: "0 3 * * *", timezone: Asia/Seoul, channels: [square], articles: {tags: [none has it]}}
  - {name: morning, cron: "0 9 * * *", timezone: Asia/Seoul, channels: [square]}
"""


async def test_only_an_occurrence_that_an_article_is_left_for_is_told_of(bots) -> None:
    clock = MovableClock(START)
    async with bots(more=ONCE, running=False, clock=clock) as bot:
        told = bot.app.next_debates
        coming = await told.anywhere()
        assert coming is not None
        assert (coming.at, coming.schedule.name) == (MORNING, "morning")
        assert await told.among(["square"]) == coming
        assert await told.among(["elsewhere"]) is None
        await bot.app.scheduler.deal_with_due()
        clock.advance(timedelta(minutes=90))
        await bot.app.scheduler.deal_with_due()
        clock.advance(timedelta(minutes=1))
        assert await told.anywhere() is None


async def test_without_schedules_nothing_is_told(bots) -> None:
    async with bots(running=False) as bot:
        assert await bot.app.next_debates.anywhere() is None
        with capture_logs() as logs:
            await tell_what_comes(bot.app)
        assert logs == []


async def test_the_log_says_at_the_start_what_comes(bots) -> None:
    async with bots(more=ONCE, running=False, clock=MovableClock(START)) as bot:
        with capture_logs() as logs:
            await tell_what_comes(bot.app)
    told = {"schedule": "morning", "opens_at": "2026-03-02T09:00:00+09:00", "channels": ["square"]}
    assert logs == [{"event": "next debate", "log_level": "info", **told}]


async def test_cron_is_read_once_a_minute_at_most_and_when_the_time_has_come(bots, monkeypatch) -> None:
    read: list[str] = []
    parse = schedule.CronSim

    def counted(expression: str, start: datetime) -> object:
        read.append(expression)
        return parse(expression, start)

    clock = MovableClock(START)
    repeating = ONCE.replace("channels: [square]}", "channels: [square], articles: {when_empty: repeat}}")
    async with bots(more=repeating, running=False, clock=clock) as bot:
        monkeypatch.setattr(schedule, "CronSim", counted)
        told = bot.app.next_debates
        await told.anywhere()
        first = len(read)
        assert first
        for _ in range(100):
            await told.anywhere()
            await told.among(["square"])
        assert len(read) == first
        clock.advance(timedelta(minutes=89, seconds=30))
        assert (await told.anywhere()).at == MORNING
        clock.advance(timedelta(seconds=30))
        assert (await told.anywhere()).at == MORNING + timedelta(days=1)


async def test_a_schedule_that_is_due_all_the_time_keeps_no_other_from_being_told(bots) -> None:
    often = """
schedules:
  - {name: often, cron: "* * * * *", timezone: Asia/Seoul, channels: [square]}
  - {name: yearly, cron: "0 9 1 1 *", timezone: Asia/Seoul, channels: [hall]}
"""
    channels = "\n  hall: {platform: local, id: hall}"
    async with bots(more=often, running=False, clock=MovableClock(START), channels=channels) as bot:
        coming = await bot.app.next_debates.among(["hall"])
        assert coming is not None
        assert coming.at == datetime(2027, 1, 1, tzinfo=UTC)
