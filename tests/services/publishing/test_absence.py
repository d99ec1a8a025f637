"""A platform that stays out of reach is told once, and so is its return."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from services_clock import MovableClock

from bot.locales import words_for
from bot.log import get_logger
from bot.sentences import Sentence, sentence, verbatim
from bot.services.ports import Inbound
from bot.services.publishing.announcements import Absence, Alerts
from tests.patience import PATIENCE


class Reachable:
    """A platform that is there or not, as a test says."""

    name = "discord"

    def __init__(self) -> None:
        self.missing: Sentence | None = None
        self.looked = 0

    def ready(self) -> Sentence | None:
        self.looked += 1
        return self.missing

    async def run(self, inbound: Inbound) -> None:
        raise AssertionError(inbound)

    async def close(self) -> None:
        raise AssertionError

    def refresh_every(self, age: timedelta) -> timedelta:
        return age


class Told(Alerts):
    """Alerts that keep what was said."""

    def __init__(self, locale: str) -> None:
        self.said: list[tuple[str, str]] = []
        self._words = words_for(locale, strict=True)

    async def say(self, key: str, word: str, **args: str | int | float) -> None:
        self.said.append((key, self._words.say(word, **args)))


async def looks(clock: MovableClock, platform: Reachable, times: int) -> None:
    """Let the watch look `times` more."""
    for _ in range(times):
        before = platform.looked
        async with asyncio.timeout(PATIENCE):
            while platform.looked == before:
                clock.advance(timedelta(seconds=5))
                await asyncio.sleep(0)


@pytest.fixture
async def watched(request):  # type: ignore[no-untyped-def]
    clock = MovableClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    platform, told = Reachable(), Told(getattr(request, "param", "en"))
    absence = Absence(
        platforms={"discord": platform}, alerts=told, after=timedelta(minutes=10), clock=clock, log=get_logger("test")
    )
    task = asyncio.create_task(absence.run())
    yield clock, platform, told
    task.cancel()


async def test_a_long_absence_and_the_return_are_each_told_once(watched) -> None:  # type: ignore[no-untyped-def]
    clock, platform, told = watched
    await looks(clock, platform, 1)
    platform.missing = verbatim("the gateway refuses")
    await looks(clock, platform, 120)
    assert told.said == []
    await looks(clock, platform, 40)
    assert len(told.said) == 1
    assert "no connection to discord" in told.said[0][1]
    assert "the gateway refuses" in told.said[0][1]
    platform.missing = None
    await looks(clock, platform, 3)
    assert len(told.said) == 2
    assert "connected again after 1" in told.said[1][1]
    assert told.said[0][0] != told.said[1][0]


@pytest.mark.parametrize("watched", ["ko"], indirect=True)
async def test_why_it_is_away_is_told_in_the_language_of_the_alerts(watched) -> None:  # type: ignore[no-untyped-def]
    clock, platform, told = watched
    platform.missing = sentence("slack-token-expired", token="bot").mended_by(sentence("slack-tried-again"))
    await looks(clock, platform, 160)
    ((_, text),) = told.said
    assert text.endswith("이유: 봇 토큰이 만료됐어요. 저절로 다시 시도해요.")


async def test_a_short_absence_is_nobodys_business(watched) -> None:  # type: ignore[no-untyped-def]
    clock, platform, told = watched
    platform.missing = verbatim("reconnecting")
    await looks(clock, platform, 60)
    platform.missing = None
    await looks(clock, platform, 2)
    platform.missing = verbatim("reconnecting")
    await looks(clock, platform, 100)
    assert told.said == []


async def test_a_clock_set_forward_makes_no_absence(watched) -> None:  # type: ignore[no-untyped-def]
    clock, platform, told = watched
    platform.missing = verbatim("reconnecting")
    await looks(clock, platform, 2)
    clock.jump(timedelta(hours=3))
    await looks(clock, platform, 2)
    assert told.said == []
