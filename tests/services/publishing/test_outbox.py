"""Said exactly once, whatever happens in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from outbox_faults import LATER, Answering, Killed, all_said, kinds_in
from services_clock import MovableClock
from sqlalchemy import select

from bot.core.debates import PostState
from bot.platforms.local.fault_injection import Faults
from bot.sentences import sentence, verbatim
from bot.services.platform_errors import (
    Impossible,
    MessageGone,
    TokenRefused,
    TryLater,
    Unclear,
)
from bot.services.records import DeliveryState, Part
from bot.storage.tables import deliveries
from tests.patience import PATIENCE

TOLD_AT = 5
"""After how many unclear attempts an admin is told."""


@pytest.mark.parametrize("before", [True, False], ids=["claimed and not sent", "sent and not recorded"])
@pytest.mark.parametrize("part", [":post", ":line0", ":line1"])
async def test_a_process_killed_amid_a_send_has_said_it_once_in_the_end(bots, part: str, before: bool) -> None:
    faults = Killed(part, before=before)
    async with bots(faults) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        await asyncio.wait_for(faults.died.wait(), PATIENCE)
        await bot.crash()
        left = (await bot.deliveries(debate))[f"square{part}"]
        assert left.state is DeliveryState.SENDING
    async with bots() as bot:
        await bot.until(lambda: all_said(bot, debate))
        assert await kinds_in(bot, "square") == {"card": 1, "line": 2}


@pytest.mark.parametrize("before", [True, False], ids=["claimed and not sent", "sent and not recorded"])
async def test_a_process_killed_amid_the_result_has_said_it_once_in_the_end(bots, before: bool) -> None:
    faults = Killed(":result", before=before)
    async with bots(faults) as bot:
        debate = await bot.open()
        await bot.app.debate_admin.close(debate)
        await asyncio.wait_for(faults.died.wait(), PATIENCE)
        await bot.crash()
    async with bots() as bot:
        await bot.until_closed(debate)
        await bot.until(lambda: all_said(bot, debate))
        assert await kinds_in(bot, "square") == {"card": 1, "line": 2, "result": 1}


async def test_votes_parked_before_a_crash_are_counted_after_it(bots) -> None:
    """The post was sent, votes came, and the process died before it knew the post's id."""
    faults = Faults(lose_answers=100)
    clock = MovableClock()
    async with bots(faults, clock=clock) as bot:
        await bot.people()
        debate = await bot.app.debate_admin.post("square-test", ["square"])

        async def sent() -> bool:
            return bool(await bot.said_in("square"))

        await bot.until(sent)
        [card] = await bot.said_in("square")
        await bot.chat.store.react(card.number, "p1", "🚪", on=True)

        async def parked() -> bool:
            return bot.app.writer.figures.parked == 1

        await bot.until(parked)
        await bot.crash()
    async with bots(running=False) as down:
        await down.chat.store.react(card.number, "p1", "🚪", on=False)
    # With the reaction gone from the platform, only the parked event can tell of it: a no-op for the tally,
    # but the voter's first ballot is known.
    async with bots() as bot:
        await bot.until(lambda: all_said(bot, debate))

        async def known() -> bool:
            shift = (await bot.snapshot(debate)).shift
            return shift is not None and shift[0][-1] == 1

        await bot.until(known)
        assert await bot.ballots(debate) == (0, 0, 0)


async def test_what_is_due_again_before_its_attempt_has_ended_is_tried_when_that_has_ended(bots, monkeypatch) -> None:
    """Not when its lease runs out, 30 seconds later."""
    clock = MovableClock()
    faults = Answering(":post", TryLater("not now"))
    async with bots(faults, clock=clock) as bot:
        ledger = bot.app.database.ledger.deliveries
        again, claim = ledger.again, ledger.claim
        written, claimed, may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()
        claims: list[str] = []

        async def slowly(*asked, **more) -> None:
            await again(*asked, **more)
            written.set()
            await may_end.wait()

        async def watched(*asked, **more):
            found = await claim(*asked, **more)
            claims.extend(each.key for each in found if each.part is Part.POST)
            if len(claims) == 2:
                claimed.set()
            return found

        monkeypatch.setattr(ledger, "again", slowly)
        monkeypatch.setattr(ledger, "claim", watched)
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        await asyncio.wait_for(written.wait(), PATIENCE)
        clock.jump(LATER)
        bot.app.outbox.wake()
        await asyncio.wait_for(claimed.wait(), PATIENCE)
        may_end.set()
        await bot.until(lambda: all_said(bot, debate))
        assert faults.tries == len(claims) == 2
        assert (await kinds_in(bot, "square"))["card"] == 1


async def test_a_send_that_stays_unclear_is_held_and_an_admin_is_told_once(bots, written_log) -> None:
    clock = MovableClock()
    faults = Answering(":post", *[Unclear("nobody knows")] * 6, *[Unclear("the line was cut")] * 2)
    async with bots(faults, clock=clock) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        for tries in range(1, 8):

            async def tried(tries: int = tries) -> bool:
                delivery = (await bot.deliveries(debate))["square:post"]
                return faults.tries == tries and delivery.state is DeliveryState.PLANNED and delivery.unclear

            await bot.until(tried)
            clock.advance(LATER)
            bot.app.outbox.wake()

        async def told() -> bool:
            return len(await bot.said_in("staff")) == 1

        await bot.until(told)
        clock.advance(LATER)
        bot.app.outbox.wake()

        async def tried_again() -> bool:
            return faults.tries == 8

        await bot.until(tried_again)
        clock.advance(LATER)
        bot.app.outbox.wake()
        await bot.until(lambda: all_said(bot, debate))
        assert len(await bot.said_in("staff")) == 1
        assert (await kinds_in(bot, "square"))["card"] == 1
        written = written_log.getvalue()
        assert [written.count(f"이유: {reason}") for reason in ("nobody knows", "the line was cut")] == [1, 1]


