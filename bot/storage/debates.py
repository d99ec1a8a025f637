"""Debates and their posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.choices import choices
from bot.core.debates import Choice, Debate, DebateState, Post, PostState
from bot.core.tally import Tally, shift_table
from bot.core.times import instant, micros
from bot.services.records import DeliveryState, Opening, OpenPost, Part, PlannedDelivery, Snapshot
from bot.storage.codec import dump_article, dump_rules, load_certificate
from bot.storage.engine import Connections
from bot.storage.indexing import hold_index, index_version, sends_under_way, touch_index
from bot.storage.rows import DEBATE, article_of, posts_of, rules_of, to_debate
from bot.storage.sheet import lock
from bot.storage.tables import debates, deliveries, occurrences, posts, shift, tally

_GOING_ON = (DebateState.OPEN, DebateState.CLOSING)
_STANDING = (PostState.PLANNED, PostState.SAID)


class Debates:
    """DebateStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def open(self, opening: Opening) -> bool:
        """Open a debate with its posts and planned deliveries; False if its occurrence was taken."""
        return await self._connections.write(lambda db: _open(db, opening))

    async def open_alone(self, opening: Opening) -> Mapping[str, Sequence[str]]:
        """Open a debate unless one over its article is `debated` in one of its channels already; gives those."""

        def work(db: Connection) -> Mapping[str, Sequence[str]]:
            # Whoever opens at the same moment, in whatever process, comes before or after.
            hold_index(db)
            standing = _debated(db, opening.debate.slug, [channel.name for channel in opening.channels])
            if not standing:
                _open(db, opening)
            return standing

        return await self._connections.write(work)

    async def debated(self, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """The open debates over `slug`, oldest first, with those of these channels where a post stands or is coming."""
        return await self._connections.read(lambda db: _debated(db, slug, channels))

    async def get(self, debate: str) -> Debate | None:
        """The debate with this id."""
        return await self._one(lambda: select(*DEBATE).where(debates.c.id == debate))

    async def find(self, id_or_slug: str) -> Debate | None:
        """The debate with this id, else the latest over this slug."""
        return await self.get(id_or_slug) or await self._one(
            lambda: _latest_first().where(debates.c.slug == id_or_slug)
        )

    async def latest(self, *, channel: str | None = None, open_only: bool = False) -> Debate | None:
        """The debate opened last, in one channel (by name) or in any."""
        query = _latest_first()
        if channel is not None:
            query = query.where(debates.c.id.in_(select(posts.c.debate).where(posts.c.channel == channel)))
        if open_only:
            query = query.where(debates.c.state == DebateState.OPEN)
        return await self._one(lambda: query)

    async def of_message(self, platform: str, message: str) -> str | None:
        """The id of the debate that a message belongs to: its post, its result, or anything said in its thread."""
        posted = select(posts.c.debate).where(
            posts.c.platform == platform, or_(posts.c.message == message, posts.c.thread == message)
        )
        said = (
            select(deliveries.c.debate)
            .join(posts, posts.c.id == deliveries.c.post)
            .where(deliveries.c.message == message, posts.c.platform == platform)
        )
        return await self._connections.read(
            lambda db: db.execute(posted.limit(1)).scalar() or db.execute(said.limit(1)).scalar()
        )

    async def open_debates(self) -> Sequence[Debate]:
        """Debates that are open or closing, nearest closing time first."""
        query = select(*DEBATE).where(debates.c.state.in_(_GOING_ON)).order_by(debates.c.closes_at, debates.c.id)
        return await self._connections.read(lambda db: [to_debate(row) for row in db.execute(query)])

    async def posts(self, debate: str) -> Sequence[Post]:
        """The debate's posts, in the order of its channels."""
        return await self._connections.read(lambda db: posts_of(db, debate))

    async def snapshot(self, debate: str) -> Snapshot | None:
        """The debate with its tally, shift, posts and certificate, at one moment."""
        return await self._connections.read(lambda db: snapshot_of(db, debate))

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        """A version, the posts that take votes, and the (platform, channel id) where a send is under way."""
        return await self._connections.read(lambda db: (index_version(db), _open_posts(db), sends_under_way(db)))

    async def index_version(self) -> int:
        """The version of `index`; it grows with every change of it."""
        return await self._connections.read(index_version)

    async def deleted(self, post: int) -> None:
        """Mark a said post as deleted."""

        def work(db: Connection) -> None:
            mine = (posts.c.id == post, posts.c.state == PostState.SAID)
            if db.execute(update(posts).where(*mine).values(state=PostState.DELETED)).rowcount:
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

    async def note_edition(self, debate: str, edition: str, delivery_text: str) -> bool:
        """Plan one erratum for an open debate, in every channel where it was said; False if it has one."""
        return await self._connections.write(lambda db: _plan_erratum(db, debate, edition, delivery_text))

    async def _one(self, query: Any) -> Debate | None:
        row = await self._connections.read(lambda db: db.execute(query()).first())
        return to_debate(row) if row is not None else None


def _latest_first() -> Any:
    return select(*DEBATE).order_by(debates.c.opened_at.desc(), debates.c.id.desc()).limit(1)


def _debated(db: Connection, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
    query = (
        select(posts.c.debate, posts.c.channel)
        .join(debates, debates.c.id == posts.c.debate)
        .where(
            debates.c.slug == slug,
            debates.c.state == DebateState.OPEN,
            posts.c.state.in_(_STANDING),
            posts.c.channel.in_(tuple(channels)),
        )
        .order_by(debates.c.opened_at, debates.c.id, posts.c.position)
    )
    found: dict[str, list[str]] = {}
    for debate, channel in db.execute(query):
        found.setdefault(debate, []).append(channel)
    return found


def _open(db: Connection, opening: Opening) -> bool:
    debate, occurrence = opening.debate, opening.occurrence
    if occurrence is not None:
        row = {
            "schedule": occurrence.schedule,
            "at": micros(occurrence.at),
            "outcome": "opened",
            "debate": debate.id,
            "noted_at": micros(debate.opened_at),
        }
        taken = upsert(occurrences).values(row).on_conflict_do_nothing(index_elements=["schedule", "at"])
        if not db.execute(taken).rowcount:
            return False
    db.execute(
        insert(debates).values(
            id=debate.id,
            slug=debate.slug,
            edition=debate.edition,
            article=dump_article(debate.article),
            rules=dump_rules(debate.rules),
            choice=debate.rules.choice,
            options=len(debate.article.options),
            state=debate.state,
            opened_at=micros(debate.opened_at),
            closes_at=micros(debate.closes_at),
            revision=debate.revision,
            next_seq=1,
            schedule=debate.schedule,
            occurrence=micros(occurrence.at) if occurrence is not None else None,
            cleared=0,
        )
    )
    db.execute(
        insert(posts),
        [
            {
                "debate": debate.id,
                "position": position,
                "channel": channel.name,
                "platform": channel.platform,
                "channel_id": channel.id,
                "locale": channel.locale,
                "state": PostState.PLANNED,
                "shown": -1,
            }
            for position, channel in enumerate(opening.channels)
        ],
    )
    numbers = {post.channel: post.id for post in posts_of(db, debate.id)}
    if opening.deliveries:
        rows = [_delivery_row(opening, planned, numbers[planned.channel]) for planned in opening.deliveries]
        db.execute(insert(deliveries), rows)
    touch_index(db)
    return True


def _delivery_row(opening: Opening, planned: PlannedDelivery, post: int) -> dict[str, object]:
    debate = opening.debate
    limit = min(opening.deliver_until, debate.closes_at) if planned.part is Part.POST else debate.closes_at
    return new_delivery(
        key=planned.key,
        after_key=planned.after,
        part=planned.part,
        number=planned.number,
        channel=planned.channel,
        debate=debate.id,
        post=post,
        planned_at=micros(debate.opened_at),
        not_after=micros(limit),
    )


def new_delivery(*, key: str, part: Part, channel: str, planned_at: int, **more: object) -> dict[str, object]:
    """A row for a delivery that is due at once."""
    row: dict[str, object] = {
        "key": key,
        "after_key": None,
        "part": part,
        "number": 0,
        "channel": channel,
        "debate": None,
        "post": None,
        "state": DeliveryState.PLANNED,
        "attempts": 0,
        "unclear": False,
        "planned_at": planned_at,
        "next_at": planned_at,
        "not_after": None,
        "title": "",
        "text": "",
    }
    return row | more


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


def _open_posts(db: Connection) -> list[OpenPost]:
    query = (
        select(
            posts.c.id,
            posts.c.debate,
            posts.c.platform,
            posts.c.channel,
            posts.c.channel_id,
            posts.c.message,
            posts.c.thread,
            posts.c.shown,
            posts.c.said_at,
            posts.c.locale,
            debates.c.article,
            debates.c.rules,
            debates.c.closes_at,
            debates.c.revision,
        )
        .join(debates, debates.c.id == posts.c.debate)
        .where(posts.c.state == PostState.SAID, debates.c.state.in_(_GOING_ON))
        .order_by(posts.c.id)
    )
    return [
        OpenPost(
            post=row.id,
            debate=row.debate,
            platform=row.platform,
            channel=row.channel,
            channel_id=row.channel_id,
            message=row.message,
            choices=choices(article_of(row.article), row.platform, rules_of(row.rules).ballot),
            closes_at=instant(row.closes_at),
            revision=row.revision,
            shown=row.shown,
            said_at=instant(row.said_at),
            locale=row.locale,
            ballot=rules_of(row.rules).ballot,
            thread=row.thread,
        )
        for row in db.execute(query)
    ]


def _plan_erratum(db: Connection, debate: str, edition: str, text: str) -> bool:
    sheet = lock(db, [debate]).get(debate)
    if sheet is None or sheet.state is not DebateState.OPEN:
        return False
    mine = (debates.c.id == debate, debates.c.erratum.is_(None))
    if not db.execute(update(debates).where(*mine).values(erratum=edition)).rowcount:
        return False
    opened_at = db.execute(select(debates.c.opened_at).where(debates.c.id == debate)).scalar_one()
    rows = [
        new_delivery(
            key=f"{debate}:{post.channel}:{Part.ERRATUM}",
            part=Part.ERRATUM,
            channel=post.channel,
            planned_at=opened_at,
            not_after=sheet.closes_at,
            debate=debate,
            post=post.id,
            text=text,
        )
        for post in posts_of(db, debate)
        if post.state is PostState.SAID
    ]
    if rows:
        db.execute(insert(deliveries), rows)
    return True
