"""Debates as they are at one moment: whole, or only what an incoming vote needs to know."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from bot.core.ballots import choices
from bot.core.debates import Choice, PostState
from bot.core.tally import Tally, shift_table
from bot.core.times import instant
from bot.services.records import DeliveryState, OpenPost, Part, Snapshot
from bot.storage.codec import load_certificate
from bot.storage.learnt import aliases_on
from bot.storage.rows import DEBATE, GOING_ON, article_of, posts_of, rules_of, to_debate
from bot.storage.tables import debates, deliveries, posts, shift, tally


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
