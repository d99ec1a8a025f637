"""The spool: events that memory has no room for, in order, on disk.

It outlives nothing: its files have no name, so nobody else opens them, and they are gone when the process is, however
it ends. What is lost with them is found by a recount, as what is lost from memory.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

MOST_BYTES = 256 * 1024 * 1024
"""About two and a half million events: ten minutes of a vote that is four times as fast as one core takes it."""
_FILE_BYTES = 16 * 1024 * 1024

Row = Sequence[Any]


@dataclass(slots=True)
class _File:
    """One file of blocks, written from its beginning on; it goes when its last block is taken."""

    file: IO[bytes]
    written: int = 0


@dataclass(frozen=True, slots=True)
class _Block:
    file: _File
    at: int
    length: int
    rows: int


class Spool:
    """Blocks of rows, first in, first out; at most `most_bytes` are on disk at once.

    `folder` is where its files are; None: where the system keeps passing files. Rows hold what JSON can tell.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES, file_bytes: int = _FILE_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._file_bytes = file_bytes
        self._files: deque[_File] = deque()
        self._blocks: deque[_Block] = deque()
        self._rows = 0

    def __len__(self) -> int:
        """How many rows are on disk."""
        return self._rows

    def add(self, rows: Sequence[Row]) -> bool:
        """Write a block behind all others; False where it does not fit, or the disk does not take it."""
        data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if sum(file.written for file in self._files) + len(data) > self._most_bytes:
            return False
        try:
            file = self._last_file()
            if os.pwrite(file.file.fileno(), data, file.written) < len(data):
                return False
        except OSError:
            return False
        self._blocks.append(_Block(file, file.written, len(data), len(rows)))
        file.written += len(data)
        self._rows += len(rows)
        return True

    def take(self) -> list[Row]:
        """The block that was added first, which is on disk no more. Raises OSError where it can't be read."""
        block = self._blocks.popleft()
        self._rows -= block.rows
        data = os.pread(block.file.file.fileno(), block.length, block.at)
        if not self._blocks or self._blocks[0].file is not block.file:
            self._files.popleft().file.close()
        if len(data) < block.length:
            raise OSError("The spool is shorter than what was written to it.")
        rows: list[Row] = json.loads(data.decode("utf-8", "surrogatepass"))
        return rows

    def close(self) -> None:
        """Let go of what waits, and of the files."""
        self._blocks.clear()
        self._rows = 0
        while self._files:
            self._files.popleft().file.close()

    def _last_file(self) -> _File:
        if not self._files or self._files[-1].written >= self._file_bytes:
            self._files.append(_File(tempfile.TemporaryFile(buffering=0, dir=self._folder)))  # noqa: SIM115 (goes with its last block)
        return self._files[-1]
