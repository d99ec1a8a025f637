"""Reactions from Discord to the ledger: every kind of them, in any order, and what a recount brings back."""

from __future__ import annotations

import asyncio
import re
from functools import partial

from bot.app.server import metrics_of
from bot.core.debates import PostState
from bot.core.recounts import Recounted
from bot.platforms.discord import adapter
from bot.platforms.discord.events import Events
from tests.storage.storage_audit import books
from tests.wire.discord import faults
from tests.wire.discord.whole import ARTICLE, OPTIONS, SLUG, running_bot
from tests.wire.slack.broken import failing

DOOR, TREE, THUMB = OPTIONS
REACTIONS = "GET /channels/*/messages/*/reactions/*"


async def test_votes_switches_and_withdrawals(bot, fake) -> None:
    debate = await bot.open()
    card = bot.card()
    haru, noeul, dambi = fake.voters(3)
    fake.react(haru, card, DOOR)
    fake.react(haru, card, TREE)
    fake.react(noeul, card, TREE)
    fake.react(dambi, card, DOOR)
    await bot.until_ballots(debate, 1, 2, 0)
    fake.unreact(haru, card, TREE)
    fake.unreact(noeul, card, TREE)
    await bot.until_ballots(debate, 2, 0, 0)
    final = await bot.close(debate)
    assert final.certificate.recounted is Recounted.EXACT
    assert final.certificate.differences == 0
    await books(bot.app.database, debate)


async def test_a_burst_that_goes_by_way_of_the_disk_keeps_its_order(fake, tmp_path, monkeypatch) -> None:
    """Out of order, who took a vote back would hold both, or none."""
    monkeypatch.setattr(adapter, "Events", partial(Events, capacity=20, block=10))
    async with running_bot(fake, tmp_path) as bot:
        debate = await bot.open()
        card = bot.card()
        accept, free = bot.app.writer.accept, asyncio.Event()

        async def held_up(events) -> None:
            await free.wait()
            await accept(events)

        monkeypatch.setattr(bot.app.writer, "accept", held_up)
        people = fake.voters(60)
        for first, second in ((DOOR, TREE), (TREE, DOOR)):
            for person in people[:40] if first == DOOR else people[40:]:
                fake.react(person, card, first)
                fake.react(person, card, second)
                fake.unreact(person, card, first)
        intake = bot.app.adapters["discord"].intake
        await bot.until(lambda: happened(intake().waiting > 100))
        free.set()
        await bot.until_ballots(debate, 20, 40, 0)
        assert intake().lost == 0
        await books(bot.app.database, debate)


async def happened(what: bool) -> bool:
    return what


async def test_metrics_tell_of_events_that_could_not_be_taken(bot, fake) -> None:
    await bot.open()
    thread = bot.card().thread

    def figures() -> list[str]:
        told = metrics_of(bot.app).render().decode()
        return re.findall(r'^agora_events_(\w+){platform="discord"} (.*)$', told, re.MULTILINE)

    assert figures() == [("waiting", "0.0"), ("lost_total", "0.0")]
    async with failing(bot.app.database.path, "replies"):
        fake.write(fake.user("Haru", bot.places.guild), thread, "저는 문이요.")

        async def lost() -> bool:
            return figures() == [("waiting", "0.0"), ("lost_total", "1.0")]

        await bot.until(lost)


async def test_skin_tones_and_burst_reactions_are_the_plain_emoji(bot, fake) -> None:
    debate = await bot.open()
    card = bot.card()
    haru, noeul, dambi = fake.voters(3)
    fake.react(haru, card, "👍🏽")
    fake.react(haru, card, THUMB, burst=True)
    fake.react(noeul, card, THUMB, burst=True)
    fake.react(dambi, card, "👍🏿")
    await bot.until_ballots(debate, 0, 0, 3)
    fake.unreact(haru, card, "👍🏽")
    fake.unreact(noeul, card, THUMB, burst=True)
    await bot.until_ballots(debate, 0, 0, 2)
    final = await bot.close(debate)
    assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)
    assert final.tally.ballots == (0, 0, 2)


