"""Reactions from Slack: from the wire to durable and acknowledged, beside a bolt listener that does nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bench.figures import Figure, Scale, median, per_second, percentile
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

Transport = Literal["http", "socket"]
AT_LEAST = 0.6
"""Of what the do-nothing listener takes."""
P99_SECONDS = 1.0
"""Slack gives an acknowledgement three seconds; this is well under."""
TIMES_IMPORTS = 1.5
RATE = 500
_SHARE = 5
"""One in so many of the votes that other measurements cast goes over the wire here."""
_MIB = 1024 * 1024
_TOKENS = {"bot": "xoxb-local-square", "app": "xapp-local-square", "secret": "0123456789abcdef0123456789abcdef"}

_CONFIG = """\
timezone: Asia/Seoul
content: '{content}'
database: sqlite:///./agora.db
web: {{listen: "127.0.0.1:{port}", pages: none}}
slack:
  transport: {transport}
  bot_token: {bot}
  app_token: {app}
  signing_secret: {secret}
  api_url: {api_url}
channels:
  square: {{platform: slack, id: C0SQUARE}}
"""


class Feeder:
    """The Slack in a process of its own; `order` has it do something and gives what came of it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.slack_feed"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.api_url: str = self._read()["api_url"]

    async def order(self, **order: Any) -> dict[str, Any]:
        """Send an order and wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return await asyncio.get_running_loop().run_in_executor(None, self._read)

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or "null")
        if answer is None:
            raise AssertionError("the feeding process has ended")
        return answer

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


async def measure(scale: Scale) -> list[Figure]:
    """Events per second over both transports, the acknowledgement's p99 at a steady rate, and memory."""
    configure(env={"AGORA_LOG_LEVEL": "error"})
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    spare_collector()
    figures = []
    for transport in ("http", "socket"):
        figures += await _transport(scale, transport)
    return [*figures, _memory()]


async def _transport(scale: Scale, transport: Transport) -> list[Figure]:
    count, paced = max(scale.votes // _SHARE, 200), round(RATE * scale.arrival_seconds)
    ours, nothing, waited = [], [], []
    for number in range(scale.rounds):
        async with _bot(transport) as (feeder, app, order):
            ours.append((await feeder.order(**order, count=count, voters=scale.voters))["seconds"])
            if app.writer.figures.committed != count:
                raise AssertionError(f"{app.voting.figures.committed} of {count} votes were committed")
            if number == 0:
                waited = (await feeder.order(**order, count=paced, voters=scale.voters, rate=RATE))["took"]
        async with _bolt(transport) as (feeder, order):
            nothing.append((await feeder.order(**order, count=count, voters=scale.voters))["seconds"])
    mine, theirs = median(ours), median(nothing)
    said = "HTTP" if transport == "http" else "Socket Mode"
    p99 = percentile(waited, 0.99)
    return [
        Figure(
            f"{count:,} reactions over Slack's {said}, to durable and acknowledged",
            per_second(count, mine),
            f"a bolt listener that does nothing, acknowledging: {per_second(count, theirs)}",
            f"{theirs / mine:.1f} times as many",
            f"at least {AT_LEAST:g} times as many",
            theirs / mine >= AT_LEAST,
        ),
        Figure(
            f"p99 of the acknowledgement at {RATE:,} reactions/s for {scale.arrival_seconds:g} s ({said})",
            f"{p99 * 1000:.1f} ms",
            f"longest: {max(waited) * 1000:.1f} ms",
            "",
            f"under {P99_SECONDS * 1000:g} ms (Slack gives 3 s)",
            p99 < P99_SECONDS,
        ),
    ]


@asynccontextmanager
async def _bot(transport: Transport) -> AsyncIterator[tuple[Feeder, App, dict[str, Any]]]:
    """A whole bot in this process with a debate open, and the order that feeds it."""
    feeder = Feeder()
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        config = load_config(_write_config(Path(folder), transport, feeder.api_url)).config
        if config is None:
            raise AssertionError("the configuration was refused")
        app = await build_app(config)
        running = asyncio.create_task(run_app(app))
        await app.up.wait()
        article = next(article.slug for article in app.library.all() if article.options == DEFAULT_OPTIONS)
        await app.debate_admin.post(article)
        message = (await feeder.order(do="card", seeds=len(DEFAULT_OPTIONS)))["message"]
        while not app.index.all():
            await app.clock.sleep(0.02)
        if transport == "socket":
            await feeder.order(do="sockets", connections=2)
        assert app.web is not None
        yield feeder, app, {"do": transport, "url": app.web.url, "message": message, "names": ["+1", "-1"]}
        app.stop.set()
        await running
    feeder.close()


@asynccontextmanager
async def _bolt(transport: Transport) -> AsyncIterator[tuple[Feeder, dict[str, Any]]]:
    """Bolt with one listener that does nothing before it is acknowledged, and the order that feeds it."""
    feeder = Feeder()
    app = AsyncApp(token=_TOKENS["bot"], signing_secret=_TOKENS["secret"], process_before_response=True)
    app.client.base_url = feeder.api_url

    async def nothing() -> None:
        """Do nothing."""

    for kind in ("reaction_added", "reaction_removed"):
        app.event(kind)(nothing)

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    order = {"do": transport, "url": "", "message": "1700000000.000100", "names": ["+1", "-1"]}
    if transport == "socket":
        handler = AsyncSocketModeHandler(app, _TOKENS["app"])
        await handler.connect_async()
        await feeder.order(do="sockets", connections=1)
        yield feeder, order
        await handler.close_async()
    else:
        site = web.Application()
        site.router.add_post("/slack/events", handle)
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield feeder, order | {"url": f"http://127.0.0.1:{port}"}
        await runner.cleanup()
    feeder.close()


def _memory() -> Figure:
    """What a bot holds that is connected to Slack and waits."""
    bare = of_imports()
    feeder = Feeder()
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        idle = of_idle_bot(_write_config(Path(folder), "socket", feeder.api_url))
    feeder.close()
    return Figure(
        "memory of an idle bot on Slack",
        f"{idle / _MIB:.0f} MiB",
        f"importing the dependencies alone: {bare / _MIB:.0f} MiB",
        f"{idle / bare:.2f} times as much",
        f"less than {TIMES_IMPORTS:g} times as much",
        idle / bare < TIMES_IMPORTS,
    )


def _write_config(folder: Path, transport: Transport, api_url: str) -> Path:
    config = folder / "config.yaml"
    text = _CONFIG.format(content=shipped_content(), port=free_port(), transport=transport, api_url=api_url, **_TOKENS)
    config.write_text(text, encoding="utf-8")
    return config
