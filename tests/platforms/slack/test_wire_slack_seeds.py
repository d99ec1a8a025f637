"""The options' emoji under a Slack post that found no room: they come as soon as a reaction is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wire.slack import FakeSlack
from tests.wire.slack.faults import ALWAYS
from tests.wire.slack.whole import SEEDS, SQUARE, STAFF, running_bot

A = "U00000001"


@pytest.mark.parametrize("refusal", ["too_many_emoji", "too_many_reactions"])
async def test_seeds_that_found_no_room_come_when_there_is_some(slack: FakeSlack, tmp_path: Path, refusal: str) -> None:
    async with running_bot(slack, tmp_path) as bot:
        refused = slack.faults.error("reactions.add", refusal, ALWAYS)
        debate = await bot.app.debate_admin.post("square-test", ["square"])

        async def tried() -> bool:
            return any(d.part.value == "seeds" and d.state.value == "failed" for d in await bot.deliveries(debate))

        await bot.until(tried)
        await slack.until(lambda: slack.messages(STAFF), why="a word to the admins")
        assert "반응이 지워지거나" in slack.messages(STAFF)[0].text
        card = bot.card(SQUARE)
        assert card.reactions == {}
        refused.lift()
        slack.people.react(A, card, "tada")
        slack.people.unreact(A, card, "tada")
        await slack.until(lambda: set(card.reactions) == set(SEEDS), why="the seeds")
