"""What is read for others than the bot: pages at the cost of a look-up, and exports in pieces that fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, select, true

from bot.core.ballots import First
from bot.core.debates import DebateState, Kept, PostState
from bot.core.history import Cause
from bot.core.marks import Voter
from bot.core.tally import COMMENTS, VOTERS
from bot.core.times import Micros, instant, micros
from bot.services.debate_stores import ExportSink
from bot.services.records import Cast, Front, Listed, Standing
from bot.storage.debate_store import snapshot_of
from bot.storage.engine import Connections
from bot.storage.rows import DEBATE, GOING_ON, maybe, to_debate
from bot.storage.seals import VOTED
from bot.storage.statements import BELOW_ALL
from bot.storage.tables import ballots, debates, history, posts, shift, tally, voters


def _posts_in(state: PostState) -> ScalarSelect[int]:
    """How many of a debate's posts are in this state."""
    count = select(func.count()).where(posts.c.debate == debates.c.id, posts.c.state == state)
    return count.correlate(debates).scalar_subquery()


STANDING = (
    debates.c.id,
    debates.c.slug,
    debates.c.state,
    debates.c.revision,
    debates.c.next_seq,
    debates.c.certificate.is_not(None),
    debates.c.retold,
    _posts_in(PostState.SAID),
    _posts_in(PostState.PLANNED),
    debates.c.kept,
)

_MOST_OPEN = 50

_READ_IN_FULL = 2_000
"""Up to how many events a debate's turnout is read event by event; longer histories are sampled."""


class Public:
    """PublicStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def standings(self, ids: Iterable[str]) -> Mapping[str, Standing]:
        query = select(*STANDING).where(debates.c.id.in_(tuple(ids)))
        return await self._connections.read(lambda db: {row[0]: _standing(row) for row in db.execute(query)})

    async def standing_over(self, slug: str) -> Standing | None:
        def work(db: Connection) -> Standing | None:
            row = db.execute(_over([slug]).order_by(None).order_by(debates.c.opened_at.desc()).limit(1)).first()
            return _standing(row) if row is not None else None

        return await self._connections.read(work)

    async def front(self, slugs: Iterable[str], *, ended: int, skip: int) -> Front:
        closed = debates.c.state == DebateState.CLOSED
        going_on = debates.c.state.in_(GOING_ON)

        def work(db: Connection) -> Front:
            now = select(*STANDING).where(going_on).order_by(debates.c.closes_at, debates.c.id).limit(_MOST_OPEN)
            past = select(*STANDING).where(closed).order_by(debates.c.closes_at.desc(), debates.c.id)
            return Front(
                open=tuple(map(_standing, db.execute(now))),
                ended=tuple(map(_standing, db.execute(past.limit(ended).offset(skip)))),
                ended_in_all=db.execute(select(func.count()).where(closed)).scalar_one(),
                over={row[1]: _standing(row) for row in db.execute(_over(slugs))},
            )

        return await self._connections.read(work)

    async def listed(self, ids: Iterable[str]) -> Mapping[str, Listed]:
        wanted = tuple(ids)

        def work(db: Connection) -> dict[str, Listed]:
            counts: dict[tuple[str, int], int] = {
                (debate, key): int(count)
                for debate, key, count in db.execute(
                    select(tally.c.debate, tally.c.key, func.sum(tally.c["count"]))
                    .where(tally.c.debate.in_(wanted), tally.c.key.in_((VOTERS, COMMENTS)))
                    .group_by(tally.c.debate, tally.c.key)
                )
            }
            rows = db.execute(select(*DEBATE).where(debates.c.id.in_(wanted)))
            return {
                row[0]: Listed(to_debate(row), counts.get((row[0], VOTERS), 0), counts.get((row[0], COMMENTS), 0))
                for row in rows
            }

        return await self._connections.read(work)

    async def turnout(self, debate: str, points: int) -> Sequence[tuple[datetime, int]]:
        return await self._connections.read(lambda db: _turnout(db, debate, points))


def _over(slugs: Iterable[str]) -> Any:
    """The debates over these articles, the latest of each last."""
    return (
        select(*STANDING)
        .where(debates.c.slug.in_(tuple(slugs)), debates.c.state != DebateState.VOID)
        .order_by(debates.c.opened_at)
    )


def _standing(row: Any) -> Standing:
    debate, slug, state, revision, seq, certified, retold, said, planned, kept = row
    left = None if kept is None else Kept(kept)
    return Standing(debate, slug, DebateState(state), revision, seq, bool(certified), retold, said, planned, left)


def _turnout(db: Connection, debate: str, points: int) -> list[tuple[datetime, int]]:
    events = db.execute(select(debates.c.next_seq).where(debates.c.id == debate)).scalar()
    if events is None or events <= 1:
        return []
    if events > _READ_IN_FULL:
        return _sampled(db, debate, events - 1, points)
    first = func.min(func.coalesce(history.c.at, history.c.received_at))
    votes = (history.c.debate == debate, history.c.option >= 0, history.c.added, history.c.cause != Cause.LATE)
    times = sorted(at for (at,) in db.execute(select(first).where(*votes).group_by(history.c.voter)))
    return [(instant(times[place - 1]), place) for place in _spread(len(times), points)]


def _sampled(db: Connection, debate: str, events: int, points: int) -> list[tuple[datetime, int]]:
    places = _spread(events, points)
    query = select(history.c.seq, history.c.received_at).where(history.c.debate == debate, history.c.seq.in_(places))
    people = db.execute(select(func.sum(shift.c["count"])).where(shift.c.debate == debate)).scalar()
    if people is None:
        voters = (tally.c.debate == debate, tally.c.key == VOTERS)
        people = db.execute(select(func.sum(tally.c["count"])).where(*voters)).scalar() or 0
    latest: Micros = 0
    curve = []
    for seq, at in db.execute(query.order_by(history.c.seq)):
        latest = max(latest, at)
        curve.append((instant(latest), round(int(people) * seq / events)))
    return curve


def _spread(length: int, points: int) -> list[int]:
    """At most `points` of the places 1 to `length`, evenly, the last one among them."""
    if length <= points:
        return list(range(1, length + 1))
    return sorted({1, *(round(length * step / (points - 1)) or 1 for step in range(1, points))})


_AT_ONCE = 2_000


class Exports:
    """ExportStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def export(self, since: datetime | None, sink: ExportSink) -> None:
        await self._connections.read(lambda db: _export(db, since, sink))


def _export(db: Connection, since: datetime | None, sink: ExportSink) -> None:
    wanted = debates.c.opened_at >= micros(since) if since is not None else true()
    ids = db.execute(select(debates.c.id).where(wanted).order_by(debates.c.opened_at, debates.c.id)).scalars().all()
    counted = select(func.count()).select_from(ballots.join(debates)).where(wanted, VOTED)
    sink.begin(len(ids), db.execute(counted).scalar_one())
    for debate in ids:
        snapshot = snapshot_of(db, debate)
        if snapshot is not None:
            sink.debate(snapshot)
            for cast in _ballots(db, debate):
                sink.ballots(cast)


def _ballots(db: Connection, debate: str) -> Iterator[list[Cast]]:
    """The ballots of everybody who ever voted, in the order of their numbers."""
    after = BELOW_ALL
    while rows := _next_ballots(db, and_(ballots.c.debate == debate, ballots.c.voter > after, VOTED)):
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
