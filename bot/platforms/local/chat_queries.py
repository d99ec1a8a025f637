"""Queries on the chat's store. What each gives is told by the method of `Store` that has its name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.core.times import Micros, instant
from bot.log import get_logger
from bot.log.throttle import Throttle
from bot.platforms.local.chat_records import Kind, Person, Reaction, Stored, ThreadUnder
from bot.platforms.local.identifiers import BOT
from bot.platforms.local.shipped_names import names_of
from bot.services.records import Comment

_complain = Throttle(get_logger("chat"))
_PERSON = "id, name, emoji, colour, simulated"


def people(db: Connection, simulated: bool) -> list[Person]:
    """The members, or the simulated ones, oldest first."""
    rows = db.exec_driver_sql(f"SELECT {_PERSON} FROM people WHERE simulated = ? ORDER BY rowid", (simulated,))
    return [_person(row) for row in rows]


def person(db: Connection, id: str) -> Person | None:
    row = db.exec_driver_sql(f"SELECT {_PERSON} FROM people WHERE id = ?", (id,)).fetchone()
    return _person(row) if row else None


def called(db: Connection, name: str) -> Person | None:
    """The member with this id, else the one with this name."""
    row = db.exec_driver_sql(
        f"SELECT {_PERSON} FROM people WHERE NOT simulated AND (id = ? OR folded = ?) ORDER BY id = ? DESC",
        (name, name.casefold(), name),
    ).fetchone()
    return _person(row) if row else None


def parent(db: Connection, thread: int | None) -> int | None:
    """The message that a thread hangs under."""
    row = db.exec_driver_sql("SELECT message FROM threads WHERE number = ?", (thread,)).fetchone()
    return row[0] if row else None


def find(db: Connection, channel: str, key: str, since: Micros, thread: int | None) -> int | None:
    query = "SELECT min(number) FROM messages WHERE key = ? AND channel = ? AND thread IS ? AND at >= ?"
    row = db.exec_driver_sql(query, (key, channel, thread, since)).fetchone()
    return row[0] if row else None


def keys_since(db: Connection, channel: str, since: Micros) -> list[tuple[int, str]]:
    """Number and key of the messages that were sent to a channel under a key since then."""
    query = "SELECT number, key FROM messages WHERE channel = ? AND thread IS NULL AND key IS NOT NULL AND at >= ?"
    return [(number, key) for number, key in db.exec_driver_sql(query, (channel, since))]


def page(db: Connection, channel: str, before: int | None, limit: int) -> tuple[list[Stored], bool]:
    """The latest `limit` messages of a channel before one, and whether there are older ones."""
    rows = db.exec_driver_sql(
        "SELECT number FROM messages WHERE channel = ? AND thread IS NULL AND number < ? ORDER BY number DESC LIMIT ?",
        (channel, before if before is not None else 2**62, limit + 1),
    ).fetchall()
    return load(db, [number for (number,) in rows[:limit]]), len(rows) > limit


def thread(db: Connection, number: int, limit: int) -> tuple[Stored, list[Stored]] | None:
    """The message that a thread hangs under, and the thread's latest messages."""
    above = load(db, [message] if (message := parent(db, number)) is not None else [])
    rows = db.exec_driver_sql(
        "SELECT number FROM messages WHERE thread = ? ORDER BY number DESC LIMIT ?", (number, limit)
    )
    numbers = [n for (n,) in rows]
    return (above[0], load(db, numbers)) if above else None


def load(db: Connection, numbers: Collection[int]) -> list[Stored]:
    marks = ",".join("?" * len(numbers))
    wanted = tuple(numbers)
    rows = db.exec_driver_sql(
        "SELECT m.number, m.channel, m.thread, m.kind, m.content, m.author, m.at, m.edited,"
        " p.id, p.name, p.emoji, p.colour, p.simulated"
        f" FROM messages m LEFT JOIN people p ON p.id = m.person WHERE m.number IN ({marks}) ORDER BY m.number",
        wanted,
    ).fetchall()
    reactions = _reactions(db, marks, wanted)
    threads = {
        message: ThreadUnder(number, title, replies)
        for message, number, title, replies in db.exec_driver_sql(
            "SELECT t.message, t.number, t.title,"
            " (SELECT count(*) FROM messages r WHERE r.thread = t.number AND r.person IS NOT NULL)"
            f" FROM threads t WHERE t.message IN ({marks})",
            wanted,
        )
    }
    found = (_stored(row, reactions.get(row[0], ()), threads.get(row[0])) for row in rows)
    return [stored for stored in found if stored is not None]


