"""The listening record: from when until when each channel was listened to, and by which process."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.presence import Noted, Place, Presence, Span, SpanState, presence
from bot.core.times import Micros
from bot.storage.engine import Connections
from bot.storage.rows import GOING_ON
from bot.storage.statements import among
from bot.storage.tables import debates, listened

KEPT_FOR = timedelta(days=7) // timedelta(microseconds=1)
"""How long what has ended is kept after every debate that it may concern has ended, too."""

_DEAD_AFTER = timedelta(seconds=5) // timedelta(microseconds=1)
"""A process that goes on listening says so every second; one that is silent for so long died in the midst of it."""

_KEY = ("owner", "platform", "channel", "since")


class Presences:
    """PresenceStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def note(self, owner: str, news: Sequence[Noted], until: Mapping[str, Micros], now: Micros) -> None:
        def work(db: Connection) -> None:
            if news:
                new = upsert(listened)
                changed = {name: new.excluded[name] for name in ("until", "state")}
                # Of one span that is told of twice, what was told last stays.
                rows = {(*one.place, one.span.since): _row(owner, one) for one in news}
                db.execute(new.on_conflict_do_update(index_elements=_KEY, set_=changed), list(rows.values()))
            for platform, instant in until.items():
                mine = (
                    listened.c.owner == owner,
                    listened.c.platform == platform,
                    listened.c.state == SpanState.ON,
                    listened.c.until < instant,
                )
                db.execute(update(listened).where(*mine).values(until=instant))
            if news:
                _forget(db, now)

        await self._connections.write(work)

    async def of(self, places: Collection[Place], owner: str, until: Micros, now: Micros) -> Mapping[Place, Presence]:
        by_place: dict[Place, list[Any]] = {place: [] for place in places}

        def look(db: Connection) -> Sequence[Any]:
            there = among(db, listened.c.channel, {channel for _, channel in places})
            mine = and_(listened.c.platform.in_({platform for platform, _ in places}), there)
            return db.execute(select(listened).where(mine)).all()

        for row in await self._connections.read(look):
            if (row.platform, row.channel) in by_place:
                by_place[row.platform, row.channel].append(row)
        return {place: _together(found, owner, until, now) for place, found in by_place.items()}


def _row(owner: str, one: Noted) -> dict[str, Any]:
    platform, channel = one.place
    span = {"since": one.span.since, "until": one.span.until, "state": one.state}
    return {"owner": owner, "platform": platform, "channel": channel} | span


def _together(rows: Iterable[Any], owner: str, until: Micros, now: Micros) -> Presence:
    spans: list[Span] = []
    lost: list[Span] = []
    slow: list[Span] = []
    awaited = False
    for row in rows:
        if row.state == SpanState.SLOW:
            slow.append(Span(row.since, row.until))
            continue
        if row.state == SpanState.LOST:
            lost.append(Span(row.since, row.until))
            continue
        goes_on = row.state == SpanState.ON
        spans.append(Span(row.since, max(row.until, now) if goes_on and row.owner == owner else row.until))
        if goes_on and row.owner != owner and row.until < until:
            lost.append(Span(row.until, row.until + _DEAD_AFTER))
            awaited = awaited or now - row.until <= _DEAD_AFTER
    return presence(spans, lost, awaited=awaited, slow=slow)


def _forget(db: Connection, now: Micros) -> None:
    """What ended long ago goes, unless a debate goes on that was to close before."""
    first = select(func.min(debates.c.closes_at)).where(debates.c.state.in_(GOING_ON))
    needed = db.execute(first).scalar()
    db.execute(delete(listened).where(listened.c.until < min(now - KEPT_FOR, needed if needed is not None else now)))
