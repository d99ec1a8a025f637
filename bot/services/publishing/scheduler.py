"""The scheduler: asks what fell due since, never whether it is time now; and forecasts what will fall due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.articles import Article
from bot.core.debates import Channel
from bot.core.schedule import Picker, Schedule, Verdict, due, matches, next_after, pick, upcoming
from bot.core.steps import Steps
from bot.services.debate_stores import OpeningStore
from bot.services.ports import Articles, Clock, Log
from bot.services.publishing.announcements import Alerts
from bot.services.publishing.opening import DebateOpener
from bot.services.records import Occurrence
from bot.services.slices import in_slices
from bot.services.stores import OccurrenceStore


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An occurrence to come; `article` is None where none is left."""

    at: datetime
    schedule: Schedule
    article: Article | None


async def forecast(
    schedules: Sequence[Schedule],
    articles: Articles,
    openings: OpeningStore,
    after: datetime,
    until: datetime,
    *,
    most: int,
) -> list[Upcoming]:
    """The first `most` occurrences in (`after`, `until`] in order of time, each with the article it would take.

    Every occurrence counts its article as debated in its channels for those after it. An article of the future is
    taken from its time on.
    """
    due = sorted(_earliest(schedules, after, until, most), key=lambda pair: pair[0])[:most]
    return await _with_articles(due, schedules, articles, openings)


async def first_of_each(
    schedules: Sequence[Schedule], articles: Articles, openings: OpeningStore, after: datetime
) -> list[Upcoming]:
    """The first few occurrences of every schedule after `after`, in order of time, each with the article it would take.

    However often one of them falls due, none keeps the others out.
    """
    due = sorted(_earliest(schedules, after, after + _AHEAD, _FIRST), key=lambda pair: pair[0])
    return await _with_articles(due, schedules, articles, openings)


async def _with_articles(
    due: Sequence[tuple[datetime, Schedule]], schedules: Sequence[Schedule], articles: Articles, openings: OpeningStore
) -> list[Upcoming]:
    debated = {channels: dict(await openings.debated_slugs(channels)) for channels in _places(schedules)}
    return await in_slices(_foretold(due, [*articles.waiting(), *articles.all()], debated))


def still_waiting(schedules: Sequence[Schedule], articles: Articles, told: Sequence[Upcoming]) -> list[Article]:
    """Articles that a schedule would take if their time had come, the next one first; those foretold left out."""
    foretold = {row.article.slug for row in told if row.article is not None}
    return [
        article
        for article in reversed(articles.waiting())
        if article.slug not in foretold and any(matches(article, schedule.picks) for schedule in schedules)
    ]


def _foretold(
    due: Sequence[tuple[datetime, Schedule]],
    articles: Sequence[Article],
    debated: Mapping[tuple[str, ...], dict[str, datetime]],
) -> Steps[list[Upcoming]]:
    """What is due with the articles that it takes; `debated` is by channels, and goes on with each of them."""
    pickers: dict[str, Picker] = {}
    told = []
    for at, schedule in due:
        if schedule.name not in pickers:
            matching = []
            for number, article in enumerate(articles):
                if matches(article, schedule.picks):
                    matching.append(article)
                if not number % _STEP:
                    yield
            pickers[schedule.name] = Picker(matching, schedule.picks)
        taken = pickers[schedule.name].pick(debated[schedule.channels], at)
        if taken is not None:
            for channels, slugs in debated.items():
                if not set(channels).isdisjoint(schedule.channels):
                    slugs[taken.slug] = max(at, slugs.get(taken.slug, at))
        told.append(Upcoming(at, schedule, taken))
        yield
    return told


def _earliest(
    schedules: Sequence[Schedule], after: datetime, until: datetime, most: int
) -> list[tuple[datetime, Schedule]]:
    return [
        (at, schedule)
        for schedule in schedules
        for at, _ in zip(upcoming(schedule, after, until), range(most), strict=False)
    ]


def _places(schedules: Sequence[Schedule]) -> set[tuple[str, ...]]:
    return {schedule.channels for schedule in schedules}


_FIRST = 8
"""How many occurrences of each schedule are looked at: the first may have no article yet."""
_AHEAD = timedelta(days=366)
_STEP = 64
"""How many articles are looked at in one step."""
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
        openings: OpeningStore,
        opener: DebateOpener,
        alerts: Alerts,
        clock: Clock,
        log: Log,
    ) -> None:
        self._schedules = schedules
        self._channels = channels
        self._articles = articles
        self._occurrences = occurrences
        self._openings = openings
        self._opener = opener
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
        debated = await self._openings.debated_slugs(schedule.channels)
        article = pick(self._articles.all(), schedule.picks, debated, self._clock.now())
        if article is None:
            if await self._occurrences.skip(occurrence, "empty", self._clock.now()):
                await self._alerts.empty(schedule.name, occurrence.at)
            return
        await self._opener.open(
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
