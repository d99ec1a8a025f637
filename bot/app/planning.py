"""What would fall due. Nothing is connected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.config import Config
from bot.core.articles import Article
from bot.library import Library
from bot.services.forecasting import Upcoming, forecast, still_waiting
from bot.storage import open_ledger

MOST = 2_000
"""How many occurrences are foretold."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What falls due: the first `MOST` of it, whether that is `complete`, and the articles whose time has not come."""

    rows: Sequence[Upcoming]
    complete: bool
    waiting: Sequence[Article]


async def planned(config: Config, after: datetime, until: datetime) -> Plan:
    """What falls due in (after, until], in order, with the articles that would be taken as things are at `after`."""
    library = Library(config.content, lambda: after)
    library.load()
    database = await open_ledger(config.database_url())
    try:
        rows = await forecast(config.schedules(), library, database.ledger.debates, after, until, most=MOST + 1)
        waiting = still_waiting(config.schedules(), library, rows)
        return Plan(rows[:MOST], len(rows) <= MOST, waiting)
    finally:
        await database.close()
