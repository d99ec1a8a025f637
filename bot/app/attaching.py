"""What goes with a message: links to the public pages, and the chart of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config import Config
from bot.core.messages import Picture
from bot.core.words import Words
from bot.errors import AgoraError
from bot.log import get_logger
from bot.services.composing import NO_PAGES, Links
from bot.services.records import Snapshot

if TYPE_CHECKING:
    from bot.web.pictures import Pictures


def links_of(config: Config) -> Links:
    """Where cards lead: to the pages, where there are any."""
    if config.web is None or config.web.pages == "none":
        return NO_PAGES
    return Links(base_of(config), frozenset({"local"}) if config.web.chat else frozenset())


async def chart_of(pictures: Pictures, snapshot: Snapshot, words: Words) -> Picture | None:
    """The chart for a result message; None where it can't be painted, since a result is said with or without it."""
    try:
        return Picture(await pictures.png(snapshot, words), pictures.alternative(snapshot, words))
    except AgoraError as failure:
        get_logger("pictures").warning("a result goes without its picture", debate=snapshot.debate.id, error=failure)
        return None


def base_of(config: Config) -> str | None:
    """Where the pages are found, without a slash at the end."""
    url = config.web.public_url if config.web is not None else None
    return url.rstrip("/") if url is not None else None
