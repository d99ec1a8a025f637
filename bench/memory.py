"""Memory: of the dependencies alone, of a bot that waits, and of one that has taken many votes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.crowd import votes_of_crowd
from bench.dependencies import program
from bench.figures import Figure, Scale
from bench.running import running_bot, write_config
from bench.votes import hand_over
from bot.app.app import App
from bot.app.run import run as run_app
from bot.app.run import spare_collector
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.articles import DEFAULT_OPTIONS
from bot.log import configure

TIMES_IMPORTS = 1.5
MIB = 1024 * 1024
_CALMS_DOWN = 1.0
"""Seconds from being ready until nothing of the start is under way."""
_SAY_RSS = "\nimport psutil; print(psutil.Process().memory_info().rss)"


async def measure(scale: Scale) -> list[Figure]:
    """Resident memory, each against what importing the dependencies alone takes."""
    bare = of_imports()
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        idle = of_idle_bot(write_config(Path(folder)))
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        after = await _after_votes(Path(folder), scale.remembered_votes, scale.voters)
    return [
        _figure("memory of an idle bot", idle, bare),
        _figure(f"memory of a bot after {scale.remembered_votes:,} votes", after, bare),
    ]


def _figure(what: str, rss: int, bare: int) -> Figure:
    return Figure(
        what,
        f"{rss / MIB:.0f} MiB",
        f"importing the dependencies alone: {bare / MIB:.0f} MiB",
        f"{rss / bare:.2f} times as much",
        f"less than {TIMES_IMPORTS:g} times as much",
        rss / bare < TIMES_IMPORTS,
    )


async def _after_votes(folder: Path, votes: int, voters: int) -> int:
    """The resident memory of this process once a whole bot in it has taken `votes`."""
    configure(env={"AGORA_LOG_LEVEL": "error"})
    config = load_config(write_config(folder)).config
    if config is None:
        raise AssertionError("the configuration was refused")
    app = await build_app(config)
    spare_collector()
    running = asyncio.create_task(run_app(app))
    await app.up.wait()
    article = next(article.slug for article in app.library.all() if article.options == DEFAULT_OPTIONS)
    debate = await app.debate_admin.post(article)
    async with asyncio.timeout(30):
        await _all_said(app, debate)
    await hand_over(app.writer.record, votes_of_crowd(app.index.all(), votes, voters))
    if app.writer.figures.committed != votes:
        raise AssertionError(f"{app.voting.figures.committed} of {votes} votes were committed")
    rss: int = psutil.Process().memory_info().rss
    app.stop.set()
    await running
    return rss


def of_idle_bot(config: Path) -> int:
    """The resident memory of a bot that waits and has found its tables made, in bytes."""
    with running_bot(config):
        pass
    with running_bot(config) as (pid, _):
        time.sleep(_CALMS_DOWN)
        return int(psutil.Process(pid).memory_info().rss)


def of_imports(statements: str | None = None) -> int:
    """The resident memory of an empty program that has imported the bot's dependencies, in bytes.

    `statements` are other imports to make instead.
    """
    imports = program() if statements is None else statements
    return int(subprocess.run([sys.executable, "-c", imports + _SAY_RSS], check=True, stdout=subprocess.PIPE).stdout)


async def _all_said(app: App, debate: str) -> None:
    """Wait until every post of the debate takes votes."""
    posts = await app.database.ledger.debates.posts(debate)
    while len(app.index.all()) < len(posts):
        await app.clock.sleep(0.02)
