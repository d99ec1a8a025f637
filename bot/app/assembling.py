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

from bot.app.adapters import Adapter, adapters_of, link_to
from bot.app.attaching import chart_of, links_of
from bot.config import Config
from bot.core.channels import Channel
from bot.core.words import Words
from bot.errors import AgoraError
from bot.library import Library
from bot.locales import words_for
from bot.log import get_logger
from bot.services.absence import Absence
from bot.services.alerts import Alerts
from bot.services.clock import SystemClock
from bot.services.closing import ClosingService
from bot.services.commands import Commands
from bot.services.composing import Composer
from bot.services.conducting import Conducting, Requests
from bot.services.feedback import FeedbackBox
from bot.services.following import Errata, Following
from bot.services.homing import Homing
from bot.services.inbox import PlatformInbox
from bot.services.index import OpenPosts
from bot.services.listening import Listening
from bot.services.outbox import Outbox
from bot.services.ports import Clock
from bot.services.posting import Posting
from bot.services.pressing import Pressing
from bot.services.recounting import Recounting
from bot.services.relating import Relating
from bot.services.scheduler import Scheduler
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
    outbox: Outbox
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
    owner = f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}"
    database = await open_ledger(config.database_url())
    ledger = database.ledger
    library = Library(config.content, clock.now)
    library.load()
    channels = config.channels()
    words: Callable[[str], Words] = partial(words_for, timezone=config.timezone)

    index = OpenPosts(ledger.debates)
    voting = Voting(ledger.votes, ledger.recounts, index, on_change=lambda debates: showing.moved(debates))
    adapters = adapters_of(config, database, channels, clock, words, replaced.faults)
    pictures = Pictures()
    composer = Composer(
        debates=ledger.debates,
        deliveries=ledger.deliveries,
        talk=ledger.talk,
        articles=library,
        channels=channels,
        messengers=adapters,
        words=words,
        links=links_of(config),
        picture=partial(chart_of, pictures),
        pictured=adapters.keys() - {"local"},
    )
    alerts = Alerts(
        ledger.deliveries,
        _alerts_channel(config, channels),
        words(config.locale),
        clock,
        get_logger("alerts"),
        wake=lambda: outbox.wake(),
    )
    showing = Showing(
        debates=ledger.debates,
        index=index,
        composer=composer,
        messengers=adapters,
        platforms=adapters,
        clock=clock,
        log=get_logger("showing"),
    )
    outbox = Outbox(
        deliveries=ledger.deliveries,
        debates=ledger.debates,
        messengers=adapters,
        composer=composer,
        index=index,
        voting=voting,
        alerts=alerts,
        clock=clock,
        owner=owner,
        log=get_logger("outbox"),
    )
    listening = Listening(
        talk=ledger.talk,
        recounts=ledger.recounts,
        messengers=adapters,
        log=get_logger("listening"),
        in_turn=voting.in_turn,
    )
    recounting = Recounting(
        recounts=ledger.recounts,
        debates=ledger.debates,
        messengers=adapters,
        listening=listening,
        clock=clock,
        log=get_logger("recounting"),
        in_turn=voting.in_turn,
    )
    up_since = clock.now()
    closing = ClosingService(
        closings=ledger.closings,
        debates=ledger.debates,
        deliveries=ledger.deliveries,
        recounting=recounting,
        listening=listening,
        outbox=outbox,
        alerts=alerts,
        clock=clock,
        owner=owner,
        log=get_logger("closing"),
        on_change=showing.moved,
        up_since=lambda: up_since,
    )
    posting = Posting(debates=ledger.debates, clock=clock, log=get_logger("posting"), wake=outbox.wake)
    conducting = Conducting(
        articles=library,
        channels=channels,
        rules=config.rules(),
        debates=ledger.debates,
        closings=ledger.closings,
        posting=posting,
        clock=clock,
        wake_closing=closing.wake,
    )
    welcoming = Welcoming(
        welcomes=ledger.welcomes,
        articles=library,
        channels=[channel for channel in channels.values() if channel.platform in adapters],
        words=words,
        clock=clock,
        log=get_logger("welcoming"),
    )
    commands = Commands(
        debates=ledger.debates,
        votes=ledger.votes,
        articles=library,
        channels=channels,
        schedules=config.schedules(),
        admins=config.admins.model_dump(),
        conductor=conducting,
        feedback=FeedbackBox(feedback=ledger.feedback, alerts=alerts, clock=clock),
        welcoming=welcoming,
        words=words,
        composer=composer,
        locale=config.locale,
        clock=clock,
        log=get_logger("commands"),
        link=lambda post: link_to(adapters, post),
        links=links_of(config),
    )
    inbox = PlatformInbox(
        voting=voting,
        votes=ledger.votes,
        recounts=ledger.recounts,
        debates=ledger.debates,
        index=index,
        commands=commands,
        welcoming=welcoming,
        locale=config.locale,
        pressing=Pressing(
            voting=voting,
            votes=ledger.votes,
            debates=ledger.debates,
            index=index,
            words=words,
            locale=config.locale,
            clock=clock,
            log=get_logger("pressing"),
        ),
        heard=ledger.heard,
        clock=clock,
        homing=Homing(
            debates=ledger.debates,
            votes=ledger.votes,
            articles=library,
            composer=composer,
            welcoming=welcoming,
            channels=channels.values(),
            words=words,
            locale=config.locale,
            links=links_of(config),
            link=lambda post: link_to(adapters, post),
        ),
        wake_recounts=recounting.wake,
        wake_outbox=outbox.wake,
    )
    supervisor = Supervisor(get_logger("supervisor"))
    app = App(
        config=config,
        database=database,
        library=library,
        words=words,
        clock=clock,
        owner=owner,
        adapters=adapters,
        index=index,
        voting=voting,
        showing=showing,
        outbox=outbox,
        recounting=recounting,
        closing=closing,
        conducting=conducting,
        commands=commands,
        inbox=inbox,
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
            requests=ledger.requests, conducting=conducting, clock=clock, owner=owner, log=get_logger("requests")
        ),
        following=Following(index=index, voting=voting, clock=clock, wake_recounts=recounting.wake),
        errata=Errata(
            debates=ledger.debates, articles=library, clock=clock, log=get_logger("errata"), wake=outbox.wake
        ),
        welcoming=welcoming,
        absence=Absence(
            platforms=adapters,
            alerts=alerts,
            after=config.away_after,
            clock=clock,
            log=get_logger("absence"),
        ),
        supervisor=supervisor,
        pictures=pictures,
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


def _alerts_channel(config: Config, channels: Mapping[str, Channel]) -> Channel | None:
    return channels.get(config.alerts.channel) if config.alerts is not None else None
