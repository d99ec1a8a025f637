"""The bot on a Discord of this machine: reactions from the gateway to the ledger, a great recount, memory."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from bench.discord_feed import Connection, feeding
from bench.discord_listener import listening, pages_of
from bench.figures import Figure, Scale, per_second
from bench.memory import of_idle_bot, of_imports
from bench.running import free_port
from bot.app.app import App
from bot.app.demo import shipped_content
from bot.app.run import run as run_app
from bot.app.run import spare_collector
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.articles import DEFAULT_OPTIONS
from bot.log import configure

EMOJI = [str(option.emoji.unicode) for option in DEFAULT_OPTIONS]
ON_A_POST, ELSEWHERE = 0.6, 0.9
"""What the bot is to reach of a listener that does nothing."""
TIMES_BARE = 1.5
IDLE_MIB = 90
MIB = 1024 * 1024
_IMPORTS = "import bot.app.server, bot.cli.runner, bot.platforms.discord.adapter"
"""What a bot on Discord with pages imports at its start."""
_PATIENCE = 300.0
_CONFIG = """\
timezone: Asia/Seoul
content: '{content}'
database: sqlite:///./agora.db
pseudonym_key: a-key-for-nobody-but-the-bench
{web}
discord: {{token: "${{DISCORD_TOKEN}}", api_url: "{api}", gateway_url: "{gateway}"}}
channels:
  square: {{platform: discord, id: "{channel}"}}
