"""Opening a database: empty, existing, newer, or by several processes at once."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from proof_builders import busy_debate
from sqlalchemy import Connection, inspect
from sqlalchemy.util import await_only
from storage_builders import HALL, LEASE, SQUARE, T0, TEAM, debate, event, opening

from bot.errors import StorageBusy, StorageError
from bot.storage import Database, migrations, open_ledger
from bot.storage.engine import Connections
from bot.storage.schema import NEWEST, step_of
from bot.storage.tables import metadata
from tests.postgres_server import PostgresServer


def _differences(db: Connection) -> list[object]:
    context = MigrationContext.configure(db, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path}/agora.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return asyncio.run(server.create(empty=True))


async def test_the_migrations_make_the_tables_that_the_queries_expect(empty_url: str) -> None:
    database = await open_ledger(empty_url)
    assert await database.connections.read(_differences) == []
    indexes = await database.connections.read(lambda db: {i["name"] for i in inspect(db).get_indexes("history")})
    assert indexes == {"ix_history_late", "ix_history_told"}
    await database.close()


def test_the_step_that_a_start_looks_for_is_the_last_of_the_migrations() -> None:
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == NEWEST


async def test_tables_of_an_earlier_step_are_brought_up_to_date_with_what_they_hold(empty_url: str) -> None:
    first = await open_ledger(empty_url)
    await first.ledger.openings.open(opening(debate()))
    await first.connections.write(_undo_the_last_steps)
    await first.close()
    second = await open_ledger(empty_url)
    assert await second.connections.read(_differences) == []
    assert await second.connections.read(step_of) == NEWEST
    assert await second.ledger.debates.get("d1") == debate()
    await second.close()


async def test_deliveries_of_an_earlier_step_are_said_in_their_lanes(empty_url: str) -> None:
    first = await open_ledger(empty_url)
    ledger = first.ledger
    await ledger.openings.open(opening(debate(), (SQUARE, TEAM)))
    for post in await ledger.deliveries.claim(T0, "me", LEASE, 10, platform="discord"):
        await ledger.deliveries.said(post.id, "m1", T0)
    await first.connections.write(_undo_the_last_steps)
    # The step before left the key of what had to be said before, and looked up whether it was.
    await first.connections.write(
        lambda db: (
            db.exec_driver_sql("UPDATE deliveries SET after_key = 'd1:square:post' WHERE key = 'd1:square:seeds'")
            and None
        )
    )
    await first.close()
    second = await open_ledger(empty_url)
    claim = second.ledger.deliveries.claim
    assert [one.key for one in await claim(T0, "me", LEASE, 10, platform="discord")] == ["d1:square:seeds"]
    assert [one.key for one in await claim(T0, "me", LEASE, 10, platform="slack")] == ["d1:team:post"]
    assert await claim(T0, "me", LEASE, 10) == []
    await second.close()


async def test_votes_of_an_earlier_step_are_recounted_and_chained_with_the_next_vote(empty_url: str) -> None:
    first = await open_ledger(empty_url)
    posts = await busy_debate(first)
    before = await first.ledger.debates.snapshot("d1")
    await first.connections.write(_undo_the_last_steps)
    await first.close()
    second = await open_ledger(empty_url)
    proven = await second.ledger.proofs.prove("d1")
    assert proven is not None
    assert (proven.head, proven.difference) == (None, None)
    after = await second.ledger.debates.snapshot("d1")
    assert before is not None
    assert after is not None
    assert (after.tally, after.shift) == (before.tally, before.shift)
    await second.ledger.votes.cast([event(posts["team"], "new", "👍", at=900, received=900)])
    proven = await second.ledger.proofs.prove("d1")
    assert proven is not None
    assert proven.head is not None
    assert proven.difference is None
    await second.close()


def _undo_the_last_steps(db: Connection) -> None:
    for name in ("kept", "talk"):
        db.exec_driver_sql(f"ALTER TABLE debates DROP COLUMN {name}")
    assert NEWEST == "0015", "say here what the new last step has made"
    db.exec_driver_sql("DELETE FROM meta WHERE name = 'forgotten'")
    db.exec_driver_sql("DROP INDEX ix_ballots_voter")
    for name in ("codes", "seals"):
        db.exec_driver_sql(f"DROP TABLE {name}")
    for table, name in (("debates", "secret"), ("debates", "head"), ("history", "hash")):
        db.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {name}")
    for name in ("ix_marks_saved", "ix_deliveries_debate"):
        db.exec_driver_sql(f"DROP INDEX {name}")
    db.exec_driver_sql("CREATE INDEX ix_deliveries_debate ON deliveries (debate)")
    for name in ("ix_deliveries_lane", "ix_deliveries_after"):
        db.exec_driver_sql(f"DROP INDEX {name}")
    for name in ("platform", "urgency"):
        db.exec_driver_sql(f"ALTER TABLE deliveries DROP COLUMN {name}")
    db.exec_driver_sql("UPDATE alembic_version SET version_num = '0010'")


async def test_an_existing_database_is_opened_as_it_is(empty_url: str) -> None:
    first = await open_ledger(empty_url)
    await first.ledger.openings.open(opening(debate()))
    await first.close()
    second = await open_ledger(empty_url)
    assert await second.ledger.debates.get("d1") == debate()
    await second.ping()
    await second.close()


async def test_several_processes_may_open_an_empty_database_at_once(empty_url: str) -> None:
    databases = await asyncio.gather(*(open_ledger(empty_url) for _ in range(6)))
    await databases[0].ledger.openings.open(opening(debate()))
    assert await databases[5].ledger.debates.get("d1") == debate()
    assert await databases[3].ledger.posts.index_version() == 1
    for database in databases:
        await database.close()


async def test_who_opens_a_file_that_another_brings_up_to_date_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "agora.db"
    path.touch()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = wal")
    other.execute("BEGIN IMMEDIATE")
    waits = asyncio.Queue[None]()
    write = Connections.write

    async def told(self: Connections, work: Any) -> Any:
        try:
            return await write(self, work)
        except StorageBusy:
            waits.put_nowait(None)
            raise

    monkeypatch.setattr(Connections, "write", told)
    opening_it = asyncio.create_task(open_ledger(f"sqlite:///{path}", busy_timeout=0.05))
    for _ in range(3):
        await waits.get()
    other.execute("COMMIT")
    database = await opening_it
    await database.ping()
    await database.close()
    other.close()


async def test_of_many_who_open_one_debate_at_once_in_several_processes_one_does(empty_url: str) -> None:
    databases = [await open_ledger(empty_url) for _ in range(3)]
    openings = [opening(debate(f"d{number}"), (TEAM, channel)) for number, channel in enumerate((SQUARE, HALL) * 6)]
    outcomes = await asyncio.gather(
        *(databases[number % 3].ledger.openings.open_alone(each) for number, each in enumerate(openings))
    )
    (opened,) = await databases[0].ledger.debates.open_debates()
    first = int(opened.id.removeprefix("d"))
    for number, outcome in enumerate(outcomes):
        both = ["team", "square" if first % 2 == 0 else "hall"] if number % 2 == first % 2 else ["team"]
        assert outcome == ({} if number == first else {opened.id: both})
    for database in databases:
        await database.close()


async def test_tables_of_a_newer_version_are_refused_and_left_alone(empty_url: str) -> None:
    first = await open_ledger(empty_url)
    await first.connections.write(
        lambda db: db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'") and None
    )
    await first.close()
    with pytest.raises(StorageError, match="newer version of Agora") as caught:
        await open_ledger(empty_url)
    assert "9999" in caught.value.message
    assert caught.value.hint


async def test_an_open_database_says_what_it_is(database: Database, database_kind: str) -> None:
    assert database.kind == database_kind
    assert (database.path is not None) == (database_kind == "sqlite")
    await database.ping()


async def test_a_file_of_the_configuration_counts_from_its_folder(tmp_path: Path) -> None:
    database = await open_ledger("sqlite:///./data.db", base=tmp_path)
    assert database.path == tmp_path / "data.db"
    await database.close()
    assert (tmp_path / "data.db").exists()


async def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    database = await open_ledger(f"sqlite:///{tmp_path}/agora.db")

    def pragmas(db: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await database.connections.read(pragmas) == ["wal", 2, 1, 5000]
    assert await database.connections.write(pragmas) == ["wal", 2, 1, 5000]
    with pytest.raises(StorageError, match="IntegrityError"):
        await database.connections.write(
            lambda db: db.exec_driver_sql("INSERT INTO tally VALUES ('no such debate', 'x', 0, 1)") and None
        )
    await database.close()


async def test_opening_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/agora.db"
    first = await open_ledger(url)
    writing, enough = asyncio.Event(), asyncio.Event()

    def hold(_: Connection) -> None:
        writing.set()
        await_only(enough.wait())

    holding = asyncio.create_task(first.connections.write(hold))
    await writing.wait()
    second = await open_ledger(url, busy_timeout=0)
    assert await second.ledger.debates.open_debates() == []
    enough.set()
    await holding
    await first.ledger.openings.open(opening(debate(at=T0)))
    await second.close()
    await first.close()
