"""A ledger that was put back from a copy: what it can't know is noted in it, so that nothing is said twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.core.debates import PostState
from bot.core.times import instant, micros
from bot.sentences import sentence
from bot.services.records import DeliveryState, Outlook, Part, RequestRefused, Unknown
from bot.storage import lease_columns
from bot.storage.closing_store import UNSETTLED
from bot.storage.codec import dump_outcome
from bot.storage.engine import Connections
from bot.storage.post_store import touch_index
from bot.storage.rows import COPIED_AT, GOING_ON
from bot.storage.tables import (
    ballots,
    debates,
    deliveries,
    history,
    listened,
    meta,
    occurrences,
    posts,
    processes,
    requests,
)

_LOOK_BACK = "look_back"
_NO_MESSAGES_OF_A_CHANNEL = (Part.SEEDS, Part.THREAD, Part.LINE, Part.CLOSED_CARD)
_RESTORED = RequestRefused(sentence("request-restored"))


def note_that_it_is_a_copy(db: Connection, copied: datetime, now: datetime, fallen: Iterable[tuple[str, int]]) -> None:
    """Note in a ledger that is put back what may have happened since it was copied.

    Everything that is still to be said may have been said, so it is looked for first. Nobody works on it; what
    one-shot commands left is answered. `fallen` are occurrences (schedule, instant) since then: whether they were
    posted nobody knows here, so they are not posted again.
    """
    db.execute(delete(processes))
    for table in (debates, deliveries, requests):
        db.execute(update(table).values(**lease_columns.FREE))
    may_be_said = {
        "state": DeliveryState.PLANNED,
        "unclear": True,
        "tried_at": func.coalesce(deliveries.c.tried_at, micros(copied)),
    }
    db.execute(update(deliveries).where(deliveries.c.state.in_(UNSETTLED)).values(may_be_said))
    db.execute(update(requests).where(requests.c.outcome.is_(None)).values(outcome=dump_outcome(_RESTORED)))
    for schedule, at in fallen:
        row = {"schedule": schedule, "at": at, "outcome": "restored", "noted_at": micros(now)}
        db.execute(insert(occurrences).values(row))
    db.execute(delete(meta).where(meta.c.name.in_((COPIED_AT, _LOOK_BACK))))
    for name in (COPIED_AT, _LOOK_BACK):
        db.execute(insert(meta).values(name=name, value=micros(copied)))
    touch_index(db)


def last_known(db: Connection) -> datetime:
    """The last instant that a ledger knows anything of: when it was copied, where nobody says so."""
    columns = (history.c.received_at, deliveries.c.planned_at, deliveries.c.settled_at, listened.c.until)
    return instant(max(db.execute(select(func.max(column))).scalar() or 0 for column in columns))


def how_many(db: Connection) -> tuple[int, int]:
    """How many debates and ballots a ledger has."""
    counts = [db.execute(select(func.count()).select_from(table)).scalar_one() for table in (debates, ballots)]
    return counts[0], counts[1]


def outlook(db: Connection) -> Outlook:
    """What the next start will do with a ledger that was put back, before it says anything."""
    going_on = select(debates.c.id, debates.c.slug).where(debates.c.state.in_(GOING_ON)).order_by(debates.c.opened_at)
    looked_for = select(deliveries.c.key).where(deliveries.c.state.in_(UNSETTLED)).order_by(deliveries.c.id)
    open_posts = (
        select(func.count())
        .select_from(posts.join(debates, debates.c.id == posts.c.debate))
        .where(debates.c.state.in_(GOING_ON), posts.c.state == PostState.SAID)
    )
    return Outlook(
        debates=tuple((debate, slug) for debate, slug in db.execute(going_on)),
        posts=db.execute(open_posts).scalar_one(),
        looked_for=tuple(db.execute(looked_for).scalars()),
    )


class Restored:
    """RestoredStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def look_back_to(self) -> datetime | None:
        query = select(meta.c.value).where(meta.c.name == _LOOK_BACK)
        at = await self._connections.read(lambda db: db.execute(query).scalar())
        return None if at is None else instant(at)

    async def unknown(self, platform: str, messages: Collection[str]) -> Unknown:
        named = tuple(messages)
        said = select(deliveries.c.message).where(deliveries.c.platform == platform, deliveries.c.message.in_(named))
        posted = select(posts.c.message).where(posts.c.platform == platform, posts.c.message.in_(named))
        # What is being said right now may stand there already without being noted.
        under_way = (deliveries.c.state == DeliveryState.SENDING) | deliveries.c.unclear
        sought = select(deliveries.c.id).where(
            deliveries.c.platform == platform,
            deliveries.c.state.in_(UNSETTLED),
            deliveries.c.part.not_in(_NO_MESSAGES_OF_A_CHANNEL),
            under_way,
        )

        def work(db: Connection) -> Unknown:
            known = {*db.execute(said).scalars(), *db.execute(posted).scalars()}
            return Unknown(frozenset(named) - known, settled=db.execute(sought.limit(1)).first() is None)

        return await self._connections.read(work)

    async def looked_back(self) -> None:
        query = delete(meta).where(meta.c.name == _LOOK_BACK)
        await self._connections.write(lambda db: db.execute(query) and None)
