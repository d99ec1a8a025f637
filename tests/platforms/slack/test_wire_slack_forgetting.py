"""A member on Slack is handed what is known of them, as text, and then forgotten: no file has the account any more."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.core.marks import Voter
from bot.core.messages import Download
from bot.locales import words_for
from bot.platforms.slack.reply_rendering import file_messages
from bot.services.records import Feedback
from tests.byte_search import files_with
from tests.wire.slack.whole import DOOR, SQUARE, TREE, running_bot

HARU = "U0VERYSPECIAL"


def texts(message: Any) -> list[str]:
    """Every text in a message's blocks, in order."""
    if isinstance(message, dict):
        own = [message["text"]] if isinstance(message.get("text"), str) else []
        return own + [text for key, value in message.items() if key != "text" or not own for text in texts(value)]
    if isinstance(message, list):
        return [text for each in message for text in texts(each)]
    return []


def file_in(*messages: Any) -> str:
    """The file that messages carry."""
    blocks = [element for message in messages for block in message["blocks"] for element in block.get("elements", [])]
    return "".join("".join(texts(each)) for each in blocks if each.get("type") == "rich_text_preformatted")


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_exported_and_forgotten_while_the_bot_runs(slack, tmp_path, transport) -> None:
    async with running_bot(slack, tmp_path, transport) as bot:
        slack.world.add_user(HARU)
        slack.world.add_user("U0OTHER")
        debate = await bot.open()
        for user, emoji in ((HARU, DOOR), ("U0OTHER", TREE)):
            slack.people.react(user, bot.card(), emoji)
        await bot.until_ballots(debate, 1, 1, 0)
        ledger, now = bot.app.database.ledger, bot.app.clock.now()
        written = Feedback(Voter("slack", slack.world.team, HARU), "square", 4, "<@U1> 아주 특별한 의견", now)
        await ledger.feedback.add(written, most=5, since=now - timedelta(days=1))

        asked = slack.people.command(HARU, SQUARE, "내정보")
        await asked.answer(1)
        answers = [await asked.answer(2)]
        known = json.loads(file_in(*answers))
        assert known["account"] == {"platform": "slack", "workspace": slack.world.team, "id": HARU}
        assert known["feedback"][0]["line"] == "<@U1> 아주 특별한 의견"
        assert {answer["response_type"] for answer in answers} == {"ephemeral"}
        assert "<@" not in file_in(*answers)

        asked = "\n".join(texts(await slack.people.command(HARU, SQUARE, "forget me").answer(1)))
        code = re.search(r"/debate 잊어줘 (\d{4})", asked)
        assert code is not None, asked
        slack.people.unreact(HARU, bot.card(), DOOR)
        await bot.until_ballots(debate, 0, 1, 0)
        done = "\n".join(texts(await slack.people.command(HARU, SQUARE, f"잊어줘 {code[1]}").answer(1)))
        assert "잊었어요" in done
        assert "남아 있어요" not in done.replace("그대로 있어요", "")

        async def overwritten() -> bool:
            return await ledger.overwrites.due() is None

        await bot.until(overwritten)
        assert files_with(tmp_path, HARU, "아주 특별한 의견") == []
        assert files_with(tmp_path, "U0OTHER") != []
        snapshot = await bot.close(debate)
        assert snapshot.tally.ballots == (0, 1, 0)
        assert files_with(tmp_path, HARU) == []


def test_a_long_file_comes_in_pieces_and_ends_where_slack_takes_no_more() -> None:
    content = json.dumps({"text": "가나다라 <@U1> " * 9_000}, ensure_ascii=False)
    messages = file_messages(Download("a.json", "…", content), words_for("ko", strict=True))
    assert len(messages) == -(-len(content.replace("<", "\\u003c")) // 28_000)
    assert "6개 가운데 1번째예요" in json.dumps(messages[0], ensure_ascii=False) or len(messages) != 6
    assert json.loads(file_in(*messages)) == json.loads(content)
    assert all(len(message["blocks"]) <= 50 for message in messages)
    longer = file_messages(Download("a.json", "…", "x" * 1_000_000), words_for("en", strict=True))
    assert "ask an admin for the rest" in json.dumps(longer[-1])
    assert len(longer) == 13
