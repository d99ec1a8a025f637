"""A database of the first version is brought up to date with all that was voted, and goes on where it was cut short."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, insert
from storage_builders import START, T0, debate, event

from bot.core.ballots import bit
from bot.core.debates import PostState
from bot.core.tally import VOTERS
from bot.services.records import DeliveryState
from bot.storage import migrations, open_ledger
from bot.storage.codec import dump_article, dump_rules
from bot.storage.database import connect
from bot.storage.engine import Connections
from bot.storage.integrity import make_sure_that_it_is_sound
from bot.storage.migrations.versions import v0001_first_tables
from bot.storage.schema import NEWEST, step_of
from tests.postgres_server import PostgresServer

ROWS_AT_ONCE = 5_000
FIRST: dict[str, Table] = {table.name: table for table in v0001_first_tables.metadata.sorted_tables}


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path}/agora.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return asyncio.run(server.create(empty=True))


async def first_version(url: str, ballots: int) -> tuple[int, int]:
    """A database at the first step, with a debate in which so many voted; gives the ballots of its two options.

    Every third voter changed from the first option to the second.
    """
    connections = connect(url, None, 5.0)
    try:
        await connections.write(to_first_step)
        for begin in range(0, ballots, ROWS_AT_ONCE):
            numbers = range(begin, min(ballots, begin + ROWS_AT_ONCE))
            await connections.write(lambda db, numbers=numbers: fill(db, numbers))  # type: ignore[misc]
        moved = len(range(0, ballots, 3))
        await connections.write(lambda db: count(db, ballots, moved))
        return ballots - moved, moved
    finally:
        await connections.close()


def to_first_step(db: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    with EnvironmentContext(Config(), scripts, fn=lambda at, _: scripts._upgrade_revs("0001", at)) as environment:
        environment.configure(connection=db, transactional_ddl=True)
        environment.run_migrations()
    opened = debate()
    row = {
        "id": opened.id,
        "slug": opened.slug,
        "edition": opened.edition,
        "article": dump_article(opened.article),
        "rules": dump_rules(opened.rules),
        "choice": opened.rules.choice,
        "options": 2,
        "state": opened.state,
        "opened_at": START,
        "closes_at": START + 86_400_000_000,
        "revision": 1,
        "next_seq": 10_000_000,
        "cleared": 0,
    }
    db.execute(insert(FIRST["debates"]).values(row))
    post = {
        "id": 1,
        "debate": "d1",
        "position": 0,
        "channel": "square",
        "platform": "discord",
        "channel_id": "100",
        "locale": "ko",
        "state": PostState.SAID,
        "message": "m1",
        "said_at": START,
        "shown": 0,
    }
    db.execute(insert(FIRST["posts"]).values(post))
    delivery = {
        "key": "d1:square:post",
        "part": "post",
        "number": 0,
        "channel": "square",
        "debate": "d1",
        "post": 1,
        "state": DeliveryState.SAID,
        "attempts": 1,
        "unclear": False,
        "planned_at": START,
        "next_at": START,
        "settled_at": START,
        "title": "",
        "text": "",
        "message": "m1",
    }
    db.execute(insert(FIRST["deliveries"]).values(delivery))


def fill(db: Connection, numbers: range) -> None:
    """Voters with all that was kept of them."""
    people = [{"id": n + 1, "platform": "discord", "workspace": "", "native": f"{n}"} for n in numbers]
    db.execute(insert(FIRST["voters"]), people)
    marks, ballots, history = [], [], []
    for n in numbers:
        voter, last = n + 1, int(n % 3 == 0)
        mark = {"debate": "d1", "voter": voter, "post": 1, "at": None, "more": None, "removed_at": None}
        marks.append({**mark, "reaction": "👍👎"[last], "option": last, "seq": 2 * n + 2, "standing": True})
        ballots.append(
            {
                "debate": "d1",
                "voter": voter,
                "platform": "discord",
                "first_dated": bit(0),
                "first_at": None,
                "first_found": 0,
                "last": bit(last),
            }
        )
        for change in range(last + 1):
            history.append(
                {
                    "debate": "d1",
                    "seq": 2 * n + 1 + change,
                    "post": 1,
                    "voter": voter,
                    "reaction": "👍👎"[change],
                    "option": change,
                    "added": True,
                    "at": None,
                    "received_at": START + n,
                    "cause": "live",
                }
            )
    for name, rows in (("marks", marks), ("ballots", ballots), ("history", history)):
        db.execute(insert(FIRST[name]), rows)


def count(db: Connection, ballots: int, moved: int) -> None:
    tally = Counter({0: ballots - moved, 1: moved, VOTERS: ballots})
    rows = [{"debate": "d1", "platform": "discord", "key": key, "count": n} for key, n in tally.items()]
    db.execute(insert(FIRST["tally"]), rows)
    cells = [{"debate": "d1", "first": 0, "last": 0, "count": ballots - moved}]
    cells.append({"debate": "d1", "first": 0, "last": 1, "count": moved})
    db.execute(insert(FIRST["shift"]), cells)
    if db.dialect.name == "postgresql":
        for table in ("voters", "posts"):
            db.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {ballots + 1})")


async def up_to_date(url: str, expected: tuple[int, int]) -> None:
    """Open it, and see that everything is as it was, and goes on."""
    database = await open_ledger(url)
    try:
        assert await database.connections.read(step_of) == NEWEST
        snapshot = await database.ledger.debates.snapshot("d1")
        assert snapshot is not None
        assert snapshot.tally.ballots == expected
        assert snapshot.tally.voters == sum(expected)
        assert snapshot.shift == ((*expected, 0), (0, 0, 0), (0, 0, 0))
        await database.connections.read(lambda db: make_sure_that_it_is_sound(db, "agora.db"))
        _, posts, _ = await database.ledger.posts.index()
        (post,) = posts
        assert await database.ledger.votes.cast([event(post, "a newcomer", "👍")]) == {"d1"}
        # Somebody of then changes again, and is known.
        await database.ledger.votes.cast([event(post, "1", "👎", received=9)])
        snapshot = await database.ledger.debates.snapshot("d1")
        assert snapshot is not None
        assert snapshot.tally.voters == sum(expected) + 1
        assert snapshot.debate.opened_at == T0
    finally:
        await database.close()


async def test_a_database_of_the_first_version_is_brought_up_to_date(empty_url: str) -> None:
    await up_to_date(empty_url, await first_version(empty_url, 30))


@pytest.mark.heavy
@pytest.mark.timeout(400)
async def test_a_hundred_thousand_ballots_of_the_first_version_are_brought_up_to_date(empty_url: str) -> None:
    await up_to_date(empty_url, await first_version(empty_url, 100_000))


MIGRATE_AND_DIE = """
import asyncio, os, signal, sys
from sqlalchemy import event
from bot.storage.database import connect
from bot.storage.schema import upgrade

