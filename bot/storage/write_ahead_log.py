"""SQLite's write-ahead log as it lies on the disk after a process has died, looked at before SQLite reads it.

SQLite takes a log up to the first frame whose checksum is wrong and leaves the rest out without a word, since after a
power cut the last transaction may be half written. Committed transactions that a fault of the disk has torn out of it
would be missing in the same silence. Formats: https://www.sqlite.org/walformat.html.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.sentences import Sentence, sentence

_MAGIC = 0x377F0682
_HEADER, _FRAME = 32, 24
_COPY = 48
"""Bytes of the shared index's header, of which there are two copies."""


@dataclass(frozen=True, slots=True)
class _Log:
    """What is in a log: frames that SQLite will take (up to the last whole transaction), and commits after them."""

    salt: bytes
    taken: int
    commits_beyond: int


@dataclass(frozen=True, slots=True)
class _Index:
    """What the shared index says of the log: its salt, how many frames it has, and how many are in the database."""

    salt: bytes
    frames: int
    copied: int


def lost_from_log(database: Path) -> Sentence | None:
    """What is missing in the log of a database that no process has open, as a clause; None where nothing is.

    To be asked before this process opens it: SQLite then makes the index anew from what it takes of the log.
    """
    log, index = (database.with_name(database.name + end) for end in ("-wal", "-shm"))
    if not log.exists() and not index.exists():
        return None
    # Closing a file lets go of all locks that this process has on it, SQLite's among them.
    if _is_open_here(index):
        return None
    told = _index_of(index)
    found = _log_of(log)
    if told is not None and _index_of(index) != told:
        return None
    if isinstance(found, Sentence):
        return found
    if found is None:
        missing = told.frames - told.copied if told is not None else 0
        return sentence("storage-log-gone", log=log.name, pages=missing) if missing > 0 else None
    if told is not None and told.salt == found.salt and told.frames > max(found.taken, told.copied):
        return sentence("storage-log-pages-spoilt", log=log.name, pages=told.frames - found.taken)
    # A power cut may tear the last transaction alone, of which nobody was told that it is written.
    if found.commits_beyond > 1:
        return sentence("storage-log-transactions-spoilt", log=log.name, transactions=found.commits_beyond)
    return None


def _log_of(path: Path) -> _Log | Sentence | None:
    """What is in the log; None where it is empty or not there, and a clause where not even its header can be read."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if len(content) <= _HEADER:
        return None
    magic, _, page_size, _, salt, *sums = struct.unpack(">IIII8sII", content[:_HEADER])
    words = ">" if magic & 1 else "<"
    state = _checksum(words, content[: _HEADER - 8], (0, 0))
    if magic & ~1 != _MAGIC or state != tuple(sums):
        return sentence("storage-log-header-spoilt", log=path.name)
    taken = commits_beyond = 0
    good = True
    for number, (frame, page) in enumerate(_frames(content, page_size), 1):
        _, commit, frame_salt, *sums = struct.unpack(">II8sII", frame)
        if frame_salt != salt:
            # From an earlier round of the log; or, where more of this one follows, spoilt.
            good = False
            continue
        if good:
            state = _checksum(words, page, _checksum(words, frame[:8], state))
            good = state == tuple(sums)
        if good and commit:
            taken = number
        commits_beyond += bool(commit) and not good
    return _Log(salt, taken, commits_beyond)


def _frames(content: bytes, page_size: int) -> Iterator[tuple[bytes, bytes]]:
    size = _FRAME + page_size
    for start in range(_HEADER, len(content) - size + 1, size):
        yield content[start : start + _FRAME], content[start + _FRAME : start + size]


def _checksum(words: str, data: bytes, state: tuple[int, int]) -> tuple[int, int]:
    first, second = state
    numbers = struct.unpack(f"{words}{len(data) // 4}I", data)
    for one, two in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second


def _index_of(path: Path) -> _Index | None:
    """What the index says; None where there is none, or it was never written whole."""
    try:
        with path.open("rb") as file:
            content = file.read(2 * _COPY + 4)
    except OSError:
        return None
    if len(content) < 2 * _COPY + 4 or content[:_COPY] != content[_COPY : 2 * _COPY] or not content[12]:
        return None
    native = "<" if sys.byteorder == "little" else ">"
    (frames,) = struct.unpack_from(f"{native}I", content, 16)
    (copied,) = struct.unpack_from(f"{native}I", content, 2 * _COPY)
    return _Index(content[32:40], frames, copied)


def _is_open_here(path: Path) -> bool:
    """Whether this process has a file open."""
    try:
        wanted = path.stat()
        mine = [int(name) for name in os.listdir("/dev/fd")]  # noqa: PTH208 (listed whole before any of them is looked at)
    except OSError:
        return False
    for number in mine:
        with suppress(OSError):
            found = os.fstat(number)
            if (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino):
                return True
    return False
