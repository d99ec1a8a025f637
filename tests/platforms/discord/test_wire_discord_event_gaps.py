"""What is not heard while the connection is up: it is counted as soon as it is heard again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.wire.discord import FakeDiscord
from tests.wire.discord.permissions import ORDINARY
from tests.wire.discord.whole import OPTIONS, DiscordBot, make_places, running_bot

DOOR, TREE, THUMB = OPTIONS
VIEW, HISTORY = "View Channel", "Read Message History"
REACTIONS = "GET /channels/*/messages/*/reactions/*"


def kicked(bot: DiscordBot) -> Callable[[], None]:
    bot.fake.world.kick_bot(bot.places.guild)
    return lambda: bot.fake.world.add_bot(bot.places.guild)


def outage(bot: DiscordBot) -> Callable[[], None]:
    bot.fake.world.outage(bot.places.guild)
    return lambda: bot.fake.world.recover(bot.places.guild)


def denied(*names: str) -> Callable[[DiscordBot], Callable[[], None]]:
    def lose(bot: DiscordBot) -> Callable[[], None]:
        bot.fake.world.deny(bot.places.square, *names)
        return lambda: bot.fake.world.allow(bot.places.square, *names)

    return lose


def everyone_denied(bot: DiscordBot) -> Callable[[], None]:
    world, guild = bot.fake.world, bot.places.guild
    world.deny(bot.places.square, VIEW, who=guild.id)
    return lambda: world.allow(bot.places.square, VIEW, who=guild.id)


def role_changed(bot: DiscordBot) -> Callable[[], None]:
    """The channel is for a role of the bot's, which is changed."""
    world, guild = bot.fake.world, bot.places.guild
    (mine,) = guild.members[world.me.id].roles
    held = [name for name in ORDINARY if name != HISTORY]
    world.change_role(guild, guild.id, *held)
    world.change_role(guild, mine, *held)
    return lambda: world.change_role(guild, mine, *ORDINARY)


def roles_taken(bot: DiscordBot) -> Callable[[], None]:
    """The channel is for those who have a role, and the bot's is taken away."""
    world, guild = bot.fake.world, bot.places.guild
    (mine,) = guild.members[world.me.id].roles
    world.set_roles(guild, [])
    world.change_role(guild, guild.id)
    return lambda: world.set_roles(guild, [mine])


@pytest.mark.parametrize(
    "lose",
    [kicked, outage, denied(VIEW), denied(HISTORY), everyone_denied, role_changed, roles_taken],
    ids=["kicked", "outage", "view", "history", "everyone", "role", "roles"],
)
async def test_what_was_not_heard_is_counted_when_it_is_heard_again(bot: DiscordBot, fake: FakeDiscord, lose) -> None:
    debate = await bot.open()
    first, others = fake.user(), fake.voters(3)
    fake.react(first, bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    give_back = lose(bot)
    fake.react(fake.user(), bot.card(), THUMB)
    fake.gather(bot.card(), TREE, others)
    give_back()
    await bot.until_ballots(debate, 1, 3, 1)


async def test_a_server_that_is_away_at_the_start_is_counted_when_it_comes(fake, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.discord.event_gaps._IN_ONE_STREAM", timedelta(0))
    places = make_places(fake)
    async with running_bot(fake, tmp_path, places=places) as bot:
        debate = await bot.open()
    fake.world.outage(places.guild)
    async with running_bot(fake, tmp_path, places=places) as bot:
        fake.gather(bot.card(), TREE, fake.voters(3))
        fake.world.recover(places.guild)
        await bot.until_ballots(debate, 0, 3, 0)


async def test_other_changes_of_a_channel_make_nothing_due(bot: DiscordBot, fake: FakeDiscord) -> None:
    debate = await bot.open()
    fake.react(fake.user(), bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    asked = len(fake.asked(REACTIONS))
    fake.world.deny(bot.places.square, "Mention Everyone", who=bot.places.guild.id)
    fake.world.add_role(bot.places.guild, "Colour")
    other = fake.world.add_guild("Elsewhere")
    fake.world.outage(other)
    fake.world.recover(other)
    fake.react(fake.user(), bot.card(), TREE)
    await bot.until_ballots(debate, 1, 1, 0)
    assert len(fake.asked(REACTIONS)) == asked
