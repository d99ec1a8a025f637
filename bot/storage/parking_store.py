"""Parked votes: what came on a message while it was not yet known to be a post."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, not_, select

from bot.core.debates import DebateState, PostState
from bot.core.marks import MarkEvent, Voter
from bot.services.records import Batch, OpenPost
from bot.storage.engine import Connections
from bot.storage.idempotency import Once
from bot.storage.people import Learned, Voters
from bot.storage.post_store import hold_index, sends_under_way
from bot.storage.sheet import lock
from bot.storage.statements import Statements, among
from bot.storage.tables import debates, parked, posts
from bot.storage.vote_store import Changed, cast_events


class Parking:
    """ParkingStore on SQL."""

    def __init__(self, connections: Connections, statements: Statements, numbers: Voters, once: Once) -> None:
        self._connections = connections
        self._statements = statements
        self._voters = numbers
        self._once = once

    async def park(self, events: Sequence[MarkEvent], batch: Batch | None = None) -> None:
        rows = [
            {
                "platform": event.platform,
                "channel": event.channel,
                "message": event.message,
                "workspace": event.voter.workspace,
                "native": event.voter.native,
                "reaction": event.reaction,
                "plain": event.plain,
                "added": event.added,
                "received_at": event.received_at,
                "at": event.at,
            }
            for event in events
        ]

        def work(db: Connection) -> None:
            db.execute(insert(parked), rows)

        if rows:
            await self._connections.write(lambda db: self._once(db, batch, work))

    async def parked(self) -> Sequence[tuple[str, str, str]]:
        query = select(parked.c.platform, parked.c.channel, parked.c.message).distinct()
        return await self._connections.read(lambda db: [(row[0], row[1], row[2]) for row in db.execute(query)])

    async def settle(self, post: OpenPost, batch: Batch | None = None) -> Changed:
        changed, learned = await self._connections.write(
            lambda db: self._once(db, batch, lambda db: self._settle(db, post))
        )
        self._voters.remember(learned)
        return changed

    async def drop_parked(self, platform: str, channel: str) -> None:
        def work(db: Connection) -> None:
            open_post = (
                select(posts.c.id)
                .join(debates, debates.c.id == posts.c.debate)
                .where(
                    posts.c.platform == parked.c.platform,
                    posts.c.channel_id == parked.c.channel,
                    posts.c.message == parked.c.message,
                    posts.c.state == PostState.SAID,
                    debates.c.state.in_((DebateState.OPEN, DebateState.CLOSING)),
                )
                .exists()
            )
            mine = (parked.c.platform == platform, parked.c.channel == channel, not_(open_post))
            if db.execute(select(parked.c.id).where(*mine).limit(1)).first() is None:
                return
            # No send begins between the look and the deletion, so that no vote on it is parked in vain.
            hold_index(db)
            if (platform, channel) not in sends_under_way(db):
                db.execute(delete(parked).where(*mine))

        await self._connections.write(work)

    def _settle(self, db: Connection, post: OpenPost) -> tuple[Changed, Learned]:
        mine = (
            parked.c.platform == post.platform,
            parked.c.channel == post.channel_id,
            parked.c.message == post.message,
        )
        if db.execute(select(parked.c.id).where(*mine).limit(1)).first() is None:
            return frozenset(), {}
        # Locked first: another process that settles the same post applies each event before us, or not at all.
        lock(db, [post.debate])
        rows = db.execute(select(parked).where(*mine).order_by(parked.c.id)).all()
        if not rows:
            return frozenset(), {}
        events = [
            MarkEvent(
                platform=row.platform,
                channel=row.channel,
                message=row.message,
                voter=Voter(row.platform, row.workspace, row.native),
                reaction=row.reaction,
                plain=row.plain,
                added=row.added,
                received_at=row.received_at,
                at=row.at,
            )
            for row in rows
        ]
        outcome = cast_events(db, self._statements, self._voters, [(post, event) for event in events])
        # By number, one by one: what another process commits meanwhile may have lower numbers than the last read.
        db.execute(delete(parked).where(among(db, parked.c.id, [row.id for row in rows])))
        return outcome
