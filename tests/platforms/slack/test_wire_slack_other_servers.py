"""What a client must bear: servers that tell no more than is promised, lack methods, or hide their history."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.core.recounts import Recounted
from tests.wire.slack import Crowd, FakeSlack, burst
from tests.wire.slack.whole import DOOR, SEEDS, SQUARE, TREE, running_bot

A = "U00000001"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people.newcomers(80)
        yield fake


@pytest.fixture(autouse=True)
def _looks_follow_at_once(monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.slack.sending._BETWEEN_LOOKS", 0.1)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_server_that_tells_no_more_than_it_must(slack, tmp_path, transport) -> None:
    slack.bare = True
    slack.lacks = {"users.*", "emoji.*", "bots.*", "files.*", "team.*", "api.test", "conversations.[!hr]*"}
    async with running_bot(slack, tmp_path, transport) as bot:
        slack.faults.drop_after("chat.postMessage", 2)
        debate = await bot.open()
        assert len(slack.messages(SQUARE)) == 1
        assert len(slack.thread(bot.card())) == 2
        assert set(bot.card().reactions) == set(SEEDS)
        crowd = Crowd(slack.people.newcomers(50), [(DOOR,), (TREE,), ("+1",)])
        await burst(slack, bot.card(), crowd, seconds=0, moves=2)
        slack.people.reply(A, bot.card(), "I like it")
        await slack.deliveries.settled()
        asked = slack.people.command(A, SQUARE, "results")
        assert (await asked.answer())["blocks"]
        final = await bot.close(debate)
        assert list(final.tally.ballots) == crowd.tally()
        assert final.certificate.recounted is Recounted.EXACT
        assert final.tally.comments == 1
        assert len(bot.results()) == 1


async def test_a_long_history_is_searched_to_its_end(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path) as bot:
        slack.faults.drop_after("chat.postMessage")
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        await slack.until(lambda: slack.messages(SQUARE))
        for number in range(450):
            slack.people.write(A, SQUARE, f"chatter {number}")
        await bot.until(lambda: bot.settled(debate))
        assert len(slack.messages(SQUARE)) == 1


async def test_a_history_that_may_not_be_read_holds_rather_than_says_twice(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path) as bot:
        slack.faults.drop_after("chat.postMessage")
        lacking = {"needed": "channels:history", "provided": "chat:write"}
        refused = slack.faults.error("conversations.history", "missing_scope", 4, **lacking)
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        await slack.until(lambda: refused.met >= 2, why="two looks in vain")
        assert len(slack.called("chat.postMessage")) == 1
        refused.lift()
        await bot.until(lambda: bot.settled(debate))
        assert len(slack.messages(SQUARE)) == 1
        assert len(slack.thread(bot.card())) == 2
