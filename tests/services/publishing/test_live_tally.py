"""The tally that a card shows: the latest, seldom, and after closing the final one."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from services_clock import MovableClock

from bot.backoff import Backoff
from bot.core.messages import Card
from bot.core.recounts import Scan
from bot.platforms.local.fault_injection import Faults
from bot.services.platform_errors import TryLater
from tests.patience import PATIENCE


class Edits(Faults):
    """Counts edits, and holds one back when it is told to: carried out only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def after_edit(self) -> None:
        self.count += 1
        super().after_edit()


class Refusing(Faults):
    """Counts the calls that it refuses while it is told to; events go on coming."""

    def __init__(self) -> None:
        super().__init__()
        self.refusing = False
        self.refused = 0

    def before_call(self) -> None:
        if self.refusing:
            self.refused += 1
            raise TryLater("the local chat is too busy", "try again")
        super().before_call()


def bars(card) -> list[int]:
    return [bar["ballots"] for bar in card["bars"]]


async def card_of(bot, number: int):
    return (await bot.chat.store.load([number]))[0].content


async def until_shown(bot, number: int, *expected: int) -> None:
    async def shown() -> bool:
        return bars(await card_of(bot, number)) == list(expected)

    await bot.until(shown)


async def test_many_votes_are_shown_in_few_edits_and_the_last_is_right(bots) -> None:
    faults = Edits()
    async with bots(faults) as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        await bot.people(40)
        before = faults.count
        for person in range(40):
            await bot.chat.store.react(number, f"p{person}", "🌳", on=True)
        await until_shown(bot, number, 0, 40, 0)
        assert 1 <= faults.count - before <= 20
        quiet = faults.count
        bot.app.live_tally.moved(frozenset({debate}))
        bot.app.live_tally.moved(frozenset({"another"}))
        await bot.chat.store.react(number, "p1", "🚪", on=True)
        await until_shown(bot, number, 1, 39, 0)
        assert faults.count == quiet + 1


async def test_an_edit_that_fails_is_tried_again(bots, monkeypatch) -> None:
    monkeypatch.setattr("bot.services.publishing.live_tally.REFRESH", Backoff(0.1, 0.1))
    faults = Refusing()
    async with bots(faults) as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        faults.refusing = True
        await bot.chat.store.react(number, "p1", "🌳", on=True)

        async def refused_twice() -> bool:
            return faults.refused > 1

        await bot.until(refused_twice)
        assert bars(await card_of(bot, number)) == [0, 0, 0]
        faults.refusing = False
        await until_shown(bot, number, 0, 1, 0)


async def test_a_card_that_was_left_stale_is_refreshed_by_the_next_run(bots) -> None:
    async with bots() as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        await bot.app.supervisor.stop("live_tally")
        await bot.chat.store.react(number, "p1", "🌳", on=True)

        async def counted() -> bool:
            return await bot.ballots(debate) == (0, 1, 0)

        await bot.until(counted)
        assert bars(await card_of(bot, number)) == [0, 0, 0]
    async with bots() as bot:
        await until_shown(bot, number, 0, 1, 0)


async def test_the_card_says_that_a_debate_is_closing_and_counts(bots) -> None:
    faults = Faults()
    async with bots(faults, grace="5m") as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        faults.fail_scans = 10_000
        await bot.app.debate_admin.close(debate)

        async def closing() -> bool:
            return (await card_of(bot, number))["state"] == "closing"

        await bot.until(closing)


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "answer lost"])
async def test_an_edit_that_lands_after_the_closed_card_does_not_stay(bots, lost: bool, monkeypatch) -> None:
    """One edit of the live card is slow on its way, and overtaken by the closing."""
    faults = Faults()
    async with bots(faults) as bot:
        monkeypatch.setattr("bot.services.publishing.live_tally.REFRESH", Backoff(0.1, 0.1))
        debate = await bot.open()
        number = await bot.message_of(debate)
        slow, begun, let_go = bot.chat.edit, asyncio.Event(), asyncio.Event()

        async def edit(channel: str, message_id: str, message: Card, key: str | None = None) -> None:
            if not begun.is_set():
                begun.set()
                await let_go.wait()
                faults.lose_edits = int(lost)
            await slow(channel, message_id, message, key)

        monkeypatch.setattr(bot.chat, "edit", edit)
        await bot.chat.store.react(number, "p1", "🌳", on=True)
        await asyncio.wait_for(begun.wait(), PATIENCE)
        await bot.close(debate)

        async def closed() -> bool:
            card = await card_of(bot, number)
            return card["state"] == "closed" and card["result_link"] is not None

        await bot.until(closed)
        let_go.set()

        async def settled() -> bool:
            return not bot.app.live_tally._unsure and not bot.app.live_tally._under_way

        await bot.until(settled)
        assert await closed()
        assert bars(await card_of(bot, number)) == [0, 1, 0]


class OnlySome(Faults):
    """Events of some people get through: what a load balancer gives to one of several processes."""

    def __init__(self, people: set[str]) -> None:
        super().__init__()
        self.people = people

    def pass_on(self, events):
        return [event for event in events if event.person is None or event.person in self.people]

    def distort(self, scan: Scan) -> Scan:
        return scan


@pytest.mark.postgres
async def test_of_two_bots_that_show_one_card_the_latest_tally_wins(bots, postgres) -> None:
    url = await postgres.create()
    half = [{f"p{n}" for n in range(20) if n % 2 == side} for side in (0, 1)]
    async with bots(OnlySome(half[0]), database=url) as one, bots(OnlySome(half[1]), database=url) as two:
        debate = await one.open()
        number = await one.message_of(debate)
        await one.people(20)

        async def known() -> bool:
            return two.app.index.find("local", "square", f"m{number}") is not None

        await one.until(known)
        for person in range(20):
            await one.chat.store.react(number, f"p{person}", "🌳", on=True)
        await until_shown(one, number, 0, 20, 0)


async def test_an_article_edited_under_a_debate_brings_one_erratum_after_ten_minutes(bots, tmp_path) -> None:
    article = tmp_path / "content" / "articles" / "square-test.md"
    first = article.read_text(encoding="utf-8")
    clock = MovableClock()
    async with bots(running=False, clock=clock) as bot:
        app = bot.app
        await bot.people()
        for part in ("writer", "outbox"):
            app.supervisor.start(part, getattr(app, part).run)
        debate = await bot.open()

        def rewrite(text: str) -> None:
            article.write_text(text, encoding="utf-8")
            assert app.library.load()

        async def errata() -> list[str]:
            return [key for key in await bot.deliveries(debate) if key.endswith(":erratum")]

        await app.errata.look()
        rewrite(first.replace("어느 쪽이 좋아요?", "어느 쪽이 더 좋아요?"))
        clock.advance(timedelta(minutes=9))
        await app.errata.look()
        assert await errata() == []
        rewrite(first)
        clock.advance(timedelta(minutes=20))
        await app.errata.look()
        assert await errata() == []
        rewrite(first.replace("어느 쪽이 좋아요?", "무엇이 나아요?"))
        clock.advance(timedelta(minutes=6))
        rewrite(first.replace("어느 쪽이 좋아요?", "무엇이 더 나아요?"))
        clock.advance(timedelta(minutes=6))
        await app.errata.look()
        assert await errata() == []
        clock.advance(timedelta(minutes=5))
        await app.errata.look()
        await app.errata.look()
        assert await errata() == ["square:erratum"]
        rewrite(first.replace("어느 쪽이 좋아요?", "다시 고쳤어요?"))
        clock.advance(timedelta(minutes=11))
        await app.errata.look()
        assert await errata() == ["square:erratum"]
