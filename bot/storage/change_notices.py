"""Notices: what one process changes, others are told as it is committed.

PostgreSQL passes them on (LISTEN/NOTIFY). On SQLite there is one process, and nothing is said.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.services.stores import Change

CHANNEL = "agora"
"""PostgreSQL's name for who listens to what; it is the database's own."""


def say(db: Connection, change: Change) -> None:
    """Tell whoever listens of a change, if and when this transaction is committed.

    Commits that tell something wait for each other, so what is done for every vote says nothing.
    """
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_notify(CHANNEL, change.value)))
