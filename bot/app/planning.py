"""What would fall due. Nothing is connected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.config import Config
from bot.library import Library
from bot.services.forecasting import Upcoming, forecast
from bot.storage import open_ledger


async def planned(config: Config, after: datetime, until: datetime) -> Sequence[Upcoming]:
    """What falls due in (after, until], in order, with the articles that would be taken as things are now."""
    library = Library(config.content)
    library.load()
    database = await open_ledger(config.database_url())
    try:
        return await forecast(config.schedules(), library, database.ledger.debates, after, until)
    finally:
        await database.close()
