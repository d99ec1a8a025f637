"""Running: start every part under the supervisor, stop in order, and never two on one SQLite file."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from bot.app.app import App
from bot.errors import AgoraError, Refused
from bot.log import get_logger
from bot.services.platform_errors import TokenRefused
from bot.storage.coordination import RunLock


def spare_collector() -> None:
    """Leave what start-up made alone, and look for garbage seldom, for the whole process.

    A burst of votes makes thousands of short-lived objects at once; looking through them, and through every module,
    again and again took up to a third of the processor time of a vote.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


STOPS_WITHIN = 10.0
"""Seconds from SIGTERM to the end (docs/operating.md)."""
_LAST_WORDS = 7.0
_LET_GO, _SAID = 0.5, 0.85
"""After which share of it a platform that has not let go is left, and what is being said: the rest is the ledger's."""
_WAITS_FOR_LOCK = 60.0


async def run(app: App) -> None:
    """Run the bot until its `stop` is set, then finish what is under way; raises the error that ended it early."""
    try:
        lock = await become_the_one(app, "run")
    except BaseException:
        await app.close()
        raise
    if lock is None and app.database.path is not None:
        await app.close()
        raise Refused(
            f"Another 'agora run' works on {app.database.path}.",
            "Stop it first or use another database; 'agora post' and 'agora close' work beside it.",
        )
    try:
        if app.web is not None:
            await app.web.start()
        await start(app)
        get_logger("agora").info("started", channels=len(app.config.channels()), articles=len(app.library.all()))
        stopped = asyncio.create_task(app.stop.wait())
        failed = asyncio.create_task(app.supervisor.wait())
        done, _ = await asyncio.wait((stopped, failed), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        failed.cancel()
        if failed in done:
            failed.result()
    finally:
        await wind_down(app)
        await let_go(app, lock)
        await app.close()


async def start(app: App) -> None:
    """Start every part under the supervisor, the ledger's side first."""
    await app.index.refresh(force=True)
    await app.welcomer.channels()
    app.supervisor.start("writer", app.writer.run)
    for post in app.index.all():
        await app.writer.settle(post)
    for name, part in _parts(app):
        app.supervisor.start(name, part)
    for name, adapter in app.adapters.items():
        app.supervisor.start(name, partial(adapter.run, app.inbound), fatal=(TokenRefused,))
    app.up.set()


def _parts(app: App) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
    stop_watching = asyncio.Event()
    pages = app.config.web is not None and app.config.web.pages != "none"
    notices = app.database.notices
    return [
        *([("notices", lambda: notices.run(app.signals.changed_elsewhere))] if notices is not None else []),
        *([("related", app.related_articles.run)] if pages else []),
        ("outbox", app.outbox.run),
        ("seeds", app.seeds.run),
        ("live_tally", app.live_tally.run),
        ("attendance", app.attendance.run),
        ("due_recounts", app.due_recounts.run),
        ("closing", app.closing.run),
        ("scheduler", app.scheduler.run),
        ("requests", app.requests.run),
        ("alive", app.requests.say_alive),
        ("catch_up", app.catch_up.run),
        ("errata", app.errata.run),
        ("absence", app.absence.run),
        ("article_index", app.article_index.run),
        ("library", lambda: app.library.watch(stop_watching, app.signals.library_changed)),
    ]


async def wind_down(app: App) -> None:
    """Take no more work, finish what is being said, write what was accepted, let go; bounded in time.

    A platform that hangs takes none of the time in which what others told is written.
    """
    parts = [name for name, _ in _parts(app) if name != "outbox"]
    began = asyncio.get_running_loop().time()

    async def until(share: float, *works: Awaitable[None]) -> None:
        with suppress(TimeoutError, AgoraError):
            async with asyncio.timeout_at(began + share * _LAST_WORDS):
                await asyncio.gather(*works)

    web = () if app.web is None else (app.web.stop(),)
    await until(_LET_GO, app.supervisor.stop(*app.adapters, *parts), *web)
    await until(_SAID, app.outbox.finish())
    await until(1.0, app.writer.drain())
    await until(1.0, app.attendance.finish())
    with suppress(TimeoutError, AgoraError):
        async with asyncio.timeout(STOPS_WITHIN - _LAST_WORDS - 1.0):
            await app.outbox.abandon()
            await app.supervisor.stop()


async def become_the_one(app: App, kind: str) -> RunLock | None:
    """On SQLite, become the only one who works on this database; what a dead process held is free at once.

    None where a running bot works on it, and on PostgreSQL, where leases alone divide the work.
    Waits for other one-shot commands to end. Raises Refused when they don't.
    """
    path = app.database.path
    if path is None:
        return None
    lock = RunLock(path)
    loop = asyncio.get_running_loop()
    until = loop.time() + _WAITS_FOR_LOCK
    while not lock.try_acquire(kind):
        if lock.holder() == "run":
            return None
        if loop.time() > until:
            raise Refused(f"Another agora command works on {path}.", "Wait until it has ended, or stop it.")
        await asyncio.sleep(0.1)
    await app.database.ledger.processes.all_gone()
    return lock


async def let_go(app: App, lock: RunLock | None) -> None:
    """Free this process's claims and its lock."""
    with suppress(AgoraError):
        await app.database.ledger.processes.gone(app.owner)
    if lock is not None:
        lock.release()
