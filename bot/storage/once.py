"""Work that counts once: a batch's identity is written in the transaction of what it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar, cast

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import Micros
from bot.services.records import Batch
from bot.storage.tables import batches

T = TypeVar("T")

KEPT_FOR = timedelta(hours=1)
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
            db.execute(delete(batches).where(batches.c.at < batch.begun - int(KEPT_FOR / timedelta(microseconds=1))))
        outcome = work(db)
        batch.outcome = outcome
        return outcome
