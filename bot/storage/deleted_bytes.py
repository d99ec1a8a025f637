"""Deleted bytes: what SQLite leaves of deleted rows in a file and in its log is overwritten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import instant, micros
from bot.storage.engine import Connections
from bot.storage.sqlite import SqliteConnections
from bot.storage.tables import meta
from bot.transactions import empty_log, write_anew

_OVERWRITE_SINCE = "overwrite_since"
"""Under this name `meta` says when something was deleted last of which there may be bytes."""


def note_deleted(db: Connection, now: datetime) -> None:
    """Note that something of people was deleted or replaced, in the transaction that did so: its bytes are to go."""
    due = upsert(meta).values(name=_OVERWRITE_SINCE, value=micros(now))
    db.execute(due.on_conflict_do_update(index_elements=["name"], set_={"value": micros(now)}))


class DeletedBytes:
    """OverwriteStore on SQL.

    `secure_delete` alone does not do: it leaves what earlier versions deleted, and copies of rows that SQLite has moved
    from page to page.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def due(self) -> datetime | None:
        query = select(meta.c.value).where(meta.c.name == _OVERWRITE_SINCE)
        since = await self._connections.read(lambda db: db.execute(query).scalar())
        return None if since is None else instant(since)

    async def overwrite(self) -> bool:
        if await self.due() is None or not isinstance(self._connections, SqliteConnections):
            return True
        await self._connections.outside(write_anew)
        return await self._connections.outside(empty_log)

    async def done(self, before: datetime) -> None:
        query = delete(meta).where(meta.c.name == _OVERWRITE_SINCE, meta.c.value < micros(before))
        await self._connections.write(lambda db: db.execute(query) and None)
