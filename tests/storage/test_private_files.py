"""What Agora writes is its owner's alone, from the first moment, and what others could read is not so after a start."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.demo import prepare
from bot.platforms.local.chat_store import Database as ChatDatabase
from bot.storage import RunLock, open_ledger

_watched: dict[str, int] = {}


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event == "sqlite3.connect" and _watched.get("on"):
        path = Path(str(args[0]))
        _watched[str(path)] = stat.S_IMODE(path.stat().st_mode) if path.exists() else -1


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def anybodys_umask() -> Iterator[None]:
    """As lax a mask as there is."""
    before = os.umask(0)
    yield
    os.umask(before)


@contextmanager
def modes_at_opening() -> Iterator[dict[str, int]]:
    """The mode that each database had when SQLite was first asked to open it; -1 for one that was not there."""
    _watched.clear()
    _watched["on"] = 1
    yield _watched
    _watched["on"] = 0


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in sorted(folder.iterdir()) if path.is_file()}


async def test_the_ledger_and_what_is_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "agora.db"
    with modes_at_opening() as seen:
        database = await open_ledger(f"sqlite:///{path}")
    assert seen[str(path)] == 0o600
    lock = RunLock(path)
    assert lock.try_acquire("run")
    names = ("agora.db", "agora.db-shm", "agora.db-wal", "agora.db.lock")
    assert modes(tmp_path) == dict.fromkeys(names, "0o600")
    lock.release()
    await database.close()


async def test_the_chats_store(tmp_path: Path) -> None:
    path = tmp_path / "agora.chat.db"
    chat = ChatDatabase(path, lambda _: None)
    with modes_at_opening() as seen:
        await chat.write(lambda db: db.exec_driver_sql("CREATE TABLE words (said)") and None)
    assert seen[str(path)] == 0o600
    names = ("agora.chat.db", "agora.chat.db-shm", "agora.chat.db-wal")
    assert modes(tmp_path) == dict.fromkeys(names, "0o600")
    await chat.close()


async def test_files_that_others_could_read_are_taken_back_at_the_start(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "agora.db", tmp_path / "elsewhere"
    elsewhere.mkdir()
    first = await open_ledger(f"sqlite:///{elsewhere}/real.db")
    for file in elsewhere.iterdir():
        file.chmod(0o666)
    (elsewhere / "agora.db.lock").touch()
    path.symlink_to(elsewhere / "real.db")
    (tmp_path / "agora.db.lock").touch(0o664)
    second = await open_ledger(f"sqlite:///{path}")
    assert RunLock(path).try_acquire("run")
    assert set(modes(tmp_path).values()) == {"0o600"}
    assert {name: mode for name, mode in modes(elsewhere).items() if name.startswith("real")} == dict.fromkeys(
        ("real.db", "real.db-shm", "real.db-wal"), "0o600"
    )
    await second.close()
    await first.close()


async def test_a_database_that_is_open_here_keeps_its_locks(tmp_path: Path) -> None:
    first = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
    (tmp_path / "agora.db").chmod(0o644)
    second = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
    await second.try_write()
    await first.try_write()
    assert modes(tmp_path)["agora.db"] == "0o600"
    await second.close()
    await first.close()


def test_the_demos_folder_and_configuration(tmp_path: Path) -> None:
    folder = tmp_path / "demo-data"
    for _ in range(2):
        config = prepare(folder, port=8080, locale="ko", closes_after=timedelta(minutes=3), fresh=False)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert modes(folder) == {"config.yaml": "0o600"}
        config.chmod(0o644)
        folder.chmod(0o755)


def test_the_unit_leaves_nothing_that_others_can_read() -> None:
    unit = Path(__file__).parents[2] / "deploy" / "agora.service"
    assert "UMask=0077" in unit.read_text().splitlines()
