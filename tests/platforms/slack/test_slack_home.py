"""The app's home: today's debate, what else is open, the person's own votes and saves, the newest articles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.platforms.slack.slack_reading import words_in
from tests.wire.slack import FakeSlack
from tests.wire.slack.broken import unreadable
from tests.wire.slack.whole import ARTICLE, SQUARE, TREE, SlackBot, running_bot

MINJI, HARU = "U00000001", "U00000002"


@pytest_asyncio.fixture
async def bot(slack: FakeSlack, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SlackBot]:
    articles = tmp_path / "content" / "articles"
    articles.mkdir(parents=True)
    (articles / "other.md").write_text(ARTICLE.replace("어느 쪽이 좋아요?", "정말요?"), encoding="utf-8")
    async with running_bot(slack, tmp_path, getattr(request, "param", "socket")) as running:
        await running.until_audience()
        yield running


async def home(slack: FakeSlack, user: str = MINJI) -> dict[str, Any]:
    """What a person finds who opens the home now."""
    before = len(slack.called("views.publish", "ok"))
    slack.people.open_home(user)
    await slack.until(lambda: len(slack.called("views.publish", "ok")) > before, why="a home")
    return slack.world.homes[user]


@pytest.mark.parametrize("bot", ["socket", "http"], indirect=True)
async def test_the_home_greets_once_and_says_that_nothing_is_open_yet(slack: FakeSlack, bot: SlackBot) -> None:
    first = await home(slack)
    assert first["type"] == "home"
    read = words_in(first["blocks"])
    for told in ("반가워요", "오늘의 토론", "아직 열린 토론이 없어요", "아직 저장한 기사가 없어요", "새로 나온 기사"):
        assert told in read
    assert "반가워요" not in words_in((await home(slack))["blocks"])
    assert bot.ready()


async def test_the_home_shows_what_is_open_and_what_the_person_holds(slack: FakeSlack, bot: SlackBot) -> None:
    other = await bot.app.debate_admin.post("other", ["garden"])
    await bot.until(lambda: bot.settled(other))
    today = await bot.open()
    card = bot.card()
    slack.people.react(MINJI, card, TREE)
    slack.people.react(MINJI, card, "bookmark")
    await bot.until_ballots(today, 0, 1, 0)

    async def saved() -> bool:
        return (await bot.snapshot(today)).tally.saves == 1

    await bot.until(saved)
    mine = await home(slack)
    read = words_in(mine["blocks"])
    assert "지금 내 표: ‘광장’" in read
    assert "투표할 수 있는 다른 토론" in read
    assert "정말요?" in read
    assert "1표 · 100%" in read
    assert read.index("어느 쪽이 좋아요?") < read.index("정말요?")
    assert slack.permalink(SQUARE, card.ts) in str(mine["blocks"])
    hers = words_in((await home(slack, HARU))["blocks"])
    assert "지금 내 표" not in hers
    assert "아직 저장한 기사가 없어요" in hers


async def test_the_home_shows_how_the_last_debate_ended(slack: FakeSlack, bot: SlackBot) -> None:
    debate = await bot.open()
    await bot.close(debate)
    assert " 마감됐어요" in words_in((await home(slack))["blocks"])


async def test_other_tabs_are_left_alone_and_a_broken_ledger_is_a_sentence(
    slack: FakeSlack, bot: SlackBot, tmp_path: Path
) -> None:
    slack.people.open_home(MINJI, tab="messages")
    await home(slack, HARU)
    assert MINJI not in slack.world.homes
    async with unreadable(tmp_path / "agora.db"):
        assert "데이터를 읽지 못했어요" in words_in((await home(slack))["blocks"])
    assert bot.ready()
