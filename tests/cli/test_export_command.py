"""`agora export` as a process: files that are whole or not there, and sentences where it can't be done."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.app.own_files import refuse_own_files
from bot.config import load_config
from bot.errors import UsageError
from bot.storage import open_ledger
from tests.journeys.processes import Done, agora_in
from tests.storage.storage_builders import event, opened

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration, and a database with one debate in which two people voted."""
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "config.yaml").write_text("pseudonym_key: ${EXPORT_KEY}\nlocale: en\ndatabase: sqlite:///./agora.db\n")

    async def fill() -> None:
        database = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
        posts = await opened(database)
        await database.ledger.votes.cast(
            [event(posts["square"], "ann-the-voter", "👍"), event(posts["team"], "bo-the-voter", "👎", at=5)]
        )
        await database.close()

    asyncio.run(fill())
    return tmp_path


def agora(folder: Path, *words: str, key: str | None = KEY) -> Done:
    return agora_in(folder, "export", *words, env={"EXPORT_KEY": key} if key is not None else {})


def test_without_a_key_each_file_has_pseudonyms_of_its_own_and_it_is_said(folder: Path) -> None:
    def voters(config: str) -> tuple[set[str], str]:
        (folder / "config.yaml").write_text(f"locale: en\ndatabase: sqlite:///./agora.db\n{config}")
        done = agora(folder, "--format", "json", "-o", "out.json", key=None)
        assert (done.code, done.out.startswith("out.json: 1 debate, 2 ballots.")) == (0, True)
        (debate,) = json.loads((folder / "out.json").read_text())["debates"]
        return {ballot["voter"] for ballot in debate["ballots"]}, done.err

    without, told = voters("")
    unset, told_unset = voters("pseudonym_key: ${EXPORT_KEY}\n")
    assert len(without | unset) == 4, "nobody is named alike in two files"
    assert all(len(voter) == 64 for voter in without | unset)
    assert told.startswith("There is no pseudonym_key, so the pseudonyms are random, of this file alone")
    assert "(the environment variable EXPORT_KEY is not set)" in told_unset
    assert "secrets.token_hex(32)" in told


def test_each_form_holds_the_debate_and_no_name(folder: Path) -> None:
    done = agora(folder, "--format", "json", "-o", "out.json")
    assert (done.code, done.err) == (0, "")
    assert done.out == "out.json: 1 debate, 2 ballots.\n"
    assert stat.S_IMODE((folder / "out.json").stat().st_mode) == 0o600
    text = (folder / "out.json").read_text()
    assert "the-voter" not in text
    (debate,) = json.loads(text)["debates"]
    assert (debate["voters"], len(debate["ballots"])) == (2, 2)
    done = agora(folder, "--format", "csv", "-o", "out.zip", "--since", "2026-03-01")
    assert done.code == 0, done.err
    with zipfile.ZipFile(folder / "out.zip") as packed:
        assert sorted(packed.namelist()) == ["ballots.csv", "debates.csv", "shifts.csv", "tallies.csv"]
        assert len(packed.read("ballots.csv").splitlines()) == 3
    done = agora(folder, "--format", "csv", "-o", "out.csv")
    assert (done.code, done.out) == (0, "out.csv: 1 debate, 2 ballots.\n")
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["table"] for row in csv.DictReader(file)].count("ballots") == 2
    done = agora(folder, "--format", "csv", "-o", "out.zip", "--since", "2026-03-02")
    assert done.out == "out.zip: 0 debates, 0 ballots. The file that was there was replaced.\n"


@pytest.mark.parametrize(
    ("words", "key", "code", "said"),
    [
        (("--format", "json", "-o", "out.json", "--since", "yesterday"), KEY, 2, "'yesterday' is not a day"),
        (("--format", "json", "-o", "content"), KEY, 2, "content is a folder"),
        (("--format", "json", "-o", "."), KEY, 2, ". is a folder"),
        (("--format", "json", "-o", "pipe"), KEY, 2, "pipe is a device, not a file"),
        (("--format", "json", "-o", "agora.db"), KEY, 2, "agora.db is what the bot itself works with"),
        (("--format", "json", "-o", "content/../config.yaml"), KEY, 2, "config.yaml is what the bot itself works with"),
        (("--format", "json", "-o", "nowhere/out.json"), KEY, 1, "nowhere/out.json could not be written"),
    ],
)
def test_what_can_not_be_done_is_a_sentence_and_leaves_nothing(
    folder: Path, words: tuple[str, ...], key: str | None, code: int, said: str
) -> None:
    os.mkfifo(folder / "pipe")
    before = sorted(folder.iterdir())
    done = agora(folder, *words, key=key)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
    assert len(done.err.splitlines()) == 1
    assert sorted(path for path in folder.iterdir() if "agora.db" not in path.name) == [
        path for path in before if "agora.db" not in path.name
    ]


