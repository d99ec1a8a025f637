"""A bot's real parts over a real ledger and library, for what Discord's members do; nothing is connected."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.app.app import App
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.core.messages import Card
from bot.core.speaking import card
from bot.core.words import Words
from bot.locales import words_for
from bot.services.records import Part
from tests.empty_ledger import lay_empty_ledger

ARTICLE = """---
title: {title}
category: {category}
published: 2025-01-{day:02}T09:00:00+09:00
summary: [{slug} 첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: {title}?
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
---
## 묻기

본문이에요.
"""
CONFIG = """timezone: Asia/Seoul
locale: ko
content: ./content
database: sqlite:///./agora.db
discord: {{token: "no.such.token"}}
admins: {{discord: ["{admin}"]}}
channels:
{channels}
debates: {{closes_after: 24h, ballot: {ballot}}}
"""
LEASE = timedelta(minutes=1)


@dataclass
class Square:
    """The bot's parts, and a way to open debates that are said without anybody saying them."""

    app: App

    @property
    def channels(self) -> list[Channel]:
        """The configured channels."""
        return list(self.app.config.channels().values())

    async def met(self, *people: int) -> None:
        """These people need no greeting any more."""
        for person in people:
            await self.app.welcomer.person(Voter("discord", "", str(person)), words("ko"))

    async def card(self, debate: str) -> Card:
        """The debate's card as its post shows it."""
        snapshot = await self.app.database.ledger.debates.snapshot(debate)
        assert snapshot is not None
        return card(snapshot.debate, snapshot.tally, words("ko"), "discord")

    async def open(self, slug: str, channel: str = "square", message: str = "9000") -> str:
        """A debate whose post in `channel` is said as `message`."""
        debate = await self.app.debate_admin.post(slug, (channel,))
        now = self.app.clock.now()
        for delivery in await self.app.database.ledger.deliveries.claim(now, "me", LEASE, 50):
            if delivery.part is Part.POST:
                await self.app.database.ledger.deliveries.said(delivery.id, message, now)
        await self.app.index.refresh(force=True)
        for post in self.app.index.learned:
            self.app.index.admit(post)
        return debate


@asynccontextmanager
async def square(
    folder: Path,
    channels: dict[str, str],
    *,
    articles: Sequence[tuple[str, str, str]] = (),
    ballot: str = "reactions",
    admin: str = "100000000000000001",
) -> AsyncIterator[Square]:
    """A square with these channels (name to native id) and articles (slug, title, category)."""
    library = folder / "content" / "articles"
    library.mkdir(parents=True)
    for day, (slug, title, category) in enumerate(articles, 1):
        text = ARTICLE.format(slug=slug, title=title, category=category, day=day % 28 + 1)
        (library / f"{slug}.md").write_text(text, encoding="utf-8")
    lines = "\n".join(f'  {name}: {{platform: discord, id: "{native}"}}' for name, native in channels.items())
    (folder / "config.yaml").write_text(CONFIG.format(channels=lines, ballot=ballot, admin=admin), encoding="utf-8")
    loaded = load_config(folder / "config.yaml")
    assert loaded.config is not None, loaded.problems
    lay_empty_ledger(folder / "agora.db")
    app = await build_app(loaded.config)
    await app.index.refresh(force=True)
    voting = asyncio.create_task(app.writer.run())
    try:
        yield Square(app)
    finally:
        voting.cancel()
        await app.close()


def words(locale: str) -> Words:
    """Words that fail where a message or an argument is missing."""
    return words_for(locale, strict=True)
