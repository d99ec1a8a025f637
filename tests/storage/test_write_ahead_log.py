"""What a fault of the disk has torn out of SQLite's log is found before SQLite leaves it out without a word."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage import RunLock, open_ledger
from bot.storage.write_ahead_log import lost_from_log

WRITER = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=FULL")
db.execute("CREATE TABLE IF NOT EXISTS votes (voter TEXT)")
for number in range(int(sys.argv[2])):
    db.execute("INSERT INTO votes VALUES (?)", (f"voter {number} " * 40,))
os.kill(os.getpid(), signal.SIGKILL)
"""
VOTES = 30
HEADER, FRAME = 32, 24 + 4096


@pytest.fixture(scope="module")
def died(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database whose writer was killed: all that it wrote is in the log."""
    folder = tmp_path_factory.mktemp("died")
    subprocess.run([sys.executable, "-c", WRITER, str(folder / "agora.db"), str(VOTES)], check=False)
    return folder


@pytest.fixture
def database(died: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    for path in died.iterdir():
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / "agora.db"


def beside(database: Path, end: str) -> Path:
    return database.with_name(database.name + end)


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 0x10
    path.write_bytes(content)


def votes(database: Path) -> int:
    with closing(sqlite3.connect(database)) as db:
        return int(db.execute("SELECT count(*) FROM votes").fetchone()[0])


def test_a_log_that_its_writer_left_is_whole(database: Path) -> None:
    assert lost_from_log(database) is None
    beside(database, "-shm").unlink()
    assert lost_from_log(database) is None
    assert votes(database) == VOTES
    assert lost_from_log(database) is None


@pytest.mark.parametrize("shared_index", [True, False])
@pytest.mark.parametrize("offset", [3, 20, HEADER + 9, HEADER + 100, HEADER + 5 * FRAME + 3, HEADER + 5 * FRAME + 1000])
def test_one_flipped_bit_that_would_hide_votes_is_found(database: Path, offset: int, shared_index: bool) -> None:
    log = beside(database, "-wal")
    flip(log, offset)
    if not shared_index:
        beside(database, "-shm").unlink()
    found = lost_from_log(database)
    assert found is not None
    assert "agora.db-wal" in str(found)
    # What SQLite itself says of it.
    with closing(sqlite3.connect(database)) as db:
        try:
            read = db.execute("SELECT count(*) FROM votes").fetchone()[0]
        except sqlite3.OperationalError:
            read = 0
    assert read < VOTES


@pytest.mark.parametrize("cut", [1, 10, FRAME, 5 * FRAME])
def test_a_log_that_was_cut_short_is_found_by_the_shared_index(database: Path, cut: int) -> None:
    log = beside(database, "-wal")
    log.write_bytes(log.read_bytes()[:-cut])
    found = lost_from_log(database)
    assert found is not None
    assert "missing" in str(found)


def test_a_log_that_is_gone_is_found_by_the_shared_index(database: Path) -> None:
    beside(database, "-wal").unlink()
    found = lost_from_log(database)
    assert found is not None
    assert "is gone" in str(found)


def test_the_last_transaction_may_be_half_written_after_a_power_cut(database: Path) -> None:
    # It was not told of as written, and after a reboot there is no shared index.
    beside(database, "-shm").unlink()
    log = beside(database, "-wal")
    flip(log, log.stat().st_size - 50)
    assert lost_from_log(database) is None
    assert votes(database) == VOTES - 1


def test_what_an_earlier_round_of_the_log_left_is_no_loss(tmp_path: Path) -> None:
    database = tmp_path / "agora.db"
    subprocess.run([sys.executable, "-c", WRITER, str(database), "40"], check=False)
    with closing(sqlite3.connect(database)) as reader:
        reader.execute("PRAGMA wal_checkpoint(RESTART)")
        # A second round begins at the log's head, with what is left of the first behind it.
        subprocess.run([sys.executable, "-c", WRITER, str(database), "2"], check=False)
        content = {end: beside(database, end).read_bytes() for end in ("-wal", "-shm")}
    assert len(content["-wal"]) > HEADER + 20 * FRAME
    for end, bytes_ in content.items():
        beside(database, end).write_bytes(bytes_)
    assert lost_from_log(database) is None


async def test_opening_says_so_in_one_sentence_and_changes_nothing(database: Path) -> None:
    flip(beside(database, "-wal"), HEADER + 5 * FRAME + 1000)
    before = {path.name: path.read_bytes() for path in database.parent.iterdir()}
    with pytest.raises(StorageError, match=r"agora\.db is damaged: .*agora\.db-wal") as caught:
        await open_ledger(f"sqlite:///{database}")
    assert "agora restore" in caught.value.hint
    assert {path.name: path.read_bytes() for path in database.parent.iterdir()} == before


async def test_nobody_looks_at_the_log_beside_a_running_bot(tmp_path: Path) -> None:
    path = tmp_path / "agora.db"
    running = await open_ledger(f"sqlite:///{path}")
    lock = RunLock(path)
    assert lock.try_acquire("run")
    try:
        beside_it = await open_ledger(f"sqlite:///{path}")
        await beside_it.close()
        await running.try_write()
    finally:
        lock.release()
        await running.close()
