"""What people wrote in the local chat's threads, for the public pages."""

from __future__ import annotations

import json
import sqlite3

from bot.core.times import instant
from bot.platforms.local.records import Kind
from bot.services.records import Comment


def comments_of(db: sqlite3.Connection, thread: int, limit: int) -> list[Comment]:
    """The latest `limit` messages that people wrote in a thread, oldest first."""
    rows = db.execute(
        "SELECT p.name, m.content, m.at FROM messages m JOIN people p ON p.id = m.person"
        " WHERE m.thread = ? AND m.kind = ? ORDER BY m.number DESC LIMIT ?",
        (thread, Kind.TEXT, limit),
    ).fetchall()
    return [Comment(name, str(json.loads(content)["text"]), instant(at)) for name, content, at in reversed(rows)]
