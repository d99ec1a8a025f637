"""Forecasting: what will fall due, and with which article as far as anyone can tell now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.articles import Article
from bot.core.picking import matches, pick
from bot.core.schedule import Schedule, upcoming
from bot.services.ports import Articles
from bot.services.stores import DebateStore


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An occurrence to come; `article` is None where none is left."""

    at: datetime
    schedule: Schedule
    article: Article | None


async def forecast(
    schedules: Sequence[Schedule],
    articles: Articles,
    debates: DebateStore,
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
    debated = {channel: dict(await debates.debated_slugs([channel])) for channel in _channels(schedules)}
    known = [*articles.waiting(), *articles.all()]
    told = []
    for at, schedule in due:
        seen: dict[str, datetime] = {}
        for channel in schedule.channels:
            for slug, opened in debated[channel].items():
                seen[slug] = max(opened, seen.get(slug, opened))
        article = pick(known, schedule.picks, seen, at)
        if article is not None:
            for channel in schedule.channels:
                debated[channel][article.slug] = at
        told.append(Upcoming(at, schedule, article))
    return told


def still_waiting(schedules: Sequence[Schedule], articles: Articles, told: Sequence[Upcoming]) -> list[Article]:
    """Articles that a schedule would take if their time had come, the next one first; those foretold left out."""
    foretold = {row.article.slug for row in told if row.article is not None}
    return [
        article
        for article in reversed(articles.waiting())
        if article.slug not in foretold and any(matches(article, schedule.picks) for schedule in schedules)
    ]


def _earliest(
    schedules: Sequence[Schedule], after: datetime, until: datetime, most: int
) -> list[tuple[datetime, Schedule]]:
    return [
        (at, schedule)
        for schedule in schedules
        for at, _ in zip(upcoming(schedule, after, until), range(most), strict=False)
    ]


def _channels(schedules: Sequence[Schedule]) -> set[str]:
    return {channel for schedule in schedules for channel in schedule.channels}
