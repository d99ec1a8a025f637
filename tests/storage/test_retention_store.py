"""Ballots that are older than is allowed lose their accounts, or go; what was counted, and its proof, stays."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from proof_builders import (
    DAY,
    DAY_MICROS,
    as_before_chains,
    busy_ballot,
    busy_debate,
    close,
    difference_in,
    execute,
    record_in,
    settle,
)
from sqlalchemy import Connection, func, select
from storage_builders import BOTH, HOUR, LEASE, START, T0, debate, event, opened, opening, scan, voter

from bot.core.buttons import Press
from bot.core.debates import BallotKind, Choice, Kept
from bot.core.marks import PSEUDONYM, Voter
from bot.core.public_record import difference
from bot.core.recounts import Certificate, Recounted
from bot.core.sparks import Spoken
from bot.sentences import sentence
from bot.services.records import Cast, OpenPost, Part, Snapshot
from bot.storage import Database, open_ledger
from bot.storage.integrity import make_sure_that_chains_hold, make_sure_that_it_is_sound
from bot.storage.tables import ballots, codes, debates, history, marks, presses, replies, sparks, voters

ENDED = T0 + DAY
MONTH = timedelta(days=30)
NOW = ENDED + MONTH
NAME = sentence("storage-database", file="agora.db")
OF_PEOPLE = (history, codes, marks, ballots, presses, replies, sparks)


async def ended(database: Database, *, choice: Choice = Choice.SINGLE, late: bool = True) -> dict[str, OpenPost]:
    """A closed debate in which all happened that leaves a trace; people wrote and pressed 💡, too."""
    posts = await busy_debate(database, choice=choice)
    await talk(database, posts)
    await close(database, posts, late=late)
    await settle(database)
    return posts


async def talk(database: Database, posts: dict[str, OpenPost]) -> None:
    """A reply by somebody who voted and one by somebody who did not, and who was moved by a line and by the reply."""
    square, votes = posts["square"], database.ledger.votes
    await votes.reply("discord", square.channel_id, square.message, "r1", voter(square, "a"), True)
    await votes.reply("discord", square.channel_id, square.message, "r2", voter(square, "cy"), True)
    _, moved = event(square, "b", "💡")
    for line in await database.ledger.outcomes.of_debate("d1", Part.LINE):
        await database.ledger.deliveries.said(line.id, f"line-{line.channel}", T0)
    await votes.spark([(moved._replace(message=message), (square,)) for message in ("r1", "line-square")])


async def stands(database: Database, debate: str = "d1") -> Snapshot:
    snapshot = await database.ledger.debates.snapshot(debate)
    assert snapshot is not None
    return snapshot


async def rows(database: Database, debate: str = "d1") -> dict[str, int]:
    """How many rows each table has that names people."""

    def count(db: Connection) -> dict[str, int]:
        queries = {
            table.name: select(func.count()).select_from(table).where(table.c.debate == debate) for table in OF_PEOPLE
        }
        return {name: db.execute(query).scalar_one() for name, query in queries.items()}

    return await database.connections.read(count)


async def accounts_in(database: Database, debate: str = "d1") -> set[Voter]:
    """Whom a debate's rows name."""

    def read(db: Connection) -> set[Voter]:
        account = (voters.c.platform, voters.c.workspace, voters.c.native)
        numbers = [select(table.c.voter).where(table.c.debate == debate) for table in OF_PEOPLE]
        return {Voter(*row) for query in numbers for row in db.execute(select(*account).where(voters.c.id.in_(query)))}

    return await database.connections.read(read)


async def sound(database: Database) -> None:
    await database.connections.read(lambda db: make_sure_that_it_is_sound(db, NAME))
    await database.connections.read(lambda db: make_sure_that_chains_hold(db, NAME, lambda *_: None))


class Rows:
    """An export's sink that keeps what it is handed."""

    def __init__(self) -> None:
        self.snapshots: list[Snapshot] = []
        self.cast: list[Cast] = []

    def begin(self, debates: int, ballots: int) -> None:
        """Keep how many come."""
        self.debates, self.of_ballots = debates, ballots

    def debate(self, snapshot: Snapshot) -> None:
        """Keep it."""
        self.snapshots.append(snapshot)

    def ballots(self, cast: list[Cast]) -> None:
        """Keep them."""
        self.cast += cast


async def exported(database: Database) -> Rows:
    sink = Rows()
    await database.ledger.exports.export(None, sink)  # type: ignore[arg-type]
    assert (sink.debates, sink.of_ballots) == (len(sink.snapshots), len(sink.cast))
    return sink


