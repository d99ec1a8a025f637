"""The adapter alone, over HTTP, against the fake Discord: no gateway, no ledger, as a one-shot command has it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.config.models import Discord
from bot.core.debates import Channel as Place
from bot.core.messages import Line, Notice
from bot.locales import words_for
from bot.platforms.discord.adapter import DiscordPlatform
from bot.services.clock import SystemClock
from tests.wire.discord import Channel, FakeDiscord, Guild

NOTICE = Notice("알림", "무언가 일어났어요.")
LINE = Line(speaker="부기", emoji="🦉", side="문", text="닫아야 지켜요.")


@dataclass
class Wired:
    """The adapter and the places that it knows."""

    adapter: DiscordPlatform
    fake: FakeDiscord
    guild: Guild
    square: Channel

    @property
    def place(self) -> str:
        """The channel's id."""
        return str(self.square.id)

    def recently(self) -> datetime:
        """Some minutes ago."""
        return datetime.now(UTC) - timedelta(minutes=5)


@asynccontextmanager
async def wired(fake: FakeDiscord, *, token: str | None = None, api_url: str | None = None) -> AsyncIterator[Wired]:
    """An adapter for one channel, closed at the end."""
    guild = fake.guild()
    square = fake.channel(guild)
    settings = Discord(token=token or fake.token, api_url=api_url or fake.api_url, gateway_url=fake.gateway_url)
    adapter = DiscordPlatform(
        settings, [Place("square", "discord", str(square.id), "ko")], SystemClock(), words_for, locale="ko"
    )
    try:
        yield Wired(adapter, fake, guild, square)
    finally:
        await adapter.close()
