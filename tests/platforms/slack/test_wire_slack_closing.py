"""Closing on Slack: what comes after it does not count, what was missed is found, what can't be read is said."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest_asyncio

from bot.core.debates import PostState
from bot.core.recounts import Recounted
from bot.core.times import micros
from bot.services.publishing import closing
from tests.patience import PATIENCE
from tests.wire.slack import Crowd, FakeSlack, burst
from tests.wire.slack.faults import ALWAYS
from tests.wire.slack.whole import DOOR, SEEDS, SQUARE, TREE, WITHOUT_LINES, running_bot

A, B, C = "U00000001", "U00000002", "U00000003"
BULB, BOOKMARK = "bulb", "bookmark"


@pytest_asyncio.fixture
async def bot(slack, tmp_path):
    async with running_bot(slack, tmp_path, grace="60s") as running:
        yield running


def counted(slack: FakeSlack, before: int) -> list[int]:
    """Ballots by option of all reactions whose event is timed before an instant in microseconds."""
    held: dict[str, list[str]] = {}
    for delivery in slack.deliveries.all:
        event = delivery.event
        user, name = event.get("user", ""), event.get("reaction")
        if name not in SEEDS or user == slack.world.bot.id or int(event["event_ts"].replace(".", "")) >= before:
            continue
        names = held.setdefault(user, [])
        names.append(name) if event["type"] == "reaction_added" else names.remove(name)
    tally = Counter(names[-1] for names in held.values() if names)
    return [tally[name] for name in SEEDS]


async def test_votes_that_come_after_closing_count_no_more(bot, slack) -> None:
    debate = await bot.open()
    crowd = Crowd(slack.people.newcomers(300, start=10), [(name,) for name in SEEDS])
    voting = asyncio.create_task(burst(slack, bot.card(), crowd, seconds=3, moves=2))
    await slack.until(lambda: len(slack.deliveries.events("reaction_added")) > 100)
    # Readings agree only when nobody votes between them, however fast the machine is.
    unread = slack.faults.hang("reactions.get", ALWAYS)
    closing = asyncio.create_task(bot.close(debate))
    await voting
    unread.lift()
    final = await closing
    expected = counted(slack, micros(final.debate.closes_at))
    assert list(final.tally.ballots) == expected
    assert expected != crowd.tally()
    assert final.certificate.recounted is Recounted.EXACT
    await slack.deliveries.settled()
    assert list(await bot.ballots(debate)) == expected


async def test_what_came_after_closing_does_not_count_though_slack_tells_it_late(slack, tmp_path, monkeypatch) -> None:
    """The readings show it before any event says when it was."""
    monkeypatch.setattr(closing, "_ON_ITS_WAY", 0.0)
    async with running_bot(slack, tmp_path, grace="10m", article=WITHOUT_LINES) as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
        recounts = bot.app.database.ledger.recounts
        untold, asked = recounts.untold, asyncio.Event()

        async def watched(*args) -> bool:
            found = await untold(*args)
            if found:
                asked.set()
            return found

        monkeypatch.setattr(recounts, "untold", watched)
        slack.deliveries.hold()
        await bot.app.debate_admin.close(debate)
        slack.people.unreact(A, bot.card(), DOOR)
        slack.people.react(B, bot.card(), TREE)
        await asyncio.wait_for(asked.wait(), PATIENCE)
        slack.deliveries.release()

        async def certified() -> bool:
            return (await bot.snapshot(debate)).certificate is not None

        await bot.until(certified)
        final = await bot.snapshot(debate)
        assert final.tally.ballots == (1, 0, 0)
        assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)


async def test_a_recount_waits_as_long_as_slack_says(bot, slack) -> None:
    debate = await bot.open()
    slack.people.react(A, bot.card(), DOOR)
    slack.faults.limit("reactions.get", 1)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 0, 0)
    assert final.certificate.recounted is Recounted.EXACT


async def test_where_nothing_can_be_read_the_ledger_decides(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path, grace="1s", article=WITHOUT_LINES) as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
        slack.faults.error("reactions.get", "internal_error", 999)
        final = await bot.close(debate)
        assert final.tally.ballots == (1, 0, 0)
        assert final.certificate.recounted is Recounted.NO
        assert len(bot.results()) == 1


async def test_a_message_that_is_gone_is_noticed_by_the_recount(bot, slack) -> None:
    debate = await bot.open("square", "garden")
    slack.people.react(A, bot.card(SQUARE), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    slack.deliveries.swallow = 1
    slack.people.delete(bot.card(SQUARE))
    final = await bot.close(debate)
    assert [post.state for post in final.posts] == [PostState.DELETED, PostState.SAID]
    assert final.tally.ballots == (1, 0, 0)
    assert final.certificate.recounted is Recounted.EXACT


async def test_replies_and_bookmarks_that_were_missed_are_found(bot, slack) -> None:
    debate = await bot.open()
    slack.world.add_user("U0ROBOT", bot=True)
    kept = slack.people.reply(A, bot.card(), "One")
    slack.people.react(C, bot.card(), BOOKMARK)

    async def has(comments: int, saves: int) -> bool:
        tally = (await bot.snapshot(debate)).tally
        return (tally.comments, tally.saves) == (comments, saves)

    await bot.until(lambda: has(1, 1))
    slack.deliveries.swallow = 6
    slack.people.delete(kept)
    for person in (A, B, "U0ROBOT"):
        slack.people.reply(person, bot.card(), "Two")
    slack.people.unreact(C, bot.card(), BOOKMARK)
    slack.people.react(B, bot.card(), BOOKMARK)
    slack.people.rate_limited()
    await bot.until(lambda: has(2, 1))
    await bot.close(debate)
    assert await has(2, 1)


async def test_what_moved_people_is_told_in_the_result(bot, slack) -> None:
    debate = await bot.open()
    first, second = slack.thread(bot.card())
    for person in (A, B):
        slack.people.react(person, first, BULB)
    slack.people.react(A, bot.card(), DOOR)
    await slack.deliveries.settled()
    slack.deliveries.swallow = 3
    slack.people.unreact(A, first, BULB)
    for person in (A, C):
        slack.people.react(person, second, BULB)
    slack.people.react(B, second, BULB)
    await bot.until_ballots(debate, 1, 0, 0)
    await bot.close(debate)
    (result,) = bot.results()
    assert "💡" in str(result.blocks)
    assert "열어야 자라요" in str(result.blocks)
