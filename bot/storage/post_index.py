"""The index of open posts: its version, what an incoming vote needs to know, and where sends are under way."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from bot.core.ballots import choices
from bot.core.debates import PostState
from bot.core.times import instant
from bot.services.records import DeliveryState, OpenPost, Part
from bot.services.stores import Change
from bot.storage.notices import say
from bot.storage.rows import GOING_ON, aliases_on, article_of, rules_of
from bot.storage.tables import debates, deliveries, meta, posts


def touch_index(db: Connection) -> None:
    """Say that the index has changed. The last thing that a transaction does, so that others wait least."""
    say(db, Change.POSTS)
    db.execute(update(meta).where(meta.c.name == "index").values(value=meta.c.value + 1))


def hold_index(db: Connection) -> None:
    """Let whoever else would change the index wait until this transaction has ended."""
    db.execute(select(meta.c.value).where(meta.c.name == "index").with_for_update())


def index_version(db: Connection) -> int:
    """The present version."""
    return int(db.execute(select(meta.c.value).where(meta.c.name == "index")).scalar_one())


def sends_under_way(db: Connection) -> frozenset[tuple[str, str]]:
    """The (platform, channel id) pairs where a message may appear that becomes a post."""
    under_way = or_(
        deliveries.c.state == DeliveryState.SENDING,
        and_(deliveries.c.state == DeliveryState.PLANNED, deliveries.c.unclear),
    )
    rows = db.execute(
        select(posts.c.platform, posts.c.channel_id)
        .join(deliveries, deliveries.c.post == posts.c.id)
        .where(deliveries.c.part == Part.POST, under_way)
    )
    return frozenset((platform, channel) for platform, channel in rows)


def open_posts(db: Connection) -> list[OpenPost]:
    """The posts that take votes, or whose last votes are being written."""
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
            _unseeded().label("unseeded"),
        )
        .join(debates, debates.c.id == posts.c.debate)
        .where(posts.c.state == PostState.SAID, debates.c.state.in_(GOING_ON))
        .order_by(posts.c.id)
    )
    known: dict[str, dict[str, str]] = {}
    rows = db.execute(query).all()
    for platform in {row.platform for row in rows}:
        known[platform] = aliases_on(db, platform)
    return [
        OpenPost(
            post=row.id,
            debate=row.debate,
            platform=row.platform,
            channel=row.channel,
            channel_id=row.channel_id,
            message=row.message,
            choices=choices(article_of(row.article), row.platform, rules_of(row.rules).ballot, known[row.platform]),
            closes_at=instant(row.closes_at),
            revision=row.revision,
            shown=row.shown,
            said_at=instant(row.said_at),
            locale=row.locale,
            ballot=rules_of(row.rules).ballot,
            thread=row.thread,
            unseeded=bool(row.unseeded),
        )
        for row in rows
    ]


def _unseeded() -> ColumnElement[bool]:
    """Whether a post's seeds are not there, or not known to be."""
    seeds = (deliveries.c.debate == posts.c.debate, deliveries.c.post == posts.c.id, deliveries.c.part == Part.SEEDS)
    return select(deliveries.c.id).where(*seeds, deliveries.c.state != DeliveryState.SAID).exists()
