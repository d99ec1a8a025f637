"""The options' emoji under a post: what could not be put there, or was taken away, comes as soon as it can."""

from __future__ import annotations

import asyncio

import pytest

from tests.wire.discord import FakeDiscord, faults
from tests.wire.discord.model import Message
from tests.wire.discord.whole import OPTIONS, DiscordBot

SEED = "PUT /channels/*/messages/*/reactions/*/@me"
OTHERS = "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰😗😙😚🙂🤗"


def seeds(bot: DiscordBot, card: Message) -> set[str]:
    """The options under which the bot's own reaction is."""
    me = bot.fake.world.me.id
    return {key for key, reaction in card.reactions.items() if key in OPTIONS and me in reaction.lists[False]}


async def given_up(bot: DiscordBot, debate: str) -> None:
    async def tried() -> bool:
        return any(d.part.value == "seeds" and d.state.value == "failed" for d in await bot.deliveries(debate))

    await bot.until(tried)


async def test_seeds_that_found_no_room_come_when_there_is_some(bot: DiscordBot, fake: FakeDiscord) -> None:
    release = asyncio.Event()
    fake.fault(SEED, faults.hold(release), times=1)
    debate = await bot.app.debate_admin.post("square-test", ["square"])
    (card,) = await fake.until(lambda: fake.messages(bot.places.square))
    people = dict(zip(OTHERS, fake.voters(20), strict=True))
    for emoji, person in people.items():
        fake.react(person, card, emoji)
    release.set()
    await given_up(bot, debate)
    (told,) = await fake.until(lambda: fake.messages(bot.places.staff))
    assert "반응이 지워지거나" in told.text
    fake.unreact(people[OTHERS[0]], card, OTHERS[0])
    await fake.until(lambda: len(seeds(bot, card)) == 1)
    for emoji in OTHERS[1:3]:
        fake.clear(card, emoji)
    await fake.until(lambda: seeds(bot, card) == set(OPTIONS))
    assert len(fake.messages(bot.places.staff)) == 1


@pytest.mark.parametrize("emoji", [None, OPTIONS[1]])
async def test_seeds_that_a_moderator_cleared_come_again(bot: DiscordBot, fake: FakeDiscord, emoji: str | None) -> None:
    debate = await bot.open()
    card = bot.card()
    fake.react(fake.user(), card, OPTIONS[1])
    await bot.until_ballots(debate, 0, 1, 0)
    fake.clear(card, emoji)
    await fake.until(lambda: seeds(bot, card) == set(OPTIONS))
    await bot.until_ballots(debate, 0, 0, 0)


@pytest.mark.parametrize("permission", ["Add Reactions", "Read Message History"])
async def test_seeds_come_with_the_permission_to_add_them(bot: DiscordBot, fake: FakeDiscord, permission: str) -> None:
    fake.world.deny(bot.places.square, permission)
    debate = await bot.app.debate_admin.post("square-test", ["square"])
    (card,) = await fake.until(lambda: fake.messages(bot.places.square))
    await given_up(bot, debate)
    assert seeds(bot, card) == set()
    fake.world.allow(bot.places.square, permission)
    await fake.until(lambda: seeds(bot, card) == set(OPTIONS))
