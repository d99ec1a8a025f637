"""When the next debate comes, by the schedules: asked at every request, and worked out once a minute at most."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from bot.core.articles import Article
from bot.core.schedule import Schedule
from bot.services.debate_stores import OpeningStore
from bot.services.ports import Articles, Clock
from bot.services.publishing.scheduler import Upcoming, first_of_each

_GOOD_FOR = timedelta(minutes=1)
"""What was debated meanwhile is seen within this time; cron knows no shorter one."""


class NextDebates:
    """What the schedules open next, only where an article is left for it. Nothing where there is no schedule."""

    def __init__(self, schedules: Sequence[Schedule], articles: Articles, openings: OpeningStore, clock: Clock) -> None:
        self._schedules = schedules
        self._articles = articles
        self._openings = openings
        self._clock = clock
        self._turn = asyncio.Lock()
        self._told: Sequence[Upcoming] = ()
        self._library: Sequence[Article] | None = None
        self._from = self._until = datetime.min.replace(tzinfo=UTC)

    async def anywhere(self) -> Upcoming | None:
        """The next debate of all. Raises StorageError."""
        told = await self._coming()
        return told[0] if told else None

    async def among(self, channels: Collection[str]) -> Upcoming | None:
        """The next debate in any of these channels (by name). Raises StorageError."""
        return next((row for row in await self._coming() if not set(channels).isdisjoint(row.schedule.channels)), None)

    async def _coming(self) -> Sequence[Upcoming]:
        """The next debates, each at its time and with an article, in order."""
        if not self._schedules:
            return ()
        async with self._turn:
            now, library = self._clock.now(), self._articles.all()
            if library is not self._library or not self._from <= now < self._until:
                foretold = await first_of_each(self._schedules, self._articles, self._openings, now)
                self._told = [row for row in foretold if row.article is not None]
                self._library, self._from = library, now
                self._until = min([now + _GOOD_FOR, *(row.at for row in foretold)])
            return self._told
