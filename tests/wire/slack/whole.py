"""A whole bot in this process whose only platform is the fake Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from bot.app.app import App
from bot.app.wiring import build_app
from bot.config import load_config
from bot.services.ports import Audience
from tests.empty_ledger import lay_empty_ledger
from tests.quiet import greets_no_channel
from tests.running_app import running
from tests.wire.slack.records import Message
from tests.wire.slack.server import FakeSlack
from tests.wire.whole import SLUG, WholeBot

SQUARE, GARDEN, STAFF = "C0SQUARE", "C0GARDEN", "C00STAFF"
DOOR, TREE, THUMB = "door", "deciduous_tree", "+1"
"""What Slack calls the reactions that stand for the options, in order."""
SEEDS = (DOOR, TREE, THUMB)

CONFIG = """
timezone: Asia/Seoul
locale: ko
content: {content}
database: {database}
web: {{listen: "127.0.0.1:0", pages: none}}
slack:
  transport: {transport}
  bot_token: {bot_token}
  app_token: {app_token}
  signing_secret: {signing_secret}
  api_url: {api_url}
admins: {{slack: [U0EDITOR]}}
alerts: {{channel: staff}}
channels:
  square: {{platform: slack, id: {square}}}
  garden: {{platform: slack, id: C0GARDEN}}
  staff: {{platform: slack, id: C00STAFF}}
debates: {{closes_after: {closes_after}, closing_grace: {grace}{rules}}}
{more}
"""

ARTICLE = """---
title: 열린 광장 <!channel> & <@U0EDITOR>
category: 시험
published: 2025-01-02T09:00:00+09:00
summary: [첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: 어느 쪽이 좋아요?
options:
  - {label: 문, emoji: 🚪}
  - {label: 광장, emoji: 🌳}
  - {label: 좋아요, emoji: 👍}
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

WITHOUT_LINES = ARTICLE.partition("squabble:")[0] + "---\n본문이에요.\n"
"""The same without a squabble."""


def write_place(slack: FakeSlack, folder: Path, transport: str, **settings: Any) -> Path:
    """Write a configuration and an article, and the channels of the workspace; gives the configuration's path."""
    articles = folder / "content" / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    (articles / f"{SLUG}.md").write_text(settings.pop("article", ARTICLE), encoding="utf-8")
    filled = {
        "content": folder / "content",
        "database": f"sqlite:///{folder}/agora.db",
        "transport": transport,
        "bot_token": slack.bot_token,
        "app_token": slack.app_token,
        "signing_secret": slack.signing_secret,
        "api_url": slack.api_url,
        "closes_after": "1h",
        "grace": "60s",
        "rules": "",
        "square": SQUARE,
        "more": "",
        **settings,
    }
    config = folder / "config.yaml"
    config.write_text(CONFIG.format(**filled), encoding="utf-8")
    for channel in (SQUARE, GARDEN, STAFF):
        if slack.world.now(channel) not in slack.world.channels:
            slack.world.add_channel(channel)
    if "U0EDITOR" not in slack.world.users:
        slack.world.add_user("U0EDITOR")
    return config


@dataclass
class SlackBot(WholeBot):
    """A running bot and its workspace."""

    platform: ClassVar[str] = "slack"
    slack: FakeSlack

    async def until_audience(self) -> None:
        """Return when it is known who may see which channel."""
        adapter = self.app.adapters["slack"]
        assert isinstance(adapter, Audience)

        async def known() -> bool:
            return all(adapter.is_public(channel) is not None for channel in (SQUARE, GARDEN, STAFF))

        await self.until(known)

    def card(self, channel: str = SQUARE) -> Message:
        """The only card in a channel."""
        (card,) = [m for m in self.slack.messages(channel) if (m.key or "").endswith(":post")]
        return card

    def results(self, channel: str = SQUARE) -> list[Message]:
        """The results in a channel."""
        return [m for m in self.slack.messages(channel) if (m.key or "").endswith(":result")]


@asynccontextmanager
async def running_bot(
    slack: FakeSlack,
    folder: Path,
    transport: str = "socket",
    *,
    prepare: Callable[[App], None] = lambda _: None,
    connected: bool = True,
    **settings: Any,
) -> AsyncIterator[SlackBot]:
    """A bot that works until the block ends; `prepare` may change it before it starts."""
    loaded = load_config(write_place(slack, folder, transport, **settings))
    assert loaded.config is not None, loaded.problems
    lay_empty_ledger(folder / "agora.db")
    app = await build_app(loaded.config)
    greets_no_channel(app)
    prepare(app)
    bot = SlackBot(app, slack)
    async with running(app):
        assert app.web is not None
        slack.app_url = app.web.url if transport == "http" else None
        if connected:
            await bot.until_ready()
            await bot.until_calm()
        yield bot
