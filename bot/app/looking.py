"""What would happen: what falls due, and what would be posted. Nothing is connected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.app.adapters import payload_of
from bot.app.publishing import links_of
from bot.config import Config
from bot.core.debates import open_debate
from bot.core.messages import Card, Line, Message
from bot.core.speaking import card, line
from bot.core.tally import Tally
from bot.errors import UsageError
from bot.library import Library
from bot.locales import words_for
from bot.services.forecasting import Upcoming, forecast
from bot.storage import open_ledger


async def planned(config: Config, after: datetime, until: datetime) -> Sequence[Upcoming]:
    """What falls due in (after, until], in order, with the articles that would be taken as things are now."""
    library = Library(config.content)
    library.load()
    database = await open_ledger(config.database_url())
    try:
        return await forecast(config.schedules(), library, database.ledger.debates, after, until)
    finally:
        await database.close()


def opening_messages(config: Config, slug: str, platform: str, now: datetime) -> tuple[Card, list[Line]]:
    """The card and the squabble lines that a debate over `slug` would begin with. Raises UsageError."""
    library = Library(config.content)
    library.load()
    article = library.get(slug)
    if article is None:
        slugs = ", ".join(known.slug for known in library.all()[:10])
        raise UsageError(
            f"There is no article '{slug}' in {config.content}.",
            f"There are: {slugs}." if slugs else "The library is empty.",
        )
    words = words_for(config.locale, config.timezone)
    debate = open_debate(debate_id="preview", article=article, rules=config.rules(), at=now)
    lines = [line(debate, number, library.mascots(), words) for number in range(len(article.squabble))]
    link = links_of(config).article(article.slug, platform)
    return card(debate, Tally(len(article.options)), words, platform, link=link), lines


def opening_payloads(config: Config, slug: str, platform: str, now: datetime) -> list[Mapping[str, Any]]:
    """The same as what would be sent to the platform. Raises UsageError."""
    words = words_for(config.locale, config.timezone)
    first, lines = opening_messages(config, slug, platform, now)
    messages: list[Message] = [first, *lines]
    return [payload_of(platform, message, words) for message in messages]
