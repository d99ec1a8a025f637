"""A whole bot in this process whose only platform is the fake Discord."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from bot.app.app import App, Replacements
from bot.app.wiring import build_app
from bot.config import load_config
from tests.empty_ledger import lay_empty_ledger
from tests.quiet import greets_no_channel
from tests.running_app import running
from tests.wire.discord.model import Channel, Guild, Message
from tests.wire.discord.server import FakeDiscord
from tests.wire.whole import SLUG, WholeBot

OPTIONS = ("🚪", "🌳", "👍")
SAVE = "🔖"
CONFIG = """
timezone: Asia/Seoul
locale: {locale}
content: '{content}'
database: {database}
{web}
discord:
  token: ${{DISCORD_TOKEN}}
  api_url: {api_url}
  gateway_url: {gateway_url}
  shards: {shards}
admins: {{discord: ["{owner}"]}}
alerts: {{channel: staff}}
channels:
{channels}
debates: {{closes_after: {closes_after}, closing_grace: {grace}{rules}}}
{more}
"""
ARTICLE = """---
title: "열린 광장 @everyone <@{owner}> [x](http://evil.example)"
category: 시험
published: 2025-01-02T09:00:00+09:00
summary: ["첫째 줄이에요 @here", 둘째 줄이에요, "셋째 줄이에요 <@&{owner}>"]
question: 어느 쪽이 좋아요?
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
  - {{label: 좋아요, emoji: 👍}}
squabble:
  - speaker: booki
    side: 문
    says: "닫아야 지켜요 @everyone."
  - speaker: moki
    side: 광장
    says: 열어야 자라요.
---
## 묻기

본문이에요.
"""
LINES = ("닫아야 지켜요", "열어야 자라요")


@dataclass
class Places:
    """A guild with the channels that the configuration names."""

    guild: Guild
    square: Channel
    garden: Channel
    staff: Channel


def make_places(fake: FakeDiscord) -> Places:
    """A guild with a square, a garden and the staff's room."""
    guild = fake.guild("열린 광장")
    return Places(guild, *(fake.channel(guild, name) for name in ("square", "garden", "staff")))


def write_place(fake: FakeDiscord, places: Places, folder: Path, **settings: Any) -> Path:
    """Write a configuration and an article; gives the configuration's path. The token is set in the environment."""
    os.environ["DISCORD_TOKEN"] = settings.pop("token", fake.token)
    owner = fake.world.owner.id
    articles = folder / "content" / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    text = settings.pop("article", ARTICLE).format(owner=owner)
    (articles / f"{SLUG}.md").write_text(text, encoding="utf-8")
    filled = {
        "content": folder / "content",
        "database": f"sqlite:///{folder}/agora.db",
        "web": "",
        "api_url": fake.api_url,
        "gateway_url": fake.gateway_url,
        "shards": "auto",
        "owner": owner,
        "channels": "\n".join(
            f'  {channel.name}: {{platform: discord, id: "{channel.id}"}}'
            for channel in (places.square, places.garden, places.staff)
        ),
        "locale": "ko",
        "closes_after": "1h",
        "grace": "60s",
        "rules": "",
        "more": "",
        **settings,
    }
    config = folder / "config.yaml"
    config.write_text(CONFIG.format(**filled), encoding="utf-8")
    return config


@dataclass
class DiscordBot(WholeBot):
    """A running bot and the places where it is."""

    platform: ClassVar[str] = "discord"
    fake: FakeDiscord
    places: Places

    def card(self, channel: Channel | None = None) -> Message:
        """The only card in a channel."""
        (card, *results) = self.fake.messages(channel or self.places.square)
        assert len(results) <= 1, [message.text for message in results]
        return card

    def results(self, channel: Channel | None = None) -> list[Message]:
        """What came after the card in a channel: the results."""
        return self.fake.messages(channel or self.places.square)[1:]


@asynccontextmanager
async def running_bot(
    fake: FakeDiscord,
    folder: Path,
    *,
    places: Places | None = None,
    prepare: Callable[[App], None] = lambda _: None,
    connected: bool = True,
    replacements: Replacements | None = None,
    **settings: Any,
) -> AsyncIterator[DiscordBot]:
    """A bot that works until the block ends; `prepare` may change it before it starts."""
    places = places or make_places(fake)
    loaded = load_config(write_place(fake, places, folder, **settings))
    assert loaded.config is not None, loaded.problems
    lay_empty_ledger(folder / "agora.db")
    app = await build_app(loaded.config, replacements)
    greets_no_channel(app)
    prepare(app)
    bot = DiscordBot(app, fake, places)
    async with running(app):
        if connected:
            await bot.until_ready()
            await bot.until_calm()
        yield bot
