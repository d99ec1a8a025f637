"""The chat's log of changes: every change in order, for browsers, the bot and other processes."""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.core.times import Micros, micros
from bot.platforms.local.records import Change, ChangeKind
from bot.services.ports import Clock

_CHANGE = "SELECT id, kind, at, channel, message, thread, person, reaction, held FROM changes"


class Missed(Exception):
    """Changes were pruned before they were read."""


class ChangeLog:
    """Notes changes, each inside the transaction that makes it; about the last `kept` of them stay."""

    def __init__(self, clock: Clock, kept: int) -> None:
        self._clock = clock
        self._kept = kept

    def now(self, db: sqlite3.Connection) -> Micros:
        """The present instant, later than any change so far."""
        last = db.execute("SELECT at FROM changes ORDER BY id DESC LIMIT 1").fetchone()
        return max(micros(self._clock.now()), last[0] + 1 if last else 0)

    def note(
        self,
        db: sqlite3.Connection,
        kind: ChangeKind,
        *,
        at: Micros | None = None,
        channel: str = "",
        message: int | None = None,
        thread: int | None = None,
        person: str | None = None,
        reaction: str = "",
        held: bool = True,
    ) -> None:
        """Add a change (see `Change` for its fields), `at` the present instant if no other is given."""
        cursor = db.execute(
            "INSERT INTO changes (kind, at, channel, message, thread, person, reaction, held)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (kind, at or self.now(db), channel, message, thread, person, reaction, held),
        )
        latest = cursor.lastrowid or 0
        if latest % max(1, self._kept // 20) == 0:
            db.execute("DELETE FROM changes WHERE id <= ?", (latest - self._kept,))


def last_change(db: sqlite3.Connection) -> int:
    """The id of the latest change; 0 before any."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0])


def changes_after(db: sqlite3.Connection, after: int, limit: int) -> list[Change]:
    """The changes after the one with id `after`, in order. Raises Missed when some of them were pruned."""
    first = db.execute("SELECT min(id) FROM changes").fetchone()[0]
    if first is not None and after + 1 < first:
        raise Missed
    return [_change(row) for row in db.execute(f"{_CHANGE} WHERE id > ? ORDER BY id LIMIT ?", (after, limit))]


def changes_since(db: sqlite3.Connection, at: Micros, limit: int) -> list[Change]:
    """The latest `limit` changes, less those before an instant, in order."""
    rows = db.execute(f"{_CHANGE} ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
    return [change for change in map(_change, reversed(rows)) if change.at >= at]


def _change(row: tuple[Any, ...]) -> Change:
    id, kind, at, channel, message, thread, person, reaction, held = row
    return Change(id, ChangeKind(kind), at, channel, message, thread, person, reaction, bool(held))
