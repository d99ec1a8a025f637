"""`agora retention` as a process: in numbers what would go, then what went; and what `agora verify` says afterwards."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.storage import open_ledger
from tests.journeys.processes import agora_in
from tests.storage.proof_builders import busy_debate, close, settle
from tests.storage.storage_builders import opened

THEN = "" if datetime.now(ZoneInfo("Asia/Seoul")).year == 2026 else ", 2026"
"""How the year of these stories is told, in which it may no longer be."""
ENDED = f"secret-door (d1), ended Mon, Mar 2{THEN}, 6:00 PM: 10 ballots"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with a debate that ended long ago, and one that is open."""
    (tmp_path / "content" / "articles").mkdir(parents=True)

    async def fill() -> None:
        database = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
        await close(database, await busy_debate(database))
        await settle(database)
        await opened(database, "d2")
        await database.close()

    asyncio.run(fill())
    return tmp_path


def configured(folder: Path, retention: str, locale: str = "en") -> None:
    text = "database: sqlite:///./agora.db\ntimezone: Asia/Seoul\npseudonym_key: a key of this test's own\n"
    text += f"locale: {locale}\n"
    (folder / "config.yaml").write_text(f"{text}retention: {retention}\n")


def said(folder: Path, *words: str) -> list[str]:
    done = agora_in(folder, *words)
    assert (done.code, done.err) == (0, ""), words
    return done.out.splitlines()


def test_all_is_kept_unless_it_is_configured(folder: Path) -> None:
    for apply in ((), ("--apply",), ("--apply", "--yes")):
        configured(folder, "{ballots: keep}")
        assert said(folder, "retention", *apply) == ["Every ballot is kept as it was cast (retention.ballots: keep)."]
        configured(folder, "{ballots: delete, after: 3650d}")
        assert said(folder, "retention", *apply) == ["Nothing is due."]


def test_where_nobody_can_be_asked_it_takes_a_yes(folder: Path) -> None:
    configured(folder, "{ballots: delete, after: 30d}")
    before = (folder / "agora.db").read_bytes()
    done = agora_in(folder, "retention", "--apply")
    assert (done.code, done.out.splitlines()) == (2, [ENDED])
    assert "Delete 10 ballots in 1 debate? This can’t be undone. Nobody can be asked here: say --yes" in done.sentence
    assert (folder / "agora.db").read_bytes() == before


def test_accounts_are_cut_off_when_it_is_applied_and_not_before(folder: Path) -> None:
    configured(folder, "{ballots: pseudonymise, after: 30d}")
    told = [
        ENDED,
        "10 ballots in 1 debate would be cut off from their accounts:"
        " 'agora retention --apply' does it, and the running bot once a day.",
    ]
    assert said(folder, "retention") == told
    assert said(folder, "retention") == told
    before = said(folder, "verify", "d1"), said(folder, "results", "d1", "--format", "record")
    assert before[0][0].startswith("secret-door (d1): right, ")
    assert said(folder, "retention", "--apply", "--yes") == [
        ENDED,
        "10 ballots in 1 debate: cut off from their accounts.",
    ]
    assert said(folder, "retention", "--apply", "--yes") == ["Nothing is due."]
    assert (said(folder, "verify", "d1"), said(folder, "results", "d1", "--format", "record")) == before
    (folder / "record.json").write_text("\n".join(before[1]), encoding="utf-8")
    assert said(folder, "verify", "record.json")[0].startswith("record.json: right, ")


def test_deleted_ballots_are_told_of_and_the_rest_is_compared(folder: Path) -> None:
    configured(folder, "{ballots: delete, after: 30d}")
    results = json.loads("\n".join(said(folder, "results", "d1", "--format", "json")))
    assert said(folder, "retention", "--apply", "--yes") == [ENDED, "10 ballots in 1 debate: deleted."]
    assert json.loads("\n".join(said(folder, "results", "d1", "--format", "json"))) == results
    votes, head = results["voters"], results["certificate"]["head"]
    assert said(folder, "verify") == [
        "secret-door (d1): its ballots were deleted under retention;"
        f" tally, shift, certificate and head agree, {votes} votes, head {head}",
        said(folder, "verify", "d2")[0],
        "2 debates: all right.",
    ]
    done = agora_in(folder, "results", "d1", "--format", "record")
    assert (done.code, done.out) == (1, "")
    assert "its ballots were deleted under retention" in done.err
    assert said(folder, "export", "--format", "json", "-o", "all.json") == ["all.json: 2 debates, 0 ballots."]
    assert said(folder, "backup", "copy.zip")[0].endswith("checked.")
    assert said(folder, "restore", "copy.zip", "--yes")[0].startswith("Restored as of ")
    with closing(sqlite3.connect(folder / "agora.db")) as db, db:
        db.execute("UPDATE shift SET count = count + 1 WHERE debate = 'd1' AND last = 0")
    done = agora_in(folder, "verify")
    assert (done.code, "the shift’s columns do not add up to the tally" in done.err) == (1, True)