def _stored(row: Sequence[Any], reactions: tuple[Reaction, ...], opens: ThreadUnder | None) -> Stored | None:
    """The message of a row; None where what is written there can't be read, so that it costs no other message."""
    try:
        return Stored(
            number=row[0],
            channel=row[1],
            thread=row[2],
            kind=Kind(row[3]),
            content=json.loads(row[4]),
            person=_person(row[8:]) if row[8] is not None else None,
            author=json.loads(row[5]) if row[5] is not None else None,
            at=row[6],
            edited=bool(row[7]),
            reactions=reactions,
            opens=opens,
        )
    except ValueError as error:
        _complain.warning("a message can't be read and is left out", message=f"m{row[0]}", reason=str(error))
        return None


def _reactions(db: Connection, marks: str, numbers: tuple[int, ...]) -> dict[int, tuple[Reaction, ...]]:
    held: dict[int, dict[str, list[Person | None]]] = defaultdict(lambda: defaultdict(list))
    rows = db.exec_driver_sql(
        "SELECT r.message, r.emoji, r.person, p.name, p.emoji, p.colour, p.simulated"
        f" FROM reactions r LEFT JOIN people p ON p.id = r.person WHERE r.message IN ({marks}) ORDER BY r.at",
        numbers,
    )
    for message, emoji, *who in rows:
        held[message][emoji].append(None if who[0] == BOT else _person(who))
    return {
        message: tuple(
            Reaction(emoji, None in holders, tuple(p for p in holders if p is not None))
            for emoji, holders in by_emoji.items()
        )
        for message, by_emoji in held.items()
    }


def authors(db: Connection, thread: int, before: Micros | None) -> dict[int, str] | None:
    """Who wrote each of the messages of people in a thread `before` an instant; None when the thread is gone."""
    if parent(db, thread) is None:
        return None
    query = "SELECT number, person FROM messages WHERE thread = ? AND person IS NOT NULL AND at < ? ORDER BY number"
    return dict(db.exec_driver_sql(query, (thread, before if before is not None else 2**62)).fetchall())


def comments(db: Connection, thread: int, limit: int) -> list[Comment]:
    rows = db.exec_driver_sql(
        "SELECT m.content, m.at, p.id, p.name, p.emoji, p.colour, p.simulated"
        " FROM messages m JOIN people p ON p.id = m.person"
        " WHERE m.thread = ? AND m.kind = ? ORDER BY m.number DESC LIMIT ?",
        (thread, Kind.TEXT, limit),
    ).fetchall()
    return [_comment(_person(who), content, at) for content, at, *who in reversed(rows)]


def _comment(who: Person, content: str, at: int) -> Comment:
    return Comment(who.name, str(json.loads(content)["text"]), instant(at), names_of(who))


def holders(db: Connection, number: int) -> dict[str, list[str]] | None:
    """Who holds each raw reaction of a message; None when the message is gone."""
    if db.exec_driver_sql("SELECT 1 FROM messages WHERE number = ?", (number,)).fetchone() is None:
        return None
    held: dict[str, list[str]] = defaultdict(list)
    for emoji, who in db.exec_driver_sql(
        "SELECT emoji, person FROM reactions WHERE message = ? ORDER BY at", (number,)
    ):
        held[emoji].append(who)
    return dict(held)


def article(db: Connection, number: int) -> Mapping[str, Any] | None:
    row = db.exec_driver_sql("SELECT article FROM messages WHERE number = ?", (number,)).fetchone()
    found: Mapping[str, Any] | None = json.loads(row[0]) if row and row[0] is not None else None
    return found


def cards(db: Connection, limit: int) -> list[Stored]:
    rows = db.exec_driver_sql(
        "SELECT number FROM messages WHERE kind = ? ORDER BY number DESC LIMIT ?", (Kind.CARD, limit)
    )
    return load(db, [number for (number,) in rows])


def _person(row: Collection[Any]) -> Person:
    id, name, emoji, colour, simulated = row
    return Person(id, name, emoji, colour, bool(simulated))
