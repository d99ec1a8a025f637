"""What processes know of each other: occurrences dealt with, requests left, who is alive, who runs on a SQLite file."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.times import instant, micros
from bot.errors import StorageError, reason_of
from bot.files import OWNERS, keep_private
from bot.sentences import sentence
from bot.services.records import DeliveryState, Occurrence, Request, RequestOutcome, TakenRequest
from bot.services.stores import Change
from bot.storage import lease_columns
from bot.storage.change_notices import say
from bot.storage.codec import dump_outcome, dump_request, load_outcome, load_request
from bot.storage.engine import Connections
from bot.storage.post_store import touch_index
from bot.storage.rows import maybe
from bot.storage.tables import debates, deliveries, occurrences, processes, requests, schedules


class Occurrences:
    """OccurrenceStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def first_seen(self, schedules: Iterable[str], now: datetime) -> Mapping[str, datetime]:
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
        query = select(func.max(occurrences.c.at)).where(occurrences.c.schedule == schedule)
        if by is not None:
            query = query.where(occurrences.c.at <= micros(by))
        return maybe(await self._connections.read(lambda db: db.execute(query).scalar()))

    async def skip(self, occurrence: Occurrence, outcome: str, now: datetime) -> bool:
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
            say(db, Change.REQUESTS)
            return int(key[0])

        return await self._connections.write(work)

    async def take(self, owner: str, now: datetime, lease: timedelta) -> TakenRequest | None:
        free = (
            requests.c.outcome.is_(None),
            lease_columns.is_free(requests, now),
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
            db.execute(update(requests).where(requests.c.id == row.id).values(**lease_columns.taken(owner, now, lease)))
            return TakenRequest(row.id, load_request(row.kind, row.payload))

        return await self._connections.write(work)

    async def renew(self, request: int, owner: str, until: datetime) -> bool:
        query = lease_columns.renewal(requests, owner, until, requests.c.id == request)
        return await self._connections.write(lambda db: bool(db.execute(query).rowcount))

    async def answer(self, request: int, outcome: RequestOutcome) -> None:
        mine = (requests.c.id == request, requests.c.outcome.is_(None))
        query = update(requests).where(*mine).values(outcome=dump_outcome(outcome), **lease_columns.FREE)
        await self._connections.write(lambda db: db.execute(query) and None)

    async def outcome(self, request: int) -> RequestOutcome | None:
        query = select(requests.c.outcome).where(requests.c.id == request)
        text = await self._connections.read(lambda db: db.execute(query).scalar())
        return load_outcome(text) if text is not None else None


class Processes:
    """ProcessStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

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
        free: dict[str, object] = {**lease_columns.FREE}
        if table is deliveries:
            free |= {"state": DeliveryState.PLANNED, "unclear": True}
        mine = table.c.lease_owner.is_not(None) if process is None else table.c.lease_owner == process
        db.execute(update(table).where(mine).values(free))
    db.execute(delete(processes) if process is None else delete(processes).where(processes.c.name == process))
    touch_index(db)


_TRIES = 5

_PAUSE = 0.02


def lock_of(database: Path) -> Path:
    """The file that is locked by whoever runs on a database."""
    return database.with_name(database.name + ".lock")


class RunLock:
    """The lock of one database file, beside it as `<name>.lock`."""

    def __init__(self, database: Path) -> None:
        self._path = lock_of(database)
        self._file: int | None = None

    def try_acquire(self, kind: str) -> bool:
        """Take the lock as `kind` (a word such as `run`); False when another process has it. Raises StorageError."""
        if self._file is not None:
            return True
        file = self._open(os.O_RDWR | os.O_CREAT)
        # Somebody who only looks (`holder`) has the lock for an instant.
        for _ in range(_TRIES):
            if _lock(file, fcntl.LOCK_EX):
                os.ftruncate(file, 0)
                os.pwrite(file, kind.encode(), 0)
                self._file = file
                return True
            time.sleep(_PAUSE)
        os.close(file)
        return False

    def release(self) -> None:
        """Give the lock back, if we have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def holder(self) -> str | None:
        """As what a living process holds the lock; None when none does. Raises StorageError."""
        if not self._path.exists():
            return None
        file = self._open(os.O_RDONLY)
        try:
            if self._file is None and _lock(file, fcntl.LOCK_SH):
                return None
            return os.pread(file, 64, 0).decode(errors="replace")
        finally:
            os.close(file)

    def _open(self, flags: int) -> int:
        try:
            keep_private(self._path)
            return os.open(self._path, flags, OWNERS)
        except OSError as fault:
            raise StorageError(
                sentence("storage-lock-closed", file=self._path.name, reason=reason_of(fault))
            ) from fault


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
