"""Who runs on a SQLite file: a lock of the operating system, freed when its process dies."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from bot.errors import StorageError
from bot.files import OWNERS, keep_private

_TRIES = 5
_PAUSE = 0.02


def lock_of(database: Path) -> Path:
    """The file that is locked by whoever runs on a database."""
    return database.with_name(database.name + ".lock")


class RunLock:
    """The lock of one database file, beside it as `<name>.lock`."""

    def __init__(self, database: Path) -> None:
        self._path = lock_of(database)
        self._file: int | None = None

    def try_acquire(self, kind: str) -> bool:
        """Take the lock as `kind` (a word such as `run`); False when another process has it. Raises StorageError."""
        if self._file is not None:
            return True
        file = self._open(os.O_RDWR | os.O_CREAT)
        # Somebody who only looks (`holder`) has the lock for an instant.
        for _ in range(_TRIES):
            if _lock(file, fcntl.LOCK_EX):
                os.ftruncate(file, 0)
                os.pwrite(file, kind.encode(), 0)
                self._file = file
                return True
            time.sleep(_PAUSE)
        os.close(file)
        return False

    def release(self) -> None:
        """Give the lock back, if we have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def holder(self) -> str | None:
        """As what a living process holds the lock; None when none does. Raises StorageError."""
        if not self._path.exists():
            return None
        file = self._open(os.O_RDONLY)
        try:
            if self._file is None and _lock(file, fcntl.LOCK_SH):
                return None
            return os.pread(file, 64, 0).decode(errors="replace")
        finally:
            os.close(file)

    def _open(self, flags: int) -> int:
        try:
            keep_private(self._path)
            return os.open(self._path, flags, OWNERS)
        except OSError as fault:
            raise StorageError(
                f"The lock file {self._path.name} can't be opened ({fault.strerror}).",
                "Give the bot permission to write the database's folder.",
            ) from fault


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
