"""What stays until it is told to stop: the bot, and the demo around it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import webbrowser
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.app.app import App
from bot.app.demo import entertain, open_or_resume
from bot.app.demo_leftovers import keep_aside_unusable, let_rooms_in
from bot.app.run import run, spare_collector
from bot.app.wiring import build_app
from bot.cli.common import EarlySignals, read_config
from bot.cli.terminal import tell
from bot.config import Config
from bot.errors import AgoraError
from bot.log import get_logger
from bot.sentences import sentence


async def run_bot(config: Config, early: EarlySignals) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    await _run_until_signal(await build_app(config), early)


async def run_demo(
    config: Config, port: int, voters: int, browser: bool, early: EarlySignals, closed_after: timedelta | None
) -> None:
    """Run the bot with an open debate and a crowd of `voters` until SIGTERM or SIGINT.

    `closed_after` is how long the demo that was in the folder before kept its debates open.
    """
    aside = await keep_aside_unusable(config)
    if aside is not None:
        tell("terminal-demo-kept-aside", folder=str(aside.folder), why=aside.why)
    if await let_rooms_in(config):
        config = read_config(config.path, needs_secrets=True)
    app = await build_app(config)
    address, agora = f"http://127.0.0.1:{port}/chat", _own_name()

    async def begin() -> None:
        await app.up.wait()
        begun = await open_or_resume(app, closed_after)
        if begun.closed:
            titles = tuple(sentence("quoted", text=debate.article.title) for debate in begun.closed)
            tell("terminal-demo-closed", debates=titles)
        tell("terminal-demo-resumed" if begun.resumed else "terminal-demo-begun", address=address)
        tell("terminal-demo-config", config=str(config.path))
        tell("terminal-demo-beside", agora=agora, config=str(config.path))
        if browser:
            await asyncio.to_thread(webbrowser.open, address)
        if voters:
            await entertain(app, voters)

    beginning = asyncio.create_task(begin())
    try:
        running = asyncio.create_task(_run_until_signal(app, early))
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


def _own_name() -> str:
    """How this program is called from here, also where it is not on the PATH."""
    return "agora" if shutil.which("agora") else os.path.relpath(Path(sys.executable).with_name("agora"))


async def _run_until_signal(app: App, early: EarlySignals) -> None:
    """Run until SIGTERM or SIGINT; a second signal does nothing more, since stopping takes at most 10 s."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, app.stop.set)
    if early.came:
        app.stop.set()
    spare_collector()
    await run(app)
    get_logger("agora").info("stopped")
