"""A debate's ledger against its own history: what is right is found right, and what was tampered with is found."""

from __future__ import annotations

import asyncio
import random

import pytest
from proof_builders import (
    DAY,
    OF_CLOSED,
    TAMPERINGS,
    as_before_chains,
    busy_ballot,
    busy_debate,
    close,
    difference_in,
    execute,
    record_in,
)
from sqlalchemy import select
from storage_audit import books
from storage_builders import T0, event, opened, voter

from bot.core.debates import Choice
from bot.core.public_record import difference
from bot.core.recounts import Certificate, Recounted
from bot.storage import Database, open_ledger
from bot.storage.codes import keep_codes
from bot.storage.tables import debates


@pytest.mark.parametrize("choice", list(Choice))
async def test_what_happened_is_right_at_every_moment_and_after_closing(database: Database, choice: Choice) -> None:
    posts = await busy_debate(database, choice=choice)
    open_one = await database.ledger.proofs.prove("d1")
    assert open_one is not None
    assert open_one.difference is None
    assert open_one.events > 15
    assert await database.ledger.proofs.filing("d1") is None
    await close(database, posts)
    closed = await database.ledger.proofs.prove("d1")
    assert closed is not None
    assert closed.difference is None
    assert closed.events > open_one.events
    await books(database, "d1")
    record = await record_in(database)
    assert difference(record) is None
    assert record["events"] == closed.events - 1, "what came after closing is in the history, not in the result"
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.certificate is not None
    assert record["head"] == record["certificate"]["head"] == snapshot.certificate.head
    assert record["tally"] == list(snapshot.tally.ballots)
    assert len(record["ballots"]) == len({ballot["code"] for ballot in record["ballots"]}) == 10


async def test_presses_are_a_chain_whose_record_has_counts_only(database: Database) -> None:
    posts = await busy_ballot(database)
    await close(database, posts)
    assert await difference_in(database) is None
    record = await record_in(database)
    assert (record["ballots"], record["tally"], record["ballot"]) == (None, [0, 2], "buttons")
    assert difference(record) is None


async def test_an_open_debate_without_votes_is_right(database: Database) -> None:
    await opened(database)
    assert await difference_in(database) is None
    assert await database.ledger.proofs.prove("nothing") is None
    assert await database.ledger.proofs.filing("nothing") is None
    await database.ledger.closings.finish("d1", Certificate(Recounted.EXACT, 0, 0), T0 + DAY)
    assert await difference_in(database) is None
    assert (await record_in(database))["ballots"] == []


@pytest.mark.heavy
@pytest.mark.parametrize("what", list(TAMPERINGS))
async def test_what_was_tampered_with_while_it_is_open_is_found(database: Database, what: str) -> None:
    await busy_debate(database)
    assert await difference_in(database) is None
    await execute(database, *TAMPERINGS[what])
    assert await difference_in(database) is not None


@pytest.mark.heavy
@pytest.mark.parametrize("what", [*TAMPERINGS, *OF_CLOSED])
async def test_what_was_tampered_with_after_closing_is_found(database: Database, what: str) -> None:
    await close(database, await busy_debate(database))
    assert await difference_in(database) is None
    await execute(database, *(TAMPERINGS | OF_CLOSED)[what])
    assert await difference_in(database) is not None


async def test_whoever_writes_all_of_it_anew_has_another_head_than_the_chat_shows(database: Database) -> None:
    await close(database, await busy_debate(database))
    said = (await record_in(database))["head"]
    await execute(
        database,
        "UPDATE history SET hash = NULL, received_at = received_at + 1 WHERE debate = 'd1'",
        "UPDATE debates SET head = NULL, secret = NULL WHERE id = 'd1'",
        "DELETE FROM seals WHERE debate = 'd1'",
    )
    forged = await record_in(database)
    assert difference(forged) is None
    assert await difference_in(database) is None
    assert forged["head"] != said


async def test_a_debate_of_an_earlier_version_is_chained_when_it_is_voted_on_next(database: Database) -> None:
    posts = await busy_debate(database)
    await as_before_chains(database)
    proven = await database.ledger.proofs.prove("d1")
    assert proven is not None
    assert (proven.head, proven.difference) == (None, None)
    await database.ledger.votes.cast([event(posts["team"], "new", "👍", at=400, received=400)])
    proven = await database.ledger.proofs.prove("d1")
    assert proven is not None
    assert proven.head is not None
    assert proven.difference is None
    await close(database, posts)
    assert difference(await record_in(database)) is None


async def test_a_debate_that_an_earlier_version_closed_gets_its_record_when_it_is_asked_for(database: Database) -> None:
    await close(database, await busy_debate(database), late=False)
    before = await record_in(database)
    await as_before_chains(database)
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.certificate is not None
    assert snapshot.certificate.head == ""
    assert await difference_in(database) is None
    first, second = await asyncio.gather(record_in(database), record_in(database))
    assert first == second
    assert difference(first) is None
    assert await difference_in(database) is None
    assert {key: first[key] for key in ("tally", "shift", "events")} == {
        key: before[key] for key in ("tally", "shift", "events")
    }


