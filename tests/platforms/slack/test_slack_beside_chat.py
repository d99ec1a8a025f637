"""One debate on Slack and in the local chat: each card has its own bars and the common total, one result everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.app.wiring import build_app
from bot.config import load_config
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.first_people import first_people
from tests.platforms.slack.slack_reading import words_in
from tests.quiet import greets_no_channel
from tests.running_app import running
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import TREE, SlackBot, write_place


def with_chat(config: Path) -> Path:
    """The same configuration with the local chat beside Slack."""
    text = config.read_text(encoding="utf-8").replace("pages: none}", "pages: none, chat: true}")
    config.write_text(
        text.replace("channels:\n", "channels:\n  hall: {platform: local, id: hall}\n", 1), encoding="utf-8"
    )
    return config


async def test_two_communities_vote_on_one_debate(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        people = slack.people.newcomers(3)
        loaded = load_config(with_chat(write_place(slack, tmp_path, "socket")))
        assert loaded.config is not None, loaded.problems
        app = await build_app(loaded.config)
        greets_no_channel(app)
        bot, chat = SlackBot(app, slack), app.adapters["local"]
        assert isinstance(chat, LocalPlatform)
        async with running(app):
            await bot.until_ready()
            debate = await bot.open("square", "hall")
            posts = await app.database.ledger.debates.posts(debate)
            number = int(next(post.message for post in posts if post.platform == "local" and post.message)[1:])
            (member, *_) = first_people("ko")
            await chat.store.join_crowd([member])
            await chat.store.react(number, member.id, "🚪", on=True)
            for person in people:
                slack.people.react(person, bot.card(), TREE)
            await bot.until_ballots(debate, 1, 3, 0)

            total = "전체 4명: 문 25% · 광장 75% · 좋아요 0%"
            await slack.until(lambda: total in words_in(bot.card().blocks), why="the total on Slack's card")
            here = words_in(bot.card().blocks)
            assert "Slack에서 3명이 투표했어요" in here
            assert "3표 · 100%" in here

            async def card_in_chat() -> Mapping[str, Any]:
                return (await chat.members.message(number)).content

            async def told_in_chat() -> bool:
                return (await card_in_chat())["total"] == total

            await bot.until(told_in_chat)
            there = await card_in_chat()
            assert there["turnout"] == "Agora 채팅에서 1명이 투표했어요"
            assert [bar["ballots"] for bar in there["bars"]] == [1, 0, 0]

            await bot.close(debate)
            differed = "Agora 채팅에서는 ‘문’이 100%로, Slack에서는 ‘광장’이 100%로 가장 많은 표를 얻었어요."
            (result,) = bot.results()
            read = words_in(result.blocks)
            assert differed in read
            assert "계정마다 한 표예요" in read
            assert "3표 · 75%" in read
            said = (await chat.store.page("hall", None, 50))[0][-1].content
            assert said["communities"][0] == differed
            assert [bar["ballots"] for bar in said["bars"]] == [1, 3, 0]
