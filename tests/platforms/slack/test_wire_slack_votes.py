"""Reactions from Slack to the ledger, over both transports: durable before acknowledged, in any order, once."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.app.server import metrics_of
from bot.core.debates import PostState
from bot.core.recounts import Recounted
from tests.storage.storage_audit import books
from tests.wire.slack import Crowd, FakeSlack, burst
from tests.wire.slack.broken import failing, locked
from tests.wire.slack.whole import DOOR, GARDEN, SEEDS, SQUARE, THUMB, TREE, running_bot

OPTIONS = ((DOOR,), (TREE,), (THUMB, "thumbsup", "+1::skin-tone-2", "+1::skin-tone-6"))
SAME_TIME = "1767258000.000100"
A, B, C = "U00000001", "U00000002", "U00000003"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people.newcomers(60)
        yield fake


def figure(bot, name: str) -> float:
    """What `/metrics` tells of Slack's events."""
    (line,) = re.findall(rf'^{name}{{platform="slack"}} (.*)$', metrics_of(bot.app).render().decode(), re.MULTILINE)
    return float(line)


both_transports = pytest.mark.parametrize("bot", ["socket", "http"], indirect=True)
over_http = pytest.mark.parametrize("bot", ["http"], indirect=True)


@both_transports
async def test_a_vote_is_durable_before_it_is_acknowledged(bot, slack) -> None:
    debate = await bot.open()
    async with locked(bot.app.database.path):
        slack.people.react(A, bot.card(), DOOR)
        (delivery,) = slack.deliveries.events("reaction_added")[-1:]

        async def waits() -> bool:
            return figure(bot, "agora_events_waiting") >= 1

        await bot.until(waits)
        assert not delivery.acked
        assert await bot.ballots(debate) == (0, 0, 0)
    await delivery.done.wait()
    assert delivery.acked
    assert await bot.ballots(debate) == (1, 0, 0)

    async def all_taken() -> bool:
        return figure(bot, "agora_events_waiting") == 0

    await bot.until(all_taken)
    assert figure(bot, "agora_events_lost_total") == 0


@both_transports
async def test_a_vote_that_cannot_be_written_is_not_acknowledged_and_comes_again(bot, slack) -> None:
    debate = await bot.open()
    slack.deliveries.ack_seconds = 1.0
    async with failing(bot.app.database.path):
        slack.people.react(A, bot.card(), TREE)
        (delivery,) = slack.deliveries.events("reaction_added")[-1:]
        await slack.until(lambda: delivery.attempts and delivery.attempts[0].failure)
    await delivery.done.wait()
    assert delivery.acked
    assert figure(bot, "agora_events_lost_total") >= 1
    first = delivery.attempts[0]
    assert (first.failure, first.status) in [("timeout", None), ("http_error", 500), ("http_error", 503)]
    assert await bot.ballots(debate) == (0, 1, 0)
    final = await bot.close(debate)
    assert final.certificate.recounted is Recounted.EXACT
    assert final.tally.ballots == (0, 1, 0)


@over_http
async def test_order_is_by_event_time_whatever_the_order_of_arrival(bot, slack) -> None:
    debate = await bot.open()
    card = bot.card()
    slack.deliveries.hold()
    slack.deliveries.copies = 2
    slack.people.react(A, card, DOOR)
    slack.people.react(A, card, TREE)
    slack.people.unreact(A, card, TREE)
    slack.people.react(B, card, TREE)
    slack.people.react(B, card, DOOR)
    slack.people.react(C, card, DOOR)
    slack.people.unreact(C, card, DOOR)
    slack.deliveries.release(lambda held: held[::-1])
    await slack.deliveries.settled()
    assert await bot.ballots(debate) == (2, 0, 0)
    assert all(delivery.acked for delivery in slack.deliveries.events("reaction_added"))


@pytest.mark.parametrize(("bot", "seed"), [("socket", 1), ("http", 2)], indirect=["bot"])
async def test_shuffled_doubled_and_late_events_count_once(bot, slack, seed) -> None:
    debate = await bot.open()
    chance = random.Random(seed)
    crowd = Crowd(slack.people.newcomers(60), OPTIONS)
    slack.deliveries.copies = 2
    slack.deliveries.hold()
    await burst(slack, bot.card(), crowd, seconds=0, seed=seed, moves=3)
    slack.deliveries.release(lambda held: chance.sample(held, len(held)))
    await slack.deliveries.settled()
    assert list(await bot.ballots(debate)) == crowd.tally()
    final = await bot.close(debate)
    assert list(final.tally.ballots) == crowd.tally()
    assert (final.tally.voters, final.tally.saves) == (crowd.voters, len(crowd.saved))
    assert final.certificate.recounted is Recounted.EXACT
    assert final.certificate.differences == 0
    await books(bot.app.database, debate)


async def test_names_and_skin_tones_of_one_emoji_are_one_option(bot, slack) -> None:
    debate = await bot.open()
    card = bot.card()
    for name in ("thumbsup", "+1::skin-tone-3", THUMB):
        slack.people.react(A, card, name)
    slack.people.react(B, card, "thumbsup")
    await bot.until_ballots(debate, 0, 0, 2)
    slack.people.unreact(A, card, THUMB)
    slack.people.unreact(A, card, "+1::skin-tone-3")
    await slack.deliveries.settled()
    assert await bot.ballots(debate) == (0, 0, 2)
    slack.people.unreact(A, card, "thumbsup")
    await bot.until_ballots(debate, 0, 0, 1)
    assert (await bot.close(debate)).tally.ballots == (0, 0, 1)


