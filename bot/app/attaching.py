"""What goes with a message: links to the public pages, and the chart of a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.config import Config
from bot.core.channels import Channel
from bot.core.messages import Picture
from bot.core.speaking import Shown
from bot.core.words import Words
from bot.errors import AgoraError
from bot.log import get_logger
from bot.services.audiences import Audiences
from bot.services.composing import NO_PAGES, Links
from bot.services.ports import Audience, Comments
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


def audiences_of(config: Config, adapters: Mapping[str, object]) -> Audiences:
    """Whose words the pages may show."""
    platforms = {name: adapter for name, adapter in adapters.items() if isinstance(adapter, Audience)}
    return Audiences(config.channels(), config.web.comments if config.web is not None else "none", platforms)


def shown_in(config: Config, adapters: Mapping[str, object], channel: Channel) -> Shown | None:
    """What members of a channel are told of the pages; None where there are none."""
    web = config.web
    if web is None or web.pages == "none":
        return None
    readable = {name for name, adapter in adapters.items() if isinstance(adapter, Comments)}
    comments, if_public = audiences_of(config, adapters).promised(channel, readable)
    return Shown(comments, if_public, web.pages == "public", base_of(config))


def base_of(config: Config) -> str | None:
    """Where the pages are found, without a slash at the end."""
    url = config.web.public_url if config.web is not None else None
    return url.rstrip("/") if url is not None else None
