"""The public pages, put together from the bot's parts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.app.adapters import link_to
from bot.app.attaching import audiences_of, base_of
from bot.config.models import Web
from bot.config.values import is_loopback
from bot.library import to_html
from bot.services.ports import Comments
from bot.web.metrics import Metrics
from bot.web.pages import Pages, PageSettings, Sources
from bot.web.server import WebServer

if TYPE_CHECKING:
    from bot.app.assembling import App

CHAT = "/chat"


def publish(app: App, server: WebServer, metrics: Metrics) -> None:
    """Bring the public pages to the server, unless the configuration wants none."""
    settings = app.config.web
    if settings is None or settings.pages == "none":
        return
    chat = _chat_for_readers(settings)
    readers = {name: adapter for name, adapter in app.adapters.items() if isinstance(adapter, Comments)}
    pages = Pages(
        Sources(
            public=app.database.ledger.public,
            debates=app.database.ledger.debates,
            talk=app.database.ledger.talk,
            articles=app.library,
            words=app.words,
            to_html=to_html,
            related=app.relating.of,
            link=lambda post: link_to(app.adapters, post) if chat is not None and post.platform == "local" else None,
            audiences=audiences_of(app.config, app.adapters),
            comments=readers,
            pictures=app.pictures,
        ),
        PageSettings(
            base=base_of(app.config),
            listed=settings.pages == "public",
            chat=chat,
        ),
        locale=app.config.locale,
    )
    server.add(pages.routes())
    server.add_streams(pages.streams())
    server.show_missing(pages.missing)
    server.on_stop(pages.hang_up)
    metrics.counter("agora_pages_rendered_total", "Pages rendered anew", lambda: pages.cache.renders)
    metrics.gauge("agora_pages_bytes", "Bytes of rendered pages in memory", lambda: pages.cache.bytes)
    metrics.gauge("agora_pages_watching", "Open pages that follow a debate", lambda: pages.hub.watching)


def _chat_for_readers(settings: Web) -> str | None:
    """The chat's path, where those who read the pages may be let in."""
    near_only = settings.chat is True and settings.public_url is not None
    if not settings.chat or (near_only and not is_loopback(urlsplit(settings.public_url or "").hostname or "")):
        return None
    return CHAT
