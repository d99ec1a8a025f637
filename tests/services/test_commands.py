"""Chat commands: one answer for every platform, in the right language, seen by the right people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core.certificate import Certificate, Recounted
from bot.core.channels import Channel
from bot.core.debates import ResultsShown, Rules
from bot.core.emoji import plain
from bot.core.marks import MarkEvent, Voter
from bot.core.messages import Card, Item, Listing, Reply, Result, Text
from bot.core.schedule import Schedule
from bot.core.times import micros
from bot.library.library import Library
from bot.locales import words_for
from bot.log import get_logger
from bot.services.commands import Commands
from bot.services.completion import Completion
from bot.services.conducting import Conducting
from bot.services.posting import Posting
from bot.services.records import Asker, Part
from bot.storage import Database, open_ledger

NOW = datetime(2026, 7, 1, 0, 0, tzinfo=UTC)
LEASE = timedelta(minutes=1)
CHANNELS = {
    "square": Channel("square", "local", "c-square", "ko"),
    "team": Channel("team", "local", "c-team", "en"),
    "guild": Channel("guild", "discord", "77", "ko"),
}
TITLES = {
    "open-square": ("비밀의 문과 열린 광장", "기술", "2025-01-02"),
    "open-weights": ("가중치를 공개해야 할까", "정책", "2025-02-02"),
    "cheap-ai": ("값싼 AI가 바꾸는 것", "기술", "2025-03-02"),
}
PLAIN = "editor"


class StoppedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def article(slug: str, title: str, category: str, published: str, more: str = "") -> str:
    return f"""---
title: {title}
category: {category}
published: {published}T09:00:00+09:00
summary: [{slug} 첫째 줄, 둘째 줄, 셋째 줄]
question: {title}?
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
{more}---
## 본문

열린 연구와 {slug} 이야기.
"""


@dataclass
class Square:
    """A bot's commands over a real ledger and a real library, with a way to vote."""

    database: Database
    commands: Commands
    conducting: Conducting
    clock: StoppedClock
    content: Path
    library: Library

    async def ask(
        self,
        text: str,
        who: str = "minji",
        channel: str = "c-square",
        *,
        platform: str = "local",
        locale: str | None = None,
        manages: bool = False,
        reach: Sequence[str] = (),
    ) -> Reply:
        asker = Asker(Voter(platform, platform, who), channel, locale, manages, frozenset(reach))
        return await self.commands.answer(asker, text)

    async def type(self, text: str, who: str = "minji", locale: str | None = None) -> list[Completion]:
        return await self.commands.complete(Asker(Voter("local", "local", who), "c-square", locale), text)

    async def open(self, slug: str, *channels: str, **rules: object) -> str:
        """A debate that is said in its channels."""
        self.clock.at += timedelta(minutes=1)
        debate = await self.conducting.post(slug, channels or ("square",))
        for delivery in await self.database.ledger.deliveries.claim(self.clock.now(), "me", LEASE, 50):
            if delivery.part is Part.POST:
                await self.database.ledger.deliveries.said(delivery.id, f"{debate}-{delivery.channel}", self.clock.now())
        return debate

    async def react(self, who: str, debate: str, emoji: str, *, channel: str = "square", added: bool = True) -> None:
        _, posts, _ = await self.database.ledger.debates.index()
        post = next(post for post in posts if post.message == f"{debate}-{channel}")
        self.clock.at += timedelta(seconds=1)
        at = micros(self.clock.now())
        event = MarkEvent(
            post.platform,
            post.channel_id,
            post.message,
            Voter("local", "local", who),
            emoji,
            plain(emoji),
            added,
            at,
            at,
        )
        await self.database.ledger.votes.cast([(post, event)])

    async def finish(self, debate: str) -> None:
        """Close a debate with an exact certificate."""
        await self.conducting.close(debate)
        await self.database.ledger.closings.claim(self.clock.now(), "me", LEASE)
        await self.database.ledger.closings.finish(debate, Certificate(Recounted.EXACT, 1, 1), self.clock.now())


@pytest_asyncio.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    async with_rules = None
    yield with_rules
