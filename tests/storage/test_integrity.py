"""A ledger that is damaged is named so, whatever byte it is."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from storage_builders import BOTH, event, opened

from bot.core.debates import Choice
from bot.errors import StorageError
from bot.sentences import sentence
from bot.storage import Database, open_ledger
from bot.storage.database import connect
from bot.storage.integrity import make_sure_that_it_is_sound
from bot.storage.tables import ballots, shift, tally

PEOPLE = 400
NAME = sentence("storage-database", file="agora.db")


async def sound(database: Database) -> None:
    await database.connections.read(lambda db: make_sure_that_it_is_sound(db, NAME))


async def voted(database: Database, choice: Choice = Choice.SINGLE, people: int = 20) -> None:
    """A debate in which people voted, changed their minds, and took their votes back."""
    posts = await opened(database, channels=BOTH, choice=choice)
    square, team = posts["square"], posts["team"]
    await database.ledger.votes.cast(
        [event(square, f"voter-{n}", "👍👎"[n % 2], received=n) for n in range(people)]
        + [event(team, f"U{n}", "👎", at=n) for n in range(people // 2)]
    )
    await database.ledger.votes.cast(
        [event(square, "voter-0", "👎", received=500), event(square, "voter-1", "👎", False, received=600)]
    )


@pytest.mark.parametrize("choice", list(Choice))
async def test_a_ledger_that_votes_were_written_to_is_sound(database: Database, choice: Choice) -> None:
    await sound(database)
    await voted(database, choice)
    await sound(database)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (update(tally).where(tally.c.key == 0).values(count=tally.c["count"] - 1), "the tally of the debate d1"),
        (delete(tally).where(tally.c.platform == "slack"), "the tally of the debate d1"),
        (update(ballots).where(ballots.c.platform == "slack").values(last=1), "the tally of the debate d1"),
        (delete(ballots).where(ballots.c.platform == "slack"), "the tally of the debate d1"),
        (update(shift).where(shift.c.first == 0).values(count=shift.c["count"] + 1), "the shift of the debate d1"),
        (update(ballots).where(ballots.c.last == 1).values(first_dated=2), "the shift of the debate d1"),
    ],
)
async def test_counts_that_do_not_follow_from_the_ballots_are_named(database: Database, change, said: str) -> None:
    await voted(database)
    assert await database.connections.write(lambda db: db.execute(change).rowcount)
    with pytest.raises(StorageError, match=said) as caught:
        await sound(database)
    assert "agora restore" in caught.value.hint


async def a_file(path: Path) -> bytes:
    """The bytes of a ledger with votes, all in its file."""
    database = await open_ledger(f"sqlite:///{path}")
    await voted(database, people=PEOPLE)
    await database.close()
    return bytes_of(path)


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


async def looked_at(path: Path) -> str | None:
    """What is said of a file; None where nothing is."""
    connections, name = connect(f"sqlite:///{path}", None, 0.1), sentence("storage-database", file=path.name)
    try:
        await connections.read(lambda db: make_sure_that_it_is_sound(db, name))
    except StorageError as failure:
        return failure.message
    finally:
        await connections.close()
    return None


@pytest.mark.parametrize("left", [0.1, 0.5, 0.9, 0.99])
async def test_a_file_that_was_cut_short_is_named(tmp_path: Path, left: float) -> None:
    path = tmp_path / "agora.db"
    content = await a_file(path)
    path.write_bytes(content[: int(len(content) * left)])
    said = await looked_at(path)
    assert said is not None
    assert "agora.db" in said
    assert "damaged" in said


async def test_no_byte_in_a_count_or_a_ballot_changes_in_silence(tmp_path: Path) -> None:
    """Bytes at random: what is not named must leave every count as it was."""
    path = tmp_path / "agora.db"
    content = await a_file(path)
    whole = counted(path)
    chance = random.Random(7)
    named = 0
    for _ in range(120):
        spoilt = bytearray(content)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        if await looked_at(path) is not None:
            named += 1
        else:
            assert counted(path) == whole
    assert named > 20


async def test_an_index_that_lies_is_named(tmp_path: Path) -> None:
    path = tmp_path / "agora.db"
    await a_file(path)
    with closing(sqlite3.connect(path)) as db, db:
        other = "(SELECT rootpage FROM sqlite_master WHERE name = 'ix_posts_thread')"
        db.execute("PRAGMA writable_schema=ON")
        db.execute(f"UPDATE sqlite_master SET rootpage = {other} WHERE name = 'ix_posts_message'")
    said = await looked_at(path)
    assert said is not None
    assert "damaged" in said


def counted(path: Path) -> list[object]:
    """What the file says of votes, read past all checks."""
    with closing(sqlite3.connect(path)) as db:
        found: list[object] = []
        for query in (
            "SELECT platform, key, count FROM tally ORDER BY platform, key",
            "SELECT first, last, count FROM shift ORDER BY first, last",
            "SELECT platform, last, count(*) FROM ballots GROUP BY platform, last ORDER BY platform, last",
        ):
            found += db.execute(query).fetchall()
        return found
