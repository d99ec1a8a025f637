"""What is being said belongs to one process at a time."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from outbox_faults import LATER, Gated, Killed, all_said, kinds_in
from services_clock import MovableClock
from sqlalchemy import func, select

from bot.core.messages import Message
from bot.platforms.local.fault_injection import Faults
from bot.services.publishing.leases import CLOCKS_DIFFER, LEASE
from bot.services.records import DeliveryState, Part
from bot.storage.tables import deliveries
from tests.patience import PATIENCE


async def being_sent(bot) -> str:
    """A debate whose post is on its way; gives its id."""
    debate = await bot.app.debate_admin.post("square-test", ["square"])

    async def sending() -> bool:
        return (await bot.deliveries(debate))["square:post"].state is DeliveryState.SENDING

    await bot.until(sending)
    return debate


async def test_leases_are_renewed_while_a_send_takes_long(bots) -> None:
    clock = MovableClock()
    faults = Gated(":post")
    async with bots(faults, clock=clock) as bot:
        faults.slow = 600
        debate = await being_sent(bot)
        store = bot.app.database.ledger.deliveries
        for _ in range(6):
            clock.advance(timedelta(seconds=10))
            await bot.until(lambda: lease_is_fresh(bot, clock))
            assert await store.claim(clock.now(), "another", LATER, 10) == []
        faults.slow = 0
        clock.advance(timedelta(minutes=10))
        await bot.until(lambda: all_said(bot, debate))
        assert faults.sends.count(f"{debate}:square:post") == 1


async def lease_is_fresh(bot, clock: MovableClock) -> bool:
    def read(db):
        return db.execute(select(func.min(deliveries.c.lease_until))).scalar()

    until = await bot.app.database.connections.read(read)
    return until is not None and until / 1e6 > clock.now().timestamp() + 25


async def test_a_clock_that_jumps_past_a_lease_sends_nothing_twice(bots, monkeypatch) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        send, begun, let_go = bot.chat.send, asyncio.Event(), asyncio.Event()

        async def slow_send(channel: str, message: Message, key: str, thread: str | None = None) -> str:
            if key.endswith(":post") and not begun.is_set():
                begun.set()
                await let_go.wait()
            return await send(channel, message, key, thread)

        monkeypatch.setattr(bot.chat, "send", slow_send)
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        await asyncio.wait_for(begun.wait(), PATIENCE)
        clock.jump(timedelta(minutes=10))
        bot.app.outbox.wake()

        async def claimed_again() -> bool:
            return (await bot.deliveries(debate))["square:post"].attempts == 2

        await bot.until(claimed_again)
        assert bot.app.outbox.under_way == 1
        let_go.set()
        await bot.until(lambda: all_said(bot, debate))
        assert (await kinds_in(bot, "square"))["card"] == 1


async def test_who_lost_a_claim_is_cut_short_and_says_nothing_of_it(bots) -> None:
    """Another process has taken the delivery over: what this one meets must not put it up for a third attempt."""
    clock = MovableClock()
    faults = Faults()
    async with bots(faults, clock=clock) as bot:
        faults.slow = 3600
        debate = await being_sent(bot)
        store = bot.app.database.ledger.deliveries
        taken = await store.claim(clock.now() + LATER, "another", timedelta(hours=2), 10)
        assert [delivery.part for delivery in taken] == [Part.POST]
        faults.slow = 0
        clock.advance(timedelta(seconds=11))

        async def idle() -> bool:
            return bot.app.outbox.under_way == 0

        await bot.until(idle)
        left = (await bot.deliveries(debate))["square:post"]
        assert (left.state, left.unclear) == (DeliveryState.SENDING, True)
        assert await bot.said_in("square") == []


@pytest.mark.parametrize(("slept", "ahead"), [(LATER, timedelta()), (LEASE - timedelta(seconds=4), CLOCKS_DIFFER)])
async def test_who_slept_through_its_lease_sends_nothing_more(bots, monkeypatch, slept, ahead) -> None:
    """A process that was stopped before its request left goes on where it was, when another one has long said it.

    The other's clock may be `ahead`: by that the lease was over while it seemed to last.
    """
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        send, begun, wakes = bot.chat.send, asyncio.Event(), asyncio.Event()

        async def sleepy_send(channel: str, message: Message, key: str, thread: str | None = None) -> str:
            begun.set()
            await wakes.wait()
            return await send(channel, message, key, thread)

        monkeypatch.setattr(bot.chat, "send", sleepy_send)
        await bot.app.debate_admin.post("square-test", ["square"])
        await asyncio.wait_for(begun.wait(), PATIENCE)
        clock.jump(slept)
        taken = await bot.app.database.ledger.deliveries.claim(clock.now() + ahead, "another", LATER, 10)
        assert [delivery.part for delivery in taken] == [Part.POST]
        wakes.set()

        async def idle() -> bool:
            return bot.app.outbox.under_way == 0

        await bot.until(idle)
        assert await bot.said_in("square") == []


async def test_who_slept_takes_the_end_of_its_lease_for_no_timeout(bots, monkeypatch) -> None:
    """A platform may do without what it asks before a send, as Discord's does: it must not go on to the send itself."""
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        send, begun = bot.chat.send, asyncio.Event()
        asking: list[asyncio.Timeout] = []

        async def asks_first(channel: str, message: Message, key: str, thread: str | None = None) -> str:
            with suppress(TimeoutError):
                async with asyncio.timeout(None) as limit:
                    asking.append(limit)
                    begun.set()
                    await asyncio.Event().wait()
            return await send(channel, message, key, thread)

        monkeypatch.setattr(bot.chat, "send", asks_first)
        await bot.app.debate_admin.post("square-test", ["square"])
        await asyncio.wait_for(begun.wait(), PATIENCE)
        clock.jump(LATER)
        taken = await bot.app.database.ledger.deliveries.claim(clock.now(), "another", LATER, 10)
        assert [delivery.part for delivery in taken] == [Part.POST]
        asking[0].reschedule(asyncio.get_running_loop().time())

        async def idle() -> bool:
            return bot.app.outbox.under_way == 0

        await bot.until(idle)
        assert await bot.said_in("square") == []


