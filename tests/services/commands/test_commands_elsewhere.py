"""Who may read a debate by a command: those who can read a channel in which it is held, and the bot's own admins."""

from __future__ import annotations

import pytest
from commands_square import Square, text_of

from bot.core.chat_commands import Command
from bot.core.marks import Voter
from bot.core.messages import Card, Reply, Result
from bot.services.asked import Asked, Asker

HERE = {"platform": "discord", "channel": "77"}
STRANGER = {"platform": "discord", "channel": "666", "who": "stranger"}


def shown(reply: Reply) -> str:
    """The debate that an answer shows."""
    (card,) = [part for part in reply.parts if isinstance(part, Card | Result)]
    return card.debate


@pytest.mark.parametrize("name", ["{id}", "open-square", "비밀의 문과 열린 광장", "ㅂㅁㅇ ㅁㄱ ㅇㄹ ㄱㅈ"])
async def test_a_debate_is_none_where_it_can_not_be_read(square: Square, name: str) -> None:
    debate = await square.open("open-square", "guild")
    line = f'results "{name.format(id=debate)}"'
    assert shown(await square.ask(line, **HERE)) == debate
    for who in (STRANGER, {**STRANGER, "reach": ("666",)}, {**STRANGER, "manages": True, "reach": ("666", "667")}):
        told = await square.ask(line, **who)
        assert told.is_error
        assert "찾지 못했어요" in text_of(told)
    assert not (await square.ask(line, **{**STRANGER, "sees": ("77",)})).is_error
    assert (await square.ask(line, "minji")).is_error, "nor on another platform, where it is not held"
    assert not (await square.ask(line, "editor")).is_error, "the bot's own admin"


async def test_of_two_debates_over_one_article_each_place_reads_its_own(square: Square) -> None:
    there = await square.open("open-square", "guild")
    await square.finish(there)
    here = await square.open("open-square", "team")
    assert shown(await square.ask("results open-square", **HERE)) == there
    assert shown(await square.ask("results open-square", channel="c-team")) == here


async def test_articles_are_everybodys(square: Square) -> None:
    await square.open("open-square", "guild")
    for line in ("summary open-square", "latest", "search 광장"):
        assert not (await square.ask(line, **STRANGER)).is_error
    assert "아직 토론이 열리지 않았어요" in text_of(await square.ask("today", **STRANGER))


async def test_who_manages_another_place_is_offered_no_debate_of_this_one(square: Square) -> None:
    await square.open("open-square", "guild")

    async def offered(reach: frozenset[str], channel: str) -> list[str]:
        asker = Asker(Voter("discord", "discord", "boss"), channel, "ko", True, reach)
        return [way.text for way in await square.commands.complete(Asked(Command.CLOSE, asker), 25)]

    assert await offered(frozenset({"666"}), "666") == []
    assert await offered(frozenset({"77"}), "78") == ["open-square"]
    refused = await square.ask("close open-square", **{**STRANGER, "manages": True})
    assert "찾지 못했어요" in text_of(refused)
