"""What would fall due. Nothing is connected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.config import Config
from bot.library import Library
from bot.services.forecasting import Upcoming, forecast
from bot.storage import open_ledger

MOST = 2_000
"""How many occurrences are foretold."""


async def planned(config: Config, after: datetime, until: datetime) -> tuple[Sequence[Upcoming], bool]:
    """What falls due in (after, until], in order, with the articles that would be taken as things are now.

    The first `MOST` of it, and whether that is all.
    """
    library = Library(config.content)
    library.load()
    database = await open_ledger(config.database_url())
    try:
        rows = await forecast(config.schedules(), library, database.ledger.debates, after, until, most=MOST + 1)
        return rows[:MOST], len(rows) <= MOST
    finally:
        await database.close()
