"""What answers people, put together: the commands, the welcome, and what forgets them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.app.app import Ground, Openings, Traffic
from bot.app.public_pages import links_of, shown_in
from bot.log import get_logger
from bot.services.commands.answers import Answers
from bot.services.commands.article_index import ArticleIndex
from bot.services.commands.article_search import Completer
from bot.services.commands.commands import Commands
from bot.services.commands.feedback_form import FeedbackBox
from bot.services.commands.own_ballots import OwnBallots
from bot.services.commands.own_data import OwnData
from bot.services.commands.welcome import Welcomer
from bot.services.forgetting import Forgetting
from bot.services.overwriting import Overwriting


def build_welcomer(ground: Ground) -> Welcomer:
    """Who greets channels and people."""
    return Welcomer(
        welcomes=ground.ledger.welcomes,
        articles=ground.library,
        channels=[channel for channel in ground.channels.values() if channel.platform in ground.adapters],
        words=ground.words,
        clock=ground.clock,
        log=get_logger("welcome"),
        locale=ground.config.locale,
        wake=ground.signals.delivery_planned,
        shown=lambda channel: shown_in(ground.config, ground.adapters, channel),
    )


def build_commands(
    ground: Ground,
    traffic: Traffic,
    openings: Openings,
    welcomer: Welcomer,
    article_index: ArticleIndex,
    forgetting: Forgetting,
) -> Commands:
    """Who answers what people ask."""
    config, ledger, library, clock = ground.config, ground.ledger, ground.library, ground.clock
    links = links_of(config)
    feedback = FeedbackBox(feedback=ledger.feedback, alerts=traffic.alerts, clock=clock)
    answers = Answers(
        debates=ledger.debates,
        finder=ledger.finder,
        openings=ledger.openings,
        holdings=ledger.holdings,
        own_ballots=OwnBallots(ledger.proofs, links),
        own_data=OwnData(forgetting, clock, ZoneInfo(config.timezone)),
        articles=library,
        article_index=article_index,
        schedules=config.schedules(),
        channels=list(ground.channels.values()),
        next_debates=openings.next_debates,
        debate_admin=openings.debate_admin,
        feedback_box=feedback,
        clock=clock,
        composer=traffic.composer,
        link=ground.link,
        links=links,
    )
    return Commands(
        answers=answers,
        completer=Completer(debates=ledger.debates, openings=ledger.openings, articles=library, index=article_index),
        feedback=feedback,
        channels=ground.channels,
        admins=config.admins.model_dump(),
        words=ground.words,
        locale=config.locale,
        log=get_logger("commands"),
        welcomer=welcomer,
    )


def build_forgetting(ground: Ground, traffic: Traffic, overwriting: Overwriting) -> Forgetting:
    """Who forgets people while votes come in."""
    return Forgetting(
        store=ground.ledger.forgetting,
        platforms=ground.adapters,
        clock=ground.clock,
        settled=traffic.writer.settled,
        overwrites=overwriting.wake,
    )


def build_overwriting(ground: Ground) -> Overwriting:
    """Who has what was deleted leave the files."""
    return Overwriting(
        store=ground.ledger.overwrites,
        platforms=ground.adapters,
        clock=ground.clock,
        log=get_logger("overwriting"),
    )
