"""What somebody did is carried out once: replayed, without a trigger, and after the bot has started again."""

from __future__ import annotations

import aiohttp
import pytest

from tests.wire.slack import FakeSlack, sign
from tests.wire.slack.deliveries import COMMANDS, encode
from tests.wire.slack.whole import SQUARE, SlackBot, running_bot

A = "U00000001"


def command(slack: FakeSlack, trigger: str) -> tuple[bytes, dict[str, str], str]:
    """`/debate help` as a signed request, and the address of its answer."""
    url, _ = slack.new_response_url()
    form = {"command": "/debate", "text": "help", "user_id": A, "channel_id": SQUARE, "team_id": slack.world.team}
    body, content_type = encode(COMMANDS, {**form, "response_url": url, **({"trigger_id": trigger} if trigger else {})})
    return body, {**sign(body, slack.signing_secret), "Content-Type": content_type}, url.rpartition("/")[2]


async def send(bot: SlackBot, body: bytes, headers: dict[str, str]) -> int:
    assert bot.app.web is not None
    address = f"{bot.app.web.url}/slack/commands"
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("trigger", ["123.456.abc", ""])
async def test_a_replay_does_nothing_in_this_run_and_the_next(slack, tmp_path, trigger) -> None:
    body, headers, url = command(slack, trigger)
    async with running_bot(slack, tmp_path, "http") as bot:
        assert await send(bot, body, headers) == 200
        await slack.until(lambda: slack.response_urls[url].answers)
        assert await send(bot, body, headers) == 200
    async with running_bot(slack, tmp_path, "http") as bot:
        assert await send(bot, body, headers) == 200
        other, signed, answer = command(slack, f"{trigger}other" if trigger else "")
        assert await send(bot, other, signed) == 200
        await slack.until(lambda: slack.response_urls[answer].answers)
    assert len(slack.response_urls[url].answers) == 1