async def test_a_recount_reads_skin_tones_and_burst_reactions(bot, fake) -> None:
    debate = await bot.open()
    card = bot.card()
    people = fake.voters(250)
    fake.gather(card, "👍🏽", people[:3])
    fake.gather(card, THUMB, people[3:120], burst=True)
    fake.gather(card, TREE, people[120:])
    await bot.app.inbound.connectivity.missed_events("discord")
    await bot.until_ballots(debate, 0, 130, 120)
    fake.unreact(people[5], card, THUMB, burst=True)
    await bot.until_ballots(debate, 0, 130, 119)
    assert (await bot.close(debate)).certificate.recounted is Recounted.EXACT


async def test_custom_emoji_are_options(fake, tmp_path) -> None:
    guild = fake.guild("elsewhere")
    door = fake.emoji(guild, "door")
    article = ARTICLE.replace(
        "{{label: 문, emoji: 🚪}}",
        f'{{{{label: 문, emoji: {{{{discord: "<:door:{door.id}>", slack: door, local: 🚪}}}}}}}}',
    )
    async with running_bot(fake, tmp_path, article=article) as bot:
        debate = await bot.open()
        card = bot.card()
        assert fake.world.me.id in card.voters(str(door.id))
        haru, noeul = fake.voters(2)
        fake.react(haru, card, door)
        await bot.until_ballots(debate, 1, 0, 0)
        fake.gather(card, door, [noeul])
        await bot.app.inbound.connectivity.missed_events("discord")
        await bot.until_ballots(debate, 2, 0, 0)
        final = await bot.close(debate)
        assert (final.certificate.recounted, final.tally.ballots) == (Recounted.EXACT, (2, 0, 0))


async def test_remove_all_and_remove_emoji_withdraw_marks(bot, fake) -> None:
    debate = await bot.open()
    card = bot.card()
    haru, noeul, dambi = fake.voters(3)
    for person, emoji in ((haru, DOOR), (noeul, TREE), (dambi, TREE)):
        fake.react(person, card, emoji)
    await bot.until_ballots(debate, 1, 2, 0)
    fake.clear(card, TREE)
    await bot.until_ballots(debate, 1, 0, 0)
    fake.clear(card)
    await bot.until_ballots(debate, 0, 0, 0)
    fake.react(noeul, card, DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 0, 0)
    assert "note-cleared" in [note.key for note in final.certificate.notes]
    await books(bot.app.database, debate)


async def test_bots_never_count_in_events_nor_in_a_recount(bot, fake) -> None:
    debate = await bot.open()
    card = bot.card()
    robot = fake.user("Robot", bot.places.guild, bot=True)
    haru = fake.user()
    fake.react(robot, card, DOOR)
    fake.react(haru, card, TREE)
    await bot.until_ballots(debate, 0, 1, 0)
    await bot.app.inbound.connectivity.missed_events("discord")
    await bot.until_calm()
    assert await bot.ballots(debate) == (0, 1, 0)
    final = await bot.close(debate)
    assert (final.tally.ballots, final.certificate.differences) == ((0, 1, 0), 0)


async def test_doubled_events_change_nothing(bot, fake) -> None:
    debate = await bot.open()
    fake.gateway.pass_on = lambda name, _: 2 if name.startswith("MESSAGE_REACTION") else 1
    haru = fake.user()
    for emoji in (DOOR, TREE, THUMB):
        fake.react(haru, bot.card(), emoji)
    fake.unreact(haru, bot.card(), THUMB)
    await bot.until_ballots(debate, 0, 1, 0)
    assert (await bot.close(debate)).certificate.differences == 0


async def test_swallowed_events_are_found_by_the_closing_recount(bot, fake) -> None:
    debate = await bot.open()
    fake.gateway.pass_on = lambda name, _: 0 if name.startswith("MESSAGE_REACTION") else 1
    fake.react(fake.user(), bot.card(), DOOR)
    fake.gateway.pass_on = None
    fake.react(fake.user(), bot.card(), TREE)
    await bot.until_ballots(debate, 0, 1, 0)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 1, 0)
    assert (final.certificate.recounted, final.certificate.ledger, final.certificate.recount) == (Recounted.EXACT, 1, 2)


