"""What counts once however often it comes: batches of votes, and what people did on platforms that may say so again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import Micros, micros
from bot.services.records import Batch
from bot.storage.engine import Connections
from bot.storage.tables import batches, heard

T = TypeVar("T")

BATCHES_KEPT_FOR = timedelta(hours=1)
"""Much longer than anybody goes on trying."""

_FORGET_EVERY = timedelta(minutes=10)


class Once:
    """Does the work of a batch, unless an earlier attempt of it was committed."""

    def __init__(self) -> None:
        self._forgot_at: Micros = 0

    def __call__(self, db: Connection, batch: Batch | None, work: Callable[[Connection], T]) -> T:
        """What `work` comes to, or came to at the attempt that counts. Without a batch it is simply done."""
        if batch is None:
            return work(db)
        # An attempt that is still being committed is waited for here: its row is not decided before it is.
        row = upsert(batches).values(id=batch.id, at=batch.begun)
        if not db.execute(row.on_conflict_do_nothing(index_elements=["id"])).rowcount:
            return cast(T, batch.outcome)
        if batch.begun - self._forgot_at > _FORGET_EVERY / timedelta(microseconds=1):
            self._forgot_at = batch.begun
            db.execute(
                delete(batches).where(batches.c.at < batch.begun - int(BATCHES_KEPT_FOR / timedelta(microseconds=1)))
            )
        outcome = work(db)
        batch.outcome = outcome
        return outcome


ACTS_KEPT_FOR = timedelta(hours=6)
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
        first: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(({"platform": platform, "key": key, "at": micros(now)}, first))
        async with self._turn:
            while not first.done():
                notes, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
                await asyncio.shield(asyncio.create_task(self._note(notes, now)))
        return await first

    async def _note(self, notes: Sequence[_Note], now: datetime) -> None:
        """Write them all, and tell each whether it was the first; never raises, so that nobody waits for ever."""
        forget = delete(heard).where(heard.c.at < micros(now - ACTS_KEPT_FOR))
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
