"""A copy is of one moment, whoever writes meanwhile; and what takes a database's place does so whole or not."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage import open_ledger
from bot.storage.copies import copy_database, put_in_place, swap_of

ACCOUNTS, EACH = 200, 100


def a_bank(path: Path) -> None:
    """Accounts that money goes to and fro between: at any one moment they have as much together."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE accounts (id INTEGER PRIMARY KEY, money INTEGER, filler TEXT)")
        rows = [(number, EACH, "x" * 60_000) for number in range(ACCOUNTS)]
        db.executemany("INSERT INTO accounts VALUES (?, ?, ?)", rows)


def test_a_copy_is_of_one_moment_and_ends_while_somebody_writes_on_and_on(tmp_path: Path) -> None:
    path, copy = tmp_path / "agora.db", tmp_path / "copy.db"
    a_bank(path)
    stop, told = threading.Event(), []
    written = [0]

    def write() -> None:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as db:
            while not stop.is_set():
                one, other = written[0] % ACCOUNTS, -1 - written[0] % ACCOUNTS % 7
                db.execute("BEGIN IMMEDIATE")
                db.execute("UPDATE accounts SET money = money - 1 WHERE id = ?", (one,))
                db.execute("UPDATE accounts SET money = money + 1 WHERE id = ?", (ACCOUNTS + other,))
                db.execute("COMMIT")
                written[0] += 1

    def progress(done: int, of: int) -> None:
        told.append((done, of, written[0]))
        before = written[0]
        while written[0] < before + 3:
            assert writer.is_alive()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy_database(path, copy, progress)
    finally:
        stop.set()
        writer.join()
    assert len(told) > 2
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1]
    assert told[-1][2] > told[0][2], "writing went on meanwhile"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT sum(money) FROM accounts").fetchone()[0] == ACCOUNTS * EACH
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("copy.db-*"))


def test_what_can_not_be_copied_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "agora.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StorageError, match=r"agora\.db could not be copied"):
        copy_database(tmp_path / "agora.db", tmp_path / "copy.db", lambda _done, _of: None)


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [row[0] for row in db.execute("SELECT word FROM words ORDER BY word")]


def words(path: Path, *said: str, keep_open: bool = False) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")
    db.executemany("INSERT INTO words VALUES (?)", [(word,) for word in said])
    if not keep_open:
        db.close()
    return db


def test_what_is_replaced_is_kept_with_what_is_still_in_its_log(tmp_path: Path) -> None:
    path, copy, kept = tmp_path / "agora.db", tmp_path / "new" / "agora.db", tmp_path / "agora.db.before"
    copy.parent.mkdir()
    words(copy, "copied")
    still = words(path, "in the log", keep_open=True)
    log = path.with_name("agora.db-wal").read_bytes()
    still.close()
    path.with_name("agora.db-wal").write_bytes(log)
    put_in_place(copy, path, kept)
    assert rows(path) == ["copied"]
    assert rows(kept) == ["in the log"]
    assert not swap_of(path).exists()


async def test_a_restore_that_was_cut_short_is_refused_until_it_is_done_again(tmp_path: Path, monkeypatch) -> None:
    path, kept = tmp_path / "agora.db", tmp_path / "agora.db.before"
    database = await open_ledger(f"sqlite:///{path}")
    await database.close()
    copy = tmp_path / "new.db"
    copy.write_bytes(path.read_bytes())

    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(Path, "unlink", power_cut)
        put_in_place(copy, path, kept)
    with pytest.raises(StorageError, match=r"A restore of agora\.db was cut short") as caught:
        await open_ledger(f"sqlite:///{path}")
    assert "agora restore" in caught.value.hint
    again = tmp_path / "again.db"
    again.write_bytes(kept.read_bytes())
    put_in_place(again, path, tmp_path / "agora.db.before-2")
    await (await open_ledger(f"sqlite:///{path}")).close()