class Unanswered(Faults):
    """Sends whose key ends in one of `parts` are never answered."""

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.parts = parts
        self.tries: Counter[str] = Counter()

    def before_send(self, key: str) -> None:
        if key.endswith(self.parts):
            self.tries[key] += 1
            raise Unclear("nobody knows")


async def test_an_alert_whose_own_sending_stays_unclear_brings_no_further_alert(bots) -> None:
    clock = MovableClock()
    faults = Unanswered(":post", ":held")
    async with bots(faults, clock=clock) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        post, alert = f"{debate}:square:post", f"alert:{debate}:square:post:held"

        async def put_off() -> dict[str, int]:
            """How often each delivery has been tried that waits for its next time."""

            def read(db):
                wanted = select(deliveries.c.key).where(deliveries.c.state == DeliveryState.PLANNED)
                return list(db.execute(wanted).scalars())

            return {key: faults.tries[key] for key in await bot.app.database.connections.read(read)}

        for tries in range(1, 12):
            told = max(tries - TOLD_AT + 1, 0)

            # An attempt that the clock's jump cuts short is made once more.
            async def tried(expected: dict[str, int]) -> bool:
                found = await put_off()
                return all(found.get(key, 0) >= times for key, times in expected.items())

            await bot.until(partial(tried, {post: tries} | ({alert: told} if told else {})))
            clock.advance(LATER)
            bot.app.outbox.wake()

        def alerts(db):
            return list(db.execute(select(deliveries.c.key).where(deliveries.c.part == Part.ALERT)).scalars())

        assert await bot.app.database.connections.read(alerts) == [alert]


async def test_what_the_platform_refuses_for_good_fails_and_staff_hears_of_it_once(bots) -> None:
    faults = Answering(":garden:post", Impossible("no permission", "give it"))
    async with bots(faults) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square", "garden"])

        async def ended() -> bool:
            return {d.state for d in (await bot.deliveries(debate)).values()} == {
                DeliveryState.SAID,
                DeliveryState.FAILED,
            }

        await bot.until(ended)
        posts = {post.channel: post for post in (await bot.snapshot(debate)).posts}
        assert posts["square"].state is PostState.SAID
        assert posts["garden"].state is PostState.FAILED
        assert posts["garden"].reason == verbatim("no permission", "give it")

        async def told() -> bool:
            return bool(await bot.said_in("staff"))

        await bot.until(told)
        await bot.close(debate)
        [alert] = await bot.said_in("staff")
        assert "garden" in str(alert.content)
        assert "no permission" in str(alert.content)
        assert faults.tries == 1


async def test_why_something_was_not_said_is_told_in_the_language_of_the_alerts(bots) -> None:
    lacking = sentence("discord-permission-send-messages")
    doing = sentence("discord-task-post", channel=sentence("discord-channel-named", name="garden"))
    failure = Impossible(sentence("discord-permission-lacking", lacking=lacking, doing=doing))
    async with bots(Answering(":garden:post", failure)) as bot:
        await bot.app.debate_admin.post("square-test", ["square", "garden"])

        async def told() -> bool:
            return bool(await bot.said_in("staff"))

        await bot.until(told)
        [alert] = await bot.said_in("staff")
    why = "봇에게 메시지 보내기(Send Messages) 권한이 없어서 ‘garden’ 채널에 메시지를 올리지 못했어요. 채널 편집"
    assert f"이유: {why}" in str(alert.content)


async def test_a_refused_token_is_tried_again_when_it_may_be_right(bots) -> None:
    clock = MovableClock()
    async with bots(Answering(":post", TokenRefused("who are you?")), clock=clock) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])

        async def refused() -> bool:
            return (await bot.deliveries(debate))["square:post"].reason == verbatim("who are you?")

        await bot.until(refused)
        clock.advance(LATER)
        bot.app.outbox.wake()
        await bot.until(lambda: all_said(bot, debate))


async def test_what_could_not_be_said_by_its_limit_fails_with_the_reason_that_stood_in_the_way(bots) -> None:
    clock = MovableClock()
    faults = Faults(refuses=lambda key: key.endswith(":post"))
    async with bots(faults, clock=clock, grace="5s") as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"], timedelta(minutes=5))

        async def refused() -> bool:
            return (await bot.deliveries(debate))["square:post"].reason is not None

        await bot.until(refused)
        clock.advance(timedelta(minutes=6))
        bot.app.outbox.wake()
        bot.app.closing.wake()
        final = await bot.until_closed(debate)
        assert final.posts[0].state is PostState.FAILED
        assert "refused" in str(final.posts[0].reason)

        async def told() -> bool:
            return len(await bot.said_in("staff")) == 1

        await bot.until(told)


async def test_a_thread_that_a_moderator_deletes_takes_its_lines_and_not_the_post(bots) -> None:
    faults = Answering(":line0", MessageGone("the thread has been deleted"))
    async with bots(faults) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])

        async def given_up() -> bool:
            return (await bot.deliveries(debate))["square:line0"].state is DeliveryState.FAILED

        await bot.until(given_up)
        assert (await bot.snapshot(debate)).posts[0].state is PostState.SAID
        assert await bot.said_in("staff") == []
