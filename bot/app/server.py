"""What the bot serves over HTTP: health, metrics, the public pages and the local chat."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.app.public_pages import audiences_of, base_of
from bot.app.registry import link_to
from bot.config.models import Web
from bot.config.values import is_loopback
from bot.errors import StorageError
from bot.markdown import to_html
from bot.services.commands.article_search import search
from bot.services.ports import Comments, Receiving
from bot.services.publishing.backlog import Backlog
from bot.services.slices import in_slices
from bot.web.http_server import WebServer
from bot.web.monitoring import Metrics
from bot.web.pages import Pages, PageSettings, Sources

if TYPE_CHECKING:
    from bot.app.app import App


def metrics_of(app: App) -> Metrics:
    """Gauges and counters that read the parts at each scrape; none tells how anybody voted."""
    metrics = Metrics()
    figures = app.writer.figures
    metrics.counter("agora_marks_committed_total", "Marks written to the ledger", lambda: figures.committed)
    metrics.counter("agora_marks_parked_total", "Marks kept until their post is known", lambda: figures.parked)
    metrics.counter("agora_marks_failed_total", "Marks not written, owed a recount", lambda: figures.failed)
    metrics.counter("agora_vote_commits_total", "Transactions that wrote marks", lambda: figures.batches)
    metrics.gauge("agora_marks_waiting", "Marks and jobs not written yet", lambda: app.writer.waiting)
    metrics.gauge("agora_posts_open", "Posts that take votes", lambda: len(app.index.all()))
    metrics.gauge("agora_deliveries_under_way", "Deliveries being said", lambda: app.outbox.under_way)
    metrics.gauge("agora_articles", "Articles in the library", lambda: len(app.library.all()))
    metrics.gauge("agora_parts_failing", "Parts waiting to be started again", lambda: len(app.supervisor.failing))
    metrics.gauge(
        "agora_platform_connected",
        "1 where a platform is connected",
        lambda: {name: float(adapter.ready() is None) for name, adapter in app.adapters.items()},
        label="platform",
    )
    _tell_how_far_behind(app, metrics)
    receiving = {name: adapter for name, adapter in app.adapters.items() if isinstance(adapter, Receiving)}
    metrics.gauge(
        "agora_events_waiting",
        "Events taken and not handed over yet",
        lambda: {name: adapter.intake().waiting for name, adapter in receiving.items()},
        label="platform",
    )
    metrics.counter(
        "agora_events_lost_total",
        "Events that could not be handed over, for a recount to find or the platform to send again",
        lambda: {name: adapter.intake().lost for name, adapter in receiving.items()},
        label="platform",
    )
    return metrics


def _tell_how_far_behind(app: App, metrics: Metrics) -> None:
    """Ages by the bot's own clock, so that a monitor's may differ; each platform has its own, 0 where all is done."""
    backlog = Backlog(outcomes=app.database.ledger.outcomes, platforms=app.adapters, clock=app.clock)
    metrics.look_first(backlog.look)
    metrics.gauge("agora_database_connected", "1 where the database answers", lambda: float(backlog.is_known))
    metrics.gauge(
        "agora_delivery_oldest_age_seconds",
        "Seconds since the oldest delivery that is still to be made was decided on",
        backlog.waits_for,
        label="platform",
    )
    metrics.gauge(
        "agora_recount_oldest_age_seconds",
        "Seconds for which the oldest recount that is still due has been owed",
        app.due_recounts.owed_for,
        label="platform",
    )
    metrics.gauge(
        "agora_platform_unheard_seconds",
        "Seconds since all that a platform tells was last heard and written down",
        lambda: {name: age for name, age in app.attendance.unheard_for().items() if name in app.adapters},
        label="platform",
    )


async def _opens_next(app: App) -> datetime | None:
    """When the schedules open the next debate in any channel, if that is known."""
    with suppress(StorageError):
        coming = await app.next_debates.anywhere()
        return coming.at if coming is not None else None
    return None


async def _opens_next_in(app: App, channel: str) -> datetime | None:
    """When the schedules open the next debate in a channel in which none is open, if that is known."""
    with suppress(StorageError):
        coming = await app.next_debates.among([channel])
        if coming is not None and await app.database.ledger.finder.latest(channel=channel, open_only=True) is None:
            return coming.at
    return None


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
            proofs=app.database.ledger.proofs,
            articles=app.library,
            words=app.words,
            to_html=to_html,
            related=app.related_articles.of,
            search=lambda typed: in_slices(search(typed, app.library.all(), app.article_index)),
            link=lambda post: link_to(app.adapters, post) if chat is not None and post.platform == "local" else None,
            audiences=audiences_of(app.config, app.adapters),
            coming=lambda: _opens_next(app),
            comments=readers,
            pictures=app.pictures,
        ),
        PageSettings(
            base=base_of(app.config),
            listed=settings.pages == "public",
            chat=chat,
            platforms=sorted({channel.platform for channel in app.config.channels().values()}),
        ),
        locale=app.config.locale,
    )
    server.add(pages.routes())
    server.add_streams(pages.streams())
    server.show_missing(pages.missing)
    server.on_stop(pages.hang_up)
    caches = (pages.cache, pages.searches)
    metrics.counter("agora_pages_rendered_total", "Pages rendered anew", lambda: sum(c.renders for c in caches))
    metrics.gauge("agora_pages_bytes", "Bytes of rendered pages in memory", lambda: sum(c.bytes for c in caches))
    metrics.gauge("agora_pages_watching", "Open pages that follow a debate", lambda: pages.hub.watching)


def _chat_for_readers(settings: Web) -> str | None:
    """The chat's path, where those who read the pages may be let in."""
    near_only = settings.chat is True and settings.public_url is not None
    if not settings.chat or (near_only and not is_loopback(urlsplit(settings.public_url or "").hostname or "")):
        return None
    return CHAT


def serve(app: App, settings: Web) -> WebServer:
    """The web server with every part's routes, on the port that the configuration opens."""
    local = app.adapters.get("local")
    metrics = metrics_of(app)
    server = WebServer(
        settings.listen,
        app.words,
        locale=app.config.locale,
        public_url=settings.public_url,
        home=CHAT if local is not None and settings.pages == "none" else None,
        ping=app.database.ping,
        platforms=tuple(app.adapters.values()),
        metrics=metrics,
    )
    publish(app, server, metrics)
    if local is not None:
        from bot.platforms.local.adapter import LocalPlatform
        from bot.platforms.local.chat_routes import ChatRoutes

        assert isinstance(local, LocalPlatform)
        chat = ChatRoutes(
            local,
            app.clock,
            app.words,
            locale_of=server.locale_of,
            token_of=server.token_of,
            opens_next=lambda channel: _opens_next_in(app, channel),
            timezone=app.config.timezone,
        )
        near = settings.chat is True
        server.add(chat.routes(), near=near)
        server.add_streams(chat.streams(), near=near)
        server.on_stop(chat.hang_up)
    if app.config.slack is not None:
        from bot.platforms.slack.adapter import SlackPlatform

        slack = app.adapters["slack"]
        assert isinstance(slack, SlackPlatform)
        server.add(slack.routes(), signed=True)
    return server