@over_http
async def test_bots_do_not_vote(bot, slack) -> None:
    slack.world.add_user("U0ROBOT", "robot", bot=True)
    debate = await bot.open()
    for name in SEEDS:
        slack.people.react("U0ROBOT", bot.card(), name)
    slack.people.react(A, bot.card(), DOOR)
    await slack.deliveries.settled()
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 0, 0)
    assert final.tally.voters == final.certificate.recount == 1


@over_http
async def test_reactions_elsewhere_are_acknowledged_and_dropped(bot, slack) -> None:
    debate = await bot.open()
    other = slack.people.write(A, SQUARE, "hello")
    slack.world.next_ts = bot.card().ts
    twin = slack.people.write(A, GARDEN, "the same time in another channel")
    for message in (other, twin):
        slack.people.react(A, message, DOOR)
    slack.people.react(A, bot.card(), "tada")
    await slack.deliveries.settled()
    assert all(delivery.acked for delivery in slack.deliveries.events("reaction_added"))
    assert await bot.ballots(debate) == (0, 0, 0)


async def test_two_posts_of_one_time_in_two_channels_are_two_posts(bot, slack) -> None:
    slack.world.next_ts = SAME_TIME
    first = await bot.open()
    slack.world.next_ts = SAME_TIME
    second = await bot.open("garden")
    square, garden = bot.card(SQUARE), bot.card(GARDEN)
    assert square.ts == garden.ts
    slack.people.react(A, square, DOOR)
    slack.people.react(B, square, DOOR)
    slack.people.react(A, garden, TREE)
    slack.people.reply(A, garden, "under the second")
    await bot.until_ballots(first, 2, 0, 0)
    await bot.until_ballots(second, 0, 1, 0)
    slack.people.delete(square)
    await slack.deliveries.settled()
    states = [(await bot.snapshot(debate)).posts[0].state for debate in (first, second)]
    assert states == [PostState.DELETED, PostState.SAID]
    final = await bot.close(second)
    assert (final.tally.ballots, final.tally.comments) == ((0, 1, 0), 1)


async def test_a_list_shorter_than_its_count_takes_nobody_out(bot, slack) -> None:
    debate = await bot.open()
    for person in slack.people.newcomers(30):
        slack.people.react(person, bot.card(), DOOR)
    await bot.until_ballots(debate, 30, 0, 0)
    slack.faults.most_people = 5
    slack.deliveries.swallow = 1
    slack.people.react("U00000040", bot.card(), TREE)
    final = await bot.close(debate)
    assert final.tally.ballots == (30, 1, 0)
    assert final.certificate.recounted is Recounted.PARTIAL


@both_transports
async def test_events_that_never_came_are_found_by_the_recount(bot, slack) -> None:
    debate = await bot.open()
    slack.people.react(B, bot.card(), TREE)
    await bot.until_ballots(debate, 0, 1, 0)
    slack.deliveries.swallow = 2
    slack.people.react(A, bot.card(), DOOR)
    slack.people.unreact(B, bot.card(), TREE)
    limited = slack.people.rate_limited()
    await bot.until_ballots(debate, 1, 0, 0)
    assert limited.acked


async def test_votes_on_a_post_whose_send_has_not_returned_are_counted(bot, slack) -> None:
    fault = slack.faults.slow("chat.postMessage", 0.5, times=1)
    debate = await bot.app.debate_admin.post("square-test", ["square"])
    await slack.until(lambda: slack.messages(SQUARE))
    slack.people.react(A, slack.messages(SQUARE)[0], DOOR)
    assert fault.met == 1
    await bot.until_ballots(debate, 1, 0, 0)


@over_http
async def test_replies_count_once_and_can_be_deleted(bot, slack) -> None:
    debate = await bot.open()
    slack.deliveries.copies = 3
    first = slack.people.reply(A, bot.card(), "I like it <!channel>")
    slack.people.reply(B, bot.card(), "Me too")
    slack.world.edit(first, text="I love it")

    async def counted(comments: int) -> bool:
        return (await bot.snapshot(debate)).tally.comments == comments

    await slack.deliveries.settled()
    await bot.until(lambda: counted(2))
    slack.people.delete(first)
    await bot.until(lambda: counted(1))


async def test_a_custom_emoji_of_the_workspace_is_an_option(slack, tmp_path) -> None:
    slack.world.emoji["secret-door"] = "https://emoji.example/door.png"
    article = _ARTICLE_WITH_OWN_EMOJI
    async with running_bot(slack, tmp_path, article=article) as bot:
        debate = await bot.open()
        assert set(bot.card().reactions) >= {"secret-door", TREE}
        slack.people.react(A, bot.card(), "secret-door")
        slack.people.react(B, bot.card(), "secret-door")
        await bot.until_ballots(debate, 2, 0)
        final = await bot.close(debate)
        assert final.certificate.recounted is Recounted.EXACT
        assert final.tally.ballots == (2, 0)


_ARTICLE_WITH_OWN_EMOJI = """---
title: 비밀의 문
category: 시험
published: 2025-01-02T09:00:00+09:00
summary: [첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: 어느 쪽이 좋아요?
options:
  - {label: 문, emoji: {slack: secret-door, local: 🚪}}
  - {label: 광장, emoji: 🌳}
---
본문이에요.
"""
