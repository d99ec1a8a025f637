"""What can be read where on Slack: a debate in its channel, and everywhere if that is public; articles by everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.locales import words_for
from bot.platforms.slack.interaction_protocol import Origin
from bot.platforms.slack.interactions import Askers
from tests.platforms.slack.slack_reading import words_in
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import DOOR, GARDEN, SLUG, SQUARE, SlackBot, running_bot

MINJI, HARU = "U00000001", "U00000002"
CORNER = "C0CORNER"
QUESTION = "어느 쪽이 좋아요?"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people.newcomers(5)
        fake.world.add_channel(GARDEN, private=True)
        fake.world.add_channel(CORNER, bot=False)
        yield fake


@pytest_asyncio.fixture
async def bot(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[SlackBot]:
    async with running_bot(slack, tmp_path) as running:
        await running.until_audience()
        yield running


@pytest.mark.parametrize(("team", "seen"), [("T1", {SQUARE}), ("", {SQUARE}), ("T2", set())])
def test_somebody_of_another_workspace_sees_the_channel_that_they_are_in(team: str, seen: set[str]) -> None:
    channels = [Channel("square", "slack", SQUARE, "ko"), Channel("garden", "slack", GARDEN, "ko")]
    voter = lambda user: Voter("slack", "T1", user)  # noqa: E731
    askers = Askers(words_for, channels, voter, None, "ko", {SQUARE: True, GARDEN: False}.get)
    assert askers.asker(Origin(MINJI, CORNER, team, None, None)).sees == seen


async def asked(slack: FakeSlack, channel: str, line: str, user: str = MINJI) -> str:
    return words_in((await slack.people.command(user, channel, line).answer())["blocks"])


async def home(slack: FakeSlack, user: str) -> str:
    before = len(slack.called("views.publish", "ok"))
    slack.people.open_home(user)
    await slack.until(lambda: len(slack.called("views.publish", "ok")) > before, why="a home")
    return words_in(slack.world.homes[user]["blocks"])


@pytest.mark.parametrize("elsewhere", [CORNER, SQUARE, "D00000001"])
async def test_a_private_channels_debate_is_read_there_alone(slack: FakeSlack, bot: SlackBot, elsewhere: str) -> None:
    debate = await bot.open("garden")
    assert QUESTION in await asked(slack, GARDEN, f"results {debate}")
    for name in (debate, SLUG):
        assert "찾지 못했어요" in await asked(slack, elsewhere, f"results {name}")
    assert QUESTION in await asked(slack, elsewhere, f"summary {SLUG}")


async def test_a_debate_in_a_public_channel_is_read_from_any(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    assert QUESTION in await asked(slack, CORNER, f"results {debate}")


async def test_the_home_shows_a_private_debate_to_those_who_vote_in_it(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open("garden")
    slack.people.react(HARU, bot.card(GARDEN), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    assert QUESTION in await home(slack, HARU)
    assert "아직 열린 토론이 없어요" in await home(slack, MINJI)
