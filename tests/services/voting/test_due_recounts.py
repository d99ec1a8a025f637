"""Recounts that are due: no platform, debate or post waits for another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import cast

from services_clock import MovableClock
from services_ledger import DOOR, TREE, article, now

from bot.backoff import Backoff
from bot.core.debates import Channel, Rules, open_debate
from bot.core.marks import Voter
from bot.core.recounts import Scan
from bot.log import get_logger
from bot.services.platform_errors import TryLater
from bot.services.ports import Reader
from bot.services.publishing.opening import plan_deliveries
from bot.services.records import Opening, Part
from bot.services.voting.due_recounts import READ_AT_ONCE, TRIED_AGAIN_AT_ONCE, DueRecounts
from bot.services.voting.recount import Recounter
from bot.services.voting.talk_recount import TalkRecounter
from bot.storage import Database
from tests.patience import PATIENCE, until

SQUARE, GARDEN = Channel("square", "discord", "c1", "ko"), Channel("garden", "discord", "c2", "ko")
OFFICE = Channel("office", "slack", "s1", "ko")


class Platform:
    """A platform whose posts show what `shown` says by channel; what is in `hangs` never answers, `fails` refuses."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shown: dict[str, dict[str, str]] = {}
        self.hangs: set[str] = set()
        self.fails: set[str] = set()
        self.asked: dict[str, int] = {}
        self.held_back: dict[str, asyncio.Event] = {}

    async def scan(self, channel: str, message: str, emoji: Iterable[str], thread: str | None = None) -> Scan:
        assert message
        assert emoji
        assert thread is None
        self.asked[channel] = self.asked.get(channel, 0) + 1
        if channel in self.hangs:
            await asyncio.Event().wait()
        if channel in self.fails:
            raise TryLater("not now")
        if channel in self.held_back:
            await self.held_back[channel].wait()
        shown = self.shown.get(channel, {})
        holders = {mark: frozenset(Voter(self.name, "", who) for who in voters) for mark, voters in shown.items()}
        return Scan(holders, own=frozenset({DOOR, TREE}))

    async def replies(self, *asked: object) -> None:
        assert asked


class Counting:
    """A ledger with due recounts over two platforms."""

    def __init__(self, database: Database, read_within: float = 600.0) -> None:
        self.ledger = database.ledger
        self.clock = MovableClock()
        self.discord, self.slack = Platform("discord"), Platform("slack")
        readers = cast("dict[str, Reader]", {"discord": self.discord, "slack": self.slack})
        talk_recounter = TalkRecounter(
            talk=self.ledger.talk,
            recounts=self.ledger.recounts,
            readers={},
            log=get_logger("test"),
            in_turn=_at_once,
        )
        recounter = Recounter(
            recounts=self.ledger.recounts,
            posts=self.ledger.posts,
            readers=readers,
            messengers={},
            clock=self.clock,
            log=get_logger("test"),
            in_turn=_at_once,
            policy=Backoff(0.0, 0.0),
        )
        self.due = DueRecounts(
            recounts=self.ledger.recounts,
            debates=self.ledger.debates,
            platforms=readers,
            recounter=recounter,
            talk_recounter=talk_recounter,
            clock=self.clock,
            log=get_logger("test"),
            reading_time=Backoff(read_within, 1800.0, jitter=0.0),
            policy=Backoff(2.0, 30.0, jitter=0.0),
        )

    async def opened(self, debate: str, *channels: Channel) -> None:
        """Open a debate whose posts are said, each under the name of its channel and debate."""
        made = open_debate(debate_id=debate, article=article(), rules=Rules(), at=now())
        assert await self.ledger.openings.open(Opening(made, channels, plan_deliveries(made, channels), made.closes_at))
        for one in await self.ledger.deliveries.claim(now(), "somebody", timedelta(minutes=1), 50):
            if one.part is Part.POST:
                await self.ledger.deliveries.said(one.id, f"{one.channel}-{one.debate}", now())
        await self.ledger.recounts.mark_due(platform="discord")
        await self.ledger.recounts.mark_due(platform="slack")

    async def ballots(self, debate: str) -> tuple[int, ...]:
        snapshot = await self.ledger.debates.snapshot(debate)
        assert snapshot is not None
        return (*snapshot.tally.ballots, snapshot.tally.undecided)

    async def still_due(self) -> list[str]:
        """The channels of the posts that are owed a recount."""
        names = {}
        for one in await self.ledger.recounts.due(self.clock.now()):
            names.update({post.id: post.channel for post in await self.ledger.debates.posts(one.debate)})
        return sorted(names[one.post] for one in await self.ledger.recounts.due(self.clock.now()))

    async def once(self) -> None:
        """Begin what is due, and wait until it has ended."""
        await self.due.start_due()
        await until(lambda: not self.due.under_way)


async def test_a_platform_that_swallows_requests_holds_up_no_other(database: Database) -> None:
    counting = Counting(database)
    counting.discord.shown = {"c1": {DOOR: "ab"}, "c2": {TREE: "a"}}
    counting.slack.hangs = {"s1"}
    await counting.opened("d1", OFFICE, SQUARE)
    await counting.opened("d2", GARDEN)
    running = asyncio.create_task(counting.due.run())
    async with asyncio.timeout(PATIENCE):
        while True:
            if await counting.still_due() == ["office"] and len(counting.due.under_way) == 1:
                break
            await asyncio.sleep(0.01)
    assert await counting.ballots("d1") == (2, 0, 0)
    assert await counting.ballots("d2") == (0, 1, 0)
    assert len(counting.due.under_way) == 1
    running.cancel()
    await asyncio.wait({running}, timeout=PATIENCE)
    assert counting.due.under_way == frozenset()