async def test_votes_cast_before_the_send_has_returned_count(bot, fake) -> None:
    release = asyncio.Event()
    fake.fault("POST /channels/*/messages", faults.hold(release, done=True), times=1)
    debate = await bot.app.debate_admin.post(SLUG, ["square"])
    (card,) = await fake.until(lambda: fake.messages(bot.places.square))
    haru, noeul = fake.voters(2)
    fake.react(haru, card, DOOR)
    fake.react(noeul, card, TREE)
    fake.unreact(noeul, card, TREE)
    release.set()
    await bot.until_ballots(debate, 1, 0, 0)


async def test_a_deleted_post_is_not_posted_again_and_its_votes_stand(bot, fake) -> None:
    debate = await bot.open("square", "garden")
    haru, noeul = fake.voters(2)
    fake.react(haru, bot.card(), DOOR)
    fake.react(noeul, bot.card(bot.places.garden), TREE)
    await bot.until_ballots(debate, 1, 1, 0)
    fake.delete(bot.card())

    async def known() -> bool:
        return {p.channel: p.state for p in (await bot.snapshot(debate)).posts}["square"] is PostState.DELETED

    await bot.until(known)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 1, 0)
    assert len(bot.results(bot.places.garden)) == 1


async def test_a_deleted_channel_ends_its_post_and_no_other(bot, fake) -> None:
    debate = await bot.open("square", "garden")
    haru, noeul = fake.voters(2)
    fake.react(haru, bot.card(), DOOR)
    fake.react(noeul, bot.card(bot.places.garden), TREE)
    await bot.until_ballots(debate, 1, 1, 0)
    fake.world.remove_channel(bot.places.square)

    async def known() -> bool:
        return {p.channel: p.state for p in (await bot.snapshot(debate)).posts}["square"] is PostState.DELETED

    await bot.until(known)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 1, 0)
    assert len(bot.results(bot.places.garden)) == 1


async def test_unreadable_is_unknown_and_never_nobody(fake, tmp_path) -> None:
    async with running_bot(fake, tmp_path, grace="1s") as bot:
        debate = await bot.open()
        people = fake.voters(3)
        for person in people:
            fake.react(person, bot.card(), DOOR)
        await bot.until_ballots(debate, 3, 0, 0)
        for what in (faults.answer(403, {"code": 50001, "message": "Missing Access"}), faults.empty()):
            fault = fake.fault(REACTIONS, what)
            await bot.app.inbound.connectivity.missed_events("discord")
            await fault.hit.wait()
            fake.faults.clear()
            await bot.app.inbound.connectivity.recount("discord")
            await bot.until_calm()
            assert await bot.ballots(debate) == (3, 0, 0)
        fake.world.deny(bot.places.square, "View Channel")
        final = await bot.close(debate)
        assert final.tally.ballots == (3, 0, 0)
        assert final.certificate.recounted is Recounted.NO


async def test_a_truncated_list_is_partial(bot, fake) -> None:
    debate = await bot.open()
    people = fake.voters(6)
    for person in people:
        fake.react(person, bot.card(), DOOR)
    await bot.until_ballots(debate, 6, 0, 0)
    fake.fault(REACTIONS, faults.cut_to(4))
    final = await bot.close(debate)
    assert final.tally.ballots == (6, 0, 0)
    assert final.certificate.recounted is Recounted.PARTIAL


async def test_replies_in_the_thread_are_comments(bot, fake) -> None:
    debate = await bot.open()
    thread = bot.card().thread
    haru = fake.user("Haru", bot.places.guild)
    first, second = (fake.write(haru, thread, text) for text in ("저는 문이요.", "아니 광장이요."))
    fake.write(haru, bot.places.square, "여기는 스레드가 아니에요.")

    async def counted(count: int) -> bool:
        return (await bot.snapshot(debate)).tally.comments == count

    await bot.until(lambda: counted(2))
    fake.delete(first)
    await bot.until(lambda: counted(1))
    more = [fake.write(haru, thread, str(number)) for number in range(3)]
    await bot.until(lambda: counted(4))
    fake.delete(second, *more)
    await bot.until(lambda: counted(0))


async def test_reactions_on_other_messages_leave_nothing(bot, fake) -> None:
    debate = await bot.open()
    other = fake.write(fake.user(), bot.places.square, "다른 글")
    for person in fake.voters(30):
        fake.react(person, other, DOOR)
    fake.react(fake.user(), bot.card(), TREE)
    await bot.until_ballots(debate, 0, 1, 0)
    assert bot.app.writer.figures.committed == 1
