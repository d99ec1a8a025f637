"""A member on Discord is handed what is known of them, and then forgotten: no file has the account any more."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.core.marks import Voter
from bot.services.records import Feedback
from tests.byte_search import files_with
from tests.wire.discord import User
from tests.wire.discord.whole import OPTIONS, DiscordBot, running_bot

DOOR, TREE, _ = OPTIONS


@pytest_asyncio.fixture
async def bot(fake, tmp_path) -> AsyncIterator[DiscordBot]:
    async with running_bot(fake, tmp_path) as running:
        await fake.until(lambda: fake.places.commands[None])
        yield running


@pytest.fixture
def haru(fake, bot) -> User:
    return fake.user("아주특별한하루", bot.places.guild)


async def two_debates(bot: DiscordBot, haru: User) -> tuple[str, str]:
    """One that has closed and one that is open, with a vote of Haru's and of somebody else's in each."""
    fake = bot.fake
    other = fake.user("Noeul", bot.places.guild)
    over = await bot.open("garden")
    for user, emoji in ((haru, DOOR), (other, TREE)):
        fake.react(user, bot.card(bot.places.garden), emoji)
    await bot.until_ballots(over, 1, 1, 0)
    await bot.close(over)
    going_on = await bot.open("square")
    for user, emoji in ((haru, TREE), (other, TREE)):
        fake.react(user, bot.card(), emoji)
    await bot.until_ballots(going_on, 0, 2, 0)
    ledger = bot.app.database.ledger
    written = Feedback(Voter("discord", "", str(haru.id)), "square", 4, "아주 특별한 의견", bot.app.clock.now())
    await ledger.feedback.add(written, most=5, since=bot.app.clock.now() - timedelta(days=1))
    return over, going_on


async def overwritten(bot: DiscordBot) -> None:
    async def done() -> bool:
        return await bot.app.database.ledger.overwrites.due() is None

    await bot.until(done)


async def test_forgotten_while_the_bot_runs(bot, fake, haru, tmp_path) -> None:
    over, going_on = await two_debates(bot, haru)
    record = await bot.app.database.ledger.proofs.filing(over)
    asked = await fake.answer(fake.slash(haru, bot.places.square, "debate forget"))
    assert asked.ephemeral
    assert "먼저 이 토론 글에서 내 반응을 지워 주세요" in asked.text
    code = re.search(r"‘코드’ 칸에 (\d{4})", asked.text)
    assert code is not None
    assert files_with(tmp_path, str(haru.id)) != []
    done = await fake.answer(fake.slash(haru, bot.places.square, "토론 잊어줘", code=code[1]))
    assert done.ephemeral
    assert "잊었어요" in done.text
    assert "반응이 아직 남아 있어요" in done.text
    assert await bot.ballots(going_on) == (0, 1, 0)
    fake.unreact(haru, bot.card(), TREE)
    newcomer = fake.user("Dambi", bot.places.guild)
    fake.react(newcomer, bot.card(), DOOR)
    await bot.until_ballots(going_on, 1, 1, 0)
    await overwritten(bot)
    assert files_with(tmp_path, str(haru.id), "아주특별한하루", "아주 특별한 의견") == []
    assert files_with(tmp_path, str(newcomer.id)) != []
    assert await bot.app.database.ledger.proofs.filing(over) == record
    snapshot = await bot.close(going_on)
    assert snapshot.tally.ballots == (1, 1, 0)
    for debate in (over, going_on):
        proven = await bot.app.database.ledger.proofs.prove(debate)
        assert proven is not None
        assert proven.difference is None
    assert files_with(tmp_path, str(haru.id)) == [], "neither the recount nor the closing has brought it back"


async def test_a_reaction_that_stays_is_a_vote_again_as_it_was_said(bot, fake, haru) -> None:
    _, going_on = await two_debates(bot, haru)
    asked = await fake.answer(fake.slash(haru, bot.places.square, "debate forget", "en-US"))
    code = re.search(r"with (\d{4}) in its option", asked.text)
    assert code is not None
    done = await fake.answer(fake.slash(haru, bot.places.square, "debate forget", "en-US", code=code[1]))
    assert "the next recount counts them as votes again" in done.text
    snapshot = await bot.close(going_on)
    assert snapshot.tally.ballots == (0, 2, 0)


async def test_the_export_comes_as_a_private_file(bot, fake, haru) -> None:
    over, going_on = await two_debates(bot, haru)
    answer = fake.slash(haru, bot.places.square, "debate export")
    await fake.until(lambda: len(answer.messages) == 2)
    told, file = answer.messages
    assert "나에게만 보여요" in told.text
    assert told.flags & file.flags & 64
    (attached,) = file.attachments
    assert re.fullmatch(r"agora-\d{4}-\d\d-\d\d\.json", attached.filename)
    known = json.loads(attached.content)
    assert known["account"]["id"] == str(haru.id)
    assert [debate["debate"] for debate in known["debates"]] == [over, going_on]
    assert known["feedback"][0]["line"] == "아주 특별한 의견"
    assert known["greeted_at"] is None or known["greeted_at"].endswith("Z")
