"""The backlog: for how long the oldest delivery of each platform has waited, asked when a monitor asks."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

from bot.errors import AgoraError
from bot.services.ports import Clock
from bot.services.stores import OutcomeStore

_ANSWERS_WITHIN = 2.0


class Backlog:
    """What is still to be said, as `look` found it last; a database that does not answer leaves nothing known."""

    def __init__(
        self,
        *,
        outcomes: OutcomeStore,
        platforms: Collection[str],
        clock: Clock,
        answers_within: float = _ANSWERS_WITHIN,
    ) -> None:
        self._outcomes = outcomes
        self._platforms = tuple(platforms)
        self._clock = clock
        self._answers_within = answers_within
        self._waits_for: Mapping[str, float] | None = None

    @property
    def is_known(self) -> bool:
        """Whether the database answered."""
        return self._waits_for is not None

    def waits_for(self) -> Mapping[str, float]:
        """Seconds since the oldest delivery of each platform was decided on, 0 where none is left; empty if unknown."""
        return self._waits_for or {}

    async def look(self) -> None:
        """Ask the database, and give up after a moment."""
        try:
            async with asyncio.timeout(self._answers_within):
                oldest = await self._outcomes.oldest(self._platforms)
        except (TimeoutError, AgoraError):
            self._waits_for = None
            return
        now = self._clock.now()
        self._waits_for = {
            platform: max(0.0, (now - oldest.get(platform, now)).total_seconds()) for platform in self._platforms
        }
