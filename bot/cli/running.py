"""`agora run`."""

from __future__ import annotations

import asyncio
import signal

import typer

from bot.app import App, assemble
from bot.app import run as run_app
from bot.app.collecting import spare_collector
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.config import Config
from bot.log import get_logger


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(run)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    loaded = read_config(config, needs_secrets=True, quiet_log=False)
    do(_run(loaded))


async def _run(config: Config) -> None:
    app = await assemble(config)
    await run_until_signal(app)


async def run_until_signal(app: App) -> None:
    """Run until SIGTERM or SIGINT; a second signal does nothing more, since stopping takes at most 10 s."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, app.stop.set)
    spare_collector()
    await run_app(app)
    get_logger("agora").info("stopped")
