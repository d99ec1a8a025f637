"""Opening debates, each with its posts and all that will be said; and what was opened over an article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.debates import Channel, DebateState, Post, PostState
from bot.core.pseudonyms import new_secret
from bot.core.times import instant, micros
from bot.services.records import Opening, Part, PlannedDelivery
from bot.services.stores import Change
from bot.storage.chained_history import begun_with
from bot.storage.change_notices import say
from bot.storage.codec import dump_article, dump_rules
from bot.storage.engine import Connections
from bot.storage.planned_deliveries import new_delivery, plan_erratum
from bot.storage.post_store import hold_index, touch_index
from bot.storage.rows import posts_of
from bot.storage.tables import debates, deliveries, occurrences, posts

_STANDING = (PostState.PLANNED, PostState.SAID)
_PAGE = 1_000
"""How many rows are read at once where there may be as many as debates."""


class Openings:
    """OpeningStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def open(self, opening: Opening) -> bool:
        return await self._connections.write(lambda db: _write_opening(db, opening))

    async def open_alone(self, opening: Opening) -> Mapping[str, Sequence[str]]:
        def work(db: Connection) -> Mapping[str, Sequence[str]]:
            # Whoever opens at the same moment, in whatever process, comes before or after.
            hold_index(db)
            standing = _debated_in(db, opening.debate.slug, [channel.name for channel in opening.channels])
            if opening.debate.id in standing:
                return {}
            if not standing:
                _write_opening(db, opening)
            return standing

        return await self._connections.write(work)

    async def debated(self, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
        return await self._connections.read(lambda db: _debated_in(db, slug, channels))

    async def debated_slugs(self, channels: Iterable[str]) -> Mapping[str, datetime]:
        wanted = tuple(channels)
        return await self._connections.read(lambda db: _debated_slugs(db, wanted))

    async def note_edition(self, debate: str, edition: str, now: datetime) -> bool:
        return await self._connections.write(lambda db: plan_erratum(db, debate, edition, now))


def _write_opening(db: Connection, opening: Opening) -> bool:
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
    db.execute(insert(debates), _debate_row(opening))
    db.execute(insert(posts), [_post_row(debate.id, *placed) for placed in enumerate(opening.channels)])
    places = {post.channel: post for post in posts_of(db, debate.id)}
    if opening.deliveries:
        rows = [_delivery_row(opening, planned, places[planned.channel]) for planned in opening.deliveries]
        db.execute(insert(deliveries), rows)
        say(db, Change.DELIVERIES)
    touch_index(db)
    return True


def _debate_row(opening: Opening) -> dict[str, object]:
    debate, occurrence = opening.debate, opening.occurrence
    article, rules, opened_at = debate.article, debate.rules, micros(debate.opened_at)
    return {
        "id": debate.id,
        "slug": debate.slug,
        "edition": debate.edition,
        "article": dump_article(article),
        "rules": dump_rules(rules),
        "choice": rules.choice,
        "options": len(article.options),
        "state": debate.state,
        "opened_at": opened_at,
        "closes_at": micros(debate.closes_at),
        "revision": debate.revision,
        "next_seq": 1,
        "schedule": debate.schedule,
        "occurrence": micros(occurrence.at) if occurrence is not None else None,
        "cleared": 0,
        "secret": new_secret(),
        "head": begun_with(debate.id, debate.edition, article, rules.choice, rules.ballot, opened_at),
    }


def _post_row(debate: str, position: int, channel: Channel) -> dict[str, object]:
    return {
        "debate": debate,
        "position": position,
        "channel": channel.name,
        "platform": channel.platform,
        "channel_id": channel.id,
        "locale": channel.locale,
        "state": PostState.PLANNED,
        "shown": -1,
    }


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


def _debated_in(db: Connection, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
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
