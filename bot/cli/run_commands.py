"""`agora run`, `agora demo`."""

from __future__ import annotations

import errno
import socket
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, EarlySignals, do, read_config
from bot.cli.debate_commands import duration
from bot.cli.help_pages import Command
from bot.core.words import DEFAULT_LOCALE
from bot.errors import AgoraError
from bot.sentences import Sentence, sentence


def add_to(app: typer.Typer) -> None:
    """Register what runs a bot."""
    app.command(cls=Command, help="agora-run")(run)
    app.command(cls=Command, help="agora-demo")(demo)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    early = EarlySignals()
    from bot.cli.runner import run_bot

    do(run_bot(read_config(config, needs_secrets=True, quiet_log=False), early))


FOLDER = Path("demo-data")


class Locale(StrEnum):
    """Languages of the demo."""

    KO = DEFAULT_LOCALE
    EN = "en"


def demo(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="agora-demo-port")] = 8080,
    voters: Annotated[int, typer.Option("--voters", min=0, max=5000, help="agora-demo-voters")] = 40,
    closes_after: Annotated[str, typer.Option("--closes-after", help="agora-demo-closes-after")] = "3m",
    locale: Annotated[Locale, typer.Option("--locale", help="agora-demo-locale")] = Locale.KO,
    fresh: Annotated[bool, typer.Option("--fresh", help="agora-demo-fresh")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="agora-demo-browser")] = True,
) -> None:
    """The whole bot with no account anywhere: a chat in the browser, a debate and a crowd."""
    early = EarlySignals()
    from bot.app.demo import prepare
    from bot.app.demo_leftovers import closes_after_in
    from bot.cli.runner import run_demo

    span = duration(closes_after) or timedelta(minutes=3)
    _check_port(port)
    closed_after = closes_after_in(FOLDER / "config.yaml")
    path = prepare(FOLDER, port=port, locale=locale.value, closes_after=span, fresh=fresh)
    config = read_config(path, needs_secrets=True)
    do(run_demo(config, port, voters, browser, early, closed_after))


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8081
            raise AgoraError(_unusable(error).given(port=str(port), other=str(other))) from None


def _unusable(error: OSError) -> Sentence:
    """Why a port can't be used; $port and $other are to be given."""
    if error.errno == errno.EADDRINUSE:
        return sentence("terminal-demo-port-busy")
    if error.errno == errno.EACCES:
        return sentence("terminal-demo-port-denied")
    return sentence("terminal-demo-port-unusable", why=(error.strerror or str(error)).lower())
