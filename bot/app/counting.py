"""The wiring of what recounts and closes, with the record of listening that both go by."""

from __future__ import annotations

from functools import partial

from bot.app.app import Counting, Ground, Traffic
from bot.app.registry import make_sure_of, waiting_at
from bot.core.platforms import PLATFORMS
from bot.log import get_logger
from bot.services.comment_visibility import Retractions
from bot.services.publishing.closing import ClosingService
from bot.services.voting.attendance import Attendance
from bot.services.voting.due_recounts import DueRecounts
from bot.services.voting.recount import Recounter
from bot.services.voting.talk_recount import TalkRecounter


def build_attendance(ground: Ground, traffic: Traffic, retractions: Retractions) -> Attendance:
    """The listening record knows what is on its way into the ledger: in the adapters, and behind them."""
    return Attendance(
        store=ground.ledger.presence,
        places=[(channel.platform, channel.id) for channel in ground.channels.values()],
        recounts=ground.ledger.recounts,
        retractions=retractions,
        index=traffic.index,
        settled=traffic.writer.settled,
        waiting=partial(waiting_at, ground.adapters),
        sure_of=partial(make_sure_of, ground.adapters),
        clock=ground.clock,
        owner=ground.owner,
        shared=ground.shared,
        undated=frozenset(name for name, facts in PLATFORMS.items() if not facts.dates_reactions),
        log=get_logger("attendance"),
        wake_recounts=ground.signals.recount_owed,
    )


def build_counting(ground: Ground, traffic: Traffic) -> Counting:
    """What recounts and closes."""
    ledger, clock = ground.ledger, ground.clock
    talk_recounter = TalkRecounter(
        talk=ledger.talk,
        recounts=ledger.recounts,
        readers=ground.adapters,
        log=get_logger("talk_recount"),
        in_turn=traffic.writer.in_turn,
    )
    recounter = Recounter(
        recounts=ledger.recounts,
        posts=ledger.posts,
        readers=ground.adapters,
        messengers=ground.adapters,
        clock=clock,
        log=get_logger("recount"),
        in_turn=traffic.writer.in_turn,
    )
    due = DueRecounts(
        recounts=ledger.recounts,
        debates=ledger.debates,
        platforms=ground.adapters,
        recounter=recounter,
        talk_recounter=talk_recounter,
        clock=clock,
        log=get_logger("recount"),
    )
    retractions = Retractions(ledger.talk)
    attendance = build_attendance(ground, traffic, retractions)
    closing = ClosingService(
        closings=ledger.closings,
        debates=ledger.debates,
        outcomes=ledger.outcomes,
        recounts=ledger.recounts,
        recounter=recounter,
        talk_recounter=talk_recounter,
        outbox=traffic.outbox,
        alerts=traffic.alerts,
        attendance=attendance,
        clock=clock,
        owner=ground.owner,
        log=get_logger("closing"),
        on_change=ground.signals.tally_changed,
        up_since=ground.up_since,
        tell_late=[name for name, facts in PLATFORMS.items() if facts.tells_late],
    )
    return Counting(recounter, due, closing, attendance, retractions)
