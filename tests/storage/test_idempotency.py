"""What people did on platforms that may say so again, noted once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.storage import Database
from bot.storage.idempotency import ACTS_KEPT_FOR
from tests.storage.storage_builders import T0

HOUR = timedelta(hours=1)


async def test_of_many_who_tell_the_same_one_is_the_first(database: Database) -> None:
    heard = database.ledger.heard
    told = await asyncio.gather(*(heard.first_time("slack", "trigger:1", T0) for _ in range(6)))
    assert sorted(told) == [False] * 5 + [True]
    assert await heard.first_time("slack", "trigger:2", T0)
    assert await heard.first_time("another", "trigger:1", T0)
    assert not await heard.first_time("slack", "trigger:1", T0 + HOUR)


async def test_who_goes_away_keeps_nobody_waiting(database: Database) -> None:
    heard = database.ledger.heard
    asking = [asyncio.ensure_future(heard.first_time("slack", f"trigger:{n % 50}", T0)) for n in range(100)]
    await asyncio.sleep(0)
    asking[0].cancel()
    told = await asyncio.gather(*asking, return_exceptions=True)
    assert isinstance(told[0], asyncio.CancelledError)
    assert told[1:50] == [True] * 49
    assert told[51:] == [False] * 49


async def test_it_is_forgotten_when_nobody_can_say_it_again(database: Database) -> None:
    heard = database.ledger.heard
    assert await heard.first_time("slack", "trigger:1", T0)
    assert await heard.first_time("slack", "trigger:2", T0 + ACTS_KEPT_FOR + HOUR)
    assert await heard.first_time("slack", "trigger:1", T0 + ACTS_KEPT_FOR + HOUR)
