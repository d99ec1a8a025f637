"""Parts that fail are started again, and it is told."""

from __future__ import annotations

import asyncio

import pytest

from bot.backoff import Backoff
from bot.errors import StorageBusy
from bot.log import get_logger
from bot.services.platform_errors import TokenRefused
from bot.services.supervisor import Supervisor
from tests.patience import PATIENCE, until


class Failing:
    """A part that fails as often as it is told, and then runs."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = list(errors)
        self.runs = asyncio.Event()

    async def run(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.runs.set()
        await asyncio.Future()


async def test_pauses_grow_and_the_reason_is_told() -> None:
    part = Failing(ValueError("one"), StorageBusy("two"), ValueError("three"))
    slept: list[tuple[float, dict[str, str]]] = []

    async def sleep(seconds: float) -> None:
        slept.append((seconds, dict(supervisor.failing)))

    backoff, while_busy = Backoff(8.0, 60.0, jitter=0.0), Backoff(3.0, 5.0, jitter=0.0)
    supervisor = Supervisor(get_logger("test"), backoff=backoff, while_busy=while_busy, sleep=sleep)
    supervisor.start("part", part.run)
    await asyncio.wait_for(part.runs.wait(), PATIENCE)
    assert supervisor.failing == {}
    assert slept == [
        (8.0, {"part": "ValueError: one"}),
        (3.0, {"part": "two"}),
        (16.0, {"part": "ValueError: three"}),
    ]
    await supervisor.stop()


async def test_a_part_that_ends_is_started_again() -> None:
    times = 0

    async def ends() -> None:
        nonlocal times
        times += 1

    supervisor = Supervisor(get_logger("test"), backoff=Backoff(0.01, 1.0))
    supervisor.start("part", ends)
    await until(lambda: times >= 3)
    assert supervisor.failing in ({}, {"part": "it ended"})
    await supervisor.stop()


async def test_a_cancellation_that_is_not_the_supervisors_does_not_end_a_part_in_silence() -> None:
    part = Failing(asyncio.CancelledError())
    supervisor = Supervisor(get_logger("test"), backoff=Backoff(0.01, 1.0))
    supervisor.start("part", part.run)
    await asyncio.wait_for(part.runs.wait(), PATIENCE)
    await supervisor.stop()


async def test_a_token_that_is_refused_at_start_ends_the_run() -> None:
    supervisor = Supervisor(get_logger("test"), backoff=Backoff(0.01, 1.0))
    other = Failing()
    supervisor.start("other", other.run)
    supervisor.start("platform", Failing(OSError("away"), TokenRefused("no")).run, fatal=(TokenRefused,))
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(supervisor.wait(), PATIENCE)
    await supervisor.stop()


async def test_a_token_that_is_refused_later_does_not() -> None:
    refused = asyncio.Event()
    again = asyncio.Event()

    async def platform() -> None:
        if refused.is_set():
            again.set()
            await asyncio.Future()
        await asyncio.sleep(0.06)
        refused.set()
        raise TokenRefused("not any more")

    supervisor = Supervisor(get_logger("test"), backoff=Backoff(0.01, 1.0), well_after=0.05)
    supervisor.start("platform", platform, fatal=(TokenRefused,))
    await refused.wait()
    await until(lambda: bool(supervisor.failing) or again.is_set())
    await asyncio.wait_for(again.wait(), PATIENCE)
    await supervisor.stop()


@pytest.mark.parametrize("name", ["outbox", "closing", "due_recounts"])
async def test_a_part_that_is_woken_and_stopped_at_once_stops(bots, name: str) -> None:
    """Waiting with a time limit must not swallow the cancellation when both come together."""
    async with bots() as bot:
        part = getattr(bot.app, name)
        for _ in range(20):
            task = asyncio.create_task(part.run())
            await asyncio.sleep(0.005)
            part.wake()
            await asyncio.sleep(0)
            task.cancel()
            done, _ = await asyncio.wait({task}, timeout=PATIENCE)
            assert done
