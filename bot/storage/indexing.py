"""The index of open posts: its version, and where sends are under way."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select, update

from bot.services.records import DeliveryState, Part
from bot.storage.tables import deliveries, meta, posts


def touch_index(db: Connection) -> None:
    """Say that the index has changed. The last thing that a transaction does, so that others wait least."""
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