async def test_accounts_may_go_and_history_and_record_stay_as_they_are(database: Database) -> None:
    await close(database, await busy_debate(database))
    before = await record_in(database)
    await database.connections.write(lambda db: keep_codes(db, "d1"))
    await database.connections.write(lambda db: keep_codes(db, "d1"))
    await execute(database, "UPDATE voters SET native = 'gone-' || CAST(id AS TEXT), platform = 'gone'")
    assert await secret_of(database) is None
    assert await difference_in(database) is None
    assert await record_in(database) == before


async def test_who_comes_back_to_an_open_debate_that_let_go_of_its_secret_has_another_code(
    database: Database, database_url: str
) -> None:
    posts = await busy_debate(database)
    team = posts["team"]
    theirs = await database.ledger.proofs.mine("d1", voter(team, "f"))
    await database.ledger.votes.cast([event(team, "f", "👍", False, at=500, received=500)])
    await database.connections.write(lambda db: keep_codes(db, "d1"))
    await execute(database, "UPDATE voters SET native = 'gone' WHERE native = 'f'")
    fresh = await open_ledger(database_url)
    try:
        await fresh.ledger.votes.cast(
            [event(team, "f", "🤔", at=600, received=600), event(team, "g", "👍", at=601, received=601)]
        )
        again = await fresh.ledger.proofs.mine("d1", voter(team, "f"))
        others = await fresh.ledger.proofs.mine("d1", voter(team, "g"))
    finally:
        await fresh.close()
    assert theirs is not None
    assert again is not None
    assert others is not None
    assert theirs.code != again.code
    assert None not in (again.code, others.code)
    assert await difference_in(database) is None
    await close(database, posts)
    assert difference(await record_in(database)) is None


async def secret_of(database: Database) -> bytes | None:
    query = select(debates.c.secret).where(debates.c.id == "d1")
    return await database.connections.read(lambda db: db.execute(query).scalar())


async def test_a_voter_is_told_of_their_own_ballots_and_of_no_others(database: Database) -> None:
    posts = await busy_debate(database)
    square, team = posts["square"], posts["team"]
    proofs = database.ledger.proofs
    record_codes = set()
    for native, post, first, last in (("a", square, 1, 2), ("c", team, 1, 0), ("e", square, -1, -1), ("g", team, 4, 4)):
        mine = await proofs.mine("d1", voter(post, native))
        assert mine is not None
        assert (mine.debate.id, mine.first, mine.last) == ("d1", first, last), native
        record_codes.add(mine.code)
    assert await proofs.mine("d1", voter(square, "c")) is None, "of the same name on another platform"
    assert await proofs.mine("d1", voter(square, "nobody")) is None
    assert await proofs.mine("d1", voter(team, "late")) is None
    await opened(database, "d2")
    assert await proofs.voted_in(voter(square, "nobody"), 5) == ([], 0)
    (only,), in_all = await proofs.voted_in(voter(square, "a"), 5)
    assert (only.debate.id, only.last, in_all) == ("d1", 2, 1)
    _, others, _ = await database.ledger.posts.index()
    second = next(post for post in others if post.debate == "d2" and post.channel == "square")
    await database.ledger.votes.cast([event(second, "a", "👍", received=30)])
    voted, in_all = await proofs.voted_in(voter(square, "a"), 1)
    assert (len(voted), in_all) == (1, 2)
    in_both = {each.debate.id: each.code for each in (await proofs.voted_in(voter(square, "a"), 5))[0]}
    assert len(set(in_both.values())) == 2, "codes of two debates can't be joined"
    await close(database, posts)
    assert record_codes < {ballot["code"] for ballot in (await record_in(database))["ballots"]}


async def test_several_processes_make_one_chain(database: Database, database_url: str) -> None:
    posts = await opened(database)
    team, square = posts["team"], posts["square"]
    others = [await open_ledger(database_url) for _ in range(2)]
    ledgers = [database.ledger, *(other.ledger for other in others)]

    async def votes(number: int) -> None:
        chance = random.Random(number)
        for step in range(12):
            at = step * 10 + number
            batch = [
                event(team, f"v{chance.randrange(8)}", "👍👎"[step % 2], chance.random() < 0.7, at=at, received=at),
                event(square, f"v{chance.randrange(8)}", "👍👎"[step // 2 % 2], chance.random() < 0.7, received=at),
            ]
            await ledgers[number].votes.cast(batch)

    await asyncio.gather(*(votes(number) for number in range(3)))
    for other in others:
        await other.close()
    proven = await database.ledger.proofs.prove("d1")
    assert proven is not None
    assert proven.difference is None
    assert proven.events >= 60
    await books(database, "d1")


async def test_an_earlier_versions_debate_is_recounted_though_it_has_no_chain(database: Database) -> None:
    await busy_debate(database)
    await as_before_chains(database)
    await execute(database, "UPDATE ballots SET last = 4 WHERE last = 1")
    assert "a ballot is not what the history comes to" in (await difference_in(database) or "")


async def test_the_certificate_has_the_votes_that_count_when_it_is_written(database: Database) -> None:
    posts = await busy_debate(database)
    await database.ledger.votes.cast([event(posts["team"], "in-time", "👍", at=700, received=700)])
    await database.ledger.closings.finish("d1", Certificate(Recounted.EXACT, 1, 1), T0 + DAY)
    assert await difference_in(database) is None
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.certificate is not None
    assert snapshot.certificate.recount == snapshot.tally.voters
