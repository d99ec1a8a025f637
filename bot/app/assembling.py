"""Assembling: every part is made here and handed what it needs."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.app.adapters import Adapter, adapters_of
from bot.app.parts import Ground, conducting_on, counting_on, hearing_on, traffic_on
from bot.config import Config
from bot.core.words import Words
from bot.errors import AgoraError
from bot.library import Library
from bot.locales import words_for
from bot.log import get_logger
from bot.services.absence import Absence
from bot.services.clock import SystemClock
from bot.services.closing import ClosingService
from bot.services.commands import Commands
from bot.services.conducting import Conducting
from bot.services.errata import Errata
from bot.services.following import Following
from bot.services.inbox import PlatformInbox
from bot.services.index import OpenPosts
from bot.services.outbox import Outbox
from bot.services.ports import Clock
from bot.services.posting import Posting
from bot.services.presence import Attendance
from bot.services.recounting import Recounting
from bot.services.relating import Relating
from bot.services.requests import Requests
from bot.services.scheduler import Scheduler
from bot.services.seeding import Seeding
from bot.services.showing import Showing
from bot.services.supervising import Supervisor
from bot.services.voting import Voting
from bot.services.welcoming import Welcoming
from bot.storage import Database, open_ledger
from bot.web.pictures import Pictures

if TYPE_CHECKING:
    from bot.platforms.local.faults import Faults
    from bot.web.server import WebServer


@dataclass(slots=True)
class Replacements:
    """Parts that tests put in the place of the real ones."""

    clock: Clock | None = None
    faults: Faults | None = None


@dataclass(slots=True)
class App:
    """All parts of one bot, assembled and not yet running."""

    config: Config
    database: Database
    library: Library
    words: Callable[[str], Words]
    clock: Clock
    owner: str
    adapters: Mapping[str, Adapter]
    index: OpenPosts
    voting: Voting
    showing: Showing
    attendance: Attendance
    outbox: Outbox
    seeding: Seeding
    recounting: Recounting
    closing: ClosingService
    conducting: Conducting
    commands: Commands
    inbox: PlatformInbox
    scheduler: Scheduler
    requests: Requests
    following: Following
    errata: Errata
    welcoming: Welcoming
    absence: Absence
    supervisor: Supervisor
    pictures: Pictures
    relating: Relating
    web: WebServer | None
    up_since: datetime
    up: asyncio.Event
    """Set when every part has been started."""
    stop: asyncio.Event
    """Set to end the run."""

    async def close(self) -> None:
        """Let go of everything."""
        for adapter in self.adapters.values():
            with suppress(AgoraError):
                await adapter.close()
        await self.pictures.close()
        await self.database.close()


async def assemble(config: Config, replacements: Replacements | None = None) -> App:
    """Put all parts together; opens the database and reads the library, connects to nothing else."""
    replaced = replacements or Replacements()
    clock = replaced.clock or SystemClock()
    database = await open_ledger(config.database_url())
    ledger = database.ledger
    library = Library(config.content, clock.now)
    library.load()
    channels = config.channels()
    words: Callable[[str], Words] = partial(words_for, timezone=config.timezone)
    ground = Ground(
        config=config,
        ledger=ledger,
        shared=database.path is None,
        library=library,
        words=words,
        clock=clock,
        owner=f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}",
        channels=channels,
        adapters=adapters_of(config, database, channels, clock, words, library.mascots, replaced.faults),
        pictures=Pictures(),
    )
    traffic = traffic_on(ground)
    alerts, outbox = traffic.alerts, traffic.outbox
    up_since = clock.now()
    counting = counting_on(ground, traffic, up_since)
    posting = Posting(debates=ledger.debates, clock=clock, log=get_logger("posting"), wake=outbox.wake)
    conducting = conducting_on(ground, posting, counting)
    hearing = hearing_on(ground, traffic, counting, conducting)
    wake_recounts = counting.recounting.wake
    app = App(
        config=config,
        database=database,
        library=library,
        words=words,
        clock=clock,
        owner=ground.owner,
        adapters=ground.adapters,
        index=traffic.index,
        voting=traffic.voting,
        showing=traffic.showing,
        attendance=traffic.attendance,
        outbox=outbox,
        seeding=traffic.seeding,
        recounting=counting.recounting,
        closing=counting.closing,
        conducting=conducting,
        commands=hearing.commands,
        inbox=hearing.inbox,
        scheduler=Scheduler(
            schedules=config.schedules(),
            channels=channels,
            articles=library,
            occurrences=ledger.occurrences,
            debates=ledger.debates,
            posting=posting,
            alerts=alerts,
            clock=clock,
            log=get_logger("scheduler"),
        ),
        requests=Requests(
            requests=ledger.requests,
            conducting=conducting,
            clock=clock,
            owner=ground.owner,
            log=get_logger("requests"),
        ),
        following=Following(index=traffic.index, voting=traffic.voting, clock=clock, wake_recounts=wake_recounts),
        errata=Errata(
            debates=ledger.debates, articles=library, clock=clock, log=get_logger("errata"), wake=outbox.wake
        ),
        welcoming=hearing.welcoming,
        absence=Absence(
            platforms=ground.adapters,
            alerts=alerts,
            after=config.away_after,
            clock=clock,
            log=get_logger("absence"),
        ),
        supervisor=Supervisor(get_logger("supervisor")),
        pictures=ground.pictures,
        relating=Relating(library),
        web=None,
        up_since=up_since,
        up=asyncio.Event(),
        stop=asyncio.Event(),
    )
    if config.web is not None:
        from bot.app.serving import serve

        app.web = serve(app, config.web)
    return app
