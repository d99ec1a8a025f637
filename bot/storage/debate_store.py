"""Debates, whole as they are at one moment, and found by what somebody calls them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from bot.core.debates import Choice, Debate, DebateState, Post
from bot.core.marks import Voter
from bot.core.recounts import Certificate
from bot.core.tally import VOTERS, Tally, shift_table
from bot.services.records import Overview, Sight, Snapshot
from bot.storage.codec import load_certificate
from bot.storage.engine import Connections
from bot.storage.rows import DEBATE, GOING_ON, POST, at_place, post_named, posts_of, to_debate, to_post
from bot.storage.tables import ballots, debates, deliveries, posts, seals, shift, tally, voters


class Debates:
    """DebateStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def get(self, debate: str) -> Debate | None:
        return await _one(self._connections, select(*DEBATE).where(debates.c.id == debate))

    async def posts(self, debate: str) -> Sequence[Post]:
        return await self._connections.read(lambda db: posts_of(db, debate))

    async def snapshot(self, debate: str) -> Snapshot | None:
        return await self._connections.read(lambda db: snapshot_of(db, debate))

    async def open_debates(self, sight: Sight | None = None) -> Sequence[Debate]:
        query = select(*DEBATE).where(debates.c.state.in_(GOING_ON), *_posted_in(sight))
        query = query.order_by(debates.c.closes_at, debates.c.id)
        return await self._connections.read(lambda db: [to_debate(row) for row in db.execute(query)])

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


class Finder:
    """DebateFinder on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def find(self, id_or_slug: str, sight: Sight | None = None) -> Debate | None:
        seen = _posted_in(sight)
        by_id = select(*DEBATE).where(debates.c.id == id_or_slug, *seen)
        by_slug = _latest_first().where(debates.c.slug == id_or_slug, *seen)
        return await _one(self._connections, by_id) or await self._open_or_latest(by_slug)

    async def latest(self, *, channel: str | None = None, open_only: bool = False) -> Debate | None:
        query = _latest_first()
        if channel is not None:
            here = select(posts.c.id).where(posts.c.debate == debates.c.id, posts.c.channel == channel)
            query = query.where(here.exists())
        return await (self._open_of(query) if open_only else self._open_or_latest(query))

    async def _open_of(self, query: Select[Any]) -> Debate | None:
        return await _one(self._connections, query.where(debates.c.state == DebateState.OPEN))

    async def _open_or_latest(self, query: Select[Any]) -> Debate | None:
        return await self._open_of(query) or await _one(self._connections, query)

    async def overview(
        self, most: int, *, states: Collection[DebateState] = (), slug: str | None = None
    ) -> Sequence[Overview]:
        rank = case((debates.c.state == DebateState.OPEN, 0), (debates.c.state == DebateState.CLOSING, 1), else_=2)
        chosen = select(debates.c.id).order_by(rank, debates.c.opened_at.desc(), debates.c.id.desc()).limit(most)
        if states:
            chosen = chosen.where(debates.c.state.in_(states))
        if slug is not None:
            chosen = chosen.where(debates.c.slug == slug)
        return await self._connections.read(lambda db: _overview(db, chosen))

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


async def _one(connections: Connections, query: Select[Any]) -> Debate | None:
    row = await connections.read(lambda db: db.execute(query).first())
    return to_debate(row) if row is not None else None


def _latest_first() -> Select[Any]:
    return select(*DEBATE).order_by(debates.c.opened_at.desc(), debates.c.id.desc()).limit(1)


def _overview(db: Connection, chosen: Select[Any]) -> list[Overview]:
    ids = chosen.subquery()
    named = select(ids.c.id)
    counts = select(tally.c.debate, func.sum(tally.c["count"])).where(tally.c.key == VOTERS, tally.c.debate.in_(named))
    voted = {debate: int(count) for debate, count in db.execute(counts.group_by(tally.c.debate))}
    posted: dict[str, list[Post]] = {}
    for row in db.execute(select(*POST).where(posts.c.debate.in_(named)).order_by(posts.c.position)):
        post = to_post(row)
        posted.setdefault(post.debate, []).append(post)
    rows = {row[0]: to_debate(row) for row in db.execute(select(*DEBATE).where(debates.c.id.in_(named)))}
    order = db.execute(chosen).scalars()
    return [Overview(rows[one], voted.get(one, 0), tuple(posted.get(one, ()))) for one in order]


def _posted_in(sight: Sight | None) -> tuple[ColumnElement[bool], ...]:
    """The condition that a debate has a post, whatever became of it, in one of these channels."""
    if sight is None:
        return ()
    return (select(posts.c.id).where(posts.c.debate == debates.c.id, *_seen_in(sight)).exists(),)


def _seen_in(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    return posts.c.platform == sight.platform, posts.c.channel_id.in_(sight.channels)


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
        certificate=_certificate_of(db, debate, row[-1]),
    )


def _certificate_of(db: Connection, debate: str, text: str | None) -> Certificate | None:
    certificate = load_certificate(text)
    if certificate is None:
        return None
    latest = select(seals.c.head).where(seals.c.debate == debate).order_by(seals.c.seq.desc()).limit(1)
    head = db.execute(latest).scalar()
    return certificate if head is None else replace(certificate, head=head.hex())
