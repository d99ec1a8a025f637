"""What one-shot commands leave for a running bot, and who is running."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import micros
from bot.services.records import DeliveryState, Request
from bot.storage.codec import dump, load
from bot.storage.engine import Connections
from bot.storage.indexing import touch_index
from bot.storage.tables import debates, deliveries, processes, requests


class Requests:
    """RequestStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def leave(self, kind: str, payload: Mapping[str, object], now: datetime) -> int:
        """Leave a request."""
        query = insert(requests).values(kind=kind, payload=dump(payload), left_at=micros(now))

        def work(db: Connection) -> int:
            key = db.execute(query).inserted_primary_key
            assert key is not None
            return int(key[0])

        return await self._connections.write(work)

    async def take(self, owner: str, now: datetime, lease: timedelta) -> Request | None:
        """Take over the oldest request that nobody works on."""
        free = (
            requests.c.outcome.is_(None),
            or_(requests.c.lease_until.is_(None), requests.c.lease_until <= micros(now)),
        )
        oldest = (
            select(requests.c.id, requests.c.kind, requests.c.payload).where(*free).order_by(requests.c.id).limit(1)
        )
        if not await self._connections.read(lambda db: db.execute(oldest).first()):
            return None

        def work(db: Connection) -> Request | None:
            row = db.execute(oldest.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            lease_until = micros(now + lease)
            mine = requests.c.id == row.id
            db.execute(update(requests).where(mine).values(lease_owner=owner, lease_until=lease_until))
            return Request(row.id, row.kind, load(row.payload))

        return await self._connections.write(work)

    async def answer(self, request: int, outcome: Mapping[str, object]) -> None:
        """Note what became of a request; the first answer stays."""
        mine = (requests.c.id == request, requests.c.outcome.is_(None))
        query = update(requests).where(*mine).values(outcome=dump(outcome), lease_owner=None, lease_until=None)
        await self._connections.write(lambda db: db.execute(query) and None)

    async def outcome(self, request: int) -> Mapping[str, object] | None:
        """What became of a request, once it is known."""
        query = select(requests.c.outcome).where(requests.c.id == request)
        text = await self._connections.read(lambda db: db.execute(query).scalar())
        return load(text) if text is not None else None

    async def alive(self, process: str, now: datetime, until: datetime) -> None:
        """Say that a running bot is alive until then; what others said and did not keep is forgotten."""

        def work(db: Connection) -> None:
            db.execute(delete(processes).where(processes.c.name != process, processes.c.until <= micros(now)))
            query = upsert(processes).values(name=process, until=micros(until))
            db.execute(query.on_conflict_do_update(index_elements=["name"], set_={"until": query.excluded.until}))

        await self._connections.write(work)

    async def anyone_alive(self, now: datetime) -> bool:
        """Whether any running bot said that it is alive."""
        query = select(processes.c.name).where(processes.c.until > micros(now)).limit(1)
        return await self._connections.read(lambda db: db.execute(query).first() is not None)

    async def gone(self, process: str) -> None:
        """A process ends, or is known to be dead: its claims are free at once."""
        await self._connections.write(lambda db: _free(db, process))

    async def all_gone(self) -> None:
        """No other process is alive: every claim is free at once."""
        await self._connections.write(lambda db: _free(db, None))


def _free(db: Connection, process: str | None) -> None:
    """Free the claims of a process, or of all; what was being sent may have been said."""
    for table in (debates, deliveries, requests):
        free: dict[str, object] = {"lease_owner": None, "lease_until": None}
        if table is deliveries:
            free |= {"state": DeliveryState.PLANNED, "unclear": True}
        mine = table.c.lease_owner.is_not(None) if process is None else table.c.lease_owner == process
        db.execute(update(table).where(mine).values(free))
    db.execute(delete(processes) if process is None else delete(processes).where(processes.c.name == process))
    touch_index(db)
