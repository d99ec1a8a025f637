"""The public pages over HTTP, asked for by another process: while nobody votes, and while many do."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from aiohttp import ClientSession, web

from bench.crowd import votes_of_crowd
from bench.figures import Figure, Scale, per_second, percentile
from bench.running import write_config
from bench.votes import hand_over
from bot.app.app import App
from bot.app.demo import shipped_content
from bot.app.run import run as run_app
from bot.app.run import spare_collector
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.articles import DEFAULT_OPTIONS
from bot.core.marks import MarkEvent
from bot.log import configure

CONNECTIONS = 16
"""How many ask at the same time, each again as soon as it is answered."""

VOTES_PER_SECOND = 500
_MOST_VOTES = 10_000_000
_READY_WITHIN = 60.0
_RENDERS = "agora_pages_rendered_total "


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the asking process saw, in seconds, and what the bot did meanwhile, for each second."""

    seconds: float
    took: list[float]
    votes: float = 0.0
    renders: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds

    def __str__(self) -> str:
        return f"{per_second(len(self.took), self.seconds)}, p99 {_ms(percentile(self.took, 0.99))}"


@dataclass(slots=True)
class _Bot:
    """A whole bot in this process with one open debate; beside it a handler that sends `same` and does nothing else."""

    app: App
    article: str
    debate: str
    events: Iterator[MarkEvent]
    url: str
    bare_url: str = ""
    same: bytes = b""

    async def get(self, path: str) -> bytes:
        async with ClientSession() as session, session.get(self.url + path) as response:
            response.raise_for_status()
            return await response.read()

    async def ask(self, path: str, seconds: float, connections: int = CONNECTIONS) -> _Asked:
        """Let the other process ask for a page, and count what the bot does until it has ended."""
        renders, votes, began = await self._renders(), self.app.writer.figures.committed, _now()
        answered = await _ask(self.url + path, connections, seconds)
        passed, votes = _now() - began, self.app.writer.figures.committed - votes
        return _Asked(*answered, votes / passed, (await self._renders() - renders) / passed)

    async def ask_bare(self, path: str, seconds: float) -> _Asked:
        """Let the other process ask for the same bytes, which lie ready."""
        self.same = await self.get(path)
        return _Asked(*await _ask(self.bare_url, CONNECTIONS, seconds))

    @asynccontextmanager
    async def voting(self) -> AsyncIterator[None]:
        """Offer votes at their rate, each when it is due, whatever became of those before, until the block ends."""
        enough = asyncio.Event()
        offering = asyncio.create_task(self._offer(enough))
        try:
            yield
        finally:
            enough.set()
            await offering

    async def _offer(self, enough: asyncio.Event) -> None:
        began = _now()
        async with asyncio.TaskGroup() as group:
            for number, event in enumerate(self.events):
                early = began + number / VOTES_PER_SECOND - _now()
                if early > 0:
                    await asyncio.sleep(early)
                if enough.is_set():
                    return
                group.create_task(self.app.writer.record(event))

    async def _renders(self) -> float:
        lines = (await self.get("/metrics")).decode().splitlines()
        return next(float(line.removeprefix(_RENDERS)) for line in lines if line.startswith(_RENDERS))


async def measure(scale: Scale) -> list[Figure]:
    """Answers in a second and p99, each against a handler that does nothing, under the same conditions."""
    configure(env={"AGORA_LOG_LEVEL": "error"})
    figures = []
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as name:
        async with _running(Path(name), shipped_content(), scale.voters) as bot:
            await hand_over(bot.app.writer.record, list(islice(bot.events, scale.voters)))
            for what, path in (
                ("article page", f"/articles/{bot.article}"),
                ("results page", f"/debates/{bot.debate}"),
            ):
                figures += await _quiet_and_busy(bot, what, path, scale.asked_seconds)
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as name:
        async with _running(Path(name), _many(Path(name), scale.many_articles), scale.voters) as bot:
            figures += await _front(bot, scale)
    return figures


