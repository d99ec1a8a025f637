"""What tests of the Discord adapter begin with: the fake Discord, a whole bot on it, or the adapter alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.platforms.discord.wired import Wired, wired
from tests.wire.discord import FakeDiscord
from tests.wire.discord.whole import DiscordBot, running_bot


@pytest_asyncio.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """Discord, as the wire shows it."""
    async with FakeDiscord() as running:
        yield running


@pytest_asyncio.fixture
async def bot(fake: FakeDiscord, tmp_path: Path) -> AsyncIterator[DiscordBot]:
    """A whole bot whose only platform is the fake."""
    async with running_bot(fake, tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def there(fake: FakeDiscord) -> AsyncIterator[Wired]:
    """The adapter alone, with the places that it knows."""
    async with wired(fake) as adapter:
        yield adapter
