"""A ledger that was put back from a copy knows what it can't know: nothing in it is said without being looked for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from storage_builders import HOUR, LEASE, SQUARE, T0, debate, opened, opening

from bot.core.recounts import Certificate, Recounted
from bot.core.times import micros
from bot.services.records import OpenRequest, Part, RequestRefused
from bot.storage import Database
from bot.storage.restored import note_that_it_is_a_copy, outlook
from bot.storage.tables import occurrences

COPIED = T0 + timedelta(minutes=10)
RESTORED = T0 + HOUR


async def put_back(database: Database, *fallen: tuple[str, int]) -> None:
    await database.connections.write(lambda db: note_that_it_is_a_copy(db, COPIED, RESTORED, fallen))


async def test_what_was_about_to_be_said_is_looked_for_since_the_plan(database: Database) -> None:
    deliveries = database.ledger.deliveries
    assert await database.ledger.openings.open(opening(debate(), (SQUARE,)))
    await deliveries.claim(T0, "the lost one", LEASE, 1)
    await put_back(database)
    (post,) = await deliveries.claim(RESTORED, "the next one", LEASE, 10)
    assert (post.part, post.unclear, post.planned_at) == (Part.POST, True, T0)
    told = await database.connections.read(outlook)
    assert told.debates == (("d1", "secret-door"),)
    assert told.posts == 0
    assert told.looked_for[0] == "d1:square:post"
    # A post that is found may have been voted on.
    await deliveries.said(post.id, "m1", RESTORED)
    (due,) = await database.ledger.recounts.due(RESTORED)
    assert due.debate == "d1"


async def test_what_is_planned_later_for_a_debate_of_the_copy_is_looked_for_since_the_copy(database: Database) -> None:
    deliveries = database.ledger.deliveries
    await opened(database, channels=(SQUARE,))
    await put_back(database)
    later = debate("d2", at=RESTORED)
    assert await database.ledger.openings.open(opening(later, (SQUARE,)))
    await database.ledger.closings.claim(T0 + 30 * HOUR, "me", LEASE)
    await database.ledger.closings.finish("d1", Certificate(Recounted.NO, 0, 0), RESTORED)
    claimed = await deliveries.claim(RESTORED, "me", LEASE, 50)
    since = {delivery.key: delivery.unknown_since for delivery in claimed}
    assert since["d1:square:result"] == COPIED
    assert since["d2:square:post"] is None


async def test_a_certificate_says_that_the_ledger_was_put_back_on_the_way(database: Database) -> None:
    await opened(database, channels=(SQUARE,))
    await put_back(database)
    assert await database.ledger.openings.open(opening(debate("d2", at=RESTORED), (SQUARE,)))
    told = {}
    for debate_id in ("d1", "d2"):
        await database.ledger.closings.claim(T0 + 40 * HOUR, "me", LEASE)
        await database.ledger.closings.finish(debate_id, Certificate(Recounted.NO, 0, 0), T0 + 40 * HOUR)
        snapshot = await database.ledger.debates.snapshot(debate_id)
        assert snapshot is not None
        assert snapshot.certificate is not None
        told[debate_id] = [note.key for note in snapshot.certificate.notes]
    assert told == {"d1": ["note-restored"], "d2": []}


async def test_requests_of_then_are_answered_and_occurrences_since_are_dealt_with(database: Database) -> None:
    requests = database.ledger.requests
    await database.ledger.occurrences.first_seen(["morning"], T0 - HOUR)
    left = await requests.leave(OpenRequest("d9", "secret-door"), T0)
    await database.ledger.processes.alive("the lost one", T0, RESTORED + HOUR)
    await put_back(database, ("morning", micros(T0 + timedelta(minutes=30))))
    assert isinstance(await requests.outcome(left), RequestRefused)
    assert await requests.take("me", RESTORED, LEASE) is None
    assert not await database.ledger.processes.anyone_alive(RESTORED)
    assert await database.ledger.occurrences.last("morning") == T0 + timedelta(minutes=30)
    query = select(occurrences.c.outcome)
    assert await database.connections.read(lambda db: db.execute(query).scalars().all()) == ["restored"]


async def test_a_message_is_unknown_once_nothing_is_looked_for_any_more(database: Database) -> None:
    restored, deliveries = database.ledger.restored, database.ledger.deliveries
    assert await restored.look_back_to() is None
    await opened(database, channels=(SQUARE,))
    assert await database.ledger.openings.open(opening(debate("d2"), (SQUARE,)))
    await put_back(database)
    assert await restored.look_back_to() == COPIED
    found = await restored.unknown("discord", ["d1-square", "of-the-future"])
    assert (found.messages, found.settled) == ({"of-the-future"}, False)
    for delivery in await database.ledger.outcomes.of_debate("d2"):
        await deliveries.said(delivery.id, f"d2-{delivery.part}", RESTORED)
    found = await restored.unknown("discord", ["d1-square", "d2-post", "of-the-future"])
    assert (found.messages, found.settled) == ({"of-the-future"}, True)
    assert (await restored.unknown("slack", ["d1-square"])).messages == {"d1-square"}
    await restored.looked_back()
    assert await restored.look_back_to() is None


async def test_a_second_restore_counts_from_its_own_copy(database: Database) -> None:
    await put_back(database)
    await database.ledger.restored.looked_back()
    await put_back(database)
    assert await database.ledger.restored.look_back_to() == COPIED
