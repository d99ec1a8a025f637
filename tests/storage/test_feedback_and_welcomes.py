"""Feedback and first meetings, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.core.marks import Voter
from bot.services.records import DeliveryState, Feedback, Part
from bot.storage import Database
from tests.storage.storage_builders import LEASE, SQUARE, T0, TEAM

ANN, BO = Voter("slack", "W1", "ann"), Voter("discord", "", "bo")
HOUR = timedelta(hours=1)


async def test_feedback_is_kept_the_newest_first_and_only_so_often(database: Database) -> None:
    store = database.ledger.feedback
    written = [Feedback(ANN, "square", rating, f"line {rating}", T0 + rating * HOUR) for rating in (1, 2, 3)]
    for one in written:
        assert await store.add(one, most=3, since=one.at - 24 * HOUR)
    again = Feedback(ANN, "square", 5, "", T0 + 4 * HOUR)
    assert not await store.add(again, most=3, since=T0)
    other = Feedback(BO, "77", 5, "", T0 + 4 * HOUR)
    assert await store.add(other, most=3, since=T0)
    later = Feedback(ANN, "square", 4, "", T0 + 26 * HOUR)
    assert await store.add(later, most=3, since=T0 + 2 * HOUR)
    assert await store.latest(100) == [later, other, *reversed(written)]
    assert await store.latest(1) == [later]


async def test_a_person_is_met_once_whoever_asks(database: Database) -> None:
    welcomes = database.ledger.welcomes
    met = await asyncio.gather(*(welcomes.meet(ANN, T0) for _ in range(6)))
    assert sorted(met) == [False] * 5 + [True]
    assert await welcomes.meet(BO, T0)
    assert not await welcomes.meet(BO, T0 + HOUR)


async def test_a_channel_is_welcomed_once_also_under_another_name(database: Database) -> None:
    welcomes, deliveries = database.ledger.welcomes, database.ledger.deliveries
    planned = await asyncio.gather(*(welcomes.plan(SQUARE, "안녕", "글", T0) for _ in range(4)))
    assert sorted(planned) == [False] * 3 + [True]
    assert await welcomes.greeted((SQUARE, TEAM)) == {SQUARE}
    assert await welcomes.plan(TEAM, "Hello", "text", T0)
    claimed = await deliveries.claim(T0, "me", LEASE, 10)
    assert [(one.part, one.channel, one.title, one.text, one.post) for one in claimed] == [
        (Part.WELCOME, "square", "안녕", "글", None),
        (Part.WELCOME, "team", "Hello", "text", None),
    ]
    for one in claimed:
        assert one.state is DeliveryState.SENDING
        await deliveries.said(one.id, "m1", T0)
    renamed = type(SQUARE)("plaza", SQUARE.platform, SQUARE.id, "ko")
    assert not await welcomes.plan(renamed, "안녕", "글", T0 + HOUR)
    assert await deliveries.claim(T0 + HOUR, "me", LEASE, 10) == []