def ballots_of(export: Rows, workspace: str | None = None) -> list[tuple[int, int, datetime]]:
    """The ballots of an export without those who cast them; with `workspace` only those of voters there."""
    wanted = [one for one in export.cast if workspace in (None, one.voter.workspace)]
    return sorted((one.first, one.last, one.first_at or T0) for one in wanted)


async def test_a_debate_is_due_when_it_ended_long_enough_ago(database: Database) -> None:
    await ended(database)
    await opened(database, "d2")
    aged = database.ledger.retention.aged
    assert await aged(ENDED - HOUR, Kept.COUNTS) == []
    for kept in Kept:
        (due,) = await aged(ENDED, kept)
        assert (due.debate, due.slug, due.ended_at, due.ballots) == ("d1", "secret-door", ENDED, 10)


@pytest.mark.parametrize("choice", list(Choice))
async def test_accounts_are_cut_off_and_nothing_else_changes(database: Database, choice: Choice) -> None:
    posts = await ended(database, choice=choice)
    before, said, record = await stands(database), await database.ledger.talk.told("d1"), await record_in(database)
    cast = ballots_of(await exported(database))
    turnout = await database.ledger.public.turnout("d1", 50)
    other = await opened(database, "d2")
    await database.ledger.votes.cast([event(other["square"], "a", "👎")])
    assert await database.ledger.retention.pseudonymise("d1", NOW)

    assert await stands(database) == replace(before, debate=replace(before.debate, kept=Kept.PSEUDONYMS))
    assert {(one.workspace, len(one.native)) for one in await accounts_in(database)} == {(PSEUDONYM, 16)}
    assert json.dumps(await record_in(database)) == json.dumps(record), "unchanged to the byte"
    assert difference(record) is None
    assert await difference_in(database) is None
    await sound(database)
    assert await database.ledger.talk.told("d1") == said
    assert ballots_of(await exported(database), PSEUDONYM) == cast
    assert await database.ledger.public.turnout("d1", 50) == turnout
    assert await database.ledger.proofs.mine("d1", voter(posts["square"], "a")) is None
    assert await database.ledger.holdings.saved(voter(posts["square"], "a"), 5) == ([], 0)

    assert not await database.ledger.retention.pseudonymise("d1", NOW), "once is enough"
    assert await database.ledger.talk.told("d1") == said
    assert await database.ledger.retention.aged(ENDED + MONTH, Kept.PSEUDONYMS) == []
    assert [debate.debate for debate in await database.ledger.retention.aged(ENDED + MONTH, Kept.COUNTS)] == ["d1"]
    # Who votes on in another debate is still known there.
    await database.ledger.votes.cast([event(other["square"], "a", "👍", received=9)])
    assert (await stands(database, "d2")).tally.voters == 1
    assert await accounts_in(database, "d2") == {voter(other["square"], "a")}


async def test_neither_the_order_of_numbers_nor_a_code_tells_who_is_who(database: Database) -> None:
    square = (await opened(database))["square"]
    people = [f"person-{n:03}" for n in range(50)]
    await database.ledger.votes.cast([event(square, native, "👍", received=n) for n, native in enumerate(people)])
    await database.ledger.closings.finish("d1", Certificate(Recounted.EXACT, 50, 50), ENDED)
    await settle(database)
    own = {native: await database.ledger.proofs.mine("d1", voter(square, native)) for native in people}
    assert await database.ledger.retention.pseudonymise("d1", NOW)
    query = select(voters.c.native, codes.c.code).join(codes, codes.c.voter == voters.c.id).order_by(voters.c.id)
    found = await database.connections.read(lambda db: list(db.execute(query)))
    names, kept = [name for name, _ in found], [code for _, code in found]
    assert names == sorted(names)
    told = [mine.code for mine in own.values() if mine is not None]
    assert sorted(kept) == sorted(told)
    assert kept != told, "they would stand in the order of the votes"
    assert not set(names) & set(kept)
    secret = await database.connections.read(lambda db: db.execute(select(debates.c.secret)).scalar())
    assert secret is None


