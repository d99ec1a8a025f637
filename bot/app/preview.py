"""What would be posted, and what would fall due. Nothing is connected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.app.public_pages import links_of
from bot.app.registry import payload_of
from bot.config import Config
from bot.core.articles import Article
from bot.core.debates import BallotKind, open_debate
from bot.core.messages import Card, Line, Message
from bot.core.speaking import card, line
from bot.core.tally import Tally
from bot.library.library import Library, article_named
from bot.library.options import unusable_on
from bot.locales import words_for
from bot.sentences import Sentence
from bot.services.publishing.scheduler import Upcoming, forecast, still_waiting


def opening_messages(config: Config, slug: str, platform: str, now: datetime) -> tuple[Card, list[Line]]:
    """The card and the squabble lines that a debate over `slug` would begin with. Raises UsageError."""
    library = Library(config.content)
    library.load()
    article = article_named(library, slug)
    words = words_for(config.locale, config.timezone)
    debate = open_debate(debate_id="preview", article=article, rules=config.rules(), at=now)
    lines = [line(debate, number, library.mascots(), words) for number in range(len(article.squabble))]
    link = links_of(config).article(article.slug, platform)
    return card(debate, Tally(len(article.options)), words, platform, link=link), lines


def unusable_emoji(config: Config, slug: str, platform: str) -> list[tuple[str, Sentence]]:
    """The article's options whose emoji can't be used on `platform`, each with why. Raises UsageError."""
    reactions = config.rules().ballot is BallotKind.REACTIONS
    library = Library(config.content)
    library.load()
    return [
        (option.label, why)
        for option in article_named(library, slug).options
        if (why := unusable_on(platform, option.emoji.on(platform), reactions=reactions)) is not None
    ]


def opening_payloads(config: Config, slug: str, platform: str, now: datetime) -> list[Mapping[str, Any]]:
    """The same as what would be sent to the platform. Raises UsageError."""
    words = words_for(config.locale, config.timezone)
    first, lines = opening_messages(config, slug, platform, now)
    messages: list[Message] = [first, *lines]
    return [payload_of(platform, message, words) for message in messages]


MOST = 2_000
"""How many occurrences are foretold."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What falls due: the first `MOST` of it, whether that is `complete`, and the articles whose time has not come."""

    rows: Sequence[Upcoming]
    complete: bool
    waiting: Sequence[Article]


async def planned(config: Config, after: datetime, until: datetime) -> Plan:
    """What falls due in (after, until], in order, with the articles that would be taken as things are at `after`."""
    # A preview needs no database (docs/decisions/0025).
    from bot.storage import open_ledger

    library = Library(config.content, lambda: after)
    library.load()
    database = await open_ledger(config.database_url())
    try:
        rows = await forecast(config.schedules(), library, database.ledger.openings, after, until, most=MOST + 1)
        waiting = still_waiting(config.schedules(), library, rows)
        return Plan(rows[:MOST], len(rows) <= MOST, waiting)
    finally:
        await database.close()