async def test_what_falls_due_together_on_one_platform_is_one_recount(database: Database) -> None:
    """Nobody knows which of the two marks is the later one, however long the second post takes to be read."""
    counting = Counting(database)
    counting.discord.shown = {"c1": {DOOR: "a"}, "c2": {TREE: "a"}}
    counting.discord.held_back["c2"] = asyncio.Event()
    await counting.opened("d1", SQUARE, GARDEN)
    await counting.due.start_due()
    await until(lambda: counting.discord.asked.get("c1") == 2 and "c2" in counting.discord.asked)
    assert await counting.ballots("d1") == (0, 0, 0)
    counting.discord.held_back["c2"].set()
    await until(lambda: not counting.due.under_way)
    assert await counting.ballots("d1") == (0, 0, 1)


async def test_a_post_that_hangs_is_unread_in_time_and_the_others_count(database: Database) -> None:
    counting = Counting(database, read_within=0.2)
    counting.discord.shown = {"c1": {DOOR: "a"}}
    counting.discord.hangs = {"c2"}
    await counting.opened("d1", SQUARE, GARDEN)
    await counting.once()
    while await counting.ballots("d1") != (1, 0, 0):
        # This machine was too busy: each further attempt has twice the time.
        counting.clock.advance(timedelta(minutes=1))
        await counting.once()
    assert await counting.still_due() == ["garden"]


async def test_the_pauses_of_a_post_that_cannot_be_read_are_its_own_and_grow(database: Database) -> None:
    counting = Counting(database)
    counting.discord.fails = {"c2"}
    await counting.opened("d1", SQUARE, GARDEN)
    await counting.once()
    tries = counting.discord.asked["c2"]
    await counting.once()
    assert counting.discord.asked == {"c1": 2, "c2": tries}
    for seconds in (2, 4, 8):
        counting.clock.advance(timedelta(seconds=seconds - 1))
        await counting.once()
        before = counting.discord.asked["c2"]
        counting.clock.advance(timedelta(seconds=1))
        await counting.once()
        assert counting.discord.asked["c2"] == before + tries
    (square,) = [post.id for post in await counting.ledger.debates.posts("d1") if post.channel == "square"]
    await counting.ledger.recounts.mark_due(posts=[square])
    await counting.once()
    assert counting.discord.asked == {"c1": 4, "c2": 4 * tries}


async def test_events_that_may_be_lost_anew_end_the_pause(database: Database) -> None:
    counting = Counting(database)
    counting.discord.fails = {"c1"}
    await counting.opened("d1", SQUARE)
    await counting.once()
    counting.discord.fails = set()
    counting.discord.shown = {"c1": {DOOR: "a"}}
    await counting.once()
    assert await counting.still_due() == ["square"]
    await counting.ledger.recounts.mark_due(platform="discord")
    await counting.once()
    assert await counting.still_due() == []
    assert await counting.ballots("d1") == (1, 0, 0)


async def test_what_is_read_after_closing_time_is_left_to_the_closing_recount(database: Database) -> None:
    counting = Counting(database)
    counting.discord.shown = {"c1": {DOOR: "a"}}
    counting.discord.held_back["c1"] = asyncio.Event()
    await counting.opened("d1", SQUARE)
    await counting.due.start_due()
    await until(lambda: "c1" in counting.discord.asked)
    counting.clock.advance(timedelta(days=30))
    counting.discord.held_back["c1"].set()
    await until(lambda: not counting.due.under_way)
    assert await counting.ballots("d1") == (0, 0, 0)


async def test_posts_that_could_not_be_read_leave_places_to_the_others(database: Database) -> None:
    sick = [Channel(f"sick{number}", "discord", f"s{number}", "ko") for number in range(READ_AT_ONCE)]
    counting = Counting(database)
    counting.discord.fails = {channel.id for channel in sick}
    counting.discord.shown = {"c1": {DOOR: "ab"}}
    await counting.opened("d1", *sick)
    await counting.once()
    counting.discord.hangs, counting.discord.fails = counting.discord.fails, set()
    counting.discord.asked.clear()
    counting.clock.advance(timedelta(minutes=1))
    running = asyncio.create_task(counting.due.run())
    try:
        await until(lambda: len(counting.discord.asked) >= TRIED_AGAIN_AT_ONCE)
        await counting.opened("d2", SQUARE)
        counting.due.wake()
        await until(lambda: _counted(counting, "d2", (2, 0, 0)))
        assert len(counting.discord.asked.keys() - {"c1"}) == TRIED_AGAIN_AT_ONCE
    finally:
        running.cancel()
        await asyncio.wait({running}, timeout=PATIENCE)


async def _counted(counting: Counting, debate: str, ballots: tuple[int, ...]) -> bool:
    return await counting.ballots(debate) == ballots


async def _at_once(work: Callable[[], Awaitable[frozenset[str]]]) -> None:
    await work()
