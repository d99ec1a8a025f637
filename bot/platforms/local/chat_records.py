"""What the chat's store keeps and gives back, and its log of changes: every change in order, for browsers, the bot and
other processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from bot.core.times import Micros, micros
from bot.services.ports import Clock


class Kind(StrEnum):
    """What a message is; `reply` is a command's answer that was shared with the channel."""

    TEXT = "text"
    CARD = "card"
    LINE = "line"
    RESULT = "result"
    NOTICE = "notice"
    REPLY = "reply"


class ChangeKind(StrEnum):
    """What happened. `message`: created or changed; `thread`: opened under a message; `person`: came, or is gone."""

    MESSAGE = "message"
    REACTION = "reaction"
    THREAD = "thread"
    DELETED = "deleted"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who chats; `simulated` ones belong to the demo's crowd. `colour` is 0 to 11."""

    id: str
    name: str
    emoji: str
    colour: int
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """One raw emoji under a message: whether the bot holds it, and who else does, in order of time."""

    emoji: str
    seed: bool
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class ThreadUnder:
    """The thread under a message; `replies` are people's."""

    number: int
    title: str
    replies: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be written. `author` is the bot's or a mascot's name and face; else `person` wrote it."""

    channel: str
    kind: Kind
    content: Mapping[str, Any]
    person: str | None = None
    author: Mapping[str, str] | None = None
    thread: int | None = None
    key: str | None = None
    article: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A message with all that hangs on it. `at` is strictly increasing over the whole store."""

    number: int
    channel: str
    thread: int | None
    kind: Kind
    content: Mapping[str, Any]
    person: Person | None
    author: Mapping[str, str] | None
    at: Micros
    edited: bool
    reactions: tuple[Reaction, ...] = ()
    opens: ThreadUnder | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log: its `id` and its time `at` only ever grow.

    `person` is set where a person did it, None where the bot did; `held` is False for what was taken away.
    """

    id: int
    kind: ChangeKind
    at: Micros
    channel: str = ""
    message: int | None = None
    thread: int | None = None
    person: str | None = None
    reaction: str = ""
    held: bool = True


_CHANGE = "SELECT id, kind, at, channel, message, thread, person, reaction, held FROM changes"


class Missed(Exception):
    """Changes were pruned before they were read."""


class ChangeLog:
    """Notes changes, each inside the transaction that makes it; about the last `kept` of them stay."""

    def __init__(self, clock: Clock, kept: int) -> None:
        self._clock = clock
        self._kept = kept

    def now(self, db: Connection) -> Micros:
        """The present instant, later than any change so far."""
        last = db.exec_driver_sql("SELECT at FROM changes ORDER BY id DESC LIMIT 1").fetchone()
        return max(micros(self._clock.now()), last[0] + 1 if last else 0)

    def note(
        self,
        db: Connection,
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
        cursor = db.exec_driver_sql(
            "INSERT INTO changes (kind, at, channel, message, thread, person, reaction, held)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (kind, at or self.now(db), channel, message, thread, person, reaction, held),
        )
        latest = cursor.lastrowid or 0
        if latest % max(1, self._kept // 20) == 0:
            db.exec_driver_sql("DELETE FROM changes WHERE id <= ?", (latest - self._kept,))


def last_change(db: Connection) -> int:
    return int(db.exec_driver_sql("SELECT coalesce(max(id), 0) FROM changes").scalar_one())


def changes_after(db: Connection, after: int, limit: int) -> list[Change]:
    """The changes after the one with id `after`, in order. Raises Missed when some of them were pruned."""
    first = db.exec_driver_sql("SELECT min(id) FROM changes").scalar_one()
    if first is not None and after + 1 < first:
        raise Missed
    return [_change(row) for row in db.exec_driver_sql(f"{_CHANGE} WHERE id > ? ORDER BY id LIMIT ?", (after, limit))]


def changes_since(db: Connection, at: Micros, limit: int) -> list[Change]:
    """The latest `limit` changes, less those before an instant, in order."""
    rows = db.exec_driver_sql(f"{_CHANGE} ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
    return [change for change in map(_change, reversed(rows)) if change.at >= at]


def _change(row: tuple[Any, ...]) -> Change:
    id, kind, at, channel, message, thread, person, reaction, held = row
    return Change(id, ChangeKind(kind), at, channel, message, thread, person, reaction, bool(held))
