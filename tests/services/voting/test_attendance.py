"""The certificate claims to have heard no more than the listening record tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from closing_votes import HOUR, MANY, notes, until_ballots, until_closing, until_received, vote
from services_clock import MovableClock
from sqlalchemy import select

from bot.app.one_shot import close_debate
from bot.core.marks import MarkEvent, Voter
from bot.core.recounts import Recounted
from bot.core.times import micros
from bot.errors import StorageError
from bot.platforms.local.chat_store import Store
from bot.platforms.local.fault_injection import Faults
from bot.platforms.local.first_people import first_people
from bot.services.clock import SystemClock
from bot.services.debate_admin import DebateAdmin
from bot.services.ports import PERMISSION
from bot.storage.tables import listened

SECOND = timedelta(seconds=1)


class Dropping(Faults):
    """Counts the events that it has seen."""

    dropped = 0

    def pass_on(self, events):
        through = super().pass_on(events)
        self.dropped += len(events)
        return through


async def opened(bot) -> tuple[str, int]:
    debate = await bot.open()
    await bot.people(20)
    return debate, await bot.message_of(debate)


async def votes(bot, number: int, first: int, last: int, emoji: str = "🌳") -> None:
    for person in range(first, last):
        await vote(bot, number, f"p{person}", emoji)


async def record(bot) -> list[tuple[str, str]]:
    """The channel and the state of every entry of the listening record, in the order of their beginnings."""
    query = select(listened.c.channel, listened.c.state).order_by(listened.c.since, listened.c.channel)
    return await bot.app.database.connections.read(lambda db: [tuple(row) for row in db.execute(query)])


async def until_entries(bot, entries: int) -> None:
    """Wait until the record has that many entries."""

    async def there() -> bool:
        return len(await record(bot)) == entries

    await bot.until(there)


async def until_written(bot, at) -> None:
    """Wait until the record says that the square was heard at an instant."""

    async def written() -> bool:
        query = select(listened.c.until).where(listened.c.channel == "square")
        rows = await bot.app.database.connections.read(lambda db: db.execute(query).scalars().all())
        return any(until >= micros(at) for until in rows)

    await bot.until(written)


async def test_a_bot_that_is_killed_just_before_closing_can_date_nothing_that_it_finds_just_after(bots) -> None:
    """Down from 40 seconds before closing time until 8 seconds after it: five of fifteen votes came too late."""
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        debate, number = await opened(bot)
        await votes(bot, number, 15, 17)
        await until_ballots(bot, debate, 0, 2, 0)
        clock.advance(HOUR - 40 * SECOND)
        await bot.crash()
        await votes(bot, number, 0, 10)
        clock.advance(42 * SECOND)
        await votes(bot, number, 10, 15)
        clock.advance(6 * SECOND)
    async with bots(clock=clock) as bot:
        final = await bot.until_closed(debate)
        certificate = final.certificate
        assert final.tally.ballots == (0, 17, 0)
        assert certificate is not None
        assert (certificate.ledger, certificate.recount, certificate.undatable) == (2, 17, 15)
        assert notes(certificate) == {"note-was-down"}


async def test_votes_that_were_taken_back_while_nobody_listened_are_named(bots) -> None:
    """Whether they were taken back in time nobody knows: two left, one fell back to what it had held before."""
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        debate, number = await opened(bot)
        await vote(bot, number, "p3", "🚪")
        await votes(bot, number, 0, 5)
        await until_ballots(bot, debate, 0, 5, 0)
        clock.advance(HOUR - 5 * SECOND)
        await bot.crash()
        clock.advance(10 * SECOND)
        for person in ("p1", "p2", "p3"):
            await vote(bot, number, person, "🌳", on=False)
        clock.advance(5 * SECOND)
    async with bots(clock=clock) as bot:
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (1, 2, 0)
        assert final.certificate is not None
        assert (final.certificate.differences, final.certificate.undatable) == (3, 0)
        told = {note.key: dict(note.args) for note in final.certificate.notes}
        assert told == {"note-withdrawn": {"ballots": 3}, "note-was-down": {}}


async def test_a_vote_after_closing_that_could_not_be_written_is_not_taken_for_one_in_time(bots, monkeypatch) -> None:
    """The disk is full just after closing: the bot hears of a vote, gives it up, and finds it again in the recount.

    The chat would tell it once more; here it is told as Discord tells, once and for all.
    """
    clock, faults = MovableClock(), Dropping()
    async with bots(faults, clock=clock, grace="10m") as bot:
        debate, number = await opened(bot)
        await votes(bot, number, 0, 3)
        await until_ballots(bot, debate, 0, 3, 0)
        faults.fail_scans, faults.drop = MANY, 1.0
        clock.advance(HOUR)
        await until_closing(bot, debate)
        voter, received = Voter("local", "", "p7"), micros(clock.now())
        event = MarkEvent("local", "square", f"m{number}", voter, "🌳", "🌳", added=True, received_at=received)

        async def full(*_: object) -> None:
            raise StorageError("The database agora.db has no room left to grow.")

        with monkeypatch.context() as patch:
            patch.setattr(bot.app.database.ledger.votes, "cast", full)
            await vote(bot, number, "p7", "🌳")
            with pytest.raises(StorageError):
                await bot.app.writer.record(event)
        faults.fail_scans = 0
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (0, 4, 0)
        assert final.certificate is not None
        assert (final.certificate.differences, final.certificate.undatable) == (1, 1)
        assert notes(final.certificate) == {"note-not-heard"}


async def test_a_bot_that_is_back_before_closing_can_date_all_that_it_finds(bots) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        debate, number = await opened(bot)
        await bot.crash()
        await votes(bot, number, 0, 5)
    async with bots(Faults(), clock=clock) as bot:
        await until_ballots(bot, debate, 0, 5, 0)
        clock.advance(HOUR)
        final = await bot.until_closed(debate)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 0)
        assert notes(final.certificate) == set()


async def test_a_gap_that_ends_just_before_closing_time_leaves_nothing_in_doubt(bots) -> None:
    """Only the closing recount reads what came meanwhile, and still it was there in time."""
    clock = MovableClock()
    faults = Dropping()
    async with bots(faults, clock=clock, grace="10m") as bot:
        debate, number = await opened(bot)
        faults.dropped, faults.drop = 0, 1.0
        await votes(bot, number, 0, 3)

        async def dropped() -> bool:
            return faults.dropped == 3

        await bot.until(dropped)
        faults.fail_scans = MANY
        await bot.app.inbound.connectivity.missed_events("local")
        faults.drop = 0.0
        clock.advance(HOUR)
        await until_closing(bot, debate)
        faults.fail_scans = 0
        clock.advance(SECOND)
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (0, 3, 0)
        assert final.certificate is not None
        assert (final.certificate.differences, final.certificate.undatable) == (3, 0)


async def test_a_bot_that_is_killed_between_closing_and_the_recount_can_not_date_what_it_finds(bots) -> None:
    clock = MovableClock()
    faults = Faults()
    async with bots(faults, clock=clock, grace="10m") as bot:
        debate, number = await opened(bot)
        await votes(bot, number, 0, 2)
        await until_ballots(bot, debate, 0, 2, 0)
        seen = await bot.app.database.ledger.recounts.watermark(debate)
        faults.fail_scans = MANY
        clock.advance(HOUR + SECOND)
        await until_closing(bot, debate)
        await vote(bot, number, "p9", "🚪")
        await until_received(bot, debate, seen + 1)
        await until_written(bot, clock.now())
        await bot.crash()
        await votes(bot, number, 5, 8)
        clock.advance(3 * SECOND)
    async with bots(clock=clock) as bot:
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (0, 5, 0), "p9 was heard to be late"
        assert final.certificate is not None
        assert final.certificate.undatable == 3
        assert {note.key: dict(note.args) for note in final.certificate.notes} == {"note-not-heard": {"posts": 1}}


async def test_a_platform_that_was_away_at_closing_time_leaves_marks_undatable(bots) -> None:
    clock = MovableClock()
    faults = Faults()
    async with bots(faults, clock=clock, grace="10m") as bot:
        debate, number = await opened(bot)
        await vote(bot, number, "p0", "🚪")
        await until_ballots(bot, debate, 1, 0, 0)
        faults.unreachable = True
        await votes(bot, number, 1, 4)
        clock.advance(HOUR + SECOND)
        await until_closing(bot, debate)
        faults.unreachable = False
        clock.advance(SECOND)
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (1, 3, 0)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 3)
        assert notes(final.certificate) == {"note-not-heard"}


async def test_only_the_channel_that_was_not_heard_is_in_doubt(bots) -> None:
    clock = MovableClock()
    faults = Faults()
    async with bots(faults, clock=clock) as bot:
        debate = await bot.open(["square", "garden"])
        square, garden = await bot.message_of(debate), await bot.message_of(debate, "garden")
        faults.drop = 1.0
        bot.app.inbound.connectivity.deaf("local", ["garden"], why=PERMISSION)
        await vote(bot, square, "p1", "🚪")
        await vote(bot, garden, "p2", "🌳")
        await vote(bot, garden, "p3", "🌳")
        clock.advance(HOUR)
        final = await bot.until_closed(debate)
        assert final.tally.ballots == (1, 2, 0)
        assert final.certificate is not None
        assert final.certificate.undatable == 2
        assert {note.key: dict(note.args) for note in final.certificate.notes} == {"note-not-heard": {"posts": 1}}


async def test_a_channel_is_heard_again_when_nothing_of_it_is_missing_any_more(bots) -> None:
    async with bots() as bot:
        debate = await bot.open()
        attendance = bot.app.attendance
        (post,) = await bot.app.database.ledger.debates.posts(debate)

        async def heard() -> bool:
            now = micros(bot.app.clock.now())
            return (await attendance.of([post], now, now))[post.id].covers(now, now)

        assert await heard()
        attendance.deaf("local", ["square"], why=PERMISSION)
        attendance.deaf("local")
        attendance.deaf("local")
        await attendance.listens("local")
        assert not await heard()
        await attendance.listens("local", ["square"], why=PERMISSION)
        assert await heard()


async def test_the_record_is_written_while_a_debate_needs_it_and_survives_a_kill(bots) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        await opened(bot)
        clock.advance(5 * SECOND)
        await until_written(bot, clock.now())
        await bot.crash()
        assert {state for _, state in await record(bot)} == {"on"}
    async with bots(clock=clock) as bot:
        await until_written(bot, clock.now())
        states = [state for channel, state in await record(bot) if channel == "square"]
        assert states == ["on", "on"]


async def test_a_bot_that_stops_in_order_says_until_when_it_listened(bots) -> None:
    async with bots() as bot:
        await opened(bot)
    async with bots(running=False) as bot:
        assert {state for _, state in await record(bot)} == {"over"}


@pytest.mark.postgres
async def test_where_one_process_goes_on_listening_the_death_of_another_leaves_no_gap(bots, postgres) -> None:
    url = await postgres.create()
    clock = MovableClock()
    async with bots(database=url, clock=clock) as one:
        async with bots(database=url, clock=clock) as two:
            debate, number = await opened(two)
            await until_written(one, clock.now())
            await two.crash()
        clock.advance(HOUR - 30 * SECOND)
        await votes(one, number, 0, 4)
        await until_ballots(one, debate, 0, 4, 0)
        clock.advance(30 * SECOND)
        final = await one.until_closed(debate)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 0)
        assert notes(final.certificate) == set()


async def test_nobody_writes_on_where_no_debate_is_open(bots) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        await until_entries(bot, 3)
        query = select(listened.c.until)
        before = await bot.app.database.connections.read(lambda db: db.execute(query).scalars().all())
        await bot.app.attendance._say()
        assert await bot.app.database.connections.read(lambda db: db.execute(query).scalars().all()) == before


async def test_what_ended_long_ago_is_forgotten(bots) -> None:
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        await until_entries(bot, 3)
    async with bots(clock=clock) as bot:
        await until_entries(bot, 6)
    clock.advance(8 * 24 * HOUR)
    async with bots(clock=clock) as bot:
        await until_entries(bot, 3)


async def test_alone_a_command_sees_what_is_there_before_it_sets_the_closing_time(bots) -> None:
    async with bots() as bot:
        debate, number = await opened(bot)
        await vote(bot, number, "p0", "🌳")
        await until_ballots(bot, debate, 0, 1, 0)
    async with bots(running=False) as made:
        await votes(made, number, 1, 4)
        config = made.app.config
    final = (await close_debate(config, debate)).shown.snapshot
    certificate = final.certificate
    assert final.tally.ballots == (0, 4, 0)
    assert certificate is not None
    assert (certificate.recounted, certificate.undatable) == (Recounted.EXACT, 0)
    assert (certificate.ledger, certificate.recount, certificate.differences) == (1, 4, 3)
    assert notes(certificate) == set()


async def test_alone_a_command_can_not_date_what_comes_between_its_two_readings(bots, monkeypatch) -> None:
    close = DebateAdmin.close
    async with bots() as bot:
        debate, number = await opened(bot)
    async with bots(running=False) as made:
        await votes(made, number, 1, 4)
        config = made.app.config
    store = Store(config.path.with_name("agora.chat.db"), SystemClock(), first_people("ko"))

    async def slowly(self: DebateAdmin, debate: str | None = None) -> str:
        await store.react(number, "p9", "🚪", on=True)
        return await close(self, debate)

    monkeypatch.setattr(DebateAdmin, "close", slowly)
    final = (await close_debate(config, debate)).shown.snapshot
    await store.close()
    assert final.tally.ballots == (1, 3, 0)
    assert final.certificate is not None
    assert (final.certificate.undatable, final.certificate.differences) == (1, 4)
    assert notes(final.certificate) == {"note-not-heard"}


async def test_a_process_that_stood_still_does_not_vouch_for_what_tells_no_time(bots) -> None:
    async with bots() as bot:
        debate = await bot.open()
        (post,) = await bot.app.database.ledger.debates.posts(debate)
        attendance = bot.app.attendance
        for undated, covered in ((frozenset[str](), True), (frozenset({"local"}), False)):
            attendance._undated = undated
            before = micros(bot.app.clock.now())
            attendance._stood_still(0.0)
            attendance._notice()
            now = micros(bot.app.clock.now())
            assert (await attendance.of([post], before, now))[post.id].covers(before, now) is covered
