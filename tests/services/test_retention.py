"""The running bot carries the configured retention out: at its start, and once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from services_clock import MovableClock
from sqlalchemy import select

from bot.core.debates import Kept
from bot.log import get_logger
from bot.services.retention import Retention
from bot.services.retention_stores import Aged
from bot.storage.tables import debates
from tests.byte_search import files_with_bytes

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("policy", "kept"), [("pseudonymise", Kept.PSEUDONYMS), ("delete", Kept.COUNTS)], ids=["pseudonymise", "delete"]
)
async def test_a_running_bot_lets_go_of_ballots_when_their_time_is_over(
    bots, written_log, tmp_path: Path, policy: str, kept: Kept
) -> None:
    clock = MovableClock()
    async with bots(clock=clock, more=f"retention: {{ballots: {policy}, after: 7d}}") as bot:
        ended, goes_on = await bot.open(), await bot.open(["garden"])
        message = await bot.message_of(ended)
        for person, emoji in (("p1", "🌳"), ("p2", "🚪")):
            await bot.chat.store.react(message, person, emoji, on=True)

        async def voted() -> bool:
            return (await bot.ballots(ended)) == (1, 1, 0)

        await bot.until(voted)
        before = await bot.close(ended)
        clock.advance(timedelta(minutes=1))
        assert [debate.debate for debate in await bot.app.database.ledger.retention.aged(clock.now(), kept)] == [ended]
        assert (await bot.snapshot(ended)).debate.kept is None
        query = select(debates.c.secret).where(debates.c.id == ended)
        secret = await bot.app.database.connections.read(lambda db: db.execute(query).scalar_one())
        assert files_with_bytes(tmp_path, secret) != []
        clock.advance(timedelta(days=8))

        async def left() -> bool:
            return (await bot.snapshot(ended)).debate.kept is kept

        await bot.until(left)
        after = await bot.snapshot(ended)
        assert (after.tally, after.shift, after.certificate) == (before.tally, before.shift, before.certificate)
        assert (await bot.snapshot(goes_on)).debate.kept is None
        proven = await bot.app.database.ledger.proofs.prove(ended)
        assert proven is not None
        assert proven.difference is None

        async def overwritten() -> bool:
            bot.app.overwriting.wake()
            return files_with_bytes(tmp_path, secret) == []

        await bot.until(overwritten)
    assert "retention carried out" in written_log.getvalue()


async def test_where_every_ballot_is_kept_there_is_nothing_to_run(bots) -> None:
    async with bots(running=False) as bot:
        assert bot.app.retention is None


class Store:
    """Debates that ended, and what was done with them; `taken` ones are done by another process meanwhile."""

    def __init__(self, *ended: datetime, taken: Sequence[str] = ()) -> None:
        self.left = {f"d{number}": at for number, at in enumerate(ended)}
        self.taken = taken
        self.done: list[str] = []

    async def aged(self, until: datetime, kept: Kept) -> Sequence[Aged]:
        del kept
        return [Aged(debate, "slug", at, 3) for debate, at in self.left.items() if at <= until]

    async def pseudonymise(self, debate: str, now: datetime) -> bool:
        del now
        return self._do(f"cut off {debate}", debate)

    async def delete(self, debate: str, now: datetime) -> bool:
        del now
        return self._do(f"deleted {debate}", debate)

    def _do(self, what: str, debate: str) -> bool:
        del self.left[debate]
        if debate in self.taken:
            return False
        self.done.append(what)
        return True


class Days:
    """A clock on which sleeping passes at once, until so many days are over."""

    def __init__(self, days: float) -> None:
        self.at = NOON
        self.end = NOON + timedelta(days=days)
        self.over = asyncio.Event()

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        if self.at >= self.end:
            self.over.set()
            await asyncio.Event().wait()


async def ran(store: Store, kept: Kept, clock: Days) -> None:
    retention = Retention(store=store, kept=kept, after=WEEK, clock=clock, log=get_logger("retention"))
    running = asyncio.create_task(retention.run())
    await clock.over.wait()
    running.cancel()


async def test_each_debate_goes_on_the_day_after_its_time(written_log) -> None:
    store = Store(NOON - WEEK, NOON - WEEK + timedelta(hours=30))
    await ran(store, Kept.COUNTS, Days(1.9))
    assert store.done == ["deleted d0"]
    assert "retention carried out" in written_log.getvalue()
    store = Store(NOON - WEEK, NOON - WEEK + timedelta(hours=30))
    await ran(store, Kept.PSEUDONYMS, Days(2.1))
    assert store.done == ["cut off d0", "cut off d1"]


async def test_what_another_process_did_is_not_told_twice(written_log) -> None:
    store = Store(NOON - WEEK, NOON - WEEK, taken=["d0", "d1"])
    await ran(store, Kept.COUNTS, Days(0.1))
    assert (store.left, store.done) == ({}, [])
    assert "retention carried out" not in written_log.getvalue()