"""


@dataclass(frozen=True, slots=True)
class _Round:
    """Seconds of one round: for reactions on the post, and on a message that is none."""

    on_a_post: float
    elsewhere: float


async def measure(scale: Scale) -> list[Figure]:
    """Throughput and recount in this process, memory in processes of their own; the feed is always another one."""
    configure(env={"AGORA_LOG_LEVEL": "error"})
    spare_collector()
    rounds = [await _one_round(scale) for _ in range(scale.rounds)]
    events = scale.gateway_events
    return [
        _throughput(
            f"{events:,} reactions on an open debate, from Discord's gateway to durable",
            events,
            [(bot.on_a_post, bare.on_a_post) for bot, bare in rounds],
            ON_A_POST,
        ),
        _throughput(
            f"{events:,} reactions on another message",
            events,
            [(bot.elsewhere, bare.elsewhere) for bot, bare in rounds],
            ELSEWHERE,
        ),
        *await _recount(scale.recounted_voters),
        await _memory(),
    ]


def _throughput(what: str, events: int, pairs: list[tuple[float, float]], expected: float) -> Figure:
    ours, theirs = median(bot for bot, _ in pairs), median(bare for _, bare in pairs)
    share = median(bare / bot for bot, bare in pairs)
    return Figure(
        what,
        per_second(events, ours),
        f"a discord.py listener that does nothing, fed the same: {per_second(events, theirs)}",
        f"{share:.2f} of it",
        f"at least {expected:g} of it",
        share >= expected,
    )


async def _one_round(scale: Scale) -> tuple[_Round, _Round]:
    """The bot, then the listener that does nothing, on the same fake with the same events."""
    async with feeding() as feed:
        async with _debating(feed) as app:
            figures = app.writer.figures
            ours = await _both(feed, scale, lambda: figures.committed)
        async with listening(*(feed.where[name] for name in ("api", "gateway", "token"))) as client:
            theirs = await _both(feed, scale, lambda: client.heard, all_heard=True)
    return ours, theirs


async def _both(feed: Connection, scale: Scale, done: Callable[[], int], *, all_heard: bool = False) -> _Round:
    """`done` counts what is finished; of reactions elsewhere only a listener (`all_heard`) counts all."""
    events = scale.gateway_events
    elsewhere = await _flood(feed, scale, related=False, done=done, count=events if all_heard else 1)
    return _Round(await _flood(feed, scale, related=True, done=done, count=events), elsewhere)


async def _flood(feed: Connection, scale: Scale, *, related: bool, done: Callable[[], int], count: int) -> float:
    await feed.ask("flood", events=scale.gateway_events, voters=scale.voters, related=related, emoji=EMOJI)
    before = done()
    began = time.perf_counter()
    await feed.ask("go")
    await _until(lambda: done() >= before + count)
    return time.perf_counter() - began


async def _recount(voters: int) -> list[Figure]:
    """One recount of a post on which many have voted while the bot was not told."""
    process = psutil.Process()
    async with feeding() as feed:
        async with _debating(feed) as app:
            message = (await feed.ask("gather", voters=voters, emoji=EMOJI))["message"]
            asked = (await feed.ask("requests"))["requests"]
            memory = process.memory_info().rss
            began = time.perf_counter()
            await app.inbound.connectivity.missed_events("discord")
            await _until(lambda: _calm(app))
            took = time.perf_counter() - began
            memory = process.memory_info().rss - memory
            asked = (await feed.ask("requests"))["requests"] - asked
            debate = await app.database.ledger.finder.latest()
            snapshot = await app.database.ledger.debates.snapshot(debate.id) if debate else None
            if snapshot is None or sum(snapshot.tally.ballots) != voters:
                raise AssertionError(f"{snapshot and snapshot.tally.ballots} of {voters} voters were counted")
        async with listening(*(feed.where[name] for name in ("api", "gateway", "token"))) as client:
            began = time.perf_counter()
            await pages_of(client, feed.where["channel"], message, EMOJI)
            by_hand = time.perf_counter() - began
    pages = sum(-(-voters // len(EMOJI) // 100) + 1 for _ in EMOJI)
    return [
        Figure(
            f"recount of {voters:,} voters on Discord, without its rate limits",
            f"{took:.1f} s",
            f"discord.py reading the same pages once, one after the other: {by_hand:.1f} s",
            f"{took / by_hand:.1f} times as long",
        ),
        Figure("requests of this recount", f"{asked:,}", f"pages of a hundred voters: {pages:,}"),
        Figure("memory that it took", f"{max(memory, 0) / MIB:.0f} MiB"),
    ]


async def _memory() -> Figure:
    """An idle bot that is connected to Discord, and a bare client that is."""
    async with feeding() as feed:
        where = [feed.where[name] for name in ("api", "gateway", "token")]
        bare = await asyncio.to_thread(_of_listener, where)
        with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
            config = _write_config(Path(folder), feed, web=f'web: {{listen: "127.0.0.1:{free_port()}"}}')
            idle = await asyncio.to_thread(of_idle_bot, config)
    imported = await asyncio.to_thread(of_imports, _IMPORTS)
    return Figure(
        "memory of an idle bot on Discord",
        f"{idle / MIB:.0f} MiB",
        f"a bare discord.py client: {bare / MIB:.0f} MiB",
        f"{idle / bare:.2f} times as much",
        f"at most {TIMES_BARE:g} times as much, and {IDLE_MIB} MiB",
        idle / bare <= TIMES_BARE and idle <= IDLE_MIB * MIB,
        f"{IDLE_MIB} MiB were asked for and {idle / MIB:.0f} MiB are taken. Importing the bot's parts and"
        " the libraries that they need, for its database, configuration, pages and languages,"
        f" takes {imported / MIB:.0f} MiB before anything runs; a bot that is connected and waits has"
        f" {(idle - imported) / MIB:.0f} MiB more.",
    )


def _of_listener(where: list[str]) -> int:
    command = [sys.executable, "-m", "bench.discord_listener", *where]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _write_config(folder: Path, feed: Connection, web: str = "") -> Path:
    os.environ["DISCORD_TOKEN"] = feed.where["token"]
    config = folder / "config.yaml"
    text = _CONFIG.format(content=shipped_content(), web=web, **{k: v for k, v in feed.where.items() if k != "token"})
    config.write_text(text, encoding="utf-8")
    return config


@asynccontextmanager
async def _debating(feed: Connection) -> AsyncIterator[App]:
    """A whole bot in this process, connected, with one open debate on the feed's Discord and nothing due."""
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        config = load_config(_write_config(Path(folder), feed)).config
        if config is None:
            raise AssertionError("the configuration was refused")
        app = await build_app(config)
        running = asyncio.create_task(run_app(app))
        await app.up.wait()
        article = next(article.slug for article in app.library.all() if article.options == DEFAULT_OPTIONS)
        await _until(lambda: app.adapters["discord"].ready() is None)
        debate = await app.debate_admin.post(article)
        await _until(lambda: _settled(app, debate))
        try:
            yield app
        finally:
            app.stop.set()
            await running


async def _settled(app: App, debate: str) -> bool:
    deliveries = await app.database.ledger.outcomes.of_debate(debate)
    return all(delivery.state in ("said", "failed") for delivery in deliveries) and await _calm(app)


async def _calm(app: App) -> bool:
    return not await app.database.ledger.recounts.due(app.clock.now())


async def _until(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    """Ask again and again: nobody tells when it has come."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            holds = condition()
            if holds if isinstance(holds, bool) else await holds:
                return
            await asyncio.sleep(0.002)
