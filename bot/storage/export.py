"""Handing everything that was counted over, in pieces that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from bot.core.ballots import First
from bot.core.marks import Voter
from bot.core.times import micros
from bot.services.debate_stores import ExportSink
from bot.services.records import Cast
from bot.storage.engine import Connections
from bot.storage.rows import maybe
from bot.storage.snapshots import snapshot_of
from bot.storage.tables import ballots, debates, voters

_AT_ONCE = 2_000
_VOTED = or_(ballots.c.first_dated != 0, ballots.c.first_found != 0)


class Exports:
    """ExportStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def export(self, since: datetime | None, sink: ExportSink) -> None:
        """Hand the debates opened since then over to `sink`, all as they are at one moment."""
        await self._connections.read(lambda db: _export(db, since, sink))


def _export(db: Connection, since: datetime | None, sink: ExportSink) -> None:
    wanted = debates.c.opened_at >= micros(since) if since is not None else true()
    ids = db.execute(select(debates.c.id).where(wanted).order_by(debates.c.opened_at, debates.c.id)).scalars().all()
    counted = select(func.count()).select_from(ballots.join(debates)).where(wanted, _VOTED)
    sink.begin(len(ids), db.execute(counted).scalar_one())
    for debate in ids:
        snapshot = snapshot_of(db, debate)
        if snapshot is not None:
            sink.debate(snapshot)
            for cast in _ballots(db, debate):
                sink.ballots(cast)


def _ballots(db: Connection, debate: str) -> Iterator[list[Cast]]:
    """The ballots of everybody who ever voted, in the order of their numbers."""
    after = 0
    while rows := _next_ballots(db, and_(ballots.c.debate == debate, ballots.c.voter > after, _VOTED)):
        after = rows[-1][0]
        yield [
            Cast(Voter(*account), First(dated, at, found).ballot, maybe(at), last)
            for _, *account, dated, at, found, last in rows
        ]


def _next_ballots(db: Connection, which: ColumnElement[bool]) -> list[Any]:
    query = (
        select(
            ballots.c.voter,
            voters.c.platform,
            voters.c.workspace,
            voters.c.native,
            ballots.c.first_dated,
            ballots.c.first_at,
            ballots.c.first_found,
            ballots.c.last,
        )
        .join(voters, voters.c.id == ballots.c.voter)
        .where(which)
        .order_by(ballots.c.voter)
        .limit(_AT_ONCE)
    )
    return list(db.execute(query).all())
