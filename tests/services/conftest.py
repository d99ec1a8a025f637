"""A whole bot for the services' tests: real ledger, real local chat, every part running; no port opened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bot.app.app import App, Replacements
from bot.app.registry import Adapter, adapters_of
from bot.app.run import (
    become_the_one,
    let_go,
    start,
    wind_down,
)
from bot.app.wiring import build_app
from bot.config import Config, load_config
from bot.core.debates import DebateState
from bot.locales import words_for
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_records import Person, Stored
from bot.platforms.local.fault_injection import Faults
from bot.sentences import sentence
from bot.services.clock import SystemClock
from bot.services.ports import Clock
from bot.services.records import Delivery, Snapshot
from tests.empty_ledger import lay_empty_ledger
from tests.patience import PATIENCE, until
from tests.quiet import greets_no_channel

CONFIG = """
timezone: Asia/Seoul
locale: ko
content: {content}
database: {database}
web: {{listen: "127.0.0.1:0", chat: true}}
admins: {{local: [editor]}}
alerts: {{channel: staff}}
channels:
  square: {{platform: local, id: square}}
  garden: {{platform: local, id: garden}}
  staff: {{platform: local, id: staff}}
{channels}
debates: {{closes_after: 1h, closing_grace: {grace}{rules}}}
{more}
"""

ARTICLE = """---
title: 열린 광장
category: 시험
published: 2025-01-02T09:00:00+09:00
summary: [첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: 어느 쪽이 좋아요?
options:
  - {label: 문, emoji: 🚪}
  - {label: 광장, emoji: 🌳}
  - {label: 글쎄요, emoji: 🤔}
squabble:
  - speaker: booki
    side: 문
    says: 닫아야 지켜요.
  - speaker: moki
    side: 광장
    says: 열어야 자라요.
---
## 묻기

본문이에요.
"""


@dataclass
class Bot:
    """A running bot with its local chat."""

    app: App
    chat: LocalPlatform
    crashed: bool = False

    async def people(self, count: int = 10) -> None:
        """Let p0, p1, … join the chat."""
        await self.chat.store.join_crowd([Person(f"p{n}", f"사람 {n}", "🙂", n % 12) for n in range(count)])

    async def open(self, channels: list[str] | None = None) -> str:
        """Open a debate and wait until its opening is said everywhere."""
        await self.people()
        debate = await self.app.debate_admin.post("square-test", channels or ["square"])
        await self.until(lambda: self._opened(debate))
        return debate

    async def _opened(self, debate: str) -> bool:
        deliveries = await self.app.database.ledger.outcomes.of_debate(debate)
        return all(delivery.state in ("said", "failed") for delivery in deliveries)

    async def snapshot(self, debate: str) -> Snapshot:
        """The debate's state in the ledger."""
        snapshot = await self.app.database.ledger.debates.snapshot(debate)
        assert snapshot is not None
        return snapshot

    async def close(self, debate: str) -> Snapshot:
        """Close a debate and wait until its result is said."""
        await self.app.debate_admin.close(debate)
        return await self.until_closed(debate)

    async def until_closed(self, debate: str) -> Snapshot:
        """Wait until a debate is closed or void."""

        async def closed() -> bool:
            return (await self.snapshot(debate)).debate.state in (DebateState.CLOSED, DebateState.VOID)

        await self.until(closed)
        return await self.snapshot(debate)

    async def until(self, condition: Callable[[], Awaitable[bool]], seconds: float = PATIENCE) -> None:
        """Wait for a condition in the database, asking every few milliseconds."""
        await until(condition, seconds)

    async def ballots(self, debate: str) -> tuple[int, ...]:
        """Ballots by option now."""
        return (await self.snapshot(debate)).tally.ballots

    async def message_of(self, debate: str, channel: str = "square") -> int:
        """The chat's number of a debate's post."""
        posts = await self.app.database.ledger.debates.posts(debate)
        message = next(post.message for post in posts if post.channel == channel)
        assert message is not None
        return int(message[1:])

    async def deliveries(self, debate: str) -> dict[str, Delivery]:
        """The debate's deliveries by the end of their keys."""
        found = await self.app.database.ledger.outcomes.of_debate(debate)
        return {delivery.key.partition(":")[2]: delivery for delivery in found}

    async def said_in(self, channel: str) -> list[Stored]:
        """What stands in a channel, oldest first."""
        return (await self.chat.store.page(channel, None, 50))[0]

    async def crash(self) -> None:
        """Stop as a killed process does: nothing is finished, no claim is given back."""
        self.crashed = True
        await self.app.supervisor.stop()
        await self.app.outbox.abandon()
        assert self.app.web is not None
        await self.app.web.stop()


@pytest.fixture
def articles(tmp_path: Path) -> Callable[[int], list[str]]:
    """Writes that many more articles into the content of `bots`; gives their slugs."""

    def written(count: int) -> list[str]:
        slugs = [f"more-{n}" for n in range(count)]
        for slug in slugs:
            (tmp_path / "content" / "articles" / f"{slug}.md").write_text(ARTICLE, encoding="utf-8")
        return slugs

    return written


@pytest.fixture
def bots(tmp_path: Path) -> Callable[..., object]:
    """A factory: `async with bots(faults=…) as bot`. Bots made one after the other share files.

    `channels` are more lines of the configuration's channels; `beside` is made in Discord's place.
    """
    content = tmp_path / "content"
    (content / "articles").mkdir(parents=True)
    (content / "articles" / "square-test.md").write_text(ARTICLE, encoding="utf-8")

    @asynccontextmanager
    async def bot(
        faults: Faults | None = None,
        *,
        more: str = "",
        database: str = "sqlite:///./agora.db",
        running: bool = True,
        clock: Clock | None = None,
        grace: str = "60s",
        rules: str = "",
        greets: bool = False,
        channels: str = "",
        beside: type[LocalPlatform] | None = None,
    ) -> AsyncIterator[Bot]:
        path = tmp_path / "config.yaml"
        text = CONFIG.format(content=content, database=database, more=more, grace=grace, rules=rules, channels=channels)
        path.write_text(text, encoding="utf-8")
        loaded = load_config(path, {})
        assert loaded.config is not None, loaded.problems
        if database.startswith("sqlite"):
            lay_empty_ledger(tmp_path / "agora.db")
        adapters = None if beside is None else _with_another(loaded.config, beside, clock or SystemClock(), faults)
        app = await build_app(loaded.config, Replacements(faults=faults, clock=clock, adapters=adapters))
        if not greets:
            greets_no_channel(app)
        chat = app.adapters["local"]
        assert isinstance(chat, LocalPlatform)
        lock = await become_the_one(app, "run")
        made = Bot(app, chat)
        try:
            if running:
                await start(app)
                await asyncio.wait_for(_connected(chat), PATIENCE)
            yield made
        finally:
            if made.crashed:
                if lock is not None:
                    lock.release()
            else:
                await wind_down(app)
                await let_go(app, lock)
            await app.close()

    return bot


def _with_another(
    config: Config, beside: type[LocalPlatform], clock: Clock, faults: Faults | None
) -> dict[str, Adapter]:
    """The local chat, and in Discord's place another one."""
    channels = config.channels()
    words = partial(words_for, timezone=config.timezone)
    there = [channel for channel in channels.values() if channel.platform == "discord"]
    made = adapters_of(config, None, channels, clock, words, dict, faults)
    return {**made, "discord": beside(config.path.parent / "beside.chat.db", there, clock, words, locale=config.locale)}


async def _connected(chat: LocalPlatform) -> None:
    while True:
        if chat.ready() != sentence("local-not-started"):
            return
        await asyncio.sleep(0.01)
