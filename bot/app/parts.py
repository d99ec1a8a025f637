"""The parts of a running bot in one table: what starts, in order, what it needs, how it ends; and who wakes whom."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from bot.app.app import App
from bot.app.signals import Signals
from bot.services.platform_errors import TokenRefused
from bot.services.stores import Change

Work = Callable[[], Awaitable[None]]


class Stage(Enum):
    """The end of a run: one stage after the other, each until its share of the time that there is for last words."""

    LET_GO = "nothing new comes in", 0.5
    SAID = "what was being said is said", 0.85
    WRITTEN = "what came in is in the ledger", 1.0
    NOTED = "until when it was heard is in the ledger", 1.0

    @property
    def until(self) -> float:
        """When the stage is over, whether it is done or not: the rest of the time is the next one's."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class RunningPart:
    """A part of a running bot.

    It starts when all above it have been started and what comes `first` is done. It `needs` those that it hands its
    work to or waits for: they stand above it, and end no sooner.
    At the end it is cancelled with all others, unless it `stays` until everything else is over; `last` is what it still
    does, in which stage. What it has under way even then is cut short by `cut`.
    """

    name: str
    run: Work | None = None
    first: Work | None = None
    needs: tuple[str, ...] = ()
    last: tuple[Stage, Work] | None = None
    stays: bool = False
    cut: Work | None = None
    fatal: tuple[type[Exception], ...] = ()
    """Errors that end the whole run when they come before the part ever ran well."""


def parts_of(app: App) -> tuple[RunningPart, ...]:
    """Every part of this bot: the server, the ledger's side, what works by itself, and the platforms at last."""
    web, notices = app.web, app.database.notices
    with_pages = app.config.web is not None and app.config.web.pages != "none"
    return (
        *([RunningPart("web", first=web.start, last=(Stage.LET_GO, web.stop))] if web is not None else []),
        RunningPart("index", first=partial(app.index.refresh, force=True)),
        RunningPart("welcomes", first=app.welcomer.channels),
        RunningPart("writer", app.writer.run, needs=("index",), last=(Stage.WRITTEN, app.writer.drain), stays=True),
        RunningPart("catch_up", app.catch_up.run, first=partial(_settle_known, app), needs=("index", "writer")),
        *([RunningPart("notices", partial(notices.run, app.signals.changed_elsewhere))] if notices is not None else []),
        *([RunningPart("related", app.related_articles.run)] if with_pages else []),
        RunningPart(
            "outbox",
            app.outbox.run,
            needs=("writer",),
            last=(Stage.SAID, app.outbox.finish),
            stays=True,
            cut=app.outbox.abandon,
        ),
        RunningPart("seeds", app.seeds.run, needs=("outbox",)),
        RunningPart("live_tally", app.live_tally.run, needs=("index",)),
        RunningPart("attendance", app.attendance.run, needs=("writer",), last=(Stage.NOTED, app.attendance.finish)),
        RunningPart("due_recounts", app.due_recounts.run, needs=("writer",)),
        RunningPart("closing", app.closing.run, needs=("writer", "outbox", "attendance")),
        RunningPart("scheduler", app.scheduler.run, needs=("outbox",)),
        RunningPart("requests", app.requests.run, needs=("outbox", "closing")),
        RunningPart("alive", app.requests.say_alive),
        RunningPart("errata", app.errata.run, needs=("outbox",)),
        RunningPart("absence", app.absence.run, needs=("outbox",)),
        RunningPart("look_back", app.look_back.run, needs=("outbox",)),
        *([RunningPart("retention", app.retention.run)] if app.retention is not None else []),
        RunningPart("overwriting", app.overwriting.run),
        RunningPart("article_index", app.article_index.run),
        RunningPart("library", partial(app.library.watch, asyncio.Event(), app.signals.library_changed)),
        *(
            RunningPart(
                name,
                partial(adapter.run, app.inbound),
                needs=("index", "writer", "attendance", "seeds"),
                fatal=(TokenRefused,),
            )
            for name, adapter in app.adapters.items()
        ),
    )


async def _settle_known(app: App) -> None:
    """Votes that were parked for posts of before come first of all."""
    for post in app.index.all():
        await app.writer.settle(post)


def connect(signals: Signals, app: App) -> None:
    """Who wakes whom."""
    signals.tally_changed.to(app.live_tally.moved)
    signals.seed_has_room.to(app.seeds.room)
    signals.reactions_cleared.to(app.seeds.cleared)
    signals.events_given_up.to(app.attendance.given_up)
    signals.delivery_planned.to(app.outbox.wake)
    signals.recount_owed.to(app.due_recounts.wake)
    signals.closing_begun.to(app.closing.wake)
    elsewhere: dict[Change, Callable[[], None]] = {
        Change.POSTS: app.catch_up.wake,
        Change.DELIVERIES: app.outbox.wake,
        Change.RECOUNTS: app.due_recounts.wake,
        Change.CLOSINGS: app.closing.wake,
        Change.REQUESTS: app.requests.wake,
    }
    signals.changed_elsewhere.to(lambda change: elsewhere[change]())
    signals.library_changed.to(app.related_articles.wake, app.article_index.wake)
