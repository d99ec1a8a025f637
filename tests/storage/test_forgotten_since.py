"""Whom a copy still names and the ledger that goes on from it has forgotten; and a copy that forgets them again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from proof_builders import difference_in
from storage_builders import HOUR, LEASE, T0, event, opened, voter

from bot.core.buttons import Press
from bot.core.debates import BallotKind
from bot.core.marks import Voter
from bot.core.recounts import Certificate, Recounted
from bot.core.times import micros
from bot.services.records import OpenPost
from bot.storage import Database, open_ledger
from bot.storage.copies import copy_database
from bot.storage.forgotten_since import ForgottenSince, forgotten_since

pytestmark = [pytest.mark.parametrize("database_kind", ["sqlite"]), pytest.mark.usefixtures("database_kind")]

LATER = T0 + timedelta(minutes=30)


async def forget(database: Database, person: Voter, at: timedelta = timedelta()) -> None:
    store = database.ledger.forgetting
    for trace in (await store.traces(person, LATER + at)).debates:
        assert await store.unname(person, trace.debate.id, LATER + at)
    assert await store.erase(person, LATER + at) == ()


def copied(database: Database) -> Path:
    assert database.path is not None
    copy = database.path.with_name("copy.db")
    copy_database(database.path, copy, lambda *_: None)
    return copy


def since(database: Database, copy: Path) -> list[ForgottenSince] | None:
    assert database.path is not None
    found = forgotten_since(copy, database.path)
    return None if found is None else sorted(found, key=lambda one: one.voter)


async def end(database: Database, debate: str, at: timedelta = timedelta(minutes=20)) -> None:
    await database.ledger.closings.close_early(debate, T0 + at)
    await database.ledger.closings.claim(T0 + at, "me", LEASE)
    await database.ledger.closings.finish(debate, Certificate(Recounted.NO, 0, 0), T0 + at)


async def two_debates(database: Database) -> tuple[OpenPost, OpenPost]:
    first, second = (await opened(database, "d1"))["square"], (await opened(database, "d2"))["square"]
    for number, person in enumerate(("a", "b", "c")):
        await database.ledger.votes.cast([event(first, person, "👍", received=number)])
        await database.ledger.votes.cast([event(second, person, "👎", received=number)])
    return first, second


async def test_each_is_found_with_the_debates_in_which_the_vote_was_taken_back(database: Database) -> None:
    first, _ = await two_debates(database)
    copy = copied(database)
    assert since(database, copy) == []
    await end(database, "d1")
    await forget(database, voter(first, "b"))
    assert since(database, copy) == [ForgottenSince(voter(first, "b"), frozenset({"d2"}))]
    await forget(database, voter(first, "c"))
    assert since(database, copy) == [ForgottenSince(voter(first, who), frozenset({"d2"})) for who in ("b", "c")]


async def test_who_came_back_is_found_even_under_the_same_number(database: Database) -> None:
    first, _ = await two_debates(database)
    copy = copied(database)
    # The last account gives its number free for the next one, on SQLite.
    await forget(database, voter(first, "c"))
    await database.ledger.votes.cast([event(first, "c", "👎", received=70)])
    assert since(database, copy) == [ForgottenSince(voter(first, "c"), frozenset({"d1", "d2"}))]
    await database.ledger.welcomes.meet(voter(first, "greeted"), T0)
    second = copied_again(database)
    await forget(database, voter(first, "greeted"))
    assert since(database, second) == [ForgottenSince(voter(first, "greeted"), frozenset())]


def copied_again(database: Database) -> Path:
    assert database.path is not None
    copy = database.path.with_name("second.db")
    copy_database(database.path, copy, lambda *_: None)
    return copy


async def test_of_another_ledger_and_of_none_nothing_is_told(database: Database, tmp_path: Path) -> None:
    first, _ = await two_debates(database)
    copy = copied(database)
    await forget(database, voter(first, "a"))
    other = await open_ledger(f"sqlite:///{tmp_path}/other.db")
    await other.ledger.welcomes.meet(voter(first, "somebody"), T0)
    await forget(other, voter(first, "somebody"))
    assert other.path is not None
    assert forgotten_since(copy, other.path) is None, "it would seem to have forgotten everybody"
    await other.close()
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + bytes(9_000))
    assert forgotten_since(copy, broken) is None
    assert forgotten_since(copy, tmp_path / "gone.db") is None
    assert not (tmp_path / "gone.db").exists()


@pytest.mark.parametrize("taken_back", [False, True])
@pytest.mark.parametrize("hour", [1, 30], ids=["while voting goes on", "when it is over"])
async def test_in_a_copy_the_name_goes_whatever_the_hour(database: Database, taken_back: bool, hour: int) -> None:
    """A ballot by button, which no recount brings back."""
    square = (await opened(database, ballot=BallotKind.BUTTONS))["square"]
    for person, option in (("a", 0), ("b", 1)):
        press = Press("discord", square.channel_id, square.message, voter(square, person), option, micros(T0))
        await database.ledger.votes.press([(square, press)], {})
    store, now, person = database.ledger.forgetting, T0 + hour * HOUR, voter(square, "a")
    if hour > 24:
        assert not await store.unname(person, "d1", now), "beside a bot its votes would be counted right now"
    assert await store.unname(person, "d1", now, taken_back=taken_back)
    assert await store.erase(person, now) == ()
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.tally.ballots == (0 if taken_back else 1, 1)
    assert await difference_in(database) is None
