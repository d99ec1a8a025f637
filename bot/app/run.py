"""Running: start every part, stop in order, and never two on one SQLite file."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from functools import partial
from zoneinfo import ZoneInfo

from bot.app.app import App
from bot.app.parts import Stage, parts_of
from bot.backoff import WRITE, keep_trying
from bot.errors import AgoraError, Refused, StorageBusy, StorageError
from bot.log import get_logger
from bot.sentences import sentence
from bot.storage.coordination import RunLock
from bot.storage.integrity import ON_SERVER, make_sure_that_it_is_sound


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
"""Seconds of these for the stages of the end, which share them."""
_LETS_GO_WITHIN = 1.0
"""Seconds of these for what is freed last."""
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
        raise Refused(sentence("running-already", file=str(app.database.path)))
    try:
        await _make_sure_of_database(app)
        await start(app)
        get_logger("agora").info("started", channels=len(app.config.channels()), articles=len(app.library.all()))
        await tell_what_comes(app)
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


async def _make_sure_of_database(app: App) -> None:
    """Raise StorageError where the database is damaged: fewer votes must never be read from it without a word."""
    path = app.database.path
    name = ON_SERVER if path is None else sentence("storage-database", file=path.name)
    await app.database.connections.read(lambda db: make_sure_that_it_is_sound(db, name))


async def tell_what_comes(app: App) -> None:
    """Log what the schedules open next, if anything; no reason not to run."""
    with suppress(StorageError):
        coming = await app.next_debates.anywhere()
        if coming is not None:
            at = coming.at.astimezone(ZoneInfo(coming.schedule.timezone)).isoformat()
            schedule, channels = coming.schedule.name, list(coming.schedule.channels)
            get_logger("agora").info("next debate", schedule=schedule, opens_at=at, channels=channels)


async def start(app: App) -> None:
    """Start every part, in the order of their table."""
    for part in parts_of(app):
        if part.first is not None:
            await part.first()
        if part.run is not None:
            app.supervisor.start(part.name, part.run, fatal=part.fatal)
    app.up.set()


async def wind_down(app: App) -> None:
    """Take no more work, finish what is being said, write what was accepted, let go; bounded in time.

    A platform that hangs takes none of the time in which what others told is written.
    """
    parts = parts_of(app)
    began = asyncio.get_running_loop().time()
    for stage in Stage:
        works = [part.last[1]() for part in parts if part.last is not None and part.last[0] is stage]
        if stage is Stage.LET_GO:
            works.append(app.supervisor.stop(*(part.name for part in reversed(parts) if not part.stays)))
        with suppress(TimeoutError, AgoraError):
            async with asyncio.timeout_at(began + stage.until * _LAST_WORDS):
                await asyncio.gather(*works)
    with suppress(TimeoutError, AgoraError):
        async with asyncio.timeout(STOPS_WITHIN - _LAST_WORDS - _LETS_GO_WITHIN):
            await asyncio.gather(*(part.cut() for part in parts if part.cut is not None))
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
            raise Refused(sentence("running-beside-another", file=str(path)))
        await asyncio.sleep(0.1)
    await app.database.ledger.processes.all_gone()
    return lock


async def let_go(app: App, lock: RunLock | None) -> None:
    """Free this process's claims and its lock; a database that is busy with what others do is asked again."""
    with suppress(TimeoutError, AgoraError):
        async with asyncio.timeout(_LETS_GO_WITHIN):
            gone = partial(app.database.ledger.processes.gone, app.owner)
            await keep_trying(gone, WRITE, asyncio.sleep, on=StorageBusy)
    if lock is not None:
        lock.release()
