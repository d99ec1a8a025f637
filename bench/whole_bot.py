"""A whole bot in this process, between platforms that only remember, and what may be done to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.articles import write_articles
from bench.platform_in_memory import PlatformInMemory
from bot.app.app import App, Replacements
from bot.app.run import become_the_one, let_go, start, wind_down
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.marks import MarkEvent, Voter
from bot.core.times import micros
from bot.log import configure
from bot.services.asked import Asker, UnknownCommand
from bot.services.commands.grammar import read
from bot.services.records import DeliveryState, OpenPost

REACTIONS = ("👍", "👎")
_CONFIG = """\
timezone: Asia/Seoul
content: ./content
database: sqlite:///./agora.db
discord: {token: a.b.c}
slack: {bot_token: xoxb-1, app_token: xapp-1}
debates: {closing_grace: 2s}
channels:
"""


@dataclass(slots=True)
class Spent:
    """Seconds of a clock."""

    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """What the block takes: by the wall clock, and of the processor in all threads of this process."""
    spent = Spent()
    wall, processor = time.perf_counter(), time.process_time()
    yield spent
    spent.wall, spent.processor = time.perf_counter() - wall, time.process_time() - processor


@dataclass(slots=True)
class WholeBot:
    """A bot that runs, its platforms by name, and its channels."""

    app: App
    platforms: dict[str, PlatformInMemory]
    channels: list[str]
    start: Spent
    _people: int = 0
    _articles: int = 0
    _replies: int = 0
    posts: dict[str, Sequence[OpenPost]] = field(default_factory=dict)
    """The posts of debates that this opened."""

    async def open(self, channels: Sequence[str] = ()) -> str:
        """Open a debate over the next article, and return when all that belongs to it is said; gives its id."""
        names = list(channels or self.channels)
        before = {name: platform.said.copy() for name, platform in self.platforms.items()}
        article = self.app.library.all()[self._articles % len(self.app.library.all())]
        self._articles += 1
        debate = await self.app.debate_admin.post(article.slug, names, anyway=True)
        for platform, count in self._by_platform(names).items():
            for part, each in (("post", 1), ("seeds", 2), ("line0", 1), ("line1", 1)):
                await self.platforms[platform].until(part, before[platform][part] + each * count)
        self.posts[debate] = [post for post in self.app.index.all() if post.debate == debate]
        return debate

    def votes(self, debate: str, count: int) -> list[MarkEvent]:
        """First votes of new people, spread over the debate's posts."""
        posts = self.posts[debate]
        at = micros(self.app.clock.now())
        made = []
        for number in range(count):
            post = posts[number % len(posts)]
            self._people += 1
            voter = Voter(post.platform, "1", f"{self._people:018d}")
            reaction = REACTIONS[number % 3 == 0]
            made.append(MarkEvent(post.platform, post.channel_id, post.message, voter, reaction, reaction, True, at))
            self.platforms[post.platform].held.setdefault(post.message, {}).setdefault(reaction, set()).add(voter)
        return made

    async def vote(self, votes: Sequence[MarkEvent]) -> None:
        """Hand votes in, all at once; returns when they are durable."""
        await asyncio.gather(*(self.app.writer.record(vote) for vote in votes))

    async def reply(self, debate: str, count: int) -> None:
        """Replies in the debate's threads, one after the other, each durable."""
        posts = self.posts[debate]
        for number in range(count):
            post = posts[number % len(posts)]
            self._replies += 1
            voter = Voter(post.platform, "1", f"{number % 50:018d}")
            thread, reply = post.thread or post.message, f"reply-{self._replies}"
            await self.app.inbound.messages.replied(post.platform, post.channel_id, thread, reply, voter, True)

    async def refresh(self, debate: str) -> int:
        """A vote, and all posts of its debate show it; gives how many were edited."""
        posts = self.posts[debate]
        before = {name: platform.said["edit"] for name, platform in self.platforms.items()}
        await self.vote(self.votes(debate, 1))
        for platform, count in self._by_platform([post.channel for post in posts]).items():
            await self.platforms[platform].until("edit", before[platform] + count)
        return len(posts)

    async def command(self, text: str) -> None:
        """A member asks in the first channel. Refuses what is no command: its answer costs something else."""
        channel = self.app.config.channels()[self.channels[0]]
        voter = Voter(channel.platform, "1", "777777777777777777")
        asked = read(text, Asker(voter, channel.id, "ko"))
        if isinstance(asked, UnknownCommand):
            raise AssertionError(f"there is no command {text!r} to be measured")
        await self.app.commands.answer(asked)

    async def close(self, debate: str) -> None:
        """Close a debate, and return when its result is said everywhere and its cards show it."""
        names = [post.channel for post in self.posts[debate]]
        before = {name: platform.said.copy() for name, platform in self.platforms.items()}
        await self.app.debate_admin.close(debate)
        for platform, count in self._by_platform(names).items():
            await self.platforms[platform].until("result", before[platform]["result"] + count)
        # A copy of the ledger with cards still to be edited would keep a bot busy that is meant to be idle.
        while await self._is_to_be_said(debate):  # noqa: ASYNC110 (only the database knows)
            await asyncio.sleep(0.01)

    async def _is_to_be_said(self, debate: str) -> bool:
        told = await self.app.database.ledger.outcomes.of_debate(debate)
        return any(each.state in (DeliveryState.PLANNED, DeliveryState.SENDING) for each in told)

    def _by_platform(self, names: Sequence[str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        channels = self.app.config.channels()
        for name in names:
            platform = channels[name].platform
            counts[platform] = counts.get(platform, 0) + 1
        return counts


@asynccontextmanager
async def whole_bot(folder: Path, *, discord: int = 1, slack: int = 0, articles: int = 10) -> AsyncIterator[WholeBot]:
    """Run a bot with so many channels and articles.

    Ledger and library are left in `folder`, and used again when it is called with the same.
    """
    configure(env={"AGORA_LOG_LEVEL": "error"})
    config = _prepared(folder, discord, slack, articles)
    loaded = load_config(config).config
    if loaded is None:
        raise AssertionError("the measurement's own configuration is wrong")
    platforms = {name: PlatformInMemory(name) for name in ("discord", "slack")}
    with spending() as spent:
        app = await build_app(loaded, Replacements(adapters=platforms))
        lock = await become_the_one(app, "run")
        await start(app)
    try:
        yield WholeBot(app, platforms, list(loaded.channels()), spent)
    finally:
        await wind_down(app)
        await let_go(app, lock)
        await app.close()


def _prepared(folder: Path, discord: int, slack: int, articles: int) -> Path:
    """The configuration in `folder`, written with its articles if it is not there yet."""
    config = folder / "config.yaml"
    if not config.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_articles(folder / "content", articles)
        names = [("discord", n) for n in range(discord)] + [("slack", n) for n in range(slack)]
        lines = [f"  {platform}{n}: {{platform: {platform}, id: '{_native(platform, n)}'}}\n" for platform, n in names]
        config.write_text(_CONFIG + "".join(lines), encoding="utf-8")
    return config


def _native(platform: str, number: int) -> str:
    return str(10**17 + number) if platform == "discord" else f"C{number:09d}"
