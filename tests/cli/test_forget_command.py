"""`agora forget` as a process, with nobody beside it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.forget import name_of, voter_named
from bot.core.marks import Voter
from bot.errors import UsageError
from bot.platforms.local.chat_records import Draft, Kind
from bot.platforms.local.chat_store import Store
from bot.platforms.local.first_people import first_people
from bot.services.clock import SystemClock
from bot.storage import Database, RunLock, open_ledger
from tests.byte_search import files_with
from tests.journeys.processes import agora_in
from tests.storage.proof_builders import busy_debate, close
from tests.storage.storage_builders import LEASE, T0, event, opened

SOMEBODY = "111222333444555666"


@pytest.fixture
def folder(tmp_path: Path, database_url: str) -> Path:
    """A configuration, and a database in which somebody voted in a closed debate and in an open one."""
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "config.yaml").write_text(f"database: {database_url}\nlocale: en\n")

    async def fill() -> None:
        database = await open_ledger(database_url)
        posts = await busy_debate(database)
        await database.ledger.votes.cast([event(posts["square"], SOMEBODY, "👍", received=500)])
        await close(database, posts)
        later = await opened(database, "d2")
        await database.ledger.votes.cast([event(later["square"], SOMEBODY, "👍", received=600)])
        await database.ledger.votes.cast([event(later["square"], "others", "👍", received=601)])
        await _goes_on(database)
        await database.close()

    asyncio.run(fill())
    return tmp_path


async def _goes_on(database: Database) -> None:
    """Let the second debate close tomorrow, by the real clock."""
    tomorrow = int((datetime.now(UTC) + timedelta(days=1)).timestamp() * 1_000_000)
    statement = f"UPDATE debates SET closes_at = {tomorrow} WHERE id = 'd2'"
    await database.connections.write(lambda db: db.exec_driver_sql(statement) and None)


def test_forgotten_alone(folder: Path, database_kind: str) -> None:
    record = agora_in(folder, "results", "d1", "--format", "record")
    asked = agora_in(folder, "forget", f"discord:{SOMEBODY}")
    assert asked.code == 2
    assert "their vote is taken back in 1 open debate" in asked.err
    assert "1 closed debate keeps its result" in asked.err
    assert "say --yes if it is meant" in asked.err
    assert json.loads(agora_in(folder, "results", "d2", "--format", "json").out)["voters"] == 2
    done = agora_in(folder, "forget", f"discord:{SOMEBODY}", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "- taken back: the vote in 1 open debate" in done.out
    assert "- kept: the vote in 1 closed debate, under a pseudonym" in done.out
    assert "- still there: the person’s reaction under secret-door (d2)." in done.out
    assert "backups and replicas made before" in done.out
    assert "within ten minutes" not in done.out
    if database_kind == "sqlite":
        assert files_with(folder, SOMEBODY) == []
        assert files_with(folder, "others") != []
    assert agora_in(folder, "results", "d1", "--format", "record").out == record.out
    verified = agora_in(folder, "verify")
    assert (verified.code, verified.err) == (0, "")
    assert json.loads(agora_in(folder, "results", "d2", "--format", "json").out)["voters"] == 1
    again = agora_in(folder, "forget", f"discord:{SOMEBODY}", "--yes")
    assert again.code == 1
    assert again.err.startswith(f"agora: Nothing is kept about discord:{SOMEBODY}, so there is nothing to forget.")


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.usefixtures("database_kind")
def test_not_while_votes_are_counted(folder: Path) -> None:
    async def closing() -> None:
        database = await open_ledger(f"sqlite:///{folder}/agora.db")
        await database.connections.write(
            lambda db: db.exec_driver_sql("UPDATE debates SET closes_at = 1 WHERE id = 'd2'") and None
        )
        await database.ledger.closings.claim(T0, "me", LEASE)
        await database.close()

    asyncio.run(closing())
    done = agora_in(folder, "forget", f"discord:{SOMEBODY}", "--yes")
    assert done.code == 1
    assert done.err.startswith("agora: Voting on secret-door (d2) is over, and the votes are not counted yet.")
    assert "Start the bot" in done.err
    lock = RunLock(folder / "agora.db")
    assert lock.try_acquire("run")
    try:
        done = agora_in(folder, "forget", f"discord:{SOMEBODY}", "--yes")
    finally:
        lock.release()
    assert done.err.startswith("agora: The votes of secret-door (d2) are being counted right now.")
    assert files_with(folder, SOMEBODY) != []


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.usefixtures("database_kind")
def test_who_came_with_the_chat_keeps_the_name_and_is_forgotten_once(folder: Path) -> None:
    async def say() -> None:
        store = Store(folder / "agora.chat.db", SystemClock(), first_people("en"))
        await store.write(Draft("square", Kind.TEXT, {"text": "words of theirs"}, person="haru"))
        await store.close()

    asyncio.run(say())
    asked = agora_in(folder, "forget", "local:Haru")
    assert "what they wrote in the chat is deleted." in asked.err
    assert "debate" not in asked.err
    done = agora_in(folder, "forget", "local:Haru", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "- deleted: the person’s messages in the chat\n" in done.out
    assert "- kept: the name, which came with the chat" in done.out
    assert files_with(folder, "words of theirs") == []
    again = agora_in(folder, "forget", "local:Haru", "--yes")
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("agora: Nothing is kept about local:Haru, so there is nothing to forget.")


def test_the_forms_of_an_account() -> None:
    assert voter_named("discord:123") == Voter("discord", "", "123")
    assert voter_named(" slack:T01:U02 ") == Voter("slack", "T01", "U02")
    assert voter_named("local:하루") == Voter("local", "local", "하루")
    for name in ("discord:123", "slack:T01:U02", "local:하루"):
        assert name_of(voter_named(name)) == name


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("", "Write discord:ID, slack:TEAM:ID or local:NAME."),
        ("haru", "Write discord:ID, slack:TEAM:ID or local:NAME."),
        ("mastodon:1", "names no account"),
        ("discord:haru", "Copy User ID"),
        ("discord:", "that is a number"),
        ("discord:<@123>", "that is a number"),
        ("discord:１２３", "that is a number"),
        ("slack:U02", "the workspace’s id"),
        ("slack:T01:haru", "Copy member ID"),
        ("slack:T01:", "Copy member ID"),
        ("local:", "as the chat’s menu shows the name"),
    ],
)
def test_what_names_nobody_is_refused_with_the_way_out(named: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        voter_named(named)
    assert told in str(refused.value)
