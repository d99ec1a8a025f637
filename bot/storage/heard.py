"""What people did on platforms that may say so again: each act's key, for as long as a repetition may come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import micros
from bot.storage.engine import Connections
from bot.storage.tables import heard

KEPT_FOR = timedelta(hours=6)
"""Longer than any platform repeats what it says."""

_AT_ONCE = 1_000
"""Keys in one transaction, which are one statement."""

_Note = tuple[dict[str, Any], "asyncio.Future[bool]"]


class Heard:
    """HeardStore on SQL. What comes at once is noted in one transaction: a crowd presses faster than a disk syncs."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._waiting: list[_Note] = []
        self._turn = asyncio.Lock()

    async def first_time(self, platform: str, key: str, now: datetime) -> bool:
        """Note a key; False for one that was noted before."""
        first: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(({"platform": platform, "key": key, "at": micros(now)}, first))
        async with self._turn:
            while not first.done():
                notes, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
                await asyncio.shield(asyncio.create_task(self._note(notes, now)))
        return await first

    async def _note(self, notes: Sequence[_Note], now: datetime) -> None:
        """Write them all, and tell each whether it was the first; never raises, so that nobody waits for ever."""
        forget = delete(heard).where(heard.c.at < micros(now - KEPT_FOR))
        rows = {(row["platform"], row["key"]): row for row, _ in notes}
        note = upsert(heard).values(list(rows.values())).on_conflict_do_nothing(index_elements=["platform", "key"])

        def work(db: Connection) -> set[tuple[str, str]]:
            db.execute(forget)
            return {(platform, key) for platform, key in db.execute(note.returning(heard.c.platform, heard.c.key))}

        try:
            new = await self._connections.write(work)
        except Exception as failure:
            for _, first in notes:
                if not first.done():
                    first.set_exception(failure)
            return
        for row, first in notes:
            key = row["platform"], row["key"]
            if not first.done():
                first.set_result(key in new)
            new.discard(key)
