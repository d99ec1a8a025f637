"""Parts that need each other, made together: votes and messages on their way, counting, and who hears what comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.app.adapters import TELL_LATE, UNDATED, Adapter, link_to
from bot.app.attaching import chart_of, links_of, shown_in
from bot.config import Config
from bot.core.channels import Channel
from bot.core.debates import Post
from bot.core.words import Words
from bot.library import Library
from bot.log import get_logger
from bot.services.alerts import Alerts
from bot.services.closing import ClosingService
from bot.services.commands import Commands
from bot.services.composing import Composer
from bot.services.conducting import Conducting
from bot.services.feedback import FeedbackBox
from bot.services.homing import Homing
from bot.services.inbox import PlatformInbox
from bot.services.index import OpenPosts
from bot.services.listening import Listening
from bot.services.outbox import Outbox
from bot.services.ports import Assured, Clock, Receiving
from bot.services.posting import Posting
from bot.services.presence import Attendance
from bot.services.pressing import Pressing
from bot.services.recounting import Recounting
from bot.services.retelling import Retelling
from bot.services.seeding import Seeding
from bot.services.showing import Showing
from bot.services.stores import Ledger
from bot.services.voting import Voting
from bot.services.welcoming import Welcoming
from bot.web.pictures import Pictures


@dataclass(frozen=True, slots=True)
class Ground:
    """What every part stands on.

    `owner` names this process where it claims work; the ledger is `shared` where other processes may work on it too.
    """

    config: Config
    ledger: Ledger
    shared: bool
    library: Library
    words: Callable[[str], Words]
    clock: Clock
    owner: str
    channels: Mapping[str, Channel]
    adapters: Mapping[str, Adapter]
    pictures: Pictures

    def link(self, post: Post) -> str | None:
        """Where members find a post, where its platform has links."""
        return link_to(self.adapters, post)

    def alerts_channel(self) -> Channel | None:
        """Where admins are told what needs them, if the configuration says so."""
        alerts = self.config.alerts
        return self.channels.get(alerts.channel) if alerts is not None else None


@dataclass(frozen=True, slots=True)
class Traffic:
    """Votes on their way into the ledger, and messages on their way out."""

    index: OpenPosts
    voting: Voting
    composer: Composer
    alerts: Alerts
    showing: Showing
    outbox: Outbox
    seeding: Seeding
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class Counting:
    """Recounts and closings."""

    recounting: Recounting
    closing: ClosingService


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who takes what platforms tell, and answers people."""

    welcoming: Welcoming
    commands: Commands
    inbox: PlatformInbox


def traffic_on(ground: Ground) -> Traffic:
    """What a vote moves is shown, and what is to be told is sent: each way knows the other."""
    ledger, adapters, clock = ground.ledger, ground.adapters, ground.clock
    shared = [(one.platform, one.id) for one in ground.channels.values()] if ground.shared else []
    index = OpenPosts(ledger.debates, shared)
    voting = Voting(
        ledger.votes,
        ledger.recounts,
        index,
        on_change=lambda debates: showing.moved(debates),
        on_room=lambda post: seeding.room(post),
    )
    composer = Composer(
        debates=ledger.debates,
        deliveries=ledger.deliveries,
        talk=ledger.talk,
        articles=ground.library,
        channels=ground.channels,
        messengers=adapters,
        words=ground.words,
        links=links_of(ground.config),
        picture=partial(chart_of, ground.pictures),
        pictured=adapters.keys() - {"local"},
    )
    alerts = Alerts(
        ledger.deliveries,
        ground.alerts_channel(),
        ground.words(ground.config.locale),
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
        owner=ground.owner,
        log=get_logger("outbox"),
    )
    seeding = Seeding(ledger.deliveries, index, clock, get_logger("seeding"), wake=outbox.wake)
    return Traffic(index, voting, composer, alerts, showing, outbox, seeding, _attendance_on(ground, index, voting))


def _attendance_on(ground: Ground, index: OpenPosts, voting: Voting) -> Attendance:
    """The listening record knows what is on its way into the ledger: in the adapters, and behind them."""

    async def nothing() -> frozenset[str]:
        return frozenset()

    def waiting(platform: str) -> int:
        adapter = ground.adapters.get(platform)
        return adapter.intake().waiting if isinstance(adapter, Receiving) else 0

    async def sure_of(platform: str) -> None:
        adapter: object = ground.adapters.get(platform)
        if isinstance(adapter, Assured):
            await adapter.make_sure()

    return Attendance(
        store=ground.ledger.presence,
        places=[(channel.platform, channel.id) for channel in ground.channels.values()],
        index=index,
        settled=partial(voting.in_turn, nothing),
        waiting=waiting,
        sure_of=sure_of,
        clock=ground.clock,
        owner=ground.owner,
        shared=ground.shared,
        undated=UNDATED,
        log=get_logger("presence"),
    )


