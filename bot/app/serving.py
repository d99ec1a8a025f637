"""What the bot serves over HTTP: health, metrics, the public pages and the local chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.gauges import metrics_of
from bot.app.publishing import CHAT, publish
from bot.config.models import Web
from bot.web.server import WebServer

if TYPE_CHECKING:
    from bot.app.assembling import App


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
        from bot.platforms.local.routes import ChatRoutes

        assert isinstance(local, LocalPlatform)
        chat = ChatRoutes(
            local,
            app.clock,
            app.words,
            locale_of=server.locale_of,
            token_of=server.token_of,
            complete=app.commands.complete,
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
