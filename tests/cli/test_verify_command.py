"""`agora verify` as a process: the ledger with a configuration, a record without any, and docs/verify.py beside it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import open_ledger
from tests.core.record_samples import SCRIPT
from tests.journeys.processes import agora_in
from tests.storage.proof_builders import busy_debate, close
from tests.storage.storage_builders import opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration, and a database with a closed debate and an open one."""
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "config.yaml").write_text("database: sqlite:///./agora.db\nlocale: en\n")

    async def fill() -> None:
        database = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
        await close(database, await busy_debate(database))
        await opened(database, "d2")
        await database.close()

    asyncio.run(fill())
    return tmp_path


def by_the_script(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


def test_a_ledger_that_is_right_and_one_that_is_not(folder: Path) -> None:
    done = agora_in(folder, "verify")
    assert (done.code, done.err) == (0, "")
    first, second, last = done.out.splitlines()
    assert first.startswith("secret-door (d1): right, ")
    assert second.startswith("secret-door (d2): right, 0 votes, 0 events, head ")
    assert last == "2 debates: all right."
    done = agora_in(folder, "verify", "d1")
    assert (done.code, done.out) == (0, first + "\n")
    with closing(sqlite3.connect(folder / "agora.db")) as db, db:
        db.execute("UPDATE history SET received_at = 0 WHERE seq = 2")
    done = agora_in(folder, "verify")
    assert done.code == 1
    assert done.err.startswith("agora: secret-door (d1): event 2 (place 2 of the history) does not follow")
    assert agora_in(folder, "verify", "d2").code == 0
    assert agora_in(folder, "verify", "nothing").code == 1


def test_a_record_needs_neither_database_nor_configuration(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = agora_in(folder, "results", "d1", "--format", "record")
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    record = elsewhere / "record.json"
    record.write_text(done.out, encoding="utf-8")
    done = agora_in(elsewhere, "verify", "record.json")
    assert (done.code, done.err) == (0, "")
    assert f"head {told['head']}" in done.out
    assert told["head"][:8] in done.out.splitlines()[-1]
    scripted = by_the_script("record.json", told["head"][:8].upper(), folder=elsewhere)
    assert (scripted.returncode, scripted.stderr) == (0, "")
    assert scripted.stdout.startswith("Right: ")

    told["tally"].reverse()
    record.write_text(json.dumps(told), encoding="utf-8")
    done = agora_in(elsewhere, "verify", "record.json")
    assert done.code == 1
    assert done.err.startswith("agora: record.json: the tally has ")
    scripted = by_the_script("record.json", folder=elsewhere)
    assert scripted.returncode == 1
    assert scripted.stderr.startswith("WRONG: the tally says ")


@pytest.mark.parametrize("text", [None, "", "{", "[" * 100_000, "[]"])
def test_what_is_no_record_is_one_sentence(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "record.json").write_text(text)
    done = agora_in(tmp_path, "verify", "record.json")
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    scripted = by_the_script("record.json", folder=tmp_path)
    assert (scripted.returncode, len(scripted.stderr.splitlines())) == (1, 1)


def test_the_script_says_how_it_is_used_and_compares_with_the_chat(folder: Path) -> None:
    done = agora_in(folder, "results", "d1", "--format", "record")
    (folder / "record.json").write_text(done.out, encoding="utf-8")
    wrong = by_the_script("record.json", "00000000", folder=folder)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("WRONG: the chat shows 00000000")
    assert by_the_script(folder=folder).returncode == 2
    assert agora_in(folder, "results", "d2", "--format", "record").code == 1
