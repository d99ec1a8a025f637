"""Copies of SQLite files, made beside whoever works with them, and put in the place of others."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import StorageError
from bot.files import beside_database, keep_private
from bot.sentences import sentence

Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""

_PAGES_AT_ONCE = 1_000
_PATIENCE = 30.0
"""Seconds that a copy waits for another program's lock."""


def copy_database(source: Path, target: Path, progress: Progress) -> None:
    """Copy a SQLite database as it is at one moment to `target`, a file that is not there yet; blocks.

    Whoever writes to it meanwhile goes on, and is not waited for. Raises StorageError.
    """
    keep_private(target)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)) as there,
            closing(sqlite3.connect(target)) as here,
        ):
            # Within one transaction all steps read one state: without it each write of others would begin them anew.
            there.execute("BEGIN")
            there.execute("SELECT count(*) FROM sqlite_master").fetchone()
            there.backup(here, pages=_PAGES_AT_ONCE, progress=lambda _, left, of: progress(of - left, of))
            here.execute("PRAGMA journal_mode=DELETE")
        _to_disk(target)
    except (sqlite3.Error, OSError) as fault:
        raise StorageError(sentence("storage-not-copied", file=source.name, reason=str(fault))) from fault


def swap_of(database: Path) -> Path:
    """The file that is about to take a database's place; while it is there, a restore was cut short."""
    return database.with_name(f"{database.name}.restoring")


def put_in_place(copy: Path, database: Path, kept: Path | None) -> None:
    """Let `copy`, on the same disk, take the place of `database`; nobody has either of them open.

    What is there is found under `kept` afterwards, with what SQLite has beside it; None leaves nothing of it. Cut
    short, it leaves the file that `swap_of` names, and can be done again. Raises OSError.
    """
    _settle(copy)
    swap = swap_of(database)
    copy.replace(swap)
    old = [path for path in (database, *beside_database(database)) if path.exists()]
    for path in old:
        # The shared index (-shm) is made anew by whoever opens what is kept.
        if kept is not None and path.stat().st_size and not path.name.endswith("-shm"):
            _link(path, kept.with_name(kept.name + path.name.removeprefix(database.name)))
    for path in old:
        path.unlink()
    swap.replace(database)
    _to_disk(database.parent)


def _settle(database: Path) -> None:
    """Write everything into the file itself."""
    try:
        with closing(sqlite3.connect(database)) as here:
            here.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as fault:
        raise OSError(str(fault)) from fault
    _to_disk(database)


def _link(path: Path, name: Path) -> None:
    """Give a file a second name, or where the file system has no such thing a second file."""
    try:
        os.link(path, name)
    except OSError:
        shutil.copy2(path, name)


def _to_disk(path: Path) -> None:
    """Have a file or folder written to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        # Some file systems can't do it for folders.
        with suppress(OSError):
            os.fsync(number)
    finally:
        os.close(number)
