"""Posting to Discord: said exactly once under every fault of a send, and each refusal with its outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.core.debates import PostState
from bot.core.recounts import Recounted
from bot.sentences import english
from tests.wire.discord import FakeDiscord, faults
from tests.wire.discord.whole import LINES, OPTIONS, SAVE, DiscordBot

SEND = "POST /channels/*/messages"
EDIT = "PATCH /channels/*/messages/*"
SEED = "PUT /channels/*/messages/*/reactions/*/@me"
THREAD = "POST /channels/*/messages/*/threads"


def said_once(bot: DiscordBot) -> None:
    """The card stands once with its seeds and its whole thread, and nothing pinged anybody."""
    card = bot.card()
    assert bot.results() == []
    assert [emoji for emoji in card.reactions if emoji in OPTIONS] == list(OPTIONS)
    assert all(bot.fake.world.me.id in card.voters(emoji) for emoji in OPTIONS)
    assert card.thread is not None
    said = [message.text for message in bot.fake.messages(card.thread) if message.type == 0]
    assert len(said) == len(LINES)
    assert all(line in text for line, text in zip(LINES, said, strict=True))
    nothing_pings(bot.fake)


def nothing_pings(fake: FakeDiscord) -> None:
    """Every send and edit forbade every mention."""
    assert fake.spoken
    assert fake.could_ping == []
    assert [message.pings for message in fake.all_messages() if message.pings] == []


FAULTS: dict[str, Callable[[FakeDiscord], object]] = {
    "dropped before": lambda fake: fake.fault(SEND, faults.drop_before(), times=1),
    "dropped after": lambda fake: fake.fault(SEND, faults.drop_after(), times=1),
    "dropped after, nonce forgotten": lambda fake: (
        setattr(fake.rest, "nonce_seconds", 0.0),
        fake.fault(SEND, faults.drop_after(), times=1),
    ),
    "502 after": lambda fake: fake.fault(SEND, faults.answer(502, done=True), times=1),
    "503 after, nonce forgotten": lambda fake: (
        setattr(fake.rest, "nonce_seconds", 0.0),
        fake.fault(SEND, faults.answer(503, done=True), times=1),
    ),
    "500 before": lambda fake: fake.fault(SEND, faults.answer(500), times=1),
    "too fast": lambda fake: fake.fault(SEND, faults.too_many(0.2), times=2),
    "too fast everywhere": lambda fake: fake.fault(SEND, faults.too_many(0.2, everywhere=True), times=1),
    "too fast, without a time": lambda fake: fake.fault(SEND, faults.too_many(None), times=1),
    "too fast for the edge": lambda fake: fake.fault(SEND, faults.too_many(1.0, via=False), times=1),
    "carried out late": lambda fake: fake.fault(SEND, faults.late(0.5), times=1),
    "third send dropped after": lambda fake: fake.fault(SEND, faults.drop_after(), times=1, skip=2),
    "seeds dropped": lambda fake: fake.fault(SEED, faults.drop_after(), times=2),
    "thread dropped": lambda fake: fake.fault(THREAD, faults.drop_after(), times=1),
    "thread 502 after": lambda fake: fake.fault(THREAD, faults.answer(502, done=True), times=1),
    "history dropped too": lambda fake: (
        setattr(fake.rest, "nonce_seconds", 0.0),
        fake.fault(SEND, faults.drop_after(), times=1),
        fake.fault("GET /channels/*/messages", faults.drop_before(), times=2),
    ),
    "history empty for a while": lambda fake: (
        setattr(fake.rest, "nonce_seconds", 0.0),
        fake.fault(SEND, faults.drop_after(), times=1),
        fake.fault("GET /channels/*/messages", faults.empty(), times=1),
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_debate_is_posted_once_under_every_fault(bot, fake, fault) -> None:
    fault(fake)
    debate = await bot.open()
    assert await bot.reasons(debate) == {}
    said_once(bot)


async def test_a_send_that_arrives_after_its_repetition_is_no_second_post(bot, fake) -> None:
    """Only the nonce stands in its way: the history that was searched did not have it yet."""
    arrives = asyncio.Event()
    fake.fault(SEND, faults.late(arrives), times=1)
    await bot.open()
    assert fake.rest.repeats == 0
    arrives.set()
    await fake.until(lambda: fake.rest.repeats)
    said_once(bot)


async def test_a_result_is_said_once_and_the_card_leads_to_it(bot, fake) -> None:
    debate = await bot.open()
    haru = fake.user("Haru", bot.places.guild)
    fake.react(haru, bot.card(), OPTIONS[1])
    await bot.until_ballots(debate, 0, 1, 0)
    fake.rest.nonce_seconds = 0.0
    fake.fault(SEND, faults.drop_after(), times=1)
    fake.fault(EDIT, faults.drop_after(), times=1)
    final = await bot.close(debate)
    assert final.certificate.recounted is Recounted.EXACT
    (result,) = bot.results()
    assert [one.filename.endswith(".png") for one in result.attachments] == [True]
    assert result.attachments[0].content.startswith(b"\x89PNG")
    assert result.attachments[0].description
    assert str(result.id) in str(bot.card().embeds) + str(bot.card().components) + bot.card().content
    nothing_pings(fake)


async def test_each_channel_has_its_post_and_one_that_fails_stops_no_other(bot, fake) -> None:
    fake.world.deny(bot.places.garden, "Send Messages")
    debate = await bot.open("square", "garden")
    posts = {post.channel: post.state for post in (await bot.snapshot(debate)).posts}
    assert posts["square"] is PostState.SAID
    assert fake.messages(bot.places.garden) == []
    fake.world.allow(bot.places.garden, "Send Messages")
    said_once(bot)


@pytest.mark.parametrize(
    ("permission", "part"),
    [
        ("View Channel", "post"),
        ("Send Messages", "post"),
        ("Embed Links", "post"),
        ("Add Reactions", "seeds"),
        ("Create Public Threads", "thread"),
        ("Send Messages in Threads", "line"),
    ],
)
async def test_a_missing_permission_is_named(bot, fake, permission, part) -> None:
    fake.world.deny(bot.places.square, permission)
    debate = await bot.app.debate_admin.post("square-test", ["square"])

    async def told() -> list[str]:
        found = [d.reason for d in await bot.deliveries(debate) if d.part.value == part]
        return [reason.in_full(english()) for reason in found if reason]

    async def is_told() -> bool:
        return bool(await told())

    await bot.until(is_told)
    assert permission in (await told())[0]


async def test_a_full_message_takes_no_seeds_and_the_admin_is_told(bot, fake) -> None:
    release = asyncio.Event()
    fake.fault(SEED, faults.hold(release), times=1)
    debate = await bot.app.debate_admin.post("square-test", ["square"])
    (card,) = await fake.until(lambda: fake.messages(bot.places.square))
    people = fake.voters(20)
    for person, emoji in zip(people, "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰😗😙😚🙂🤗", strict=True):
        fake.react(person, card, emoji)
    release.set()

    async def tried() -> bool:
        return any(d.part.value == "seeds" and d.reason for d in await bot.deliveries(debate))

    await bot.until(tried)
    told = await fake.until(lambda: fake.messages(bot.places.staff))
    assert "20" in told[0].text
    haru = fake.user("Haru")
    card.reactions.pop("🤗")
    fake.react(haru, card, OPTIONS[0])
    await bot.until_ballots(debate, 1, 0, 0)


async def test_saves_are_reactions_too(bot, fake) -> None:
    debate = await bot.open()
    fake.react(fake.user(), bot.card(), SAVE)

    async def saved() -> bool:
        return (await bot.snapshot(debate)).tally.saves == 1

    await bot.until(saved)
