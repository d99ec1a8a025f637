"""Forgetting a member of the chat, and all that its store keeps of one."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.core.times import instant, iso
from bot.platforms.local import chat_queries
from bot.platforms.local.chat_records import ChangeKind, ChangeLog, Person
from bot.platforms.local.chat_writes import insert_person

_NOBODY = "nobody"
"""What the id of whoever holds a forgotten member's reaction begins with; the page shows the rest as a name."""


def everything(db: Connection, person: str) -> Mapping[str, Any]:
    """All that the store keeps of a member, as JSON can tell it (docs/export.md); empty for nobody."""
    found = chat_queries.person(db, person)
    if found is None:
        return {}
    messages = db.exec_driver_sql(
        "SELECT number, channel, thread, content, at, edited FROM messages WHERE person = ? ORDER BY number", (person,)
    )
    reactions = db.exec_driver_sql("SELECT message, emoji, at FROM reactions WHERE person = ? ORDER BY at", (person,))
    return {
        "name": found.name,
        "face": found.emoji,
        "messages": [
            {
                "message": f"m{number}",
                "channel": channel,
                "thread": None if thread is None else f"t{thread}",
                "text": json.loads(content).get("text"),
                "at": iso(instant(at)),
                "edited": bool(edited),
            }
            for number, channel, thread, content, at, edited in messages.fetchall()
        ],
        "reactions": [
            {"message": f"m{message}", "emoji": emoji, "at": iso(instant(at))} for message, emoji, at in reactions
        ],
    }


def forget(db: Connection, log: ChangeLog, person: str, going_on: Collection[int], *, stays: bool) -> None:
    """Forget a member: messages, reactions, name and face, and what the log of changes has of them.

    Under the messages `going_on` and in their threads reactions go; elsewhere somebody holds each who is nobody, other
    ones under each message. `stays` keeps the member, without all that. Nothing of it is handed to the bot as an event:
    the ledger takes back by itself what it knows.
    """
    found = chat_queries.person(db, person)
    if found is None:
        return
    _delete_messages(db, log, person)
    _let_go_of_reactions(db, log, found, going_on)
    db.exec_driver_sql("UPDATE changes SET person = NULL WHERE person = ?", (person,))
    if not stays:
        # The row stays for its number: ids are given out by counting, and nobody must get this one again.
        nobody = _nobody()
        db.exec_driver_sql(
            "UPDATE people SET id = ?, name = ?, folded = ?, emoji = ?, simulated = 1 WHERE id = ?",
            (nobody.id, nobody.name, nobody.name.casefold(), nobody.emoji, person),
        )
        log.note(db, ChangeKind.PERSON, held=False)


def _delete_messages(db: Connection, log: ChangeLog, person: str) -> None:
    rows = db.exec_driver_sql("SELECT number, channel, thread FROM messages WHERE person = ?", (person,)).fetchall()
    for number, channel, thread in rows:
        db.exec_driver_sql(
            "DELETE FROM messages WHERE thread IN (SELECT number FROM threads WHERE message = ?)", (number,)
        )
        db.exec_driver_sql("DELETE FROM messages WHERE number = ?", (number,))
        log.note(db, ChangeKind.DELETED, channel=channel, thread=thread, message=number, held=False)
        if thread is not None:
            log.note(db, ChangeKind.MESSAGE, channel=channel, message=chat_queries.parent(db, thread))


def _let_go_of_reactions(db: Connection, log: ChangeLog, person: Person, going_on: Collection[int]) -> None:
    rows = db.exec_driver_sql(
        "SELECT DISTINCT r.message, m.channel, m.thread, t.message FROM reactions r"
        " JOIN messages m ON m.number = r.message LEFT JOIN threads t ON t.number = m.thread WHERE r.person = ?",
        (person.id,),
    ).fetchall()
    for message, channel, thread, above in rows:
        if {message, above} & set(going_on):
            db.exec_driver_sql("DELETE FROM reactions WHERE message = ? AND person = ?", (message, person.id))
        else:
            nobody = _nobody()
            insert_person(db, nobody)
            db.exec_driver_sql(
                "UPDATE reactions SET person = ? WHERE message = ? AND person = ?", (nobody.id, message, person.id)
            )
        log.note(db, ChangeKind.MESSAGE, channel=channel, thread=thread, message=message)


def _nobody() -> Person:
    """Who stands where a forgotten member stood: a number, and no face."""
    number = secrets.token_hex(8)
    return Person(f"{_NOBODY}-{number}", f"#{number}", "🫥", 0, simulated=True)
