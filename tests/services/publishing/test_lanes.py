"""No platform waits for another, and what is urgent waits for nothing that is not."""

from __future__ import annotations

import asyncio

import pytest
from hanging_platform import SECTION, HangingPlatform, rooms
from outbox_faults import all_said
from sqlalchemy import Connection, select

from bot.core.presence import SpanState
from bot.services.publishing.lanes import AT_ONCE, Lane
from bot.services.records import DeliveryState, Part, Urgency
from bot.storage.tables import listened

pytestmark = pytest.mark.heavy


def test_what_is_less_urgent_leaves_room() -> None:
    lane = Lane("discord")
    taken = []
    while (room := lane.room()) is not None:
        least, free = room
        for _ in range(free):
            lane.enter(least)
            taken.append(least)
    assert [taken.count(urgency) for urgency in Urgency] == [8, 8, 8, 8]
    lane.leave(Urgency.SEEDS)
    assert lane.room() == (Urgency.SEEDS, 1)


def test_posts_and_results_may_fill_a_lane() -> None:
    lane = Lane("discord")
    for _ in range(AT_ONCE[Urgency.DECISIVE]):
        assert lane.room() is not None
        lane.enter(Urgency.DECISIVE)
    assert lane.room() is None


async def test_a_post_and_a_result_wait_for_no_seeds_that_hang_elsewhere(bots, articles) -> None:
    names, lines = rooms(60)
    slug, other = articles(2)
    # Nobody reads the hanging platform's post: its result waits for the grace time.
    async with bots(more=SECTION, channels=lines, beside=HangingPlatform, grace="3s") as bot:
        discord = bot.app.adapters["discord"]
        discord.hangs = frozenset({"react"})
        crowded = await bot.app.debate_admin.post(slug, names)
        await discord.asked("send", len(names), by=":post")
        await discord.asked("react", AT_ONCE[Urgency.SEEDS])

        here = await bot.open(["square"])
        await bot.close(here)

        there = await bot.app.debate_admin.post(other, ["room7"])
        await discord.asked("send", len(names) + 1, by=":post")
        await bot.close(there)

        seeds = [each for each in (await bot.deliveries(crowded)).values() if each.part is Part.SEEDS]
        assert {each.state for each in seeds} == {DeliveryState.SENDING, DeliveryState.PLANNED}
        assert sum(each.state is DeliveryState.SENDING for each in seeds) <= AT_ONCE[Urgency.SEEDS]
        discord.let_go()


async def test_once_it_answers_a_platform_is_told_a_result_before_what_is_left_of_the_seeds(bots, articles) -> None:
    names, lines = rooms(20)
    slug, other = articles(2)
    async with bots(more=SECTION, channels=lines, beside=HangingPlatform) as bot:
        discord = bot.app.adapters["discord"]
        ended = await bot.app.debate_admin.post(other, ["room3"])
        await bot.until(lambda: all_said(bot, ended))
        already = len(discord.begun)
        discord.hangs = frozenset({"react", "send", "edit"})
        crowded = await bot.app.debate_admin.post(slug, names)
        await discord.asked("send", len(names) + 1, by=":post")
        await bot.app.debate_admin.close(ended)
        await discord.asked("send", 1, by=":result")
        discord.let_go()
        await bot.until(lambda: all_said(bot, crowded))
        await bot.until_closed(ended)
        told = [what for what, key in discord.begun[already:] if what == "react" or key.endswith(":result")]
        assert told.index("send") <= 3 * AT_ONCE[Urgency.SEEDS]


async def test_cards_are_refreshed_while_another_platform_hangs(bots, articles) -> None:
    names, lines = rooms(12)
    (slug,) = articles(1)
    async with bots(more=SECTION, channels=lines, beside=HangingPlatform) as bot:
        discord = bot.app.adapters["discord"]
        await bot.people()
        debate = await bot.app.debate_admin.post(slug, ["square", *names])
        await bot.until(lambda: all_said(bot, debate))
        number = await bot.message_of(debate)
        discord.hangs = frozenset({"edit"})
        await bot.chat.store.react(number, "p1", "🚪", on=True)
        await discord.asked("edit", 8)
        await bot.chat.store.react(number, "p2", "🚪", on=True)

        async def shown(expected: int) -> bool:
            card = (await bot.chat.store.load([number]))[0].content
            return card["bars"][0]["ballots"] == expected

        await bot.until(lambda: shown(2))
        discord.let_go()
        posts = (await bot.snapshot(debate)).posts

        async def shown_everywhere() -> bool:
            there = [int(post.message[1:]) for post in posts if post.platform == "discord"]
            cards = [stored.content for stored in await discord.store.load(there)]
            return all("2" in card["total"] for card in cards)

        await bot.until(shown_everywhere)


class Clinging(HangingPlatform):
    """One that does not let go when it is told to stop."""

    async def run(self, _: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.Event().wait()


async def test_a_platform_that_hangs_when_the_bot_stops_takes_no_time_from_the_others_record(bots, monkeypatch) -> None:
    monkeypatch.setattr("bot.app.run._LAST_WORDS", 2.0)
    _, lines = rooms(1)
    async with bots(more=SECTION, channels=lines, beside=Clinging) as bot:
        await bot.open(["square"])
        discord = bot.app.adapters["discord"]
        discord.hangs = frozenset({"send"})
        await bot.app.debate_admin.post("square-test", ["room0"])
        await discord.asked("send", 1)
    async with bots(running=False) as bot:

        def states(db: Connection) -> set[str]:
            return set(db.execute(select(listened.c.state).where(listened.c.platform == "local")).scalars())

        assert await bot.app.database.connections.read(states) == {SpanState.OVER}
