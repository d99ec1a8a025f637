"""The scheduler: asks what fell due since, never whether it is time now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.channels import Channel
from bot.core.picking import pick
from bot.core.schedule import Schedule, Verdict, due, next_after
from bot.services.alerts import Alerts
from bot.services.ports import Articles, Clock, Log
from bot.services.posting import Posting
from bot.services.records import Occurrence
from bot.services.stores import DebateStore, OccurrenceStore

_LONGEST_SLEEP = 20.0
"""A clock may jump: the question is asked again at least this often (seconds)."""
_AT_LEAST = timedelta(minutes=1)
"""A post that is made late has at least this long to be said."""


class Scheduler:
    """Opens a debate for every occurrence of every schedule, once."""

    def __init__(
        self,
        *,
        schedules: Sequence[Schedule],
        channels: Mapping[str, Channel],
        articles: Articles,
        occurrences: OccurrenceStore,
        debates: DebateStore,
        posting: Posting,
        alerts: Alerts,
        clock: Clock,
        log: Log,
    ) -> None:
        self._schedules = schedules
        self._channels = channels
        self._articles = articles
        self._occurrences = occurrences
        self._debates = debates
        self._posting = posting
        self._alerts = alerts
        self._clock = clock
        self._log = log

    async def run(self) -> None:
        """Deal with what falls due until cancelled."""
        while True:
            await self.deal_with_due()
            await self._clock.sleep(self._seconds_to_next())

    async def deal_with_due(self) -> None:
        """Post, or note as missed, the latest occurrence of each schedule since it was last dealt with.

        A schedule that fails doesn't hold the others; its error is raised when all had their turn.
        """
        now = self._clock.now()
        seen = await self._occurrences.first_seen([schedule.name for schedule in self._schedules], now)
        failures: list[Exception] = []
        for schedule in self._schedules:
            try:
                await self._deal_with(schedule, seen[schedule.name], now)
            except Exception as failure:
                self._log.error("schedule failed", schedule=schedule.name, reason=str(failure))
                failures.append(failure)
        if failures:
            raise failures[0]

    async def _deal_with(self, schedule: Schedule, first_seen: datetime, now: datetime) -> None:
        last = await self._occurrences.last(schedule.name, now)
        fallen = due(schedule, first_seen if last is None else max(last, first_seen), now)
        if fallen is None:
            return
        occurrence = Occurrence(schedule.name, fallen.at)
        if fallen.verdict is not Verdict.MISSED:
            await self._post(schedule, occurrence)
        elif await self._occurrences.skip(occurrence, "missed", now):
            await self._alerts.missed(schedule.name, fallen.at)

    async def _post(self, schedule: Schedule, occurrence: Occurrence) -> None:
        debated = await self._debates.debated_slugs(schedule.channels)
        article = pick(self._articles.all(), schedule.picks, debated, self._clock.now())
        if article is None:
            if await self._occurrences.skip(occurrence, "empty", self._clock.now()):
                await self._alerts.empty(schedule.name, occurrence.at)
            return
        await self._posting.open(
            article,
            [self._channels[name] for name in schedule.channels],
            schedule.rules,
            occurrence=occurrence,
            deliver_until=max(occurrence.at + schedule.missed.within, self._clock.now() + _AT_LEAST),
        )

    def _seconds_to_next(self) -> float:
        now = self._clock.now()
        waits = [(next_after(schedule, now) - now).total_seconds() for schedule in self._schedules]
        return max(0.05, min([_LONGEST_SLEEP, *waits]))