def counting_on(ground: Ground, traffic: Traffic, up_since: datetime) -> Counting:
    """`up_since` is when this process began: a closing that fell due before was missed."""
    ledger, clock = ground.ledger, ground.clock
    listening = Listening(
        talk=ledger.talk,
        recounts=ledger.recounts,
        messengers=ground.adapters,
        log=get_logger("listening"),
        in_turn=traffic.voting.in_turn,
    )
    recounting = Recounting(
        recounts=ledger.recounts,
        debates=ledger.debates,
        messengers=ground.adapters,
        listening=listening,
        clock=clock,
        log=get_logger("recounting"),
        in_turn=traffic.voting.in_turn,
    )
    closing = ClosingService(
        closings=ledger.closings,
        debates=ledger.debates,
        deliveries=ledger.deliveries,
        recounts=ledger.recounts,
        recounting=recounting,
        listening=listening,
        outbox=traffic.outbox,
        alerts=traffic.alerts,
        attendance=traffic.attendance,
        clock=clock,
        owner=ground.owner,
        log=get_logger("closing"),
        on_change=traffic.showing.moved,
        up_since=lambda: up_since,
        tell_late=TELL_LATE,
    )
    return Counting(recounting, closing)


def conducting_on(ground: Ground, posting: Posting, counting: Counting) -> Conducting:
    """What admins do to debates by hand."""
    return Conducting(
        articles=ground.library,
        channels=ground.channels,
        rules=ground.config.rules(),
        debates=ground.ledger.debates,
        closings=ground.ledger.closings,
        posting=posting,
        clock=ground.clock,
        wake_closing=counting.closing.wake,
    )


def hearing_on(ground: Ground, traffic: Traffic, counting: Counting, conducting: Conducting) -> Hearing:
    """The inbox, and everybody whom it asks for answers."""
    config, ledger, library, words, clock = ground.config, ground.ledger, ground.library, ground.words, ground.clock
    welcoming = Welcoming(
        welcomes=ledger.welcomes,
        articles=library,
        channels=[channel for channel in ground.channels.values() if channel.platform in ground.adapters],
        words=words,
        clock=clock,
        log=get_logger("welcoming"),
        shown=lambda channel: shown_in(config, ground.adapters, channel),
    )
    commands = Commands(
        debates=ledger.debates,
        votes=ledger.votes,
        articles=library,
        channels=ground.channels,
        schedules=config.schedules(),
        admins=config.admins.model_dump(),
        conductor=conducting,
        feedback=FeedbackBox(feedback=ledger.feedback, alerts=traffic.alerts, clock=clock),
        welcoming=welcoming,
        words=words,
        composer=traffic.composer,
        locale=config.locale,
        clock=clock,
        log=get_logger("commands"),
        link=ground.link,
        links=links_of(config),
    )
    pressing = Pressing(
        voting=traffic.voting,
        votes=ledger.votes,
        debates=ledger.debates,
        index=traffic.index,
        words=words,
        locale=config.locale,
        clock=clock,
        log=get_logger("pressing"),
    )
    homing = Homing(
        debates=ledger.debates,
        votes=ledger.votes,
        articles=library,
        composer=traffic.composer,
        welcoming=welcoming,
        channels=ground.channels.values(),
        words=words,
        locale=config.locale,
        links=links_of(config),
        link=ground.link,
    )
    inbox = PlatformInbox(
        voting=traffic.voting,
        votes=ledger.votes,
        recounts=ledger.recounts,
        debates=ledger.debates,
        index=traffic.index,
        commands=commands,
        welcoming=welcoming,
        locale=config.locale,
        pressing=pressing,
        homing=homing,
        heard=ledger.heard,
        attendance=traffic.attendance,
        retelling=Retelling(ledger.talk),
        seeding=traffic.seeding,
        clock=clock,
        wake_recounts=counting.recounting.wake,
        wake_outbox=traffic.outbox.wake,
    )
    return Hearing(welcoming, commands, inbox)
