"""What one-shot commands leave for a running bot, and who is running."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import micros
from bot.services.records import DeliveryState, Request, RequestOutcome, TakenRequest
from bot.storage.codec import dump_outcome, dump_request, load_outcome, load_request
from bot.storage.engine import Connections
from bot.storage.indexing import touch_index
from bot.storage.tables import debates, deliveries, processes, requests


class Requests:
    """RequestStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def leave(self, request: Request, now: datetime) -> int:
        kind, payload = dump_request(request)
        query = insert(requests).values(kind=kind, payload=payload, left_at=micros(now))

        def work(db: Connection) -> int:
            key = db.execute(query).inserted_primary_key
            assert key is not None
            return int(key[0])

        return await self._connections.write(work)

    async def take(self, owner: str, now: datetime, lease: timedelta) -> TakenRequest | None:
        free = (
            requests.c.outcome.is_(None),
            or_(requests.c.lease_until.is_(None), requests.c.lease_until <= micros(now)),
        )
        oldest = (
            select(requests.c.id, requests.c.kind, requests.c.payload).where(*free).order_by(requests.c.id).limit(1)
        )
        if not await self._connections.read(lambda db: db.execute(oldest).first()):
            return None

        def work(db: Connection) -> TakenRequest | None:
            row = db.execute(oldest.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            lease_until = micros(now + lease)
            mine = requests.c.id == row.id
            db.execute(update(requests).where(mine).values(lease_owner=owner, lease_until=lease_until))
            return TakenRequest(row.id, load_request(row.kind, row.payload))

        return await self._connections.write(work)

    async def answer(self, request: int, outcome: RequestOutcome) -> None:
        mine = (requests.c.id == request, requests.c.outcome.is_(None))
        query = update(requests).where(*mine).values(outcome=dump_outcome(outcome), lease_owner=None, lease_until=None)
        await self._connections.write(lambda db: db.execute(query) and None)

    async def outcome(self, request: int) -> RequestOutcome | None:
        query = select(requests.c.outcome).where(requests.c.id == request)
        text = await self._connections.read(lambda db: db.execute(query).scalar())
        return load_outcome(text) if text is not None else None

    async def alive(self, process: str, now: datetime, until: datetime) -> None:

        def work(db: Connection) -> None:
            db.execute(delete(processes).where(processes.c.name != process, processes.c.until <= micros(now)))
            query = upsert(processes).values(name=process, until=micros(until))
            db.execute(query.on_conflict_do_update(index_elements=["name"], set_={"until": query.excluded.until}))

        await self._connections.write(work)

    async def anyone_alive(self, now: datetime) -> bool:
        query = select(processes.c.name).where(processes.c.until > micros(now)).limit(1)
        return await self._connections.read(lambda db: db.execute(query).first() is not None)

    async def gone(self, process: str) -> None:
        await self._connections.write(lambda db: _free(db, process))

    async def all_gone(self) -> None:
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
