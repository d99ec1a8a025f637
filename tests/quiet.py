"""A bot that greets no channel, for tests that count what is said."""

from __future__ import annotations

from bot.app.app import App
from bot.log import get_logger
from bot.services.commands.welcome import Welcomer


def greets_no_channel(app: App) -> None:
    """Take the channels from an assembled bot's welcome, before it starts."""
    app.welcomer = Welcomer(
        welcomes=app.database.ledger.welcomes,
        articles=app.library,
        channels=(),
        words=app.words,
        clock=app.clock,
        log=get_logger("welcome"),
        locale=app.config.locale,
        wake=app.outbox.wake,
    )
