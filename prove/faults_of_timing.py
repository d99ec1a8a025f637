"""Planted faults in schedules, closings and articles."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.core.schedule import Verdict
from bot.errors import StorageError
from bot.services.platform_errors import PlatformError
from bot.services.publishing.announcements import Alerts
from bot.services.publishing.closing import ClosingService
from bot.services.publishing.opening import DebateOpener
from bot.services.publishing.scheduler import Scheduler
from bot.services.voting.writer import VoteWriter
from bot.storage.tables import debates
from prove.planting import nothing, plant

# Time, articles, the machine


@plant("clock_jumps", "closing waits by the clock that it began with")
def _() -> Iterator[tuple[Any, str, Any]]:
    async def one_long_sleep(self: ClosingService) -> float:
        debates = await self._debates.open_debates()
        waits = [(one.closes_at - self._clock.now()).total_seconds() for one in debates if one.state == "open"]
        return max(0.05, min([86_400.0, *waits]))

    yield ClosingService, "_seconds_to_next", one_long_sleep


@plant("dst", "the schedule knows the zone's offset of New Year's Day only")
def _() -> Iterator[tuple[Any, str, Any]]:
    from bot.core import schedule

    def by_winter(wall: datetime, zone: Any) -> datetime:
        return (wall - datetime(wall.year, 1, 1, 12, tzinfo=zone).utcoffset()).replace(tzinfo=UTC)  # type: ignore[operator]

    yield schedule, "_instant_of", by_winter


@plant("stopped", "an occurrence that was missed is told to nobody")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield Alerts, "missed", nothing


@plant("database_locked", "a schedule that met a locked database does not try again")
def _() -> Iterator[tuple[Any, str, Any]]:
    deal_with, given_up = Scheduler._deal_with, set()

    async def once(self: Scheduler, schedule: Any, first_seen: datetime, now: datetime) -> None:
        if (schedule.name, now.date()) in given_up:
            return
        try:
            await deal_with(self, schedule, first_seen, now)
        except StorageError:
            given_up.add((schedule.name, now.date()))

    yield Scheduler, "_deal_with", once


@plant("commit_lost", "an opening that was not confirmed is opened again")
def _() -> Iterator[tuple[Any, str, Any]]:
    open_one = DebateOpener.open

    async def again(self: DebateOpener, *args: Any, **more: Any) -> Any:
        try:
            return await open_one(self, *args, **more)
        except StorageError:
            await asyncio.sleep(10)
            return await open_one(self, *args, **{**more, "occurrence": None})

    yield DebateOpener, "open", again


@plant("article_removed", "what is said is looked up in the library instead of in the debate")
def _() -> Iterator[tuple[Any, str, Any]]:
    from bot.services.publishing.composer import Composer

    message = Composer.message

    async def by_the_library(self: Composer, delivery: Any) -> Any:
        snapshot = await self._debates.snapshot(delivery.debate) if delivery.debate else None
        if snapshot is not None and self._articles.get(snapshot.debate.article.slug) is None:
            raise PlatformError("the article is gone")
        return await message(self, delivery)

    yield Composer, "message", by_the_library


@plant("article_edited", "an article that was edited counts as one that was never debated")
def _() -> Iterator[tuple[Any, str, Any]]:
    post = Scheduler._post

    class Forgetful:
        def __init__(self, scheduler: Scheduler) -> None:
            self._scheduler = scheduler

        async def debated_slugs(self, channels: Any) -> Mapping[str, datetime]:
            stores, articles = self._scheduler._openings, self._scheduler._articles
            found = await stores.debated_slugs(channels)
            query = select(debates.c.slug, debates.c.edition)
            editions = await stores._connections.read(lambda db: dict(db.execute(query).all()))  # type: ignore[attr-defined]
            current = {slug: article.edition for slug in found if (article := articles.get(slug)) is not None}
            return {slug: at for slug, at in found.items() if current.get(slug) == editions.get(slug)}

    async def by_edition(self: Scheduler, *args: Any) -> None:
        scheduler = copy(self)
        scheduler._openings = Forgetful(self)  # type: ignore[assignment]
        await post(scheduler, *args)

    yield Scheduler, "_post", by_edition


@plant("left behind", "events that were kept for a message are never let go")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield VoteWriter, "drop_parked", nothing
    yield VoteWriter, "settle_left", nothing


@plant("after closing", "a vote counts as long as the recount has not ended")
def _() -> Iterator[tuple[Any, str, Any]]:
    record, accept = VoteWriter.record, VoteWriter.accept

    def earlier(event: Any) -> Any:
        minute = int(timedelta(minutes=1).total_seconds() * 1e6)
        return event._replace(received_at=event.received_at - minute, at=event.at and event.at - minute)

    async def record_earlier(self: VoteWriter, event: Any) -> None:
        await record(self, earlier(event))

    async def accept_earlier(self: VoteWriter, events: Any) -> None:
        await accept(self, [earlier(event) for event in events])

    yield VoteWriter, "record", record_earlier
    yield VoteWriter, "accept", accept_earlier


@plant("missed", "what falls due late is not posted any more")
def _() -> Iterator[tuple[Any, str, Any]]:
    from bot.services.publishing import scheduler

    due = scheduler.due

    def never_late(*args: Any) -> Any:
        fallen = due(*args)
        return (
            replace(fallen, verdict=Verdict.MISSED) if fallen is not None and fallen.verdict is Verdict.LATE else fallen
        )

    yield scheduler, "due", never_late
