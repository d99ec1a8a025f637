"""`agora run`."""

from __future__ import annotations

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.cli.starting import EarlySignals


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(run)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    early = EarlySignals()
    from bot.cli.staying import run_bot

    do(run_bot(read_config(config, needs_secrets=True, quiet_log=False), early))
