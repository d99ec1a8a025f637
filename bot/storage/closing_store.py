"""Ending debates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from bot.core.debates import DebateState, PostState
from bot.core.recounts import Certificate, Note
from bot.core.times import instant, micros
from bot.sentences import Sentence, sentence
from bot.services.records import Closing, DeliveryState, Part, Snapshot
from bot.services.stores import Change
from bot.storage import lease_columns
from bot.storage.change_notices import say
from bot.storage.codec import dump_certificate
from bot.storage.debate_store import snapshot_of
from bot.storage.engine import Connections
from bot.storage.planned_deliveries import new_delivery
from bot.storage.post_store import touch_index
from bot.storage.rows import COPIED_AT, DEBATE, posts_of, to_debate
from bot.storage.seals import sealed
from bot.storage.sheet import lock
from bot.storage.tables import debates, deliveries, meta, posts

RESULT_WITHIN = timedelta(hours=24)
"""How long saying a result is tried."""

SAID = (PostState.SAID, PostState.DELETED)
"""Posts that members could vote on."""

UNSETTLED = (DeliveryState.PLANNED, DeliveryState.SENDING)

_ENDED_FIRST = sentence("delivery-debate-ended")


class Closings:
    """ClosingStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def close_early(self, debate: str, at: datetime) -> None:
        def work(db: Connection) -> None:
            mine = (debates.c.id == debate, debates.c.state == DebateState.OPEN, debates.c.closes_at > micros(at))
            if db.execute(update(debates).where(*mine).values(closes_at=micros(at))).rowcount:
                unsaid = (
                    deliveries.c.debate == debate,
                    deliveries.c.state.in_(UNSETTLED),
                    deliveries.c.not_after > micros(at),
                )
                db.execute(update(deliveries).where(*unsaid).values(not_after=micros(at)))
                say(db, Change.CLOSINGS)
                touch_index(db)

        await self._connections.write(work)

    async def claim(self, now: datetime, owner: str, lease: timedelta) -> Sequence[Closing]:
        up = or_(
            and_(debates.c.state == DebateState.OPEN, debates.c.closes_at <= micros(now)),
            and_(
                debates.c.state == DebateState.CLOSING,
                debates.c.certificate.is_(None),
                lease_columns.is_free(debates, now),
            ),
        )
        if not await self._connections.read(lambda db: db.execute(select(debates.c.id).where(up).limit(1)).first()):
            return []

        def work(db: Connection) -> list[Closing]:
            ids = db.execute(select(debates.c.id).where(up).order_by(debates.c.id).with_for_update()).scalars().all()
            if not ids:
                return []
            mine = debates.c.id.in_(ids)
            db.execute(
                update(debates)
                .where(mine)
                .values(
                    state=DebateState.CLOSING,
                    began_closing_at=func.coalesce(debates.c.began_closing_at, micros(now)),
                    **lease_columns.taken(owner, now, lease),
                )
            )
            query = select(*DEBATE, debates.c.began_closing_at).where(mine).order_by(debates.c.closes_at, debates.c.id)
            taken = [Closing(to_debate(row[: len(DEBATE)]), instant(row[-1])) for row in db.execute(query).all()]
            touch_index(db)
            return taken

        return await self._connections.write(work)

    async def renew(self, debate: str, owner: str, until: datetime) -> bool:
        mine = (debates.c.id == debate, debates.c.state == DebateState.CLOSING)
        query = lease_columns.renewal(debates, owner, until, *mine)
        return await self._connections.write(lambda db: bool(db.execute(query).rowcount))

    async def finish(self, debate: str, certificate: Certificate, now: datetime) -> None:
        def work(db: Connection) -> None:
            sheet = lock(db, [debate]).get(debate)
            if sheet is None or sheet.ended or sheet.certified:
                return
            fail_unsettled(db, debate, _ENDED_FIRST, now)
            said = [post for post in posts_of(db, debate) if post.state is PostState.SAID]
            rows = []
            for post in said:
                result = f"{debate}:{post.channel}:{Part.RESULT}"
                for part, key, after in (
                    (Part.RESULT, result, None),
                    (Part.CLOSED_CARD, f"{debate}:{post.channel}:{Part.CLOSED_CARD}", result),
                ):
                    rows.append(
                        new_delivery(
                            key=key,
                            part=part,
                            channel=post.channel,
                            platform=post.platform,
                            planned_at=micros(now),
                            not_after=micros(now + RESULT_WITHIN),
                            after_key=after,
                            debate=debate,
                            post=post.id,
                        )
                    )
            if rows:
                db.execute(insert(deliveries), rows)
                say(db, Change.DELIVERIES)
            snapshot = snapshot_of(db, debate)
            if snapshot is not None:
                certified = _as_it_stands(db, certificate, snapshot)
                sealed(db, snapshot, certified)
                state = DebateState.CLOSING if said else DebateState.CLOSED
                end(db, debate, state, now, dump_certificate(certified))

        await self._connections.write(work)

    async def void(self, debate: str, now: datetime) -> bool:
        def work(db: Connection) -> bool:
            sheet = lock(db, [debate]).get(debate)
            if any(post.state in SAID for post in posts_of(db, debate)):
                return False
            if sheet is not None and not sheet.ended and not sheet.certified:
                fail_unsettled(db, debate, _ENDED_FIRST, now)
                end(db, debate, DebateState.VOID, now)
            return True

        return await self._connections.write(work)


def _as_it_stands(db: Connection, certificate: Certificate, snapshot: Snapshot) -> Certificate:
    """The certificate with the ballots that count now: another process may have written votes since the recount.

    Where the ledger was put back from a copy meanwhile, a result may have been told before it, with another head.
    """
    tally, notes = snapshot.tally, certificate.notes
    copied = db.execute(select(meta.c.value).where(meta.c.name == COPIED_AT)).scalar()
    if copied is not None and micros(snapshot.debate.opened_at) <= copied:
        notes = (*notes, Note("note-restored"))
    return replace(certificate, recount=tally.voters, undecided=tally.undecided, notes=notes)


def fail_unsettled(db: Connection, debate: str, reason: Sentence, now: datetime) -> None:
    """Give up whatever is still to be said about a debate, its unsaid posts with it.

    The reason is what stood in the way of each so far, else `reason`.
    """
    stood_in_the_way = (
        select(deliveries.c.reason)
        .where(
            deliveries.c.debate == posts.c.debate,
            deliveries.c.channel == posts.c.channel,
            deliveries.c.post == posts.c.id,
            deliveries.c.part == Part.POST,
        )
        .limit(1)
        .scalar_subquery()
    )
    db.execute(
        update(posts)
        .where(posts.c.debate == debate, posts.c.state == PostState.PLANNED)
        .values(state=PostState.FAILED, reason=func.coalesce(posts.c.reason, stood_in_the_way, reason.kept()))
    )
    db.execute(
        update(deliveries)
        .where(deliveries.c.debate == debate, deliveries.c.state.in_(UNSETTLED))
        .values(
            state=DeliveryState.FAILED,
            reason=func.coalesce(deliveries.c.reason, reason.kept()),
            settled_at=micros(now),
            **lease_columns.FREE,
        )
    )


def end(db: Connection, debate: str, state: DebateState, now: datetime, certificate: str | None = None) -> None:
    """Give a debate its last states; its claim is over."""
    values: dict[str, object] = {"state": state, **lease_columns.FREE}
    if state is not DebateState.CLOSING:
        values["closed_at"] = micros(now)
    if certificate is not None:
        values["certificate"] = certificate
    db.execute(update(debates).where(debates.c.id == debate).values(**values))
    touch_index(db)