async def _quiet_and_busy(bot: _Bot, what: str, path: str, seconds: float) -> list[Figure]:
    await bot.get(path)
    bare, quiet = await bot.ask_bare(path, seconds), await bot.ask(path, seconds)
    async with bot.voting():
        busy_bare, busy = await bot.ask_bare(path, seconds), await bot.ask(path, seconds)
    during = (
        f"while {VOTES_PER_SECOND} votes/s are offered ({busy.votes:,.0f}/s durable, {busy.renders:,.0f} renders/s)"
    )
    return [
        _figure(f"{what}, while nobody votes", quiet, bare, bot.same),
        _figure(f"{what}, {during}", busy, busy_bare, bot.same),
    ]


async def _front(bot: _Bot, scale: Scale) -> list[Figure]:
    first, again = await bot.ask("/", 0.0, 1), await bot.ask("/", 0.0, 1)
    bare, kept = await bot.ask_bare("/", scale.asked_seconds), await bot.ask("/", scale.asked_seconds)
    what = f"front page with {scale.many_articles:,} articles"
    return [
        Figure(f"{what}, the first time", _ms(first.took[0]), f"the second time: {_ms(again.took[0])}"),
        _figure(f"{what}, from then on", kept, bare, bot.same),
    ]


def _figure(what: str, asked: _Asked, bare: _Asked, same: bytes) -> Figure:
    baseline = f"a handler that only sends the same {len(same):,} bytes: {bare}"
    return Figure(what, str(asked), baseline, f"{bare.rate / asked.rate:.1f} times as long")


@asynccontextmanager
async def _running(folder: Path, content: Path, voters: int) -> AsyncIterator[_Bot]:
    """A bot with a debate over an article with the options that the crowd votes for."""
    config = load_config(write_config(folder, content)).config
    if config is None:
        raise AssertionError("the configuration was refused")
    app = await build_app(config)
    if app.web is None:
        raise AssertionError("the bot has no web server")
    spare_collector()
    running = asyncio.create_task(run_app(app))
    try:
        async with asyncio.timeout(_READY_WITHIN):
            await app.up.wait()
            article = next(article.slug for article in app.library.all() if article.options == DEFAULT_OPTIONS)
            debate = await app.debate_admin.post(article)
            posts = await app.database.ledger.debates.posts(debate)
            while len(app.index.all()) < len(posts):
                await app.clock.sleep(0.02)
        events = votes_of_crowd(app.index.all(), _MOST_VOTES, voters)
        bot = _Bot(app, article, debate, events, app.web.url)
        async with _beside(bot):
            yield bot
    finally:
        app.stop.set()
        await running


@asynccontextmanager
async def _beside(bot: _Bot) -> AsyncIterator[None]:
    async def send(_: web.Request) -> web.Response:
        return web.Response(body=bot.same, content_type="text/html", charset="utf-8")

    application = web.Application()
    application.router.add_get("/", send)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        bot.bare_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        yield
    finally:
        await runner.cleanup()


def _many(folder: Path, count: int) -> Path:
    """A folder of content with the shipped articles again and again."""
    content, shipped = folder / "content", shipped_content()
    shutil.copytree(shipped, content, ignore=shutil.ignore_patterns("*.md"))
    originals = sorted((shipped / "articles").glob("*.md"))
    for number in range(count):
        original = originals[number % len(originals)]
        shutil.copyfile(original, content / "articles" / f"{original.stem}-{number}.md")
    return content


async def _ask(url: str, connections: int, seconds: float) -> tuple[float, list[float]]:
    command = (sys.executable, "-m", "bench.asking", url, str(connections), str(seconds))
    asking = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await asking.communicate()
    if asking.returncode != 0:
        raise AssertionError(f"the asking process ended with {asking.returncode}")
    passed, took = json.loads(output)
    return passed, took


def _now() -> float:
    return asyncio.get_running_loop().time()


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
