"""What changes the chat's store: each function inside a transaction, noting in the log what it changed.

What each does is told by the method of `Store` that has its name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.platforms.local import chat_queries, refusals
from bot.platforms.local.chat_records import ChangeKind, ChangeLog, Draft, Kind, Person
from bot.platforms.local.identifiers import BOT
from bot.platforms.local.lookalikes import alike

PEOPLE_LIMIT = 5000


def insert_person(db: Connection, person: Person) -> None:
    """Add somebody whose id and name are free, without telling anybody."""
    db.exec_driver_sql(
        "INSERT INTO people (id, name, folded, emoji, colour, simulated) VALUES (?, ?, ?, ?, ?, ?)",
        (person.id, person.name, person.name.casefold(), person.emoji, person.colour, person.simulated),
    )


def join_crowd(db: Connection, people: Sequence[Person]) -> None:
    for person in people:
        known = "SELECT 1 FROM people WHERE id = ? OR folded = ?"
        if db.exec_driver_sql(known, (person.id, person.name.casefold())).fetchone() is None:
            insert_person(db, person)


def add_person(db: Connection, log: ChangeLog, name: str, faces: Sequence[str]) -> Person:
    """A new member called `name`, with the next of `faces` and colours. Refused when somebody's name looks like it."""
    # Looked for in the transaction that adds it, or two who come at once would get names that look alike.
    others = db.exec_driver_sql("SELECT name, folded FROM people")
    if any(folded == name.casefold() or alike(name, other) for other, folded in others):
        raise refusals.name_taken(name)
    before = db.exec_driver_sql("SELECT count(*) FROM people").scalar_one()
    if before >= PEOPLE_LIMIT:
        raise refusals.too_many_people()
    person = Person(f"p{before + 1}", name, faces[before % len(faces)], before % 12)
    insert_person(db, person)
    log.note(db, ChangeKind.PERSON, person=person.id)
    return person


def rename(db: Connection, log: ChangeLog, person: str, name: str) -> None:
    """Call a member otherwise, under the same id."""
    db.exec_driver_sql("UPDATE OR IGNORE people SET name = ?, folded = ? WHERE id = ?", (name, name.casefold(), person))
    log.note(db, ChangeKind.PERSON, person=person)


def write(db: Connection, log: ChangeLog, draft: Draft) -> int:
    if draft.person is not None and chat_queries.person(db, draft.person) is None:
        raise refusals.nobody()
    parent = chat_queries.parent(db, draft.thread) if draft.thread is not None else None
    if draft.thread is not None and parent is None:
        raise refusals.gone()
    at = log.now(db)
    cursor = db.exec_driver_sql(
        "INSERT INTO messages (channel, thread, kind, person, author, content, article, key, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            draft.channel,
            draft.thread,
            draft.kind,
            draft.person,
            _dump(draft.author),
            _dump(draft.content),
            _dump(draft.article),
            draft.key,
            at,
        ),
    )
    number = cursor.lastrowid or 0
    log.note(
        db,
        ChangeKind.MESSAGE,
        at=at,
        channel=draft.channel,
        thread=draft.thread,
        message=number,
        person=draft.person,
    )
    if parent is not None:
        log.note(db, ChangeKind.MESSAGE, channel=draft.channel, message=parent)
    return number


def edit(
    db: Connection,
    log: ChangeLog,
    number: int,
    kind: Kind,
    content: Mapping[str, Any],
    article: Mapping[str, Any] | None,
) -> bool:
    said, behind = _dump(content), _dump(article)
    row = db.exec_driver_sql(
        "SELECT channel, thread, kind, content, article FROM messages WHERE number = ?", (number,)
    ).fetchone()
    if row is None:
        return False
    if row[2:] != (kind, said, behind):
        db.exec_driver_sql(
            "UPDATE messages SET kind = ?, content = ?, article = ?, edited = edited OR ? WHERE number = ?",
            (kind, said, behind, kind is not Kind.CARD, number),
        )
        log.note(db, ChangeKind.MESSAGE, channel=row[0], thread=row[1], message=number)
    return True


def delete(db: Connection, log: ChangeLog, number: int, by: str, *, moderator: bool) -> None:
    row = db.exec_driver_sql("SELECT channel, thread, person FROM messages WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise refusals.gone()
    channel, thread, author = row
    if author != by and not moderator:
        raise refusals.not_yours()
    db.exec_driver_sql("DELETE FROM messages WHERE thread IN (SELECT number FROM threads WHERE message = ?)", (number,))
    db.exec_driver_sql("DELETE FROM messages WHERE number = ?", (number,))
    log.note(db, ChangeKind.DELETED, channel=channel, thread=thread, message=number, person=author, held=False)
    if thread is not None:
        log.note(db, ChangeKind.MESSAGE, channel=channel, message=chat_queries.parent(db, thread))


def react(db: Connection, log: ChangeLog, number: int, person: str, emoji: str, *, on: bool) -> None:
    if person != BOT and chat_queries.person(db, person) is None:
        raise refusals.nobody()
    row = db.exec_driver_sql("SELECT channel, thread FROM messages WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise refusals.gone()
    at = log.now(db)
    if on:
        present = {e for (e,) in db.exec_driver_sql("SELECT emoji FROM reactions WHERE message = ?", (number,))}
        if emoji not in present and len(present) >= refusals.REACTION_LIMIT:
            raise refusals.too_many_reactions()
        cursor = db.exec_driver_sql("INSERT OR IGNORE INTO reactions VALUES (?, ?, ?, ?)", (number, emoji, person, at))
    else:
        cursor = db.exec_driver_sql(
            "DELETE FROM reactions WHERE message = ? AND emoji = ? AND person = ?", (number, emoji, person)
        )
    if cursor.rowcount:
        log.note(
            db,
            ChangeKind.REACTION,
            at=at,
            channel=row[0],
            thread=row[1],
            message=number,
            person=None if person == BOT else person,
            reaction=emoji,
            held=on,
        )


def open_thread(db: Connection, log: ChangeLog, number: int, title: str) -> int | None:
    message = db.exec_driver_sql("SELECT channel FROM messages WHERE number = ?", (number,)).fetchone()
    if message is None:
        return None
    known = db.exec_driver_sql("SELECT number FROM threads WHERE message = ?", (number,)).fetchone()
    if known is not None:
        return int(known[0])
    cursor = db.exec_driver_sql(
        "INSERT INTO threads (message, channel, title) VALUES (?, ?, ?)", (number, message[0], title)
    )
    log.note(db, ChangeKind.THREAD, channel=message[0], message=number, thread=cursor.lastrowid)
    return cursor.lastrowid


def _dump(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
