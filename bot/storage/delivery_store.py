"""The outbox's memory: what is to be said, who is at it, and what has become of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.debates import Channel, DebateState, PostState
from bot.core.times import instant, micros
from bot.sentences import Sentence, sentence
from bot.services.records import Delivery, DeliveryState, Part, Urgency
from bot.services.stores import Change
from bot.storage import lease_columns
from bot.storage.change_notices import say
from bot.storage.closing_store import UNSETTLED, end
from bot.storage.engine import Connections
from bot.storage.planned_deliveries import new_delivery
from bot.storage.post_store import touch_index
from bot.storage.recount_store import mark_due
from bot.storage.rows import deliveries_where
from bot.storage.sheet import lock
from bot.storage.tables import debates, deliveries, posts

ALERT_WITHIN = timedelta(hours=24)
"""How long saying an alert is tried."""

_POST_IS_GONE = sentence("delivery-post-gone")

_ON_THEIR_OWN = (Part.POST, Part.ALERT, Part.WELCOME)

_GONE = and_(
    deliveries.c.part.not_in(_ON_THEIR_OWN),
    select(posts.c.id)
    .where(posts.c.id == deliveries.c.post, posts.c.state.in_((PostState.FAILED, PostState.DELETED)))
    .exists(),
).label("gone")


class Deliveries:
    """DeliveryStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def claim(
        self,
        now: datetime,
        owner: str,
        lease: timedelta,
        limit: int,
        *,
        platform: str | None = None,
        besides: Collection[str] = (),
        least: Urgency = Urgency.SEEDS,
    ) -> Sequence[Delivery]:
        due = and_(_due(micros(now)), _in_lane(platform, besides, least))
        waiting = _in_turn(select(deliveries.c.id, deliveries.c.debate, _GONE).where(due)).limit(limit)
        if not (seen := await self._connections.read(lambda db: db.execute(waiting).all())):
            return []

        def work(db: Connection) -> list[Delivery]:
            _fail_orphans(db, {row.debate for row in seen if row.gone}, now)
            free = _in_turn(select(deliveries.c.id).where(due, not_(_GONE))).limit(limit)
            ids = db.execute(free.with_for_update(skip_locked=True)).scalars().all()
            if not ids:
                return []
            mine = deliveries.c.id.in_(ids)
            was_unclear = or_(deliveries.c.unclear, deliveries.c.state == DeliveryState.SENDING)
            db.execute(
                update(deliveries)
                .where(mine)
                .values(
                    state=DeliveryState.SENDING,
                    attempts=deliveries.c.attempts + 1,
                    unclear=was_unclear,
                    tried_at=case((was_unclear, deliveries.c.tried_at), else_=micros(now)),
                    **lease_columns.taken(owner, now, lease),
                )
            )
            taken = {delivery.id: delivery for delivery in deliveries_where(db, mine)}
            if any(delivery.part is Part.POST for delivery in taken.values()):
                touch_index(db)
            return [taken[number] for number in ids]

        return await self._connections.write(work)

    async def renew(self, ids: Iterable[int], owner: str, until: datetime) -> frozenset[int]:
        mine = (deliveries.c.id.in_(tuple(ids)), deliveries.c.state == DeliveryState.SENDING)
        query = lease_columns.renewal(deliveries, owner, until, *mine).returning(deliveries.c.id)
        return await self._connections.write(lambda db: frozenset(db.execute(query).scalars()))

    async def said(self, delivery: int, message: str | None, now: datetime) -> None:
        def work(db: Connection) -> None:
            row = _locked(db, delivery)
            if row is None or row.state is DeliveryState.SAID:
                return
            _settle(db, row, DeliveryState.SAID, now, message=message, unclear=False)
            if row.part is Part.POST:
                db.execute(
                    update(posts)
                    .where(posts.c.id == row.post, posts.c.state.in_((PostState.PLANNED, PostState.FAILED)))
                    .values(state=PostState.SAID, message=message, said_at=micros(now), reason=None)
                )
                if row.unclear and row.post is not None:
                    mark_due(db, None, [row.post])
                touch_index(db)
            elif row.part is Part.THREAD:
                db.execute(update(posts).where(posts.c.id == row.post).values(thread=message))
                touch_index(db)
            elif row.part is Part.SEEDS:
                touch_index(db)
            elif row.part is Part.RESULT:
                _close_if_told(db, row.debate, now)

        await self._connections.write(work)

    async def again(self, delivery: int, owner: str, at: datetime, *, unclear: bool, reason: Sentence) -> None:
        def work(db: Connection) -> None:
            mine = (
                deliveries.c.id == delivery,
                deliveries.c.state == DeliveryState.SENDING,
                deliveries.c.lease_owner == owner,
            )
            values = {
                "state": DeliveryState.PLANNED,
                "next_at": micros(at),
                "unclear": unclear,
                "reason": reason.kept(),
                **lease_columns.FREE,
            }
            if db.execute(update(deliveries).where(*mine).values(values)).rowcount:
                touch_index(db)

        await self._connections.write(work)

    async def failed(self, delivery: int, owner: str, reason: Sentence, now: datetime) -> None:
        def work(db: Connection) -> None:
            row = _locked(db, delivery)
            if row is None or row.state is not DeliveryState.SENDING or row.owner != owner:
                return
            _settle(db, row, DeliveryState.FAILED, now, reason=reason.kept(), unclear=False)
            parts = and_(deliveries.c.debate == row.debate, deliveries.c.post == row.post)
            if row.part is Part.POST:
                mine = (posts.c.id == row.post, posts.c.state == PostState.PLANNED)
                db.execute(update(posts).where(*mine).values(state=PostState.FAILED, reason=reason.kept()))
                _fail(db, parts, reason, now)
                touch_index(db)
            elif row.part is Part.THREAD:
                _fail(db, and_(parts, deliveries.c.part == Part.LINE), reason, now)
            elif row.part is Part.RESULT:
                _close_if_told(db, row.debate, now)

        await self._connections.write(work)


