"""Buttons and shortcuts on Slack: secret ballots, results for one person, of any message of a debate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.platforms.slack.interactions import SHORTCUT
from bot.platforms.slack.message_rendering import RESULTS, VOTE
from tests.platforms.slack.slack_reading import buttons_in, words_in
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import SQUARE, SlackBot, running_bot

MINJI, HARU = "U00000001", "U00000002"


@pytest_asyncio.fixture
async def bot(slack: FakeSlack, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SlackBot]:
    transport, ballot = getattr(request, "param", ("socket", "reactions"))
    async with running_bot(slack, tmp_path, transport, rules=f", ballot: {ballot}") as running:
        yield running


@pytest.mark.parametrize("bot", [("socket", "buttons"), ("http", "buttons")], indirect=True)
async def test_a_ballot_by_button_is_secret_and_can_be_changed_and_withdrawn(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    card = bot.card()
    assert card.reactions == {}
    asked = slack.people.press(MINJI, card, f"{VOTE}0")
    voted = await asked.answer()
    assert (voted["response_type"], voted["replace_original"]) == ("ephemeral", False)
    assert "‘문’에 투표했어요" in words_in(voted["blocks"])
    assert "지금 내 표: ‘문’" in words_in(voted["blocks"])
    assert await bot.ballots(debate) == (1, 0, 0)
    changed = await slack.people.press(MINJI, card, f"{VOTE}1").answer()
    assert "지금 내 표: ‘광장’" in words_in(changed["blocks"])
    await slack.people.press(HARU, card, f"{VOTE}1").answer()
    assert await bot.ballots(debate) == (0, 2, 0)
    twice = await slack.people.press(MINJI, card, f"{VOTE}1").answer()
    assert "지금 내 표: ‘광장’" in words_in(twice["blocks"])
    withdrawn = await slack.people.press(MINJI, card, f"{VOTE}1", later=3).answer()
    assert "지금은 고른 답이 없어요" in words_in(withdrawn["blocks"])
    assert await bot.ballots(debate) == (0, 1, 0)
    assert slack.whispers == []
    await bot.close(debate)
    assert not any(name.startswith(VOTE) for name in buttons_in({"blocks": bot.card().blocks}))


@pytest.mark.parametrize("bot", [("socket", "buttons")], indirect=True)
async def test_a_press_after_closing_is_no_vote_and_is_told_so(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    before = bot.card()
    shown = slack.shown(before)
    await bot.close(debate)
    before.blocks = shown["blocks"]
    late = await slack.people.press(MINJI, before, f"{VOTE}0").answer()
    assert "투표가 마감돼서" in words_in(late["blocks"])
    assert await bot.ballots(debate) == (0, 0, 0)


async def test_the_results_button_answers_privately(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    slack.people.react(HARU, bot.card(), "deciduous_tree")
    await bot.until_ballots(debate, 0, 1, 0)
    answer = await slack.people.press(MINJI, bot.card(), RESULTS).answer()
    assert answer["response_type"] == "ephemeral"
    assert "1표 · 100%" in words_in(answer["blocks"])


async def test_the_shortcut_knows_every_message_of_a_debate(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    card = bot.card()
    reply = slack.people.reply(MINJI, card, "글쎄요")
    line = slack.thread(card)[0]
    for message in (card, line, reply):
        answer = await slack.people.shortcut(HARU, message, SHORTCUT).answer()
        assert "어느 쪽이 좋아요?" in words_in(answer["blocks"])
    elsewhere = slack.people.write(MINJI, SQUARE, "점심 뭐 먹죠?")
    none = await slack.people.shortcut(HARU, elsewhere, SHORTCUT).answer()
    assert "토론 글이 아니에요" in words_in(none["blocks"])
    await bot.close(debate)
    (result,) = bot.results()
    ended = await slack.people.shortcut(HARU, result, SHORTCUT).answer()
    assert "아무도 투표하지 않은 채" in words_in(ended["blocks"])


async def test_the_closed_card_leads_to_its_result(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    await bot.close(debate)
    (result,) = bot.results()
    link = slack.permalink(SQUARE, result.ts)
    await slack.until(lambda: buttons_in({"blocks": bot.card().blocks}).get("agora:open", {}).get("url") == link)
    pressed = slack.people.press(MINJI, bot.card(), "agora:open")
    await pressed.acked()
    assert pressed.answers == []


async def test_where_an_answers_address_fails_it_is_whispered(slack: FakeSlack, bot: SlackBot) -> None:
    await bot.open()
    slack.world.channels[SQUARE].members.add(MINJI)
    asked = slack.people.press(MINJI, bot.card(), RESULTS)
    slack.response_urls.clear()
    await asked.acked()
    await slack.until(lambda: slack.whispers, why="a private answer")
    assert slack.whispers[0].user == MINJI
