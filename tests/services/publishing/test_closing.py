"""It closes on time, and nothing later counts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from closing_votes import HOUR, MANY, notes, until_ballots, until_closing, until_received, until_unread, vote, voted
from services_clock import MovableClock

from bot.core.debates import DebateState, PostState
from bot.core.recounts import Recounted, Scan
from bot.platforms.local.fault_injection import Faults


async def test_it_closes_when_its_time_is_up(bots) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        debate, _ = await voted(bot, "🌳", "p1")
        clock.advance(HOUR - timedelta(minutes=1))
        bot.app.closing.wake()
        assert (await bot.snapshot(debate)).debate.state is DebateState.OPEN
        clock.advance(timedelta(minutes=1))
        bot.app.closing.wake()
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (0, 1, 0)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)
        assert (final.certificate.ledger, final.certificate.recount) == (1, 1)
        assert notes(final.certificate) == set()


async def test_what_was_done_after_closing_is_undone_from_the_recount(bots) -> None:
    clock = MovableClock()
    faults = Faults()
    async with bots(faults, clock=clock, grace="10m") as bot:
        debate, number = await voted(bot, "🚪", "p1", "p2", "p3")
        seen = await bot.app.database.ledger.recounts.watermark(debate)
        faults.fail_scans = MANY
        clock.advance(HOUR)
        bot.app.closing.wake()
        await until_closing(bot, debate)
        await vote(bot, number, "p1", "🌳")
        await vote(bot, number, "p2", "🚪", on=False)
        await vote(bot, number, "p3", "🚪", on=False)
        await vote(bot, number, "p3", "🚪")
        await vote(bot, number, "p4", "🌳")
        await until_received(bot, debate, seen + 5)
        await until_unread(bot)
        faults.fail_scans = 0
        clock.advance(timedelta(minutes=1))
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (3, 0, 0)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)


class Holding(Faults):
    """Holds every event back while it is told to, or until so many scans were made."""

    def __init__(self) -> None:
        super().__init__()
        self.holding = False
        self.until_scans: int | None = None
        self.kept: list[object] = []

    def pass_on(self, events):
        self.kept += events
        if self.holding:
            return []
        through, self.kept = self.kept, []
        return through

    def distort(self, scan: Scan) -> Scan:
        seen = super().distort(scan)
        if self.until_scans is not None:
            self.until_scans -= 1
            self.holding = self.until_scans > 0
        return seen


async def until_held(bot, faults: Holding) -> None:
    async def held() -> bool:
        return bool(faults.kept)

    await bot.until(held)


async def test_a_late_mark_is_undone_also_when_its_event_comes_after_the_scan(bots) -> None:
    clock = MovableClock()
    faults = Holding()
    async with bots(faults, clock=clock, grace="10m") as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        faults.fail_scans = MANY
        clock.advance(HOUR)
        bot.app.closing.wake()
        await until_closing(bot, debate)
        faults.holding = True
        await vote(bot, number, "p1", "🌳")
        await until_held(bot, faults)
        faults.until_scans = 2
        await until_unread(bot)
        faults.fail_scans = 0
        clock.advance(timedelta(seconds=5))
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (0, 0, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.EXACT


async def test_an_event_in_time_that_arrives_during_closing_counts(bots) -> None:
    clock = MovableClock()
    faults = Holding()
    async with bots(faults, clock=clock, grace="1m") as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        faults.holding = True
        await vote(bot, number, "p1", "🌳")
        await until_held(bot, faults)
        faults.fail_scans = MANY
        clock.advance(HOUR)
        bot.app.closing.wake()
        await until_closing(bot, debate)
        assert await bot.ballots(debate) == (0, 0, 0)
        faults.holding = False
        await until_ballots(bot, debate, 0, 1, 0)
        clock.advance(timedelta(minutes=2))
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (0, 1, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.NO
        assert "note-unread" in notes(final.certificate)


async def test_a_bot_that_was_down_at_closing_says_what_it_can_not_date(bots) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        debate, number = await voted(bot, "🚪", "p1")
    async with bots(running=False, clock=clock) as down:
        clock.advance(2 * HOUR)
        await vote(down, number, "p1", "🚪", on=False)
        await vote(down, number, "p2", "🌳")
        await vote(down, number, "p3", "🌳")
    async with bots(clock=clock) as bot:
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (0, 2, 0)
        certificate = final.certificate
        assert certificate is not None
        assert certificate.recounted is Recounted.EXACT
        assert (certificate.undatable, certificate.differences) == (2, 3)
        assert notes(certificate) == {"note-was-down", "note-withdrawn"}


async def test_an_unclear_post_is_looked_for_though_the_bot_comes_back_after_closing(bots) -> None:
    clock = MovableClock()
    async with bots(Faults(lose_answers=MANY), clock=clock) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])

        async def sent() -> bool:
            return bool(await bot.said_in("square"))

        await bot.until(sent)
        await bot.crash()
    clock.advance(3 * HOUR)
    async with bots(clock=clock) as bot:
        final = await bot.until_closed(debate)
        assert final.debate.state is DebateState.CLOSED
        assert final.posts[0].state is PostState.SAID
        kinds = [message.kind.value for message in await bot.said_in("square")]
        assert kinds == ["card", "result"]


async def test_what_is_unsaid_when_a_debate_is_closed_early_stays_unsaid_and_staff_hears_of_it(bots) -> None:
    refused = {"garden": True}
    faults = Faults(refuses=lambda key: refused["garden"] and ":garden:" in key)
    clock = MovableClock()
    async with bots(faults, clock=clock, grace="5m") as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square", "garden"])

        async def square_is_said() -> bool:
            found = await bot.deliveries(debate)
            return found["square:line1"].state == "said" and found["garden:post"].reason is not None

        await bot.until(square_is_said)
        faults.fail_scans = MANY
        await bot.app.debate_admin.close(debate)
        await until_closing(bot, debate)
        refused["garden"] = False
        clock.advance(timedelta(seconds=90))
        bot.app.outbox.wake()

        async def given_up() -> bool:
            return (await bot.deliveries(debate))["garden:post"].state == "failed"

        await bot.until(given_up)
        faults.fail_scans = 0
        clock.advance(timedelta(minutes=1))
        final = await bot.until_closed(debate)
        assert [post.state for post in final.posts] == [PostState.SAID, PostState.FAILED]
        assert await bot.said_in("garden") == []

        async def told() -> bool:
            return len(await bot.said_in("staff")) == 1

        await bot.until(told)


async def test_staff_hears_why_a_debate_was_said_nowhere(bots) -> None:
    async with bots(Faults(refuses=lambda key: key.endswith(":post"))) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])

        async def refused() -> bool:
            return (await bot.deliveries(debate))["square:post"].reason is not None

        await bot.until(refused)
        final = await bot.close(debate)
        assert final.debate.state is DebateState.VOID

        async def told() -> bool:
            return len(await bot.said_in("staff")) == 1

        await bot.until(told)
        assert "refused" in str((await bot.said_in("staff"))[0].content)


async def test_votes_amid_closing_never_part_the_certificate_from_the_tally(bots) -> None:
    async with bots() as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        await bot.people(60)

        async def crowd() -> None:
            for person in range(60):
                await vote(bot, number, f"p{person}", ("🚪", "🌳", "🤔")[person % 3])

        voting = asyncio.create_task(crowd())
        await until_received(bot, debate, 20)
        final = await bot.close(debate)
        await voting
        assert final.certificate is not None
        assert final.certificate.recount == final.tally.voters >= 15
        again = await bot.snapshot(debate)
        assert again.tally == final.tally


@pytest.mark.postgres
async def test_two_bots_on_one_database_close_a_debate_once(bots, postgres) -> None:
    url = await postgres.create()
    clock = MovableClock()
    async with bots(database=url, clock=clock) as one, bots(database=url, clock=clock) as two:
        debate = await one.open(["square", "garden"])
        number = await one.message_of(debate)
        for person in range(8):
            await vote((one, two)[person % 2], number, f"p{person}", "🌳")
        await until_ballots(two, debate, 0, 8, 0)
        clock.advance(HOUR)
        for bot in (one, two):
            bot.app.closing.wake()
        final = await two.until_closed(debate)
        assert final.tally.ballots == (0, 8, 0)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)
        for channel in ("square", "garden"):
            kinds = [message.kind.value for message in await one.said_in(channel)]
            assert kinds == ["card", "result"]
