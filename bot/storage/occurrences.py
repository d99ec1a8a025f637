"""Which occurrences were dealt with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import instant, micros
from bot.services.records import Occurrence
from bot.storage.engine import Connections
from bot.storage.rows import maybe
from bot.storage.tables import occurrences, schedules


class Occurrences:
    """OccurrenceStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def first_seen(self, schedules: Iterable[str], now: datetime) -> Mapping[str, datetime]:
        """When a run first saw each schedule's name; notes `now` for new ones."""
        names = sorted(set(schedules))
        if not names:
            return {}
        seen = await self._connections.read(lambda db: _seen(db, names))
        if len(seen) == len(names) and all(at <= now for at in seen.values()):
            return seen

        def work(db: Connection) -> Mapping[str, datetime]:
            _note(db, names, now)
            return _seen(db, names)

        return await self._connections.write(work)

    async def last(self, schedule: str, by: datetime | None = None) -> datetime | None:
        """The latest occurrence that was dealt with, of those not later than `by`."""
        query = select(func.max(occurrences.c.at)).where(occurrences.c.schedule == schedule)
        if by is not None:
            query = query.where(occurrences.c.at <= micros(by))
        return maybe(await self._connections.read(lambda db: db.execute(query).scalar()))

    async def skip(self, occurrence: Occurrence, outcome: str, now: datetime) -> bool:
        """Note an occurrence that posts nothing; False if it was taken."""
        row = {
            "schedule": occurrence.schedule,
            "at": micros(occurrence.at),
            "outcome": outcome,
            "noted_at": micros(now),
        }
        query = upsert(occurrences).values(row).on_conflict_do_nothing(index_elements=["schedule", "at"])
        return await self._connections.write(lambda db: bool(db.execute(query).rowcount))


def _note(db: Connection, names: list[str], now: datetime) -> None:
    rows = [{"name": name, "first_seen": micros(now)} for name in names]
    query = upsert(schedules)
    # A clock that had run ahead must not keep a schedule silent until that time has come.
    was_ahead = schedules.c.first_seen > micros(now)
    db.execute(
        query.on_conflict_do_update(
            index_elements=["name"], set_={"first_seen": query.excluded.first_seen}, where=was_ahead
        ),
        rows,
    )


def _seen(db: Connection, names: list[str]) -> Mapping[str, datetime]:
    rows = db.execute(select(schedules.c.name, schedules.c.first_seen).where(schedules.c.name.in_(names)))
    return {name: instant(at) for name, at in rows}
