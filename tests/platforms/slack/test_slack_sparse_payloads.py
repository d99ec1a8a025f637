"""Interactions that lack what Slack's documents call optional are taken as well as they can be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.platforms.slack.interaction_protocol import (
    labels,
    origin,
    typed,
    unpacked,
)
from bot.platforms.slack.interactions import SHORTCUT
from bot.platforms.slack.message_rendering import RESULTS, VOTE
from tests.platforms.slack.slack_reading import words_in
from tests.wire.slack import FakeSlack
from tests.wire.slack.deliveries import COMMANDS, INTERACTIVE
from tests.wire.slack.whole import SQUARE, SlackBot, running_bot

MINJI = "U00000001"


@pytest_asyncio.fixture(params=["socket", "http"])
async def bot(slack: FakeSlack, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SlackBot]:
    async with running_bot(slack, tmp_path, request.param, rules=", ballot: buttons") as running:
        slack.world.channels[SQUARE].members.add(MINJI)
        yield running


async def sent(slack: FakeSlack, kind: str, payload: dict[str, Any]) -> None:
    delivery = slack.deliveries.send(kind, payload)
    await delivery.done.wait()
    assert delivery.acked, delivery.attempts


def pressed(bot: SlackBot, action: str, **fields: Any) -> dict[str, Any]:
    """A pressed button with nothing but what tells which, where and by whom."""
    container = {"type": "message", "message_ts": bot.card().ts, "channel_id": SQUARE}
    action_fields = {"type": "button", "action_id": action, "block_id": "b"}
    return {
        "type": "block_actions",
        "user": {"id": MINJI},
        "container": container,
        "actions": [action_fields | fields],
    }


async def test_a_press_needs_only_user_message_and_button(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    await sent(slack, INTERACTIVE, pressed(bot, f"{VOTE}1"))
    await bot.until_ballots(debate, 0, 1, 0)
    await slack.until(lambda: slack.whispers, why="the confirmation")
    assert "‘광장’에 투표했어요" in words_in(slack.whispers[0].blocks)


async def test_a_command_needs_only_user_and_channel(slack: FakeSlack, bot: SlackBot) -> None:
    await sent(slack, COMMANDS, {"command": "/debate", "user_id": MINJI, "channel_id": SQUARE})
    await slack.until(lambda: slack.whispers, why="the answer")
    assert "/debate 뒤에 이렇게 써 보세요" in words_in(slack.whispers[0].blocks)
    assert bot.ready()


async def test_buttons_without_a_value_and_shortcuts_without_a_message_are_sentences(
    slack: FakeSlack, bot: SlackBot
) -> None:
    await bot.open()
    await sent(slack, INTERACTIVE, pressed(bot, RESULTS))
    await slack.until(lambda: len(slack.whispers) == 1, why="an answer")
    shortcut = {"type": "message_action", "callback_id": SHORTCUT, "user": {"id": MINJI}, "channel": {"id": SQUARE}}
    await sent(slack, INTERACTIVE, shortcut)
    await slack.until(lambda: len(slack.whispers) == 2, why="an answer")
    assert "토론 글이 아니에요" in words_in(slack.whispers[1].blocks)
    for odd in ("agora:page:on", "agora:read"):
        await sent(slack, INTERACTIVE, pressed(bot, odd, value="{"))
    assert bot.ready()


def test_payloads_are_read_without_trust() -> None:
    assert origin({}).user == ""
    assert origin({"user": None, "channel": "C1", "team": None, "response_url": ""}).url is None
    assert unpacked("[1]") == unpacked(None) == unpacked("{") == {}
    assert typed("검색 R&amp;D &lt;b&gt;") == "검색 R&D <b>"
    assert typed("&amp;lt;") == "&lt;"
    blocks = [
        None,
        {"type": "actions", "elements": [None, {"action_id": f"{VOTE}x"}, {"action_id": f"{VOTE}2", "value": "예"}]},
    ]
    assert labels({"message": {"blocks": blocks}}) == {2: "예"}
