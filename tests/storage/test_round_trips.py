"""Every statement is a way to the database and back: what a batch takes does not grow with what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from storage_audit import books
from storage_builders import BOTH, START, opened, scan, voter
from storage_builders import event as mark_event

from bot.core.buttons import Press
from bot.core.debates import BallotKind
from bot.core.marks import MarkEvent
from bot.services.records import Batch, OpenPost
from bot.storage import Database

MOST = 17
"""Statements that a batch of votes may take, BEGIN among them."""

Votes = list[tuple[OpenPost, MarkEvent]]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent in here."""
    engines = {database.connections._reading, database.connections._writing}
    sent: list[str] = []

    def note(_connection: object, _cursor: object, text: str, *_: object) -> None:
        sent.append(text)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_batch_of_votes(database: Database) -> None:
    posts = [post for number in range(20) for post in (await opened(database, f"d{number}")).values()]

    async def taken(votes: Votes) -> int:
        with counted(database) as sent:
            await database.ledger.votes.cast(votes, Batch())
        return len(sent)

    # Each of a voter's events is older than the one before: of none is it certain that it was not told already.
    def votes(places: list[OpenPost], voters: int, each: int) -> Votes:
        return [
            mark_event(places[n % len(places)], f"v{len(places)}-{n}", "👍", turn % 2 == 0, at=10**6 - turn)
            for n in range(voters)
            for turn in range(each)
        ]

    few = await taken(votes(posts[:1], 1, 3))
    assert few <= MOST
    assert await taken(votes(posts[:1], 2_000, 1)) <= few
    assert await taken(votes(posts[:1], 10, 200)) <= few
    assert await taken(votes(posts, 1_000, 3)) <= few
    # Voters whose numbers are known by now, with marks that are there.
    assert await taken(votes(posts, 1_000, 4)) <= few
    for number in (0, 19):
        await books(database, f"d{number}")


async def test_a_batch_of_presses(database: Database) -> None:
    posts = [
        post
        for number in range(10)
        for post in (await opened(database, f"d{number}", ballot=BallotKind.BUTTONS)).values()
    ]

    async def taken(places: list[OpenPost], presses: int) -> int:
        wanted = [
            (post, Press(post.platform, post.channel_id, post.message, voter(post, f"{presses}-{n}"), 0, START))
            for n, post in ((n, places[n % len(places)]) for n in range(presses))
        ]
        with counted(database) as sent:
            outcomes, _ = await database.ledger.votes.press(wanted, {}, Batch())
        assert None not in outcomes
        return len(sent)

    few = await taken(posts[:1], 1)
    assert few <= MOST
    assert await taken(posts[:1], 500) <= few
    assert await taken(posts, 501) <= few


async def test_sparks_replies_parked_votes_and_recounts(database: Database) -> None:
    ledger = database.ledger
    posts = await opened(database, "d1", BOTH)
    square = posts["square"]
    taken: dict[str, list[int]] = {"spark": [], "settle": [], "clear": [], "mend": [], "replies": []}
    for size in (1, 500):
        people = [f"{size}-{n}" for n in range(size)]
        lines = {reply: voter(square, reply) for reply in people}
        with counted(database) as sent:
            await ledger.talk.mend_replies("d1", {square.post: lines}, {square.post: frozenset("gone")})
        taken["replies"].append(len(sent))
        sparks = [mark_event(square, native, "💡")[1]._replace(message=native) for native in people]
        with counted(database) as sent:
            await ledger.votes.spark([(spark, (square,)) for spark in sparks], Batch())
        taken["spark"].append(len(sent))
        await ledger.parking.park([mark_event(square, native, "👍")[1] for native in people])
        with counted(database) as sent:
            await ledger.parking.settle(square, Batch())
        taken["settle"].append(len(sent))
        with counted(database) as sent:
            await ledger.votes.clear(square, None, START, Batch())
        taken["clear"].append(len(sent))
        seen = {square.post: (scan(square, {"👍": people}), 10**6)}
        with counted(database) as sent:
            await ledger.recounts.mend("d1", seen, closing=False, at=START, batch=Batch())
        taken["mend"].append(len(sent))
    assert {name: many <= few for name, (few, many) in taken.items()} == dict.fromkeys(taken, True), taken
