"""The budget of each method: who waits, for how long, and who goes first."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.platforms.slack.rate_limits import Budget, Priority, Rate
from tests.patience import PATIENCE


def goes_at_once(turn: Coroutine[Any, Any, None]) -> bool:
    """Whether a turn comes without any waiting."""
    try:
        turn.send(None)
    except StopIteration:
        return True
    turn.close()
    return False


async def test_a_burst_goes_through_at_once_and_what_follows_at_the_rate() -> None:
    budget = Budget({"chat.update": Rate(3, 20.0)})
    now = asyncio.get_running_loop().time
    began = now()
    assert all(goes_at_once(budget.turn("chat.update", Priority.REFRESH)) for _ in range(3))
    for _ in range(2):
        await budget.turn("chat.update", Priority.REFRESH)
    assert now() - began >= 0.095


async def test_a_method_without_a_rate_never_waits_and_each_channel_has_its_own() -> None:
    budget = Budget({"chat.postMessage": Rate(1, 0.01)})
    assert all(goes_at_once(budget.turn("auth.test", Priority.SAY)) for _ in range(50))
    assert goes_at_once(budget.turn("chat.postMessage", Priority.SAY, place="C1"))
    assert goes_at_once(budget.turn("chat.postMessage", Priority.SAY, place="C2"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await budget.turn("chat.postMessage", Priority.SAY, place="C1")


async def test_the_important_goes_first_among_those_who_wait() -> None:
    budget = Budget({"chat.update": Rate(1, 50.0)})
    await budget.turn("chat.update", Priority.SAY)
    order: list[str] = []

    async def wait(name: str, rank: Priority) -> None:
        await budget.turn("chat.update", rank)
        order.append(name)

    async with asyncio.TaskGroup() as group:
        for name, rank in [
            ("read", Priority.READ),
            ("tally", Priority.REFRESH),
            ("tally 2", Priority.REFRESH),
            ("end", Priority.SAY),
        ]:
            group.create_task(wait(name, rank))
    assert order == ["end", "tally", "tally 2", "read"]


async def test_a_pause_that_slack_asks_for_holds_everybody_back() -> None:
    budget = Budget({})
    now = asyncio.get_running_loop().time
    began = now()
    budget.pause("reactions.get", 0.3)
    assert 0 < budget.paused("reactions.get") <= 0.3
    await asyncio.gather(*(budget.turn("reactions.get", Priority.READ) for _ in range(5)))
    assert now() - began >= 0.3
    assert budget.paused("reactions.get") == 0


async def test_one_who_gives_up_takes_nobodys_turn() -> None:
    budget = Budget({"chat.update": Rate(1, 20.0)})
    await budget.turn("chat.update", Priority.SAY)
    gone = asyncio.create_task(budget.turn("chat.update", Priority.SAY))
    stays = asyncio.create_task(budget.turn("chat.update", Priority.READ))
    await asyncio.sleep(0)
    gone.cancel()
    async with asyncio.timeout(PATIENCE):
        await stays
    assert gone.cancelled()
    budget.close()


async def test_budgets_of_channels_that_nobody_writes_to_any_more_are_forgotten() -> None:
    budget = Budget({"chat.postMessage": Rate(2, 1e6)})
    budget.pause("chat.postMessage", 60, place="C0PAUSED")
    for number in range(2_000):
        await budget.turn("chat.postMessage", Priority.SAY, place=f"C{number}")
    assert len(budget._buckets) <= 500
    assert budget.paused("chat.postMessage", place="C0PAUSED") > 0
