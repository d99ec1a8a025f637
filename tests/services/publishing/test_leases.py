"""A claim is kept as long as the work on it takes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.errors import StorageBusy
from bot.services.publishing.leases import held, keep_renewing
from tests.patience import PATIENCE

T0 = datetime(2025, 3, 1, tzinfo=UTC)
LEASE = timedelta(seconds=30)


class Ticking:
    """A clock on which everybody who sleeps wakes at once, so much later."""

    def __init__(self) -> None:
        self.time = T0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)
        await asyncio.sleep(0)


async def test_a_claim_is_renewed_three_times_a_lease_until_there_is_nothing_to_keep() -> None:
    clock, ends = Ticking(), []

    async def renew(until: datetime) -> bool:
        ends.append((until - T0).total_seconds())
        return len(ends) < 3

    await asyncio.wait_for(keep_renewing(renew, clock, LEASE), PATIENCE)
    assert (clock.slept, ends) == ([10.0] * 3, [40.0, 50.0, 60.0])


async def test_what_the_database_can_not_do_just_now_is_done_the_next_time() -> None:
    clock, tries = Ticking(), []

    async def renew(until: datetime) -> bool:
        tries.append(until)
        if len(tries) == 1:
            raise StorageBusy("busy")
        return False

    await asyncio.wait_for(keep_renewing(renew, clock, LEASE), PATIENCE)
    assert len(tries) == 2


async def test_a_claim_is_held_while_the_work_runs_and_no_longer() -> None:
    clock, renewed = Ticking(), asyncio.Event()
    times = 0

    async def renew(_until: datetime) -> bool:
        nonlocal times
        times += 1
        renewed.set()
        return True

    async with held(renew, clock, LEASE):
        await asyncio.wait_for(renewed.wait(), PATIENCE)
    after = times
    for _ in range(5):
        await asyncio.sleep(0)
    assert times == after