class Plans:
    """PlanStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def seed_again(self, wanted: Mapping[int, bool], now: datetime) -> frozenset[int]:
        seeds = (deliveries.c.post.in_(wanted), deliveries.c.part == Part.SEEDS)
        found = select(deliveries.c.id, deliveries.c.debate, deliveries.c.post, deliveries.c.state).where(*seeds)
        again = {
            "state": DeliveryState.PLANNED,
            "attempts": 0,
            "planned_at": micros(now),
            "next_at": micros(now),
            "settled_at": None,
            **lease_columns.FREE,
        }

        def work(db: Connection) -> frozenset[int]:
            sheets = lock(db, {row.debate for row in db.execute(found)})
            rows = db.execute(found.with_for_update()).all()
            ended = {DeliveryState.FAILED, DeliveryState.SAID}
            mine = [
                row.id
                for row in rows
                if sheets[row.debate].state is DebateState.OPEN
                and (row.state == DeliveryState.FAILED or (row.state == DeliveryState.SAID and wanted[row.post]))
            ]
            if mine:
                db.execute(update(deliveries).where(deliveries.c.id.in_(mine)).values(again))
                say(db, Change.DELIVERIES)
                touch_index(db)
            return frozenset(row.post for row in rows if row.state not in ended)

        return await self._connections.write(work)

    async def plan_alert(self, key: str, channel: Channel, title: str, text: str, now: datetime) -> None:
        row = new_delivery(
            key=key,
            part=Part.ALERT,
            channel=channel.name,
            platform=channel.platform,
            planned_at=micros(now),
            not_after=micros(now + ALERT_WITHIN),
            title=title,
            text=text,
        )
        query = upsert(deliveries).values(row).on_conflict_do_nothing(index_elements=["key"])

        def work(db: Connection) -> None:
            if db.execute(query).rowcount:
                say(db, Change.DELIVERIES)

        await self._connections.write(work)


class Outcomes:
    """OutcomeStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def oldest(self, platforms: Collection[str]) -> Mapping[str, datetime]:
        query = (
            select(deliveries.c.platform, func.min(deliveries.c.planned_at))
            .where(
                deliveries.c.platform.in_(platforms),
                deliveries.c.settled_at.is_(None),
                deliveries.c.after_key.is_(None),
            )
            .group_by(deliveries.c.platform)
        )
        found = await self._connections.read(lambda db: db.execute(query).all())
        return {platform: instant(planned_at) for platform, planned_at in found}

    async def of_debate(self, debate: str, part: Part | None = None) -> Sequence[Delivery]:
        mine = [deliveries.c.debate == debate]
        if part is not None:
            mine.append(deliveries.c.part == part)
        return await self._connections.read(lambda db: deliveries_where(db, *mine))

    async def said_as(self, part: Part, debate: str, channel: str) -> str | None:
        query = select(deliveries.c.message).where(
            deliveries.c.key == f"{debate}:{channel}:{part}", deliveries.c.state == DeliveryState.SAID
        )
        return await self._connections.read(lambda db: db.execute(query).scalar())


