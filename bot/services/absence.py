"""Absence: a platform that stays out of reach is told to the admins, and so is its return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.alerts import Alerts
from bot.services.ports import Clock, Log, Platform

_LOOKS_EVERY = 5.0


@dataclass(slots=True)
class _Away:
    """Since when a platform is out of reach, for how many seconds by count of looks, and whether that was told."""

    since: datetime
    seconds: float = 0.0
    told: bool = False


class Absence:
    """Watches whether the platforms are connected.

    `after` is how long one may be away before it is told. Time is counted by looks and not by the wall clock,
    so that a clock set forward makes no absence.
    """

    def __init__(
        self,
        *,
        platforms: Mapping[str, Platform],
        alerts: Alerts,
        after: timedelta,
        clock: Clock,
        log: Log,
        every: float = _LOOKS_EVERY,
    ) -> None:
        self._platforms = platforms
        self._alerts = alerts
        self._after = after.total_seconds()
        self._clock = clock
        self._log = log
        self._every = every
        self._away: dict[str, _Away] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            for name, platform in self._platforms.items():
                await self._look(name, platform.ready())
            await self._clock.sleep(self._every)

    async def _look(self, name: str, missing: str | None) -> None:
        away = self._away.get(name)
        if missing is None:
            if away is not None:
                del self._away[name]
                await self._back(name, away)
            return
        if away is None:
            self._away[name] = _Away(self._clock.now())
            return
        away.seconds += self._every
        if away.seconds >= self._after and not away.told:
            away.told = True
            await self._alerts.away(name, away.since, missing)

    async def _back(self, name: str, away: _Away) -> None:
        self._log.info("platform connected", platform=name, away_seconds=round(away.seconds))
        if away.told:
            await self._alerts.back(name, away.since, max(1, round(away.seconds / 60)))
