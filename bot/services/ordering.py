"""Ballots in an order that tells nothing: by pseudonym, however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """A ballot as it is exported: options as bit masks, `first_at` an instant in ISO 8601."""

    voter: str
    platform: str
    first: int
    first_at: str | None
    last: int


class Ordered:
    """Takes rows as they come and gives them by pseudonym. They wait in a temporary file, which is nobody else's."""

    def __init__(self) -> None:
        # An export is written in one thread and ended in another, never in both at once.
        self._kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):
            self._kept.execute(f"PRAGMA {pragma}")
        self._kept.execute("CREATE TABLE ballots (voter, platform, first, first_at, last)")

    def add(self, rows: Iterable[Row]) -> None:
        """Take some rows."""
        self._kept.execute("BEGIN")
        self._kept.executemany("INSERT INTO ballots VALUES (?, ?, ?, ?, ?)", rows)
        self._kept.execute("COMMIT")

    def taken(self) -> Iterator[Row]:
        """All rows so far, by pseudonym; then there are none."""
        for row in self._kept.execute("SELECT * FROM ballots ORDER BY voter"):
            yield Row(*row)
        self._kept.execute("DELETE FROM ballots")

    def close(self) -> None:
        """Let go of the temporary file."""
        self._kept.close()
