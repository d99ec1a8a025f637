"""At closing the recount decides, and the certificate says how far."""

from __future__ import annotations

from dataclasses import replace

import pytest
from closing_votes import MANY, notes, until_ballots, vote, voted

from bot.core.marks import Voter
from bot.core.recounts import Recounted, Scan
from bot.core.times import micros
from bot.platforms.local.fault_injection import Faults
from bot.platforms.local.identifiers import BOT
from bot.services.platform_errors import TryLater
from bot.services.reports import report


class Unreadable(Faults):
    """Scans that show this person's marks fail."""

    def __init__(self, person: str) -> None:
        super().__init__()
        self.person = person

    def distort(self, scan: Scan) -> Scan:
        if any(voter.native == self.person for voters in scan.holders.values() for voter in voters):
            raise TryLater("the reactions can't be read", "try again")
        return super().distort(scan)


async def test_one_channel_that_can_not_be_read_makes_the_recount_partial(bots) -> None:
    async with bots(Unreadable("p9"), grace="1s") as bot:
        debate = await bot.open(["square", "garden"])
        square, garden = await bot.message_of(debate), await bot.message_of(debate, "garden")
        await vote(bot, square, "p1", "🚪")
        await vote(bot, garden, "p9", "🌳")
        await until_ballots(bot, debate, 1, 1, 0)
        final = await bot.close(debate)
        assert final.tally.ballots == (1, 1, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.PARTIAL
        assert notes(final.certificate) == {"note-unread"}


async def test_a_list_shorter_than_its_count_is_partial_and_removes_nobody(bots) -> None:
    faults = Faults()
    async with bots(faults) as bot:
        debate, _ = await voted(bot, "🚪", "p1", "p2", "p3")
        faults.short_scans = MANY
        final = await bot.close(debate)
        assert final.tally.ballots == (3, 0, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.PARTIAL
        assert notes(final.certificate) == {"note-short"}


async def test_seeds_that_a_moderator_removed_are_restored_before_the_scan_counts(bots) -> None:
    async with bots() as bot:
        debate, number = await voted(bot, "🌳", "p1")
        for emoji in ("🚪", "🌳", "🤔"):
            await vote(bot, number, BOT, emoji, on=False)
        final = await bot.close(debate)
        assert final.tally.ballots == (0, 1, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.EXACT
        held = await bot.chat.store.holders(number)
        assert held is not None
        assert all(BOT in held[emoji] for emoji in ("🚪", "🌳", "🤔"))


async def test_a_moderators_remove_all_withdraws_marks_and_is_noted(bots) -> None:
    async with bots() as bot:
        debate, number = await voted(bot, "🌳", "p1", "p2")
        now = micros(bot.app.clock.now())
        await bot.app.inbound.messages.cleared("local", "square", f"m{number}", None, now)
        assert await bot.ballots(debate) == (0, 0, 0)
        for person in ("p1", "p2"):
            await vote(bot, number, person, "🌳", on=False)
        await vote(bot, number, "p1", "🚪")
        await until_ballots(bot, debate, 1, 0, 0)
        final = await bot.close(debate)
        assert final.certificate is not None
        assert {note.key: dict(note.args) for note in final.certificate.notes} == {"note-cleared": {"marks": 2}}


@pytest.mark.parametrize("heard", [True, False], ids=["heard of", "found by the recount"])
async def test_a_deleted_post_is_noted_whenever_it_became_known(bots, heard) -> None:
    async with bots() as bot:
        debate = await bot.open(["square", "garden"])
        square, garden = await bot.message_of(debate), await bot.message_of(debate, "garden")
        await vote(bot, square, "p1", "🚪")
        await vote(bot, garden, "p2", "🌳")
        await until_ballots(bot, debate, 1, 1, 0)
        if heard:
            await bot.app.inbound.messages.deleted("local", "garden", f"m{garden}")
        await bot.chat.store.delete(garden, "p1", moderator=True)
        final = await bot.close(debate)
        assert final.tally.ballots == (1, 1, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.EXACT
        assert {note.key: dict(note.args) for note in final.certificate.notes} == {"note-gone": {"posts": 1}}


async def test_several_options_may_be_chosen_where_the_rules_say_so(bots) -> None:
    async with bots(Faults(drop=1.0), rules=", choice: multiple") as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        for emoji in ("🚪", "🌳"):
            await vote(bot, number, "p1", emoji)
        await vote(bot, number, "p2", "🌳")
        final = await bot.close(debate)
        assert final.tally.ballots == (1, 2, 0)
        assert final.tally.voters == 2
        assert final.shift is None
        assert final.certificate is not None
        assert final.certificate.undecided == 0


async def test_a_ballot_that_nobody_can_decide_is_published_as_undecided(bots) -> None:
    async with bots(Faults(drop=1.0)) as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        for emoji in ("🚪", "🌳"):
            await vote(bot, number, "p1", emoji)
        await vote(bot, number, "p2", "🌳")
        final = await bot.close(debate)
        assert final.tally.ballots == (0, 1, 0)
        assert final.tally.undecided == 1
        assert final.certificate is not None
        assert final.certificate.undecided == 1
        result = (await bot.said_in("square"))[-1]
        assert result.kind.value == "result"


class VotedAtEveryRead(Faults):
    """Somebody's mark is seen for the first time, with no event to tell of it, at each of so many readings."""

    def __init__(self, readings: int) -> None:
        super().__init__(drop=1.0)
        self.readings = readings
        self.seen = 0

    def distort(self, scan: Scan) -> Scan:
        self.seen = min(self.seen + 1, self.readings)
        new = frozenset(Voter("local", "local", f"p{n}") for n in range(self.seen))
        return replace(super().distort(scan), holders={"🌳": new})


async def until_nobody_reads(bot) -> None:
    """Wait until no other recount of the debate is due or under way, which would take a part in what is read."""

    async def nobody() -> bool:
        due = await bot.app.database.ledger.recounts.due(bot.app.clock.now())
        return not due and not bot.app.due_recounts.under_way

    await bot.until(nobody)


async def test_readings_that_never_agree_are_partial_and_the_last_one_decides(bots) -> None:
    faults = VotedAtEveryRead(MANY)
    async with bots(faults) as bot:
        debate = await bot.open()
        await until_nobody_reads(bot)
        faults.seen = 0
        final = await bot.close(debate)
        certificate = final.certificate
        assert final.tally.ballots == (0, 3, 0)
        assert certificate is not None
        assert (certificate.recounted, certificate.unsettled) == (Recounted.PARTIAL, 1)
        assert {note.key: dict(note.args) for note in certificate.notes} == {"note-unsettled": {"posts": 1}}
        told = report(await bot.snapshot(debate), bot.app.words("ko"))["certificate"]
        assert (told["recounted"], told["unsettled"]) == ("partial", 1)
        assert "글 1개는 세 번 읽는 동안" in told["notes"][0]


async def test_one_reading_alone_has_nothing_that_agrees_with_it(bots) -> None:
    faults = Faults()
    async with bots(faults) as bot:
        debate = await bot.open()
        await until_nobody_reads(bot)
        faults.fail_scans = 2
        final = await bot.close(debate)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.PARTIAL
        assert final.certificate.unsettled == 1
