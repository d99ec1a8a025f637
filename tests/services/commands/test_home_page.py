"""A person's own page: today's debate, what else takes votes, what the person holds and saved, the newest articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest_asyncio

from bot.core.debates import DebateState
from bot.core.marks import Voter
from bot.services.records import Part, Sight
from tests.services.conftest import Bot

BERRY = Voter("local", "local", "p1")
NOBODY = Voter("local", "local", "p9")


@pytest_asyncio.fixture
async def bot(bots: Callable[[], AbstractAsyncContextManager[Bot]]) -> AsyncIterator[Bot]:
    async with bots() as running:
        yield running


async def test_a_person_sees_what_is_open_and_what_they_hold(bot: Bot) -> None:
    first = await bot.open()
    number = await bot.message_of(first)
    await bot.chat.store.react(number, "p1", "🌳", on=True)
    await bot.chat.store.react(number, "p1", "🔖", on=True)

    async def counted() -> bool:
        return (await bot.ballots(first)) == (0, 1, 0) and (await bot.snapshot(first)).tally.saves == 1

    await bot.until(counted)
    view = await bot.app.inbound.home_page.view(BERRY, "ko", Sight("local", frozenset(["square"])))
    assert view.greeting is not None
    assert view.today is not None
    assert (view.today.card.debate, view.today.held) == (first, ("광장",))
    assert view.today.link == f"/chat#m{number}"
    assert view.others == ()
    assert [item.title for item in view.saved] == ["열린 광장"]
    assert view.latest[0].title == "열린 광장"
    assert view.latest[0].link == "/articles/square-test"
    again = await bot.app.inbound.home_page.view(BERRY, "en", Sight("local", frozenset(["square"])))
    assert again.greeting is None
    assert again.locale == "en"
    other = await bot.app.inbound.home_page.view(NOBODY, None, Sight("local", frozenset(["square"])))
    assert other.today is not None
    assert (other.today.held, other.saved) == ((), ())
    stranger = await bot.app.inbound.home_page.view(NOBODY, None, Sight("local", frozenset([])))
    assert (stranger.today, stranger.others) == (None, ())
    assert stranger.latest == other.latest
    voter = await bot.app.inbound.home_page.view(BERRY, "ko", Sight("local", frozenset([])))
    assert voter.today is not None
    assert voter.today.held == ("광장",)


async def test_without_an_open_debate_the_last_one_stands_there_with_how_it_ended(bot: Bot) -> None:
    assert (await bot.app.inbound.home_page.view(BERRY, "ko", Sight("local", frozenset(["square"])))).today is None
    debate = await bot.open()
    await bot.close(debate)
    today = (await bot.app.inbound.home_page.view(BERRY, "ko", Sight("local", frozenset(["square"])))).today
    assert today is not None
    assert today.card.state is DebateState.CLOSED


async def test_every_message_of_a_debate_leads_to_it(bot: Bot) -> None:
    debate = await bot.open()
    await bot.close(debate)
    said = {delivery.part: delivery.message for delivery in (await bot.deliveries(debate)).values()}
    for part in (Part.POST, Part.LINE, Part.RESULT):
        message = said[part]
        assert message is not None
        assert await bot.app.inbound.debates.of_message("local", "square", message) == debate
    thread = (await bot.app.database.ledger.debates.posts(debate))[0].thread
    assert thread is not None
    assert await bot.app.inbound.debates.of_message("local", "square", thread) == debate
    assert await bot.app.inbound.debates.of_message("local", "square", "m4242") is None
    message = said[Part.POST]
    assert message is not None
    assert await bot.app.inbound.debates.of_message("slack", "square", message) is None
