"""Whom the bot has greeted: channels by a delivery, people by a row."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.core.times import micros
from bot.services.records import Part
from bot.storage.engine import Connections
from bot.storage.learnt import other_ids
from bot.storage.planning import new_delivery
from bot.storage.tables import deliveries, met
from bot.storage.voters import Account, Voters

WELCOME_WITHIN = timedelta(hours=24)
"""How long greeting a channel is tried."""


class Welcomes:
    """WelcomeStore on SQL."""

    def __init__(self, connections: Connections, voters: Voters) -> None:
        self._connections = connections
        self._voters = voters

    async def plan(self, channel: Channel, title: str, text: str, now: datetime) -> bool:
        """Plan a welcome, once for each channel of a platform; False if it had one."""
        row = new_delivery(
            key=_key(channel.platform, channel.id),
            part=Part.WELCOME,
            channel=channel.name,
            platform=channel.platform,
            planned_at=micros(now),
            not_after=micros(now + WELCOME_WITHIN),
            title=title,
            text=text,
        )
        query = upsert(deliveries).values(row).on_conflict_do_nothing(index_elements=["key"])

        def work(db: Connection) -> bool:
            others = [_key(channel.platform, other) for other in other_ids(db, channel.platform, channel.id)]
            greeted = select(deliveries.c.id).where(deliveries.c.key.in_(others)).limit(1)
            if others and db.execute(greeted).first() is not None:
                return False
            return bool(db.execute(query).rowcount)

        return await self._connections.write(work)

    async def meet(self, voter: Voter, now: datetime) -> bool:
        """Note a person; False for one who is known already."""

        def work(db: Connection) -> tuple[bool, dict[Account, int]]:
            (number,), learned = self._voters.numbers(db, [voter])
            row = {"voter": number, "at": micros(now)}
            query = upsert(met).values(row).on_conflict_do_nothing(index_elements=["voter"])
            return bool(db.execute(query).rowcount), learned

        new, learned = await self._connections.write(work)
        self._voters.remember(learned)
        return new


def _key(platform: str, channel_id: str) -> str:
    return f"welcome:{platform}:{channel_id}"
