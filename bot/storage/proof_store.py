"""Results that anyone can check: records, one voter's own ballots, and the ledger held against its own history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from bot.core.ballots import First
from bot.core.marks import Voter
from bot.services.proof_stores import Filing, Mine, Proven
from bot.storage.codes import codes_in
from bot.storage.debate_store import snapshot_of
from bot.storage.engine import Connections
from bot.storage.proving import proven
from bot.storage.rows import DEBATE, to_debate
from bot.storage.seals import VOTED, filed_in, seals_of, take_up
from bot.storage.tables import ballots, debates, voters

_CAST = (ballots.c.voter, ballots.c.first_dated, ballots.c.first_at, ballots.c.first_found, ballots.c.last)


class Proofs:
    """ProofStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def debates(self) -> Sequence[str]:
        query = select(debates.c.id).order_by(debates.c.opened_at, debates.c.id)
        return await self._connections.read(lambda db: db.execute(query).scalars().all())

    async def prove(self, debate: str) -> Proven | None:
        return await self._connections.read(lambda db: proven(db, debate))

    async def filing(self, debate: str) -> Filing | None:
        unsealed = select(debates.c.id).where(
            debates.c.id == debate, debates.c.certificate.is_not(None), debates.c.head.is_(None)
        )
        if await self._connections.read(lambda db: db.execute(unsealed).first()) is not None:
            await self._connections.write(lambda db: take_up(db, debate))
        return await self._connections.read(lambda db: _filing(db, debate))

    async def mine(self, debate: str, voter: Voter) -> Mine | None:
        def work(db: Connection) -> Mine | None:
            row = db.execute(_of(voter).where(ballots.c.debate == debate)).first()
            return _mine(db, row) if row is not None else None

        return await self._connections.read(work)

    async def voted_in(self, voter: Voter, most: int) -> tuple[Sequence[Mine], int]:
        query = _of(voter).order_by(debates.c.opened_at.desc(), debates.c.id.desc())
        in_all = select(func.count()).select_from(query.order_by(None).subquery())

        def work(db: Connection) -> tuple[list[Mine], int]:
            return [_mine(db, row) for row in db.execute(query.limit(most)).all()], db.execute(in_all).scalar_one()

        return await self._connections.read(work)


def _of(voter: Voter) -> Any:
    """The debates in which somebody ever voted, each with the ballot."""
    return (
        select(*DEBATE, debates.c.secret, *_CAST)
        .select_from(debates)
        .join(ballots, ballots.c.debate == debates.c.id)
        .join(voters, voters.c.id == ballots.c.voter)
        .where(
            voters.c.platform == voter.platform,
            voters.c.workspace == voter.workspace,
            voters.c.native == voter.native,
            VOTED,
        )
    )


def _mine(db: Connection, row: Any) -> Mine:
    debate = to_debate(row[: len(DEBATE)])
    secret, number, dated, at, found, last = row[len(DEBATE) :]
    code = codes_in(db, debate.id, secret, [number]).get(number)
    return Mine(debate, First(dated, at, found).ballot, last, code)


def _filing(db: Connection, debate: str) -> Filing | None:
    snapshot = snapshot_of(db, debate)
    closings = seals_of(db, debate)
    if snapshot is None or snapshot.certificate is None or snapshot.debate.record_is_gone or not closings:
        return None
    seal = closings[-1]
    return Filing(snapshot, seal.events, seal.history.hex(), filed_in(db, snapshot))
