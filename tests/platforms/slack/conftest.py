"""What tests of the Slack adapter begin with: the fake Slack with five people, and a whole bot on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.wire.slack.server import FakeSlack
from tests.wire.slack.whole import SlackBot, running_bot


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """Slack, as the wire shows it."""
    async with FakeSlack() as fake:
        fake.people.newcomers(5)
        yield fake


@pytest_asyncio.fixture
async def bot(slack: FakeSlack, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[SlackBot]:
    """A whole bot whose only platform is the fake; a parameter says over which transport (`socket`)."""
    async with running_bot(slack, tmp_path, getattr(request, "param", "socket")) as running:
        yield running