@pytest.mark.parametrize("choice", list(Choice))
@pytest.mark.parametrize("cut_off_first", [False, True])
async def test_deleted_ballots_leave_what_was_counted(database: Database, choice: Choice, cut_off_first: bool) -> None:
    posts = await ended(database, choice=choice)
    before, said = await stands(database), await database.ledger.talk.told("d1")
    if cut_off_first:
        assert await database.ledger.retention.pseudonymise("d1", NOW)
    assert await database.ledger.retention.delete("d1", NOW)
    assert set((await rows(database)).values()) == {0}
    after = await stands(database)
    assert after == replace(before, debate=replace(before.debate, kept=Kept.COUNTS))
    assert after.certificate is not None
    assert after.certificate.head
    await sound(database)
    proven = await database.ledger.proofs.prove("d1")
    assert proven is not None
    assert (proven.kept, proven.difference, proven.voters) == (Kept.COUNTS, None, before.tally.voters)
    assert proven.head == after.certificate.head
    assert await database.ledger.proofs.filing("d1") is None
    assert await database.ledger.proofs.mine("d1", voter(posts["square"], "a")) is None
    assert await database.ledger.talk.told("d1") == said
    assert (await exported(database)).snapshots == [after]
    assert await database.ledger.public.turnout("d1", 50) == []
    assert (await database.ledger.public.standings(["d1"]))["d1"].kept is Kept.COUNTS
    assert not await database.ledger.retention.delete("d1", NOW)
    assert not await database.ledger.retention.pseudonymise("d1", NOW)
    for kept in Kept:
        assert await database.ledger.retention.aged(ENDED + MONTH, kept) == []


async def test_a_secret_ballot_keeps_its_record_and_none_of_its_ways(database: Database) -> None:
    posts = await busy_ballot(database)
    await talk(database, posts)
    await close(database, posts)
    await settle(database)
    record = await record_in(database)
    for leave in (database.ledger.retention.pseudonymise, database.ledger.retention.delete):
        assert await leave("d1", NOW)
        assert await record_in(database) == record
        assert await difference_in(database) is None
        kept = await database.ledger.talk.told("d1")
        assert kept is not None
        assert [one.voters for one in kept.sparked] == [1, 1]
        assert not any(one.moves for one in kept.sparked)
        assert (sum(kept.stances.by_option), kept.stances.replies) == (0, 2)
    await execute(database, "UPDATE tally SET count = 1 - count WHERE debate = 'd1' AND key >= 0")
    assert await difference_in(database) is not None


LEFT = {
    "the tally": "UPDATE tally SET count = count + 1 WHERE debate = 'd1' AND key = 0",
    "the tally's voters": "UPDATE tally SET count = count + 1 WHERE debate = 'd1' AND key = -1",
    "the shift": "UPDATE shift SET count = count + 1 WHERE debate = 'd1' AND first = 0 AND last < 3",
    "the certificate's votes": "UPDATE debates SET certificate = replace(certificate, '\"recount\":', '\"recount\":1')",
    "the certificate's notes": "UPDATE debates SET certificate = replace(certificate, 'note-cleared', 'note-gone')",
    "the closing gone": "DELETE FROM seals",
    "the closing's head": "UPDATE seals SET head = history",
    "the head": "UPDATE debates SET head = (SELECT history FROM seals)",
    "the head gone": "UPDATE debates SET head = NULL",
    "a ballot that is there": (
        "INSERT INTO ballots (debate, voter, platform, first_dated, first_found, last)"
        " SELECT 'd1', min(id), 'discord', 1, 0, 1 FROM voters"
    ),
}
"""By what is tampered with after ballots were deleted: the statement."""


@pytest.mark.parametrize("what", list(LEFT))
async def test_what_is_left_is_compared(database: Database, what: str) -> None:
    await ended(database, late=False)
    assert await database.ledger.retention.delete("d1", NOW)
    assert await difference_in(database) is None
    await execute(database, LEFT[what])
    assert await difference_in(database) is not None


