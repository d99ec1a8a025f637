"""`agora demo`."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import webbrowser
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.app import assemble
from bot.app.demo import entertain, open_or_resume, prepare
from bot.cli.common import do, read_config
from bot.cli.debates import duration
from bot.cli.running import run_until_signal
from bot.config import Config
from bot.errors import AgoraError

FOLDER = Path("demo-data")
AGORA = "agora" if shutil.which("agora") else os.path.relpath(Path(sys.executable).with_name("agora"))
"""How this program is called from here, also where it is not on the PATH."""


class Locale(StrEnum):
    """Languages of the demo."""

    KO = "ko"
    EN = "en"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(demo)


def demo(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")] = 8080,
    voters: Annotated[int, typer.Option("--voters", min=0, max=5000, help="How many simulated people vote.")] = 40,
    closes_after: Annotated[str, typer.Option("--closes-after", help="How long the debate is open.")] = "3m",
    locale: Annotated[Locale, typer.Option("--locale", help="The bot's language.")] = Locale.KO,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the demo before.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
) -> None:
    """The whole bot with no account anywhere: a chat in the browser, a debate and a crowd."""
    span = duration(closes_after) or timedelta(minutes=3)
    _check_port(port)
    path = prepare(FOLDER, port=port, locale=locale.value, closes_after=span, fresh=fresh)
    config = read_config(path, needs_secrets=True)
    do(_demo(config, port, voters, browser))


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise AgoraError(
                f"Port {port} can't be used ({(error.strerror or 'busy').lower()}).",
                f"Choose another: agora demo --port {port + 1 if port < 65535 else 8081}",
            ) from None


async def _demo(config: Config, port: int, voters: int, browser: bool) -> None:
    app = await assemble(config)
    address = f"http://127.0.0.1:{port}/chat"

    async def begin() -> None:
        await app.up.wait()
        resumed = await open_or_resume(app)
        typer.echo(f"Agora is at {address}" + ("  (the open debate goes on)" if resumed else ""))
        typer.echo(f"Configuration: {config.path}  ·  end with Ctrl-C")
        typer.echo(f"Beside it:     {AGORA} results -c {config.path}   or   {AGORA} close -c {config.path}")
        if browser:
            await asyncio.to_thread(webbrowser.open, address)
        if voters:
            await entertain(app, voters)

    beginning = asyncio.create_task(begin())
    try:
        running = asyncio.create_task(run_until_signal(app))
        await asyncio.wait((running, beginning), return_when=asyncio.FIRST_COMPLETED)
        if not running.done() and beginning.exception() is not None:
            app.stop.set()
        await running
        if beginning.done():
            beginning.result()
    finally:
        beginning.cancel()
        with suppress(asyncio.CancelledError, AgoraError):
            await beginning