class _Row:
    """What settling a delivery needs to know of it."""

    def __init__(
        self, key: str, part: str, state: str, owner: str | None, unclear: bool, debate: str | None, post: int | None
    ) -> None:
        self.key = key
        self.part = Part(part)
        self.state = DeliveryState(state)
        self.owner = owner
        self.unclear = unclear
        self.debate = debate
        self.post = post


def _locked(db: Connection, delivery: int) -> _Row | None:
    """A delivery, its debate's row locked first: the order in which every transaction takes them."""
    wanted = ("key", "part", "state", "lease_owner", "unclear", "debate", "post")
    query = select(*(deliveries.c[name] for name in wanted)).where(deliveries.c.id == delivery)
    row = db.execute(query).first()
    if row is None:
        return None
    if row.debate is not None:
        lock(db, [row.debate])
    return _Row(*db.execute(query.with_for_update()).one())


def _settle(db: Connection, row: _Row, state: DeliveryState, now: datetime, **values: object) -> None:
    """Give a delivery its outcome, and let go what was to come after it."""
    settled = {"state": state, "settled_at": micros(now), **lease_columns.FREE}
    db.execute(update(deliveries).where(deliveries.c.key == row.key).values({**settled, **values}))
    db.execute(update(deliveries).where(deliveries.c.after_key == row.key).values(after_key=None))


def _fail(db: Connection, which: ColumnElement[bool], reason: Sentence, now: datetime) -> None:
    values = {"reason": reason.kept(), "settled_at": micros(now), **lease_columns.FREE}
    db.execute(
        update(deliveries).where(which, deliveries.c.state.in_(UNSETTLED)).values(state=DeliveryState.FAILED, **values)
    )


def _close_if_told(db: Connection, debate: str | None, now: datetime) -> None:
    """Close a debate, its row locked, when every result is said or failed."""
    if debate is None:
        return
    untold = select(deliveries.c.id).where(
        deliveries.c.debate == debate, deliveries.c.part == Part.RESULT, deliveries.c.state.in_(UNSETTLED)
    )
    mine = (debates.c.id == debate, debates.c.state == DebateState.CLOSING, debates.c.certificate.is_not(None))
    if db.execute(untold.limit(1)).first() is None and db.execute(select(debates.c.id).where(*mine)).first():
        end(db, debate, DebateState.CLOSED, now)


def _due(now: int) -> ColumnElement[bool]:
    """Its time has come, nothing has to be said before, and nobody is at it."""
    return and_(
        deliveries.c.settled_at.is_(None),
        deliveries.c.after_key.is_(None),
        or_(
            and_(deliveries.c.state == DeliveryState.PLANNED, deliveries.c.next_at <= now),
            and_(deliveries.c.state == DeliveryState.SENDING, deliveries.c.lease_until <= now),
        ),
    )


def _in_lane(platform: str | None, besides: Collection[str], least: Urgency) -> ColumnElement[bool]:
    where = deliveries.c.platform == platform if platform is not None else deliveries.c.platform.not_in(besides)
    return and_(where, deliveries.c.urgency <= least)


def _in_turn(query: Select[Any]) -> Select[Any]:
    return query.order_by(deliveries.c.urgency, deliveries.c.next_at, deliveries.c.id)


def _fail_orphans(db: Connection, concerned: Collection[str], now: datetime) -> None:
    """Fail what these debates were to say of a post that failed or was deleted."""
    if not concerned:
        return
    lock(db, concerned)
    _fail(db, and_(_GONE, deliveries.c.debate.in_(concerned)), _POST_IS_GONE, now)
    for debate in concerned:
        _close_if_told(db, debate, now)
