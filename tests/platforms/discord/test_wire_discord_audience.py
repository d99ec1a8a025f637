"""Who may see a channel on Discord, and what pages are told of words that are taken back there."""

from __future__ import annotations

from bot.services.ports import Audience
from tests.wire.discord import FakeDiscord, model
from tests.wire.discord.permissions import ORDINARY
from tests.wire.discord.whole import DiscordBot

VIEW = "View Channel"


async def until_public(bot: DiscordBot, public: bool | None) -> None:
    discord = bot.app.adapters["discord"]
    assert isinstance(discord, Audience)

    async def told() -> bool:
        return discord.is_public(str(bot.places.square.id)) is public

    await bot.until(told)


async def test_everybody_sees_a_channel_by_the_server_and_by_the_channel(bot: DiscordBot, fake: FakeDiscord) -> None:
    guild, square = bot.places.guild, bot.places.square
    await until_public(bot, True)
    fake.world.deny(square, VIEW, who=guild.id)
    await until_public(bot, False)
    fake.world.allow(square, VIEW, who=guild.id)
    await until_public(bot, True)
    fake.world.change_role(guild, guild.id, *(name for name in ORDINARY if name != VIEW))
    fake.world.deny(bot.places.garden, VIEW, who=guild.id)
    await until_public(bot, True)
    square.overwrites.pop(guild.id)
    fake.world.move(square, fake.world.add_channel(guild, "rooms", model.CATEGORY))
    await until_public(bot, False)


async def test_a_hidden_category_hides_what_says_nothing_itself(bot: DiscordBot, fake: FakeDiscord) -> None:
    guild, square = bot.places.guild, bot.places.square
    rooms = fake.world.add_channel(guild, "rooms", model.CATEGORY)
    fake.world.move(square, rooms)
    await until_public(bot, True)
    fake.world.deny(rooms, VIEW, who=guild.id)
    await until_public(bot, False)
    fake.world.allow(square, VIEW, who=guild.id)
    await until_public(bot, True)


async def test_what_nobody_tells_of_is_not_public(bot: DiscordBot, fake: FakeDiscord) -> None:
    await until_public(bot, True)
    fake.world.outage(bot.places.guild)
    await until_public(bot, None)
    fake.world.recover(bot.places.guild)
    await until_public(bot, True)
    fake.world.kick_bot(bot.places.guild)
    await until_public(bot, None)


async def test_edits_and_deletions_in_a_thread_are_noted_open_or_closed(bot: DiscordBot, fake: FakeDiscord) -> None:
    debate = await bot.open()
    thread = bot.card().thread
    assert thread is not None
    haru, noeul = fake.voters(2)
    written = [fake.write(haru, thread, "하나"), fake.write(noeul, thread, "둘"), fake.write(haru, thread, "셋")]

    async def retold() -> int:
        return (await bot.app.database.ledger.public.standings([debate]))[debate].retold

    async def until_more(than: int) -> int:
        async def more() -> bool:
            return await retold() > than

        await bot.until(more)
        return await retold()

    async def counted() -> bool:
        return (await bot.snapshot(debate)).tally.comments == 3

    await bot.until(counted)
    before = await retold()
    fake.world.change_message(written[0])
    before = await until_more(before)
    fake.delete(written[0])
    before = await until_more(before)
    await bot.close(debate)
    before = await retold()
    fake.world.change_message(written[1])
    before = await until_more(before)
    fake.delete(written[1])
    before = await until_more(before)
    fake.world.remove_channel(thread)
    await until_more(before)
    assert (await bot.snapshot(debate)).tally.comments == 2, "after closing nothing is counted any more"
