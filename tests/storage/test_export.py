"""What an export hands over, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.core.ballots import UNDECIDED
from bot.core.debates import Choice
from bot.services.records import Cast, Snapshot
from bot.storage import Database
from bot.storage.tables import ballots, voters
from tests.storage.storage_builders import T0, debate, event, opened, opening


class Kept:
    """A sink that keeps all it gets."""

    def __init__(self) -> None:
        self.promised = (0, 0)
        self.debates: list[Snapshot] = []
        self.cast: dict[str, list[Cast]] = {}
        self.pieces: list[int] = []

    def begin(self, debates: int, ballots: int) -> None:
        self.promised = (debates, ballots)

    def debate(self, snapshot: Snapshot) -> None:
        self.debates.append(snapshot)
        self.cast[snapshot.debate.id] = []

    def ballots(self, cast: Sequence[Cast]) -> None:
        self.cast[self.debates[-1].debate.id] += cast
        self.pieces.append(len(cast))


async def test_first_and_last_ballots_of_everybody_who_ever_voted(database: Database) -> None:
    posts = await opened(database)
    square, team = posts["square"], posts["team"]
    await database.ledger.votes.cast(
        [
            event(square, "ann", "👍", received=1),
            event(square, "ann", "👎", received=2),
            event(team, "bo", "👎", at=5),
            event(team, "bo", "👎", False, at=9),
            event(team, "cy", "👍", at=7),
            event(team, "cy", "👎", at=7),
            event(square, "dee", "🔖", received=3),
        ]
    )
    kept = Kept()
    await database.ledger.exports.export(None, kept)
    found = {one.voter.native: (one.voter.platform, one.first, one.first_at, one.last) for one in kept.cast["d1"]}
    assert found == {
        "ann": ("discord", 1, None, 2),
        "bo": ("slack", 2, T0 + timedelta(microseconds=5), 0),
        "cy": ("slack", UNDECIDED, T0 + timedelta(microseconds=7), UNDECIDED),
    }
    assert kept.promised == (1, 3)
    assert kept.debates == [await database.ledger.debates.snapshot("d1")]


async def test_debates_since_a_day_the_oldest_first(database: Database) -> None:
    for day in (2, 0, 1):
        at = T0 + timedelta(days=day)
        assert await database.ledger.openings.open(opening(debate(f"day{day}", at=at, choice=Choice.MULTIPLE)))
    for since, wanted in (
        (None, ["day0", "day1", "day2"]),
        (T0 + timedelta(days=1), ["day1", "day2"]),
        (T0 + timedelta(days=3), []),
    ):
        kept = Kept()
        await database.ledger.exports.export(since, kept)
        assert [snapshot.debate.id for snapshot in kept.debates] == wanted
        assert kept.promised == (len(wanted), 0)


async def test_many_ballots_come_in_pieces_and_none_twice(database: Database) -> None:
    await opened(database)
    numbers = range(1, 4_502)

    def fill(db: object) -> None:
        rows = [{"id": n, "platform": "slack", "workspace": "W1", "native": f"U{n}"} for n in numbers]
        db.execute(insert(voters), rows)  # type: ignore[attr-defined]
        rows = [
            {"debate": "d1", "voter": n, "platform": "slack", "first_dated": 1, "first_found": 0, "last": n % 2}
            for n in numbers
        ]
        db.execute(insert(ballots), rows)  # type: ignore[attr-defined]

    await database.connections.write(fill)
    kept = Kept()
    await database.ledger.exports.export(None, kept)
    assert [one.voter.native for one in kept.cast["d1"]] == [f"U{n}" for n in numbers]
    assert kept.promised == (1, 4_501)
    assert max(kept.pieces) <= 2_000


async def test_what_the_sink_raises_ends_it_and_the_database_goes_on(database: Database) -> None:
    await opened(database)

    class Full(Kept):
        def debate(self, snapshot: Snapshot) -> None:
            raise ZeroDivisionError(snapshot.debate.id)

    with pytest.raises(ZeroDivisionError):
        await database.ledger.exports.export(None, Full())
    kept = Kept()
    await database.ledger.exports.export(None, kept)
    assert kept.promised == (1, 0)
