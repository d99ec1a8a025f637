"""Slack's events in a whole bot: accounts that turn out to be bots', replies, deletions, invitations."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.core.debates import PostState
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import DOOR, SQUARE, SlackBot, running_bot

A, B = "U00000001", "U00000002"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people.newcomers(50)
        yield fake


async def until_comments(bot: SlackBot, debate: str, comments: int) -> None:
    async def counted() -> bool:
        return (await bot.snapshot(debate)).tally.comments == comments

    await bot.until(counted)


async def test_an_account_that_turns_out_to_be_a_bots_is_taken_out_while_the_vote_runs(bot, slack) -> None:
    debate = await bot.open()
    slack.people.react(A, bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    slack.world.add_user("U0ROBOT", "robot", bot=True)
    unanswered = slack.faults.hang("users.info", 10)
    slack.people.react("U0ROBOT", bot.card(), DOOR)
    await bot.until_ballots(debate, 2, 0, 0)
    unanswered.lift()
    await bot.until_ballots(debate, 1, 0, 0)
    slack.people.react("U0ROBOT", bot.card(), "deciduous_tree")
    await slack.deliveries.settled()
    assert await bot.ballots(debate) == (1, 0, 0)


async def test_a_reply_that_was_deleted_before_it_is_delivered_never_counts(bot, slack) -> None:
    debate = await bot.open()
    slack.deliveries.hold()
    gone = slack.people.reply(A, bot.card(), "never mind")
    slack.people.delete(gone)
    slack.deliveries.release(lambda held: held[::-1])
    await slack.deliveries.settled()
    slack.people.reply(B, bot.card(), "this one stays")
    await until_comments(bot, debate, 1)


async def test_only_what_people_say_under_the_post_is_a_reply(bot, slack) -> None:
    debate = await bot.open()
    elsewhere = slack.people.write(A, SQUARE, "something else")
    slack.people.reply(B, elsewhere, "a reply to it")
    slack.world.add_user("U0ROBOT", "robot", bot=True)
    slack.people.reply("U0ROBOT", bot.card(), "by an app")
    notice = {
        "type": "message",
        "subtype": "channel_topic",
        "user": A,
        "text": "a new topic",
        "ts": slack.world.stamp(),
    }
    slack.world.tell({**notice, "thread_ts": bot.card().ts, "channel": SQUARE}, SQUARE)
    slack.people.reply(B, bot.card(), "this one counts")
    await slack.deliveries.settled()
    await until_comments(bot, debate, 1)


async def test_a_deleted_post_that_stays_as_a_tombstone_is_deleted(bot, slack) -> None:
    debate = await bot.open()
    card = bot.card()
    shown = slack.shown(card) | {"user": "USLACKBOT", "subtype": "tombstone", "thread_ts": card.ts}
    slack.world.tell(
        {"type": "message", "subtype": "message_changed", "channel": SQUARE, "message": shown, "hidden": True}, SQUARE
    )
    await slack.deliveries.settled()
    (post,) = (await bot.snapshot(debate)).posts
    assert post.state is PostState.DELETED


@pytest.mark.usefixtures("bot")
async def test_a_channel_that_the_bot_is_invited_to_is_greeted_once(slack) -> None:
    slack.world.add_channel("C0NEWHERE", bot=False)
    slack.people.invite(A, "C0NEWHERE")
    await slack.until(lambda: slack.messages("C0NEWHERE"))
    slack.people.remove("C0NEWHERE")
    slack.people.invite(A, "C0NEWHERE")
    await slack.deliveries.settled()
    assert len(slack.messages("C0NEWHERE")) == 1


async def test_a_ticket_is_never_told_to_anybody(slack, tmp_path, written_log) -> None:
    slack.sockets.stale_tickets = True
    async with running_bot(slack, tmp_path, connected=False) as bot:
        await slack.until(lambda: len(slack.called("apps.connections.open")) > 2)
        missing = bot.app.adapters["slack"].ready()
        assert missing is not None
        assert "Socket Mode" in str(missing)
        addresses = [call.answer["url"] for call in slack.called("apps.connections.open")]
        tickets = [re.search(r"ticket=(\w+)", address)[1] for address in addresses]
        written = written_log.getvalue() + str(missing)
        assert "a socket mode connection could not be made" in written
        assert not [ticket for ticket in tickets if ticket in written]