async def test_stopping_cuts_short_what_takes_too_long_and_the_next_run_looks_for_it(bots, monkeypatch) -> None:
    monkeypatch.setattr("bot.app.run._LAST_WORDS", 0.2)
    faults = Faults()
    async with bots(faults) as bot:
        faults.slow = 3600
        debate = await being_sent(bot)
    assert bot.app.outbox.under_way == 0
    async with bots() as bot:
        await bot.until(lambda: all_said(bot, debate))
        assert (await kinds_in(bot, "square"))["card"] == 1


@pytest.mark.heavy
@pytest.mark.postgres
async def test_two_bots_on_one_database_never_say_anything_twice(bots, postgres, articles) -> None:
    url = await postgres.create()
    async with (
        bots(Faults(seed=1, lose_answers=6), database=url) as one,
        bots(Faults(seed=2, lose_answers=6), database=url) as two,
    ):
        await one.people()
        debates = []
        for n, slug in enumerate(articles(6)):
            app = (one, two)[n % 2].app
            debates.append(await app.debate_admin.post(slug, ["square", "garden"]))
        for debate in debates:
            await one.until(lambda debate=debate: all_said(one, debate))
        for channel in ("square", "garden"):
            assert await kinds_in(two, channel) == {"card": 6, "line": 12}
        await asyncio.gather(*(two.app.debate_admin.close(debate) for debate in debates))
        for debate in debates:
            await one.until_closed(debate)
        for channel in ("square", "garden"):
            assert await kinds_in(one, channel) == {"card": 6, "line": 12, "result": 6}


@pytest.mark.postgres
async def test_what_a_dead_process_was_sending_is_taken_over_when_its_lease_runs_out(bots, postgres) -> None:
    url = await postgres.create()
    clock = MovableClock()
    faults = Killed(":post", before=False)
    async with bots(faults, database=url, clock=clock) as dead:
        debate = await dead.app.debate_admin.post("square-test", ["square"])
        await asyncio.wait_for(faults.died.wait(), PATIENCE)
        await dead.crash()
        async with bots(database=url, clock=clock) as bot:
            assert (await bot.deliveries(debate))["square:post"].state is DeliveryState.SENDING
            clock.advance(LATER)
            bot.app.outbox.wake()
            await bot.until(lambda: all_said(bot, debate))
            assert (await kinds_in(bot, "square"))["card"] == 1
