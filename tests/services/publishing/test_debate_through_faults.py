"""A debate from opening to certificate while the platform misbehaves: one post, the right tally."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from bot.core.debates import DebateState, PostState
from bot.core.recounts import Recounted
from bot.platforms.local.fault_injection import Faults

OPTIONS = ("🚪", "🌳", "🤔")


async def crowd_votes(bot, message: int, voters: int, seed: int) -> Counter[str]:
    """`voters` people vote, some change their mind, some withdraw; gives what the platform ends with."""
    await bot.people(voters)
    chance = random.Random(seed)
    for number in range(voters):
        person = f"p{number}"
        first = chance.choice(OPTIONS)
        await bot.chat.store.react(message, person, first, on=True)
        if chance.random() < 0.3:
            second = chance.choice([o for o in OPTIONS if o != first])
            await bot.chat.store.react(message, person, second, on=True)
            await bot.chat.store.react(message, person, first, on=False)
        elif chance.random() < 0.1:
            await bot.chat.store.react(message, person, first, on=False)
    held = await bot.chat.store.holders(message)
    return Counter({emoji: len([p for p in held.get(emoji, []) if p.startswith("p")]) for emoji in OPTIONS})


async def said_under(bot, channel: str) -> Counter[str]:
    """How many messages of each kind the bot has in a channel and its threads."""
    kinds: Counter[str] = Counter()
    before = None
    more = True
    while more:
        messages, more = await bot.chat.store.page(channel, before, 50)
        before = messages[0].number if messages else None
        for message in messages:
            kinds[message.kind.value] += 1
            if message.opens is not None:
                found = await bot.chat.store.thread(message.opens.number, 500)
                kinds.update(line.kind.value for line in found[1])
    return kinds


@pytest.mark.heavy
@pytest.mark.parametrize(
    "faults",
    [
        pytest.param({}, id="no fault"),
        pytest.param({"lose_answers": 4}, id="answers lost"),
        pytest.param({"refuse_sends": 2}, id="sends refused"),
        pytest.param({"drop": 0.2, "double": 0.3, "delay": 0.3}, id="events dropped, doubled, late"),
        pytest.param({"drop": 1.0}, id="no event ever arrives"),
        pytest.param({"lose_edits": 3, "hide_seeds": 1, "fail_scans": 1}, id="edits and scans fail"),
    ],
)
async def test_one_post_and_the_right_tally(bots, faults) -> None:
    async with bots(Faults(seed=7, **faults)) as bot:
        debate = await bot.open(["square", "garden"])
        message = await bot.message_of(debate)
        expected = await crowd_votes(bot, message, 60, seed=3)
        final = await bot.close(debate)

        assert final.debate.state is DebateState.CLOSED
        assert final.tally.ballots == tuple(expected[emoji] for emoji in OPTIONS)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.EXACT
        assert final.certificate.recount == final.tally.voters
        assert [post.state for post in final.posts] == [PostState.SAID, PostState.SAID]
        for channel in ("square", "garden"):
            kinds = await said_under(bot, channel)
            assert (kinds["card"], kinds["line"], kinds["result"]) == (1, 2, 1)


async def test_the_card_ends_closed_and_leads_to_the_result(bots) -> None:
    async with bots() as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        await bot.chat.store.react(number, "p1", "🌳", on=True)
        await bot.close(debate)

        async def told() -> bool:
            card = (await bot.chat.store.load([number]))[0].content
            return card["state"] == "closed" and card["result_link"] is not None

        await bot.until(told)
        card = (await bot.chat.store.load([number]))[0].content
        assert [bar["ballots"] for bar in card["bars"]] == [0, 1, 0]
        target = int(card["result_link"].rpartition("#m")[2])
        assert (await bot.chat.store.load([target]))[0].kind.value == "result"


async def test_votes_on_a_post_whose_send_has_not_returned_are_counted(bots) -> None:
    async with bots(Faults(lose_answers=3)) as bot:
        await bot.people()
        debate = await bot.app.debate_admin.post("square-test", ["square"])

        async def sent() -> bool:
            return bool((await bot.chat.store.page("square", None, 50))[0])

        await bot.until(sent)
        number = (await bot.chat.store.page("square", None, 50))[0][0].number
        for person in range(5):
            await bot.chat.store.react(number, f"p{person}", "🚪", on=True)

        async def counted() -> bool:
            return (await bot.ballots(debate)) == (5, 0, 0)

        await bot.until(counted)
        snapshot = await bot.snapshot(debate)
        assert [post.message for post in snapshot.posts] == [f"m{number}"]


async def test_a_channel_that_fails_does_not_hold_the_others(bots) -> None:
    faults = Faults(refuses=lambda key: ":garden:" in key)
    async with bots(faults) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square", "garden"])

        async def square_is_complete() -> bool:
            deliveries = await bot.app.database.ledger.outcomes.of_debate(debate)
            return all(delivery.state == "said" for delivery in deliveries if delivery.channel == "square")

        await bot.until(square_is_complete)
        states = {post.channel: post.state for post in (await bot.snapshot(debate)).posts}
        assert states == {"square": PostState.SAID, "garden": PostState.PLANNED}
        final = await bot.close(debate)
        states = {post.channel: post.state for post in final.posts}
        assert states == {"square": PostState.SAID, "garden": PostState.FAILED}


async def test_a_debate_that_was_said_nowhere_is_void(bots) -> None:
    async with bots(Faults(refuses=lambda key: key.endswith(":post"))) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        final = await bot.close(debate)
        assert final.debate.state is DebateState.VOID
        assert (await said_under(bot, "square"))["result"] == 0


async def test_an_unreadable_platform_leaves_the_ledger_to_decide(bots) -> None:
    faults = Faults()
    async with bots(faults, grace="1s") as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        await bot.chat.store.react(number, "p1", "🌳", on=True)

        async def counted() -> bool:
            return (await bot.ballots(debate)) == (0, 1, 0)

        await bot.until(counted)
        faults.fail_scans = 10_000
        final = await bot.close(debate)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.NO
        assert final.tally.ballots == (0, 1, 0)
        assert final.certificate.notes


async def test_what_happened_while_the_bot_was_down_is_found_at_the_next_start(bots) -> None:
    async with bots() as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        await bot.chat.store.react(number, "p1", "🌳", on=True)
        await bot.chat.store.react(number, "p2", "🌳", on=True)

        async def counted() -> bool:
            return (await bot.ballots(debate)) == (0, 2, 0)

        await bot.until(counted)
    async with bots(running=False) as down:
        await down.chat.store.react(number, "p3", "🚪", on=True)
        await down.chat.store.react(number, "p2", "🌳", on=False)
    async with bots() as bot:

        async def mended() -> bool:
            return (await bot.ballots(debate)) == (1, 1, 0)

        await bot.until(mended)


async def test_a_deleted_post_is_never_posted_again_and_its_marks_stand(bots) -> None:
    async with bots() as bot:
        debate = await bot.open(["square", "garden"])
        square, garden = await bot.message_of(debate), await bot.message_of(debate, "garden")
        await bot.chat.store.react(square, "p1", "🌳", on=True)
        await bot.chat.store.react(garden, "p2", "🚪", on=True)

        async def counted() -> bool:
            return (await bot.ballots(debate)) == (1, 1, 0)

        await bot.until(counted)
        await bot.chat.store.delete(square, "editor", moderator=True)

        async def noticed() -> bool:
            return (await bot.snapshot(debate)).posts[0].state is PostState.DELETED

        await bot.until(noticed)
        final = await bot.close(debate)
        assert final.tally.ballots == (1, 1, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.EXACT
        assert (await said_under(bot, "square"))["card"] == 0