def test_a_link_goes_on_leading_to_the_file(folder: Path) -> None:
    (folder / "latest.json").symlink_to("exports.json")
    assert agora(folder, "--format", "json", "-o", "latest.json").code == 0
    assert (folder / "latest.json").is_symlink()
    assert json.loads((folder / "exports.json").read_text())["counts"] == {"debates": 1, "ballots": 2}


def test_a_key_that_could_be_guessed_is_refused_as_check_refuses_it(folder: Path) -> None:
    done = agora(folder, "--format", "json", "-o", "out.json", key="short")
    assert done.code == 2
    assert "config.yaml:1: pseudonym_key: is shorter than 16 characters, so it could be guessed" in done.err
    assert not (folder / "out.json").exists()


def test_a_failure_leaves_the_file_before_as_it_was(folder: Path) -> None:
    (folder / "out.json").write_text("before")
    (folder / "agora.db").write_bytes(b"no database at all" * 100)
    done = agora(folder, "--format", "json", "-o", "out.json")
    assert done.code == 1
    assert (folder / "out.json").read_text() == "before"
    assert not list(folder.glob(".out.json*"))


OWN = {
    "the log of what SQLite wrote": "agora.db-wal",
    "what SQLite shares": "./agora.db-shm",
    "the journal that is not there yet": "agora.db-journal",
    "the lock": "agora.db.lock",
    "the chat's store": "agora.chat.db",
    "what is beside the chat's store": "agora.chat.db-wal",
    "another case": "AGORA.DB-WAL",
    "a way round": "content/../content/../agora.chat.db",
    "a link": "to-the-lock",
    "a link to what is not there yet": "to-the-journal",
    "a second name": "second-name.json",
    "the mascots": "content/mascots.yaml",
    "an article": "content/articles/first.md",
    "an article's second name": "article.json",
    "a new file among the articles": "content/articles/export.csv",
    "what is by a link among the articles": "shelf/export.csv",
    "the secrets beside the configuration": ".env",
    "a file with a secret": "secrets/key",
}


def test_no_file_that_the_bot_or_sqlite_uses_is_written_over(folder: Path) -> None:
    articles = folder / "content" / "articles"
    (articles / "first.md").write_text("an article")
    (folder / "content" / "mascots.yaml").write_text("mascots: {}")
    (folder / "agora.chat.db").write_text("what people said")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "key").write_text(KEY)
    (folder / "agora.db.lock").touch()
    (folder / "to-the-lock").symlink_to("agora.db.lock")
    (folder / "to-the-journal").symlink_to(folder / "agora.db-journal")
    (folder / "second-name.json").hardlink_to(folder / "agora.chat.db")
    (folder / "article.json").hardlink_to(articles / "first.md")
    (folder / "shelf").symlink_to(articles)
    config = load_config(folder / "config.yaml", {"EXPORT_KEY": KEY}).config
    assert config is not None
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    for what, name in OWN.items():
        with pytest.raises(UsageError, match=r"is what the bot itself works with|is one of the articles"):
            refuse_own_files(folder / name, config, env={"EXPORT_KEY_FILE": str(folder / "secrets" / "key")})
            pytest.fail(what)
    for name in ("out.csv", "agora.db.csv", "content/out.csv", "first.md"):
        refuse_own_files(folder / name, config, env={})
    done = agora(folder, "--format", "csv", "-o", "agora.db-wal")
    assert (done.code, done.out) == (2, "")
    assert done.err == "agora: agora.db-wal is what the bot itself works with. Name another file.\n"
    after = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    assert after == before


def test_nobodys_database_is_written_over(folder: Path) -> None:
    """Another bot's, or a copy of this one's: no configuration at hand names it."""
    other = folder / "other.db"
    with closing(sqlite3.connect(other)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE t (x)")
        (folder / "a-copy.json").write_bytes(other.read_bytes())
        (folder / "link.csv").symlink_to(other)
        for name in ("other.db", "other.db-wal", "other.db-shm", "other.db-journal", "a-copy.json", "link.csv"):
            done = agora(folder, "--format", "json", "-o", name)
            assert (done.code, done.out) == (2, ""), name
            assert done.err == f"agora: {name} is a database, or belongs to one. Name another file.\n"
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    os.mkfifo(folder / "pipe")
    assert agora(folder, "--format", "json", "-o", "pipe").code == 2
    assert agora(folder, "--format", "json", "-o", "nothing.db-wal").code == 0


def test_the_file_that_a_command_prints_to_is_not_its_export(folder: Path) -> None:
    config = load_config(folder / "config.yaml", {"EXPORT_KEY": KEY}).config
    assert config is not None
    with (folder / "run.log").open("w") as log:
        kept = os.dup(2)
        try:
            os.dup2(log.fileno(), 2)
            with pytest.raises(UsageError, match="what this command itself writes to"):
                refuse_own_files(folder / "run.log", config)
        finally:
            os.dup2(kept, 2)
            os.close(kept)
