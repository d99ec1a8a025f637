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
            if not first.done():
                notes, self._waiting = self._waiting, []
                await asyncio.shield(asyncio.create_task(self._note(notes, now)))
        return await first

    async def _note(self, notes: Sequence[_Note], now: datetime) -> None:
        """Write them all, and tell each whether it was the first; never raises, so that nobody waits for ever."""
        forget = delete(heard).where(heard.c.at < micros(now - KEPT_FOR))
        insert = upsert(heard).on_conflict_do_nothing(index_elements=["platform", "key"])

        def work(db: Connection) -> list[bool]:
            db.execute(forget)
            return [bool(db.execute(insert.values(row)).rowcount) for row, _ in notes]

        try:
            told = await self._connections.write(work)
        except Exception as failure:
            for _, first in notes:
                if not first.done():
                    first.set_exception(failure)
            return
        for (_, first), fresh in zip(notes, told, strict=True):
            if not first.done():
                first.set_result(fresh)
