"""What the configuration says of the public pages: where they are, who is told of them, and whose words they show."""

from __future__ import annotations

from collections.abc import Mapping

from bot.config import Config
from bot.core.debates import Channel
from bot.core.speaking import Shown
from bot.services.comment_visibility import Audiences
from bot.services.ports import Audience, Comments
from bot.services.publishing.composer import NO_PAGES, Links


def links_of(config: Config) -> Links:
    """Where cards lead: to the pages, where there are any."""
    if config.web is None or config.web.pages == "none":
        return NO_PAGES
    return Links(base_of(config), frozenset({"local"}) if config.web.chat else frozenset())


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
