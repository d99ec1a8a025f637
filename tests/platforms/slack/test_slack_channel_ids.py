"""Channels that the bot leaves and comes back to, and channels that get another id."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app.one_shot import close_debate
from bot.config import load_config
from bot.core.recounts import Recounted
from bot.platforms.slack.channel_directory import ChannelIds
from bot.platforms.slack.message_rendering import VOTE
from bot.sentences import english
from bot.services.ports import PLACE
from tests.platforms.slack.slack_platforms import HELLO, platform_on
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import DOOR, SQUARE, TREE, SlackBot, running_bot, write_place

A, B, C, D = (f"U0000000{number}" for number in range(1, 5))
NEW = "C0NEWPLACE"


async def comments(bot: SlackBot, debate: str, number: int) -> None:
    async def counted() -> bool:
        return (await bot.snapshot(debate)).tally.comments == number

    await bot.until(counted)


# Left and invited again


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("private", [False, True])
async def test_what_happened_while_the_bot_was_not_in_a_channel_is_counted_at_once(
    slack: FakeSlack, tmp_path: Path, told: bool, private: bool
) -> None:
    slack.world.add_channel(SQUARE, private=private)
    slack.world.tells_of_leaving = told
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
        slack.people.remove(SQUARE)
        slack.people.unreact(A, bot.card(), DOOR)
        for user in (B, C):
            slack.people.react(user, bot.card(), TREE)
        await slack.deliveries.settled()
        assert await bot.ballots(debate) == (1, 0, 0)
        slack.people.invite(A, SQUARE)
        await bot.until_ballots(debate, 0, 2, 0)
        slack.people.react(D, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 2, 0)
        final = await bot.close(debate)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 0)


async def test_marks_of_a_time_without_the_bot_that_reaches_over_closing_can_not_be_dated(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.world.add_channel(SQUARE, private=True)
    async with running_bot(slack, tmp_path, grace="60s") as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
        slack.people.remove(SQUARE)
        slack.people.react(B, bot.card(), TREE)
        await slack.deliveries.settled()
        closing = asyncio.create_task(bot.close(debate))
        await slack.until(lambda: slack.called("reactions.get", "channel_not_found"), 60, "a reading in vain")
        slack.people.invite(A, SQUARE)
        final = await closing
        assert final.tally.ballots == (1, 1, 0)
        assert final.certificate is not None
        assert final.certificate.undatable == 1


async def test_coming_and_going_is_told_in_order(slack: FakeSlack, tmp_path: Path) -> None:
    async with running_bot(slack, tmp_path) as bot:
        await bot.open()
        heard: list[str] = []
        attendance = bot.app.attendance
        deaf, listens = attendance.deaf, attendance.listens

        def noted_deaf(platform: str, channels: object = None, **more: object) -> None:
            heard.append("deaf")
            deaf(platform, channels, **more)  # type: ignore[arg-type]

        async def noted_listens(platform: str, channels: object = None, **more: object) -> None:
            if more.get("why") == PLACE:
                heard.append("listens")
            await listens(platform, channels, **more)  # type: ignore[arg-type]

        attendance.deaf, attendance.listens = noted_deaf, noted_listens  # type: ignore[method-assign]
        slack.deliveries.hold()
        slack.people.remove(SQUARE)
        slack.people.invite(A, SQUARE)
        slack.deliveries.release(lambda held: held[::-1])
        await slack.deliveries.settled()
        assert heard == ["listens"]


# Under another id


async def test_a_channel_is_served_under_its_new_id_though_the_old_one_is_configured(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.world.add_channel(SQUARE, private=True)
    slack.world.rename(SQUARE, NEW, told=False)
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        card = bot.card(NEW)
        slack.people.react(A, card, DOOR)
        slack.people.reply(B, card, "hello")
        await bot.until_ballots(debate, 1, 0, 0)
        await comments(bot, debate, 1)
        asked = slack.people.command("U0EDITOR", NEW, "results")
        assert (await asked.answer())["blocks"]
        link = bot.app.adapters["slack"].link(SQUARE, card.ts)
        assert link is not None
        assert f"/archives/{NEW}/" in link
        closing = slack.people.command("U0EDITOR", NEW, f"close {debate}")
        assert (await closing.answer())["blocks"]
        await slack.until(lambda: bot.results(NEW))


async def test_presses_in_a_renamed_channel_are_votes(slack: FakeSlack, tmp_path: Path) -> None:
    slack.world.add_channel(SQUARE, private=True)
    async with running_bot(slack, tmp_path, "http", rules=", ballot: buttons") as bot:
        debate = await bot.open()
        slack.people.press(A, bot.card(), f"{VOTE}0")
        await bot.until_ballots(debate, 1, 0, 0)
        slack.world.rename(SQUARE, NEW)
        await slack.deliveries.settled()
        slack.people.press(B, bot.card(NEW), f"{VOTE}1")
        await bot.until_ballots(debate, 1, 1, 0)


@pytest.mark.parametrize("told", [True, False])
async def test_a_rename_amid_a_debate_loses_no_vote(slack: FakeSlack, tmp_path: Path, told: bool) -> None:
    slack.world.add_channel(SQUARE, private=True)
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
        slack.world.rename(SQUARE, NEW, told=told)
        slack.people.react(B, bot.card(NEW), DOOR)
        # A server that is away for a moment makes the bot look again; it is told then what the channel is called.
        slack.people.rate_limited()
        await bot.until_ballots(debate, 2, 0, 0)
        slack.people.react(C, bot.card(NEW), TREE)
        await bot.until_ballots(debate, 2, 1, 0)
    # The administrator writes the new id, as agora doctor says, while the debate is open.
    async with running_bot(slack, tmp_path, square=NEW) as bot:
        assert len(bot.slack.messages(NEW)) == len(slack.messages(NEW))
        slack.people.react(D, bot.card(NEW), TREE)
        await bot.until_ballots(debate, 2, 2, 0)
        final = await bot.close(debate)
        assert final.tally.ballots == (2, 2, 0)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)
        assert len(bot.results(NEW)) == 1


async def test_agora_closes_alone_where_the_channel_has_been_renamed(slack: FakeSlack, tmp_path: Path) -> None:
    slack.world.add_channel(SQUARE, private=True)
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
    slack.world.rename(SQUARE, NEW, told=False)
    loaded = load_config(write_place(slack, tmp_path, "socket"))
    assert loaded.config is not None
    closed = await close_debate(loaded.config, debate)
    assert closed.shown.snapshot.tally.ballots == (1, 0, 0)
    async with running_bot(slack, tmp_path) as bot:
        assert await bot.app.database.ledger.learnt.moved("slack") == {SQUARE: NEW}


async def test_a_channel_is_greeted_once_under_all_its_ids(slack: FakeSlack, tmp_path: Path) -> None:
    slack.world.add_channel(SQUARE, private=True)
    async with running_bot(slack, tmp_path) as bot:
        ledger = bot.app.database.ledger
        slack.world.rename(SQUARE, NEW)
        await slack.deliveries.settled()
        square = bot.app.debate_admin._channels["square"]
        now = bot.app.clock.now()
        first = await ledger.welcomes.plan(square, "t", "…", now)
        assert not await ledger.welcomes.plan(type(square)("square", "slack", NEW, "ko"), "t", "…", now)
        assert not await ledger.welcomes.plan(square, "t", "…", now) or not first


async def test_doctor_says_that_the_configuration_has_an_old_id(slack: FakeSlack) -> None:
    slack.world.add_channel(SQUARE, private=True)
    slack.world.rename(SQUARE, NEW)
    platform = platform_on(slack)
    await platform.send(SQUARE, HELLO, "key")
    found = [finding for finding in await platform.examine(platform._channels, ()) if str(finding.about) == "channel"]
    assert [finding.health.name for finding in found] == ["WARNING"]
    assert NEW in str(found[0].sentence)
    assert NEW in found[0].sentence.hint(english())
    await platform.close()


def test_ids_lead_to_the_newest_and_back_to_the_one_that_is_used() -> None:
    moved: list[str] = []
    places = ChannelIds(["G1", "C9"], None, moved.append)
    assert (places.ours("C5"), places.now("C5")) == ("C5", "C5")
    places.learn("G1", "C1")
    places.learn("C1", "C2")
    places.learn("G1", "C2")
    places.learn("U1", "D1")
    assert {places.now(each) for each in ("G1", "C1", "C2")} == {"C2"}
    assert {places.ours(each) for each in ("G1", "C1", "C2")} == {"G1"}
    places.learn("C2", "G1")
    assert {places.now(each) for each in ("G1", "C1", "C2")} == {"G1"}
    places.learn("C7", "C8")
    assert (places.ours("C7"), places.now("C7")) == ("C8", "C8")
    assert moved == ["G1", "G1", "G1", "C8"]
