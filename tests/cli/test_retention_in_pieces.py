"""Accounts are cut off some at a time: killed in between, each piece is whole, and the next time goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.marks import Voter
from bot.storage import open_ledger
from tests.byte_search import files_with, files_with_bytes
from tests.cli.killed_midway import AT_ONCE, retention_killed_at
from tests.cli.test_retention_command import configured, said
from tests.journeys.processes import CODE_OF_KILLED, fork
from tests.storage.proof_builders import busy_debate, close, settle
from tests.storage.storage_builders import event, voter

CROWD = 30
REPLY = "reply-of-somebody"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger with a closed debate of many voters, and a reply under it."""
    (tmp_path / "content" / "articles").mkdir(parents=True)

    async def fill() -> None:
        database = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
        posts = await busy_debate(database)
        square, votes = posts["square"], database.ledger.votes
        crowd = [event(square, f"crowd-{n}", "👍👎"[n % 2], received=400 + n) for n in range(CROWD)]
        await votes.cast(crowd)
        await votes.reply("discord", square.channel_id, square.message, REPLY, voter(square, "crowd-3"), True)
        await close(database, posts)
        await settle(database)
        await database.close()

    asyncio.run(fill())
    configured(tmp_path, "{ballots: pseudonymise, after: 30d}")
    return tmp_path


def column(folder: Path, query: str) -> list[object]:
    with closing(sqlite3.connect(folder / "agora.db")) as db:
        return [value for (value,) in db.execute(query)]


def accounts_in_history(folder: Path) -> int:
    """How many voters of the history are still accounts."""
    named = "SELECT voter FROM history UNION SELECT voter FROM codes UNION SELECT voter FROM ballots"
    query = f"SELECT count(*) FROM voters WHERE workspace != 'pseudonym' AND id IN ({named})"
    (left,) = column(folder, query)
    assert isinstance(left, int)
    return left


@pytest.mark.parametrize(
    ("step", "time", "cut_off"),
    [("keep_codes_after", 3, 0), ("_begin", 1, 0), ("_renumber", 1, 0), ("_renumber", 4, 3), ("_end", 1, None)],
)
def test_killed_at_any_piece_the_next_time_goes_on(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, step: str, time: int, cut_off: int | None
) -> None:
    proven = said(folder, "verify"), said(folder, "results", "d1", "--format", "record")
    everybody = accounts_in_history(folder)
    (due, *_) = said(folder, "retention")
    outside = tmp_path_factory.mktemp("streams")
    killed = fork(retention_killed_at, (step, time), folder, {}, outside / "out", outside / "err").wait()
    assert killed.code == CODE_OF_KILLED, killed
    left = accounts_in_history(folder)
    assert everybody - left == (everybody if cut_off is None else cut_off * AT_ONCE)
    assert (said(folder, "verify"), said(folder, "results", "d1", "--format", "record")) == proven
    assert said(folder, "retention")[0] == due, "it is still to be done"
    ballots = due.rpartition(": ")[2]
    done = said(folder, "retention", "--apply", "--yes")
    assert done == [due, f"{ballots} in 1 debate: cut off from their accounts."]
    assert accounts_in_history(folder) == 0
    assert (said(folder, "verify"), said(folder, "results", "d1", "--format", "record")) == proven
    assert said(folder, "retention") == ["Nothing is due."]
    assert files_with(folder, REPLY) == []


def test_in_between_somebody_is_told_their_vote_and_can_be_forgotten(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    record = said(folder, "results", "d1", "--format", "record")
    outside = tmp_path_factory.mktemp("streams")
    assert fork(retention_killed_at, ("_renumber", 3), folder, {}, outside / "out", outside / "err").wait().code < 0
    names = column(
        folder,
        "SELECT native FROM voters WHERE workspace = '' AND native LIKE 'crowd-%'"
        " AND id IN (SELECT voter FROM ballots) ORDER BY id",
    )
    assert 0 < len(names) < CROWD
    person = Voter("discord", "", str(names[0]))

    async def forgotten() -> None:
        database = await open_ledger(f"sqlite:///{folder}/agora.db")
        mine = await database.ledger.proofs.mine("d1", person)
        assert mine is not None
        assert any(str(mine.code) in line for line in record)
        await database.close()

    asyncio.run(forgotten())
    with closing(sqlite3.connect(folder / "agora.db")) as db, db:
        # Numbers are ids of Discord accounts for the command.
        db.execute("UPDATE voters SET native = '123456789012345678' WHERE native = ?", (person.native,))
    assert said(folder, "forget", "discord:123456789012345678", "--yes")[0].startswith("Forgotten:")
    assert said(folder, "results", "d1", "--format", "record") == record
    said(folder, "retention", "--apply", "--yes")
    assert accounts_in_history(folder) == 0
    assert column(folder, "SELECT count(*) FROM codes WHERE voter < 0") == [0], "nobody stands out"
    assert said(folder, "results", "d1", "--format", "record") == record
    assert said(folder, "verify", "d1")[0].startswith("secret-door (d1): right, ")


@pytest.mark.parametrize("policy", ["pseudonymise", "delete"])
def test_no_byte_of_what_is_let_go_of_is_left_in_any_file(folder: Path, policy: str) -> None:
    configured(folder, f"{{ballots: {policy}, after: 30d}}")
    (secret,) = column(folder, "SELECT secret FROM debates")
    hashes = column(folder, "SELECT hash FROM history WHERE seq < (SELECT min(seq) FROM seals)")
    gone = [secret, *(hashes if policy == "delete" else ())]
    pieces = [piece for piece in gone if isinstance(piece, bytes)]
    assert len(pieces) == len(gone)
    for piece in (*pieces, REPLY.encode()):
        assert files_with_bytes(folder, piece) == ["agora.db"]
    said(folder, "retention", "--apply", "--yes")
    assert files_with_bytes(folder, *pieces, REPLY.encode()) == []
    assert (files_with_bytes(folder, *(one for one in hashes if isinstance(one, bytes))) != []) is (policy != "delete")
