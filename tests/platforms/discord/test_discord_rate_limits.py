"""Who may ask next: the most urgent, and no kind holds back another."""

from __future__ import annotations

import asyncio

import pytest

from bot.platforms.discord.rate_limits import Budget, Priority
from bot.services.publishing.lanes import AT_ONCE
from bot.services.records import Urgency
from tests.patience import PATIENCE


async def asked(budget: Budget, urgency: Priority, order: list[Priority], leave: asyncio.Event) -> None:
    async with budget.turn(urgency):
        order.append(urgency)
        await leave.wait()


async def settle() -> None:
    """Let every task go as far as it can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_most_urgent_goes_first() -> None:
    budget = Budget(at_once=1, most=dict.fromkeys(Priority, 1))
    order: list[Priority] = []
    leave = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(asked(budget, Priority.RECOUNT, order, leave))
        await settle()
        for urgency in (Priority.RECOUNT, Priority.REFRESH, Priority.PREPARE, Priority.SAY, Priority.REFRESH):
            group.create_task(asked(budget, urgency, order, leave))
        await settle()
        assert order == [Priority.RECOUNT]
        leave.set()
    assert order[1:] == sorted(order[1:])
    assert len(order) == 6


async def test_recounts_that_wait_leave_room_for_all_else() -> None:
    budget = Budget(at_once=3, most={**dict.fromkeys(Priority, 3), Priority.RECOUNT: 2})
    order: list[Priority] = []
    leave = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(asked(budget, Priority.RECOUNT, order, leave))
        await settle()
        group.create_task(asked(budget, Priority.SAY, order, leave))
        await settle()
        assert order == [Priority.RECOUNT, Priority.RECOUNT, Priority.SAY]
        leave.set()
    assert len(order) == 11


async def test_posts_and_results_have_room_beside_all_else_that_is_not_answered() -> None:
    budget = Budget()
    order: list[Priority] = []
    leave = asyncio.Event()
    room = AT_ONCE[Urgency.DECISIVE] - AT_ONCE[Urgency.NEWS]
    async with asyncio.TaskGroup() as group:
        for urgency, count in (
            (Priority.RECOUNT, 50),
            (Priority.REFRESH, 50),
            (Priority.PREPARE, AT_ONCE[Urgency.SEEDS]),
            (Priority.SAY, AT_ONCE[Urgency.NEWS] - AT_ONCE[Urgency.SEEDS]),
        ):
            for _ in range(count):
                group.create_task(asked(budget, urgency, order, leave))
        await settle()
        before = len(order)
        for _ in range(room):
            group.create_task(asked(budget, Priority.SAY, order, leave))
        await settle()
        assert order[before:] == [Priority.SAY] * room
        leave.set()


@pytest.mark.parametrize("waiting", [True, False], ids=["while it waits", "at its turn"])
async def test_whoever_is_cancelled_leaves_its_turn_to_others(waiting: bool) -> None:
    budget = Budget(at_once=1, most=dict.fromkeys(Priority, 1))
    leave, never = asyncio.Event(), asyncio.Event()
    order: list[Priority] = []
    first = asyncio.create_task(asked(budget, Priority.SAY, order, leave if waiting else never))
    await settle()
    second = asyncio.create_task(asked(budget, Priority.SAY, order, leave))
    await settle()
    (second if waiting else first).cancel()
    leave.set()
    await asyncio.gather(first, second, return_exceptions=True)
    async with asyncio.timeout(PATIENCE):
        await asked(budget, Priority.RECOUNT, order, leave)
    assert order[-1] is Priority.RECOUNT
