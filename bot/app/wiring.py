"""The wiring: every part is built here and handed what it needs; read from `build_app`, top to bottom.

What counts is built in `counting.py`, and retention, which a command carries out as well, in `retaining.py`.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from functools import partial
from secrets import token_hex

from bot.app.answering import build_commands, build_forgetting, build_overwriting, build_welcomer
from bot.app.app import App, Counting, Ground, Openings, Replacements, Traffic
from bot.app.counting import build_counting
from bot.app.parts import connect
from bot.app.public_pages import links_of
from bot.app.registry import adapters_of
from bot.app.retaining import build_retention
from bot.app.signals import Signals
from bot.charts import Pictures
from bot.config import Config
from bot.core.platforms import PLATFORMS
from bot.core.words import Words
from bot.library.library import Library
from bot.locales import words_for
from bot.log import get_logger
from bot.services.clock import SystemClock
from bot.services.commands.article_index import ArticleIndex
from bot.services.commands.commands import Commands
from bot.services.commands.home_page import HomePage
from bot.services.commands.welcome import Welcomer
from bot.services.debate_admin import DebateAdmin
from bot.services.one_shot_requests import Requests
from bot.services.ports import Inbound
from bot.services.publishing.announcements import Absence, Alerts, Errata
from bot.services.publishing.attempts import Attempts
from bot.services.publishing.composer import Composer
from bot.services.publishing.leases import Leases
from bot.services.publishing.live_tally import LiveTally
from bot.services.publishing.look_back import LookBack
from bot.services.publishing.next_debates import NextDebates
from bot.services.publishing.opening import DebateOpener
from bot.services.publishing.outbox import Outbox
from bot.services.publishing.scheduler import Scheduler
from bot.services.publishing.seeds import SeedKeeper
from bot.services.related_articles import RelatedArticles
from bot.services.supervisor import Supervisor
from bot.services.voting.catch_up import CatchUp
from bot.services.voting.message_events import MessageEventTaker
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.presses import PressTaker
from bot.services.voting.writer import VoteWriter
from bot.storage import open_ledger


def build_traffic(ground: Ground) -> Traffic:
    """What takes votes in, and what says and shows things."""
    ledger, adapters, clock = ground.ledger, ground.adapters, ground.clock
    shared = [(one.platform, one.id) for one in ground.channels.values()] if ground.shared else []
    index = OpenPosts(ledger.posts, shared)
    writer = VoteWriter(
        ledger.votes,
        ledger.parking,
        ledger.recounts,
        index,
        on_change=ground.signals.tally_changed,
        on_room=ground.signals.seed_has_room,
        on_given_up=ground.signals.events_given_up,
    )
    composer = Composer(
        debates=ledger.debates,
        outcomes=ledger.outcomes,
        talk=ledger.talk,
        articles=ground.library,
        channels=ground.channels,
        messengers=adapters,
        words=ground.words,
        links=links_of(ground.config),
        picture=ground.pictures.for_message,
        pictured=[name for name, facts in PLATFORMS.items() if facts.takes_pictures],
    )
    words, planned = ground.words(ground.config.locale), ground.signals.delivery_planned
    alerts = Alerts(ledger.plans, ground.alerts_channel(), words, clock, get_logger("alerts"), wake=planned)
    live_tally = LiveTally(
        debates=ledger.debates,
        posts=ledger.posts,
        index=index,
        composer=composer,
        messengers=adapters,
        platforms=adapters,
        clock=clock,
        log=get_logger("live_tally"),
    )
    leases = Leases(ledger.deliveries, clock, ground.owner, get_logger("outbox"))
    attempts = Attempts(
        deliveries=ledger.deliveries,
        posts=ledger.posts,
        messengers=adapters,
        composer=composer,
        index=index,
        writer=writer,
        alerts=alerts,
        leases=leases,
        clock=clock,
        log=get_logger("outbox"),
    )
    outbox = Outbox(
        deliveries=ledger.deliveries,
        platforms=adapters,
        attempts=attempts,
        leases=leases,
        clock=clock,
        owner=ground.owner,
    )
    seeds = SeedKeeper(ledger.plans, index, clock, get_logger("seeds"), wake=ground.signals.delivery_planned)
    return Traffic(index, writer, composer, alerts, live_tally, outbox, seeds)


def build_openings(ground: Ground, traffic: Traffic) -> Openings:
    """What opens debates: by the schedules, by hand, and for one-shot commands."""
    ledger, clock, config = ground.ledger, ground.clock, ground.config
    opener = DebateOpener(
        openings=ledger.openings, clock=clock, log=get_logger("opening"), wake=ground.signals.delivery_planned
    )
    debate_admin = DebateAdmin(
        articles=ground.library,
        channels=ground.channels,
        rules=config.rules(),
        debates=ledger.debates,
        finder=ledger.finder,
        closings=ledger.closings,
        opener=opener,
        clock=clock,
        wake_closing=ground.signals.closing_begun,
    )
    scheduler = Scheduler(
        schedules=config.schedules(),
        channels=ground.channels,
        articles=ground.library,
        occurrences=ledger.occurrences,
        openings=ledger.openings,
        opener=opener,
        alerts=traffic.alerts,
        clock=clock,
        log=get_logger("scheduler"),
    )
    requests = Requests(
        requests=ledger.requests,
        processes=ledger.processes,
        debate_admin=debate_admin,
        clock=clock,
        owner=ground.owner,
        log=get_logger("requests"),
        told=ground.told,
    )
    next_debates = NextDebates(config.schedules(), ground.library, ledger.openings, clock)
    return Openings(debate_admin, scheduler, requests, next_debates)


def build_catch_up(ground: Ground, traffic: Traffic) -> CatchUp:
    """What follows the database."""
    return CatchUp(
        index=traffic.index,
        writer=traffic.writer,
        clock=ground.clock,
        wake_recounts=ground.signals.recount_owed,
        told=ground.told,
    )


def build_errata(ground: Ground) -> Errata:
    """Who says that an article was edited."""
    return Errata(
        debates=ground.ledger.debates,
        openings=ground.ledger.openings,
        articles=ground.library,
        clock=ground.clock,
        log=get_logger("errata"),
        wake=ground.signals.delivery_planned,
    )


def build_look_back(ground: Ground, traffic: Traffic) -> LookBack:
    """Who names what a restored database knows nothing of."""
    return LookBack(
        restored=ground.ledger.restored,
        messengers=ground.adapters,
        channels=ground.channels.values(),
        alerts=traffic.alerts,
        clock=ground.clock,
        log=get_logger("look_back"),
    )


def build_absence(ground: Ground, traffic: Traffic) -> Absence:
    """Who tells the admins of platforms that stay away."""
    return Absence(
        platforms=ground.adapters,
        alerts=traffic.alerts,
        after=ground.config.away_after,
        clock=ground.clock,
        log=get_logger("absence"),
    )


def build_inbound(
    ground: Ground, traffic: Traffic, counting: Counting, welcomer: Welcomer, commands: Commands
) -> Inbound:
    """Who takes what platforms tell."""
    config, ledger, library, words, clock = ground.config, ground.ledger, ground.library, ground.words, ground.clock
    return Inbound(
        marks=traffic.writer,
        messages=MessageEventTaker(
            writer=traffic.writer,
            votes=ledger.votes,
            posts=ledger.posts,
            index=traffic.index,
            retractions=counting.retractions,
            on_cleared=ground.signals.reactions_cleared,
        ),
        connectivity=counting.attendance,
        seeds=traffic.seeds,
        greeter=welcomer,
        presses=PressTaker(
            writer=traffic.writer,
            votes=ledger.votes,
            holdings=ledger.holdings,
            debates=ledger.debates,
            index=traffic.index,
            words=words,
            locale=config.locale,
            clock=clock,
            log=get_logger("presses"),
        ),
        commands=commands,
        home_page=HomePage(
            debates=ledger.debates,
            finder=ledger.finder,
            holdings=ledger.holdings,
            articles=library,
            composer=traffic.composer,
            welcomer=welcomer,
            channels=ground.channels.values(),
            words=words,
            locale=config.locale,
            links=links_of(config),
            link=ground.link,
        ),
        debates=ledger.debates,
        heard=ledger.heard,
    )


async def build_ground(config: Config, replaced: Replacements) -> Ground:
    """What every part stands on; opens the database and reads the library."""
    clock = replaced.clock or SystemClock()
    database = replaced.database or await open_ledger(config.database_url())
    library = replaced.library or Library(config.content, clock.now)
    library.load()
    channels = config.channels()
    words: Callable[[str], Words] = partial(words_for, timezone=config.timezone)
    return Ground(
        config=config,
        signals=Signals(),
        database=database,
        library=library,
        words=words,
        clock=clock,
        owner=f"{socket.gethostname()}-{os.getpid()}-{token_hex(4)}",
        channels=channels,
        adapters=replaced.adapters
        or adapters_of(config, database, channels, clock, words, library.mascots, replaced.faults),
        pictures=replaced.pictures or Pictures(),
        up_since=clock.now(),
    )


async def build_app(config: Config, replacements: Replacements | None = None) -> App:
    """Put all parts together; opens the database and reads the library, connects to nothing else."""
    ground = await build_ground(config, replacements or Replacements())
    traffic = build_traffic(ground)
    counting = build_counting(ground, traffic)
    openings = build_openings(ground, traffic)
    welcomer = build_welcomer(ground)
    article_index = ArticleIndex(ground.library, ground.library.spellings)
    overwriting = build_overwriting(ground)
    forgetting = build_forgetting(ground, traffic, overwriting)
    commands = build_commands(ground, traffic, openings, welcomer, article_index, forgetting)
    app = App(
        config=config,
        database=ground.database,
        library=ground.library,
        words=ground.words,
        clock=ground.clock,
        owner=ground.owner,
        adapters=ground.adapters,
        index=traffic.index,
        writer=traffic.writer,
        live_tally=traffic.live_tally,
        attendance=counting.attendance,
        outbox=traffic.outbox,
        seeds=traffic.seeds,
        recounter=counting.recounter,
        due_recounts=counting.due_recounts,
        closing=counting.closing,
        debate_admin=openings.debate_admin,
        commands=commands,
        inbound=build_inbound(ground, traffic, counting, welcomer, commands),
        scheduler=openings.scheduler,
        next_debates=openings.next_debates,
        requests=openings.requests,
        catch_up=build_catch_up(ground, traffic),
        errata=build_errata(ground),
        welcomer=welcomer,
        absence=build_absence(ground, traffic),
        look_back=build_look_back(ground, traffic),
        retention=build_retention(config, ground.ledger.retention, ground.clock),
        overwriting=overwriting,
        forgetting=forgetting,
        supervisor=Supervisor(get_logger("supervisor")),
        pictures=ground.pictures,
        related_articles=RelatedArticles(ground.library),
        article_index=article_index,
        signals=ground.signals,
    )
    connect(ground.signals, app)
    if config.web is not None:
        from bot.app.server import serve

        app.web = serve(app, config.web)
    return app
