"""What can be read where on Discord: a debate by those who can see a channel of it, articles by everybody."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.wire.discord import FakeDiscord
from tests.wire.discord.whole import OPTIONS, SLUG, DiscordBot, running_bot

DOOR = OPTIONS[0]
QUESTION = "어느 쪽이 좋아요?"


@pytest_asyncio.fixture
async def bot(fake: FakeDiscord, tmp_path) -> AsyncIterator[DiscordBot]:
    async with running_bot(fake, tmp_path) as running:
        await fake.until(lambda: fake.places.commands[None])
        yield running


async def test_a_member_of_another_server_reads_no_debate(fake: FakeDiscord, bot: DiscordBot) -> None:
    debate = await bot.open()
    elsewhere = fake.guild("Elsewhere")
    corner = fake.channel(elsewhere, "corner")
    stranger = fake.user("Stranger", elsewhere)
    for name in (SLUG, debate):
        told = await fake.answer(fake.slash(stranger, corner, "debate results", debate=name))
        assert QUESTION not in told.text
        assert "찾지 못했어요" in told.text
    assert QUESTION not in (await fake.answer(fake.slash(stranger, corner, "debate today"))).text
    completed = await fake.answer(fake.complete(stranger, corner, "debate results", "debate", ""))
    assert completed.choices == []
    article = await fake.answer(fake.slash(stranger, corner, "debate summary", article=SLUG))
    assert QUESTION in article.text


async def test_a_member_reads_what_is_held_in_the_channels_that_they_see(fake: FakeDiscord, bot: DiscordBot) -> None:
    await bot.open()
    guild, world = bot.places.guild, fake.world
    haru = fake.user("Haru", guild)
    told = await fake.answer(fake.slash(haru, bot.places.garden, "debate results", debate=SLUG))
    assert QUESTION in told.text
    world.deny(bot.places.square, "View Channel", who=guild.id)
    world.allow(bot.places.square, "View Channel")
    hidden = await fake.answer(fake.slash(haru, bot.places.garden, "debate results", debate=SLUG))
    assert "찾지 못했어요" in hidden.text
    owner = await fake.answer(fake.slash(guild.owner, bot.places.garden, "debate results", debate=SLUG))
    assert QUESTION in owner.text
