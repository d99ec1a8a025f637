"""Debates and their posts, alone or whole as they are at one moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select, update

from bot.core.debates import Choice, Debate, DebateState, Post, PostState
from bot.core.marks import Voter
from bot.core.tally import Tally, shift_table
from bot.core.times import instant
from bot.services.records import Opening, OpenPost, Sight, Snapshot
from bot.storage.codec import load_certificate
from bot.storage.engine import Connections
from bot.storage.planned_deliveries import debated_in, plan_erratum, write_opening
from bot.storage.post_index import hold_index, index_version, open_posts, sends_under_way, touch_index
from bot.storage.rows import DEBATE, GOING_ON, at_place, post_named, posts_of, to_debate
from bot.storage.tables import ballots, debates, deliveries, posts, shift, tally, voters

_PAGE = 1_000
"""How many rows are read at once where there may be as many as debates."""


class Debates:
    """DebateStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def open(self, opening: Opening) -> bool:
        return await self._connections.write(lambda db: write_opening(db, opening))

    async def open_alone(self, opening: Opening) -> Mapping[str, Sequence[str]]:
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
        return await self._connections.read(lambda db: debated_in(db, slug, channels))

    async def get(self, debate: str) -> Debate | None:
        return await self._one(select(*DEBATE).where(debates.c.id == debate))

    async def find(self, id_or_slug: str, sight: Sight | None = None) -> Debate | None:
        seen = _posted_in(sight)
        by_id = select(*DEBATE).where(debates.c.id == id_or_slug, *seen)
        return await self._one(by_id) or await self._one(_latest_first().where(debates.c.slug == id_or_slug, *seen))

    async def latest(self, *, channel: str | None = None, open_only: bool = False) -> Debate | None:
        query = _latest_first()
        if channel is not None:
            here = select(posts.c.id).where(posts.c.debate == debates.c.id, posts.c.channel == channel)
            query = query.where(here.exists())
        if open_only:
            query = query.where(debates.c.state == DebateState.OPEN)
        return await self._one(query)

    async def of_message(self, platform: str, channel: str, message: str) -> str | None:
        posted = post_named(platform, channel, message)
        said = (
            select(deliveries.c.debate)
            .join(posts, posts.c.id == deliveries.c.post)
            .where(deliveries.c.message == message, at_place(platform, channel))
        )
        return await self._connections.read(
            lambda db: db.execute(posted.limit(1)).scalar() or db.execute(said.limit(1)).scalar()
        )

    async def open_debates(self, sight: Sight | None = None) -> Sequence[Debate]:
        query = select(*DEBATE).where(debates.c.state.in_(GOING_ON), *_posted_in(sight))
        query = query.order_by(debates.c.closes_at, debates.c.id)
        return await self._connections.read(lambda db: [to_debate(row) for row in db.execute(query)])

    async def open_to(self, voter: Voter, sight: Sight) -> Sequence[str]:
        posted = select(posts.c.id).where(posts.c.debate == debates.c.id, *_seen_in(sight))
        voted = (
            select(ballots.c.debate)
            .join(voters, voters.c.id == ballots.c.voter)
            .where(
                ballots.c.debate == debates.c.id,
                voters.c.platform == voter.platform,
                voters.c.workspace == voter.workspace,
                voters.c.native == voter.native,
            )
        )
        query = select(debates.c.id).where(debates.c.state.in_(GOING_ON), or_(posted.exists(), voted.exists()))
        query = query.order_by(debates.c.opened_at.desc(), debates.c.closes_at, debates.c.id)
        return await self._connections.read(lambda db: db.execute(query).scalars().all())

    async def posts(self, debate: str) -> Sequence[Post]:
        return await self._connections.read(lambda db: posts_of(db, debate))

    async def snapshot(self, debate: str) -> Snapshot | None:
        return await self._connections.read(lambda db: snapshot_of(db, debate))

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        return await self._connections.read(lambda db: (index_version(db), open_posts(db), sends_under_way(db)))

    async def index_version(self) -> int:
        return await self._connections.read(index_version)

    async def deleted(self, post: int) -> None:
        def work(db: Connection) -> None:
            mine = (posts.c.id == post, posts.c.state == PostState.SAID)
            if db.execute(update(posts).where(*mine).values(state=PostState.DELETED)).rowcount:
                parts = (deliveries.c.post == post, deliveries.c.after_key.is_not(None))
                db.execute(update(deliveries).where(*parts).values(after_key=None))
                touch_index(db)

        await self._connections.write(work)

    async def shown(self, post: int, revision: int) -> None:
        query = update(posts).where(posts.c.id == post).values(shown=revision)
        await self._connections.write(lambda db: db.execute(query) and None)

    async def debated_slugs(self, channels: Iterable[str]) -> Mapping[str, datetime]:
        wanted = tuple(channels)
        return await self._connections.read(lambda db: _debated_slugs(db, wanted))

    async def note_edition(self, debate: str, edition: str) -> bool:
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
    return (select(posts.c.id).where(posts.c.debate == debates.c.id, *_seen_in(sight)).exists(),)


def _seen_in(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    return posts.c.platform == sight.platform, posts.c.channel_id.in_(sight.channels)


def _debated_slugs(db: Connection, channels: Collection[str]) -> dict[str, datetime]:
    """Read in pages, of one moment: the event loop has other things to do between them."""
    found: dict[str, datetime] = {}
    after = 0
    while True:
        page = db.execute(
            select(posts.c.id, debates.c.slug, debates.c.opened_at)
            .join(debates, debates.c.id == posts.c.debate)
            .where(
                posts.c.channel.in_(channels),
                posts.c.id > after,
                posts.c.state != PostState.FAILED,
                debates.c.state != DebateState.VOID,
            )
            .order_by(posts.c.id)
            .limit(_PAGE)
        ).all()
        for _, slug, at in page:
            opened = instant(at)
            found[slug] = max(opened, found.get(slug, opened))
        if len(page) < _PAGE:
            return found
        after = page[-1].id


def snapshot_of(db: Connection, debate: str) -> Snapshot | None:
    """A debate with its tally, shift, posts and certificate, as this transaction sees it."""
    row = db.execute(select(*DEBATE, debates.c.certificate).where(debates.c.id == debate)).first()
    if row is None:
        return None
    found = to_debate(row[: len(DEBATE)])
    options = len(found.article.options)
    counts = db.execute(select(tally.c.platform, tally.c.key, tally.c.count).where(tally.c.debate == debate))
    table = None
    if found.rules.choice is Choice.SINGLE:
        cells = db.execute(select(shift.c.first, shift.c.last, shift.c["count"]).where(shift.c.debate == debate))
        table = shift_table(options, {(first, last): n for first, last, n in cells})
    return Snapshot(
        debate=found,
        posts=posts_of(db, debate),
        tally=Tally(options, {(platform, key): n for platform, key, n in counts if n}),
        shift=table,
        certificate=load_certificate(row[-1]),
    )
