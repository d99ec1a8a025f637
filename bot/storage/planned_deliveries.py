"""Rows of deliveries as they are planned, and those of an erratum."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, update

from bot.core.debates import DebateState, PostState
from bot.core.times import micros
from bot.services.records import DeliveryState, Part
from bot.services.stores import Change
from bot.storage.change_notices import say
from bot.storage.rows import posts_of
from bot.storage.sheet import lock
from bot.storage.tables import debates, deliveries


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


def plan_erratum(db: Connection, debate: str, edition: str, now: datetime) -> bool:
    """An erratum under each said post of an open debate; False where it has one already."""
    sheet = lock(db, [debate]).get(debate)
    if sheet is None or sheet.state is not DebateState.OPEN:
        return False
    mine = (debates.c.id == debate, debates.c.erratum.is_(None))
    if not db.execute(update(debates).where(*mine).values(erratum=edition)).rowcount:
        return False
    rows = [
        new_delivery(
            key=f"{debate}:{post.channel}:{Part.ERRATUM}",
            part=Part.ERRATUM,
            channel=post.channel,
            platform=post.platform,
            planned_at=micros(now),
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
