"""Deliveries as they are planned: with a debate's opening, in the transaction that writes it, or later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.debates import DebateState, Post, PostState
from bot.core.times import micros
from bot.services.records import DeliveryState, Opening, Part, PlannedDelivery
from bot.services.stores import Change
from bot.storage.change_notices import say
from bot.storage.codec import dump_article, dump_rules
from bot.storage.post_index import touch_index
from bot.storage.rows import posts_of
from bot.storage.sheet import lock
from bot.storage.tables import debates, deliveries, occurrences, posts


def new_delivery(
    *, key: str, part: Part, channel: str, platform: str, planned_at: int, **more: object
) -> dict[str, object]:
    """A row for a delivery that is due at once."""
    row: dict[str, object] = {
        "key": key,
        "after_key": None,
        "part": part,
        "number": 0,
        "urgency": part.urgency,
        "channel": channel,
        "platform": platform,
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


def plan_erratum(db: Connection, debate: str, edition: str) -> bool:
    """An erratum under each said post of an open debate; False where it has one already."""
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
            platform=post.platform,
            planned_at=opened_at,
            not_after=sheet.closes_at,
            debate=debate,
            post=post.id,
        )
        for post in posts_of(db, debate)
        if post.state is PostState.SAID
    ]
    if rows:
        db.execute(insert(deliveries), rows)
        say(db, Change.DELIVERIES)
    return True


_STANDING = (PostState.PLANNED, PostState.SAID)


def write_opening(db: Connection, opening: Opening) -> bool:
    """Write all that an opening takes; False, and nothing, where its occurrence was taken.

    One that is written already, by an attempt whose answer was lost, is left as it is.
    """
    debate, occurrence = opening.debate, opening.occurrence
    if db.execute(select(debates.c.id).where(debates.c.id == debate.id)).first() is not None:
        return True
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
    places = {post.channel: post for post in posts_of(db, debate.id)}
    if opening.deliveries:
        rows = [_delivery_row(opening, planned, places[planned.channel]) for planned in opening.deliveries]
        db.execute(insert(deliveries), rows)
        say(db, Change.DELIVERIES)
    touch_index(db)
    return True


def debated_in(db: Connection, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The open debates over `slug`, oldest first, with those of these channels where a post stands or is coming."""
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


def _delivery_row(opening: Opening, planned: PlannedDelivery, post: Post) -> dict[str, object]:
    debate = opening.debate
    limit = min(opening.deliver_until, debate.closes_at) if planned.part is Part.POST else debate.closes_at
    return new_delivery(
        key=planned.key,
        after_key=planned.after,
        part=planned.part,
        number=planned.number,
        channel=planned.channel,
        platform=post.platform,
        debate=debate.id,
        post=post.id,
        planned_at=micros(debate.opened_at),
        not_after=micros(limit),
    )