left = [int(sys.argv[2])]

def dies(*_):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    connections = connect(sys.argv[1], None, 5.0)
    event.listen(connections._writing, "before_cursor_execute", dies)
    await connections.write(upgrade)
    await connections.close()

asyncio.run(main())
"""


async def statements_of_the_upgrade(connections: Connections) -> int:
    """How many statements an upgrade makes, of which nothing stays."""
    from sqlalchemy import event as happens

    from bot.storage.schema import upgrade

    made: list[str] = []
    happens.listen(connections._writing, "before_cursor_execute", lambda *args: made.append(str(args[2])))

    class Undone(Exception):
        pass

    def work(db: Connection) -> None:
        upgrade(db)
        raise Undone

    with pytest.raises(Undone):
        await connections.write(work)
    return len(made)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
async def test_a_migration_that_is_cut_short_by_a_kill_is_taken_up_again(empty_url: str, share: float) -> None:
    expected = await first_version(empty_url, 30)
    connections = connect(empty_url, None, 5.0)
    statements = await statements_of_the_upgrade(connections)
    assert await connections.read(step_of) == "0001"
    command = [sys.executable, "-c", MIGRATE_AND_DIE, empty_url, str(int(statements * share))]
    done = await asyncio.to_thread(subprocess.run, command, check=False, capture_output=True)
    assert done.returncode == -9, done.stderr.decode()
    assert await connections.read(step_of) == "0001", "all of it or nothing"
    await connections.close()
    await up_to_date(empty_url, expected)
