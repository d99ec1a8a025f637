"""What people did on platforms that may say so again: each act's key, for as long as a repetition may come."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import micros
from bot.storage.engine import Connections
from bot.storage.tables import heard

KEPT_FOR = timedelta(hours=6)
"""Longer than any platform repeats what it says."""


class Heard:
    """HeardStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def first_time(self, platform: str, key: str, now: datetime) -> bool:
        """Note a key; False for one that was noted before."""
        row = {"platform": platform, "key": key, "at": micros(now)}
        note = upsert(heard).values(row).on_conflict_do_nothing(index_elements=["platform", "key"])
        forget = delete(heard).where(heard.c.at < micros(now - KEPT_FOR))

        def work(db: Connection) -> bool:
            db.execute(forget)
            return bool(db.execute(note).rowcount)

        return await self._connections.write(work)
