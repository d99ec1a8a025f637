"""Debates and their posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, update

from bot.core.debates import Debate, DebateState, Post, PostState
from bot.core.times import instant
from bot.services.records import Opening, OpenPost, Sight, Snapshot
from bot.storage.engine import Connections
from bot.storage.indexing import hold_index, index_version, sends_under_way, touch_index
from bot.storage.opening import debated_in, write_opening
from bot.storage.planning import plan_erratum
from bot.storage.rows import DEBATE, GOING_ON, at_place, posts_of, to_debate
from bot.storage.snapshots import open_posts, snapshot_of
from bot.storage.tables import debates, deliveries, posts


class Debates:
    """DebateStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def open(self, opening: Opening) -> bool:
        """Open a debate with its posts and planned deliveries; False if its occurrence was taken."""
        return await self._connections.write(lambda db: write_opening(db, opening))

    async def open_alone(self, opening: Opening) -> Mapping[str, Sequence[str]]:
        """Open a debate unless one over its article is `debated` in one of its channels already; gives those."""

        def work(db: Connection) -> Mapping[str, Sequence[str]]:
            # Whoever opens at the same moment, in whatever process, comes before or after.
            hold_index(db)
            standing = debated_in(db, opening.debate.slug, [channel.name for channel in opening.channels])
            if opening.debate.id in standing:
                return {}
            if not standing:
                write_opening(db, opening)
            return standing

        return await self._connections.write(work)

    async def debated(self, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """The open debates over `slug`, oldest first, with those of these channels where a post stands or is coming."""
        return await self._connections.read(lambda db: debated_in(db, slug, channels))

    async def get(self, debate: str) -> Debate | None:
        """The debate with this id."""
        return await self._one(select(*DEBATE).where(debates.c.id == debate))

    async def find(self, id_or_slug: str, sight: Sight | None = None) -> Debate | None:
        """The debate with this id, else the latest over this slug; of those that have a post in `sight`, if given."""
        seen = _posted_in(sight)
        by_id = select(*DEBATE).where(debates.c.id == id_or_slug, *seen)
        return await self._one(by_id) or await self._one(_latest_first().where(debates.c.slug == id_or_slug, *seen))

    async def latest(self, *, channel: str | None = None, open_only: bool = False) -> Debate | None:
        """The debate opened last, in one channel (by name) or in any."""
        query = _latest_first()
        if channel is not None:
            query = query.where(debates.c.id.in_(select(posts.c.debate).where(posts.c.channel == channel)))
        if open_only:
            query = query.where(debates.c.state == DebateState.OPEN)
        return await self._one(query)

    async def of_message(self, platform: str, channel: str, message: str) -> str | None:
        """The id of the debate that a message belongs to: its post, its result, or anything said in its thread."""
        posted = select(posts.c.debate).where(
            at_place(platform, channel), or_(posts.c.message == message, posts.c.thread == message)
        )
        said = (
            select(deliveries.c.debate)
            .join(posts, posts.c.id == deliveries.c.post)
            .where(deliveries.c.message == message, at_place(platform, channel))
        )
        return await self._connections.read(
            lambda db: db.execute(posted.limit(1)).scalar() or db.execute(said.limit(1)).scalar()
        )

    async def open_debates(self, sight: Sight | None = None) -> Sequence[Debate]:
        """Debates that are open or closing, nearest closing time first; of those with a post in `sight`, if given."""
        query = select(*DEBATE).where(debates.c.state.in_(GOING_ON), *_posted_in(sight))
        query = query.order_by(debates.c.closes_at, debates.c.id)
        return await self._connections.read(lambda db: [to_debate(row) for row in db.execute(query)])

    async def posts(self, debate: str) -> Sequence[Post]:
        """The debate's posts, in the order of its channels."""
        return await self._connections.read(lambda db: posts_of(db, debate))

    async def snapshot(self, debate: str) -> Snapshot | None:
        """The debate with its tally, shift, posts and certificate, at one moment."""
        return await self._connections.read(lambda db: snapshot_of(db, debate))

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        """A version, the posts that take votes, and the (platform, channel id) where a send is under way."""
        return await self._connections.read(lambda db: (index_version(db), open_posts(db), sends_under_way(db)))

    async def index_version(self) -> int:
        """The version of `index`; it grows with every change of it."""
        return await self._connections.read(index_version)

    async def deleted(self, post: int) -> None:
        """Mark a said post as deleted."""

        def work(db: Connection) -> None:
            mine = (posts.c.id == post, posts.c.state == PostState.SAID)
            if db.execute(update(posts).where(*mine).values(state=PostState.DELETED)).rowcount:
                parts = (deliveries.c.post == post, deliveries.c.after_key.is_not(None))
                db.execute(update(deliveries).where(*parts).values(after_key=None))
                touch_index(db)

        await self._connections.write(work)

    async def shown(self, post: int, revision: int) -> None:
        """Record which revision of the tally a post shows."""
        query = update(posts).where(posts.c.id == post).values(shown=revision)
        await self._connections.write(lambda db: db.execute(query) and None)

    async def debated_slugs(self, channels: Iterable[str]) -> Mapping[str, datetime]:
        """Slugs that were debated in any of these channels (by name), with their last opening.

        A debate that was said nowhere, or could not be said in these channels, does not count.
        """
        query = (
            select(debates.c.slug, func.max(debates.c.opened_at))
            .join(posts, posts.c.debate == debates.c.id)
            .where(
                posts.c.channel.in_(tuple(channels)),
                posts.c.state != PostState.FAILED,
                debates.c.state != DebateState.VOID,
            )
            .group_by(debates.c.slug)
        )
        return await self._connections.read(lambda db: {slug: instant(at) for slug, at in db.execute(query)})

    async def note_edition(self, debate: str, edition: str) -> bool:
        """Plan one erratum for an open debate, in every channel where it was said; False if it has one."""
        return await self._connections.write(lambda db: plan_erratum(db, debate, edition))

    async def _one(self, query: Select[Any]) -> Debate | None:
        row = await self._connections.read(lambda db: db.execute(query).first())
        return to_debate(row) if row is not None else None


def _latest_first() -> Select[Any]:
    return select(*DEBATE).order_by(debates.c.opened_at.desc(), debates.c.id.desc()).limit(1)


def _posted_in(sight: Sight | None) -> tuple[ColumnElement[bool], ...]:
    """The condition that a debate has a post, whatever became of it, in one of these channels."""
    if sight is None:
        return ()
    there = select(posts.c.debate).where(posts.c.platform == sight.platform, posts.c.channel_id.in_(sight.channels))
    return (debates.c.id.in_(there),)