@pytest.mark.parametrize("kept", list(Kept))
async def test_what_comes_late_puts_nobody_back(database: Database, database_url: str, kept: Kept) -> None:
    """Another process, which has the voters' numbers in memory and does not know that the debate has ended."""
    other = await open_ledger(database_url)
    posts = await opened(database)
    square, team = posts["square"], posts["team"]
    await other.ledger.votes.cast([event(square, "a", "👍"), event(team, "b", "👎", at=1)])
    await other.ledger.votes.reply("discord", square.channel_id, square.message, "r1", voter(square, "a"), True)
    scans = {square.post: (scan(square, {"👍": ["a", "new"]}), await database.ledger.recounts.watermark("d1"))}
    await database.ledger.closings.finish("d1", Certificate(Recounted.EXACT, 2, 2), ENDED)
    await settle(database)
    leave = database.ledger.retention.delete if kept is Kept.COUNTS else database.ledger.retention.pseudonymise
    assert await leave("d1", NOW)
    before, held = await stands(database), await rows(database)

    ledger = other.ledger
    await ledger.votes.cast([event(square, "a", "👎", received=50), event(team, "b", "👎", False, at=2)])
    await ledger.votes.cast([event(square, "later", "👎", received=DAY_MICROS + 50)])
    press = Press("discord", square.channel_id, square.message, voter(square, "a"), 1, START + 60)
    await ledger.votes.press([(square, press)], {})
    await ledger.votes.clear(square, None, START + 70)
    for reply, is_held in (("r1", False), ("r1", True), ("r3", True)):
        await ledger.votes.reply("discord", square.channel_id, square.message, reply, voter(square, "a"), is_held)
    await ledger.votes.spark([(event(square, "a", "💡")[1]._replace(message="r1"), (square,))])
    await ledger.recounts.mend("d1", scans, closing=False, at=START + 80)
    await ledger.recounts.mend("d1", scans, closing=True, at=START + 80)
    await ledger.recounts.mark_due(platform="discord")
    await ledger.talk.mend_sparks("d1", {Spoken(-1, square.post, "r1"): (scan(square, {"💡": ["a"]}), 0)})
    await ledger.talk.mend_replies("d1", {square.post: {"r1": voter(square, "a")}}, {})

    assert await rows(database) == held
    assert await stands(database) == before
    assert await difference_in(database) is None
    assert {one.workspace for one in await accounts_in(database)} <= {PSEUDONYM}
    # The numbers that the other process knows are still those of the same people.
    second = await opened(database, "d2")
    await ledger.votes.cast([event(second["square"], "a", "👍"), event(second["team"], "b", "👎", at=90)])
    assert await accounts_in(database, "d2") == {voter(square, "a"), voter(team, "b")}
    await other.close()


@pytest.mark.parametrize("kept", list(Kept))
async def test_of_several_processes_one_does_it(database: Database, database_url: str, kept: Kept) -> None:
    await ended(database)
    said = await database.ledger.talk.told("d1")
    others = [await open_ledger(database_url) for _ in range(2)]
    stores = [database.ledger.retention, *(other.ledger.retention for other in others)]
    done = await asyncio.gather(
        *(store.delete("d1", NOW) if kept is Kept.COUNTS else store.pseudonymise("d1", NOW) for store in stores)
    )
    assert sorted(done) == [False, False, True]
    assert await database.ledger.talk.told("d1") == said
    assert await difference_in(database) is None
    for other in others:
        await other.close()


@pytest.mark.parametrize("kept", list(Kept))
async def test_what_an_earlier_version_closed_is_chained_first(database: Database, kept: Kept) -> None:
    await ended(database, late=False)
    await as_before_chains(database)
    leave = database.ledger.retention.delete if kept is Kept.COUNTS else database.ledger.retention.pseudonymise
    assert await leave("d1", NOW)
    snapshot = await stands(database)
    assert snapshot.certificate is not None
    assert snapshot.certificate.head
    assert await difference_in(database) is None
    if kept is Kept.PSEUDONYMS:
        assert difference(await record_in(database)) is None


@pytest.mark.parametrize("state", ["open", "closing", "result not said"])
async def test_what_goes_on_is_never_touched(database: Database, state: str) -> None:
    posts = await opened(database)
    await database.ledger.votes.cast([event(posts["square"], "a", "👍")])
    if state != "open":
        await database.ledger.closings.claim(ENDED, "me", LEASE)
    if state == "result not said":
        await database.ledger.closings.finish("d1", Certificate(Recounted.EXACT, 1, 1), ENDED)
    assert await database.ledger.retention.aged(ENDED + MONTH, Kept.COUNTS) == []
    assert not await database.ledger.retention.delete("d1", NOW)
    assert not await database.ledger.retention.pseudonymise("d1", NOW)
    assert not await database.ledger.retention.delete("nothing", NOW)
    assert await accounts_in(database) == {voter(posts["square"], "a")}
    assert (await stands(database)).debate.kept is None


@pytest.mark.parametrize("ballot", list(BallotKind))
async def test_a_debate_that_was_said_nowhere_loses_what_it_has(database: Database, ballot: BallotKind) -> None:
    await database.ledger.openings.open(opening(debate(ballot=ballot), BOTH))
    await database.ledger.closings.void("d1", ENDED)
    for leave in (database.ledger.retention.pseudonymise, database.ledger.retention.delete):
        assert await leave("d1", NOW)
        assert await difference_in(database) is None
        await sound(database)
