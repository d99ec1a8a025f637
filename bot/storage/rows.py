"""Rows as the records that services know."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, or_, select, union_all

from bot.core.articles import Article
from bot.core.debates import Debate, DebateState, Kept, Post, PostState, Rules
from bot.core.times import Micros, instant
from bot.sentences import read_back
from bot.services.records import Delivery, DeliveryState, Part
from bot.storage.codec import load_article, load_rules
from bot.storage.tables import aliases, debates, deliveries, meta, posts, voters

GOING_ON = (DebateState.OPEN, DebateState.CLOSING)
"""The states of a debate whose result is not known yet."""

COPIED_AT = "copied_at"
"""Under this name `meta` says of when the copy was from which the ledger was last restored."""

DEBATE = (
    debates.c.id,
    debates.c.article,
    debates.c.edition,
    debates.c.rules,
    debates.c.state,
    debates.c.opened_at,
    debates.c.closes_at,
    debates.c.revision,
    debates.c.schedule,
    debates.c.kept,
)

ACCOUNT = (voters.c.platform, voters.c.workspace, voters.c.native)
"""The columns of a voter's account."""

POST = (
    posts.c.id,
    posts.c.debate,
    posts.c.channel,
    posts.c.platform,
    posts.c.channel_id,
    posts.c.locale,
    posts.c.state,
    posts.c.message,
    posts.c.thread,
    posts.c.said_at,
    posts.c.shown,
    posts.c.reason,
)

DELIVERY = (
    deliveries.c.id,
    deliveries.c.key,
    deliveries.c.part,
    deliveries.c.number,
    deliveries.c.debate,
    deliveries.c.channel,
    deliveries.c.state,
    deliveries.c.attempts,
    deliveries.c.unclear,
    deliveries.c.planned_at,
    deliveries.c.tried_at,
    deliveries.c.not_after,
    deliveries.c.title,
    deliveries.c.text,
    deliveries.c.message,
    deliveries.c.reason,
    debates.c.opened_at,
    select(meta.c.value).where(meta.c.name == COPIED_AT).scalar_subquery(),
)


@lru_cache(maxsize=64)
def article_of(text: str) -> Article:
    """An article as it was stored; the same one is read again and again while its debate is open."""
    return load_article(text)


@lru_cache(maxsize=64)
def rules_of(text: str) -> Rules:
    """Rules as they were stored, read again and again like the article."""
    return load_rules(text)


def to_debate(row: Any) -> Debate:
    """The debate that the columns DEBATE stand for."""
    debate, article, edition, rules, state, opened_at, closes_at, revision, schedule, kept = row
    return Debate(
        id=debate,
        article=article_of(article),
        edition=edition,
        rules=rules_of(rules),
        state=DebateState(state),
        opened_at=instant(opened_at),
        closes_at=instant(closes_at),
        revision=revision,
        schedule=schedule,
        kept=None if kept is None else Kept(kept),
    )


def to_post(row: Any) -> Post:
    """The post that the columns POST stand for."""
    number, debate, channel, platform, channel_id, locale, state, message, thread, said_at, shown, reason = row
    return Post(
        id=number,
        debate=debate,
        channel=channel,
        platform=platform,
        channel_id=channel_id,
        locale=locale,
        state=PostState(state),
        message=message,
        thread=thread,
        said_at=maybe(said_at),
        shown=shown,
        reason=None if reason is None else read_back(reason),
    )


def to_delivery(row: Any, post: Post | None) -> Delivery:
    """The delivery that the columns DELIVERY stand for."""
    (number, key, part, line, debate, channel, state, attempts) = row[:8]
    (unclear, planned_at, tried_at, not_after, title, text, message, reason, opened_at, copied) = row[8:]
    was_copied = copied is not None and (part == Part.WELCOME or (opened_at is not None and opened_at <= copied))
    return Delivery(
        id=number,
        key=key,
        part=Part(part),
        number=line,
        debate=debate,
        post=post,
        channel=channel,
        state=DeliveryState(state),
        attempts=attempts,
        unclear=bool(unclear),
        planned_at=instant(planned_at),
        tried_at=maybe(tried_at),
        not_after=maybe(not_after),
        title=title,
        text=text,
        message=message,
        reason=None if reason is None else read_back(reason),
        unknown_since=instant(copied) if was_copied else None,
    )


def deliveries_where(db: Connection, *conditions: Any) -> list[Delivery]:
    """Deliveries with their posts, in the order in which they were planned."""
    query: Select[Any] = (
        select(*DELIVERY, *POST)
        .join_from(deliveries, posts, posts.c.id == deliveries.c.post, isouter=True)
        .join(debates, debates.c.id == deliveries.c.debate, isouter=True)
        .where(*conditions)
        .order_by(deliveries.c.id)
    )
    found = []
    for row in db.execute(query):
        own, post = row[: len(DELIVERY)], row[len(DELIVERY) :]
        found.append(to_delivery(own, to_post(post) if post[0] is not None else None))
    return found


def at_place(platform: str, place: str) -> ColumnElement[bool]:
    """Posts at a place of a platform: their channel, or their thread where the platform makes it one of its own.

    A message is told by its native id together with its place: a platform may use the id anew in each channel.
    """
    where = or_(posts.c.channel_id == place, posts.c.thread == place, posts.c.message == place)
    return and_(posts.c.platform == platform, where)


def post_named(platform: str, place: str, native: str) -> CompoundSelect[Any]:
    """The post (its debate and number) at a place of which `native` is the message or the thread.

    Each has an index, and is asked for by itself: SQLite would go through all posts of the platform for both at once.
    """
    here = select(posts.c.debate, posts.c.id).where(at_place(platform, place))
    return union_all(here.where(posts.c.message == native), here.where(posts.c.thread == native))


def posts_of(db: Connection, debate: str) -> tuple[Post, ...]:
    """A debate's posts, in the order of its channels."""
    rows = db.execute(select(*POST).where(posts.c.debate == debate).order_by(posts.c.position))
    return tuple(to_post(row) for row in rows)


def maybe(at: Micros | None) -> datetime | None:
    """The instant, where there is one."""
    return None if at is None else instant(at)


def aliases_on(db: Connection, platform: str) -> dict[str, str]:
    """Second names of a platform's emoji, each with what it stands for."""
    query = select(aliases.c.name, aliases.c.form).where(aliases.c.platform == platform)
    return dict(db.execute(query).all())
