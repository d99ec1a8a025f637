"""Real Chromium, real bot."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.browser_bot import CHANNELS, Member, RunningBot
from tests.browser.browser_chat import Chat, Visit

CHROMIUM = os.environ.get("AGORA_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
)
_HERE = Path(__file__).parent
_PATIENCE_MS = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: install it, or set AGORA_CHROMIUM to its path"))


@pytest.fixture(scope="session")
def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """A bot that runs through all tests; each takes a channel of its own."""
    bot = RunningBot(tmp_path_factory.mktemp("bot"))
    bot.start()
    yield bot
    assert bot.stop() == 0


@pytest.fixture(scope="session")
def editor(shared_bot: RunningBot) -> Member:
    """The admin of the shared bot's chat."""
    return Member(shared_bot, "editor")


@pytest.fixture(scope="session")
def _rooms() -> Iterator[str]:
    return iter(CHANNELS[2:])


@pytest.fixture
def room(_rooms: Iterator[str]) -> str:
    """A channel that no other test uses."""
    return next(_rooms)


@pytest.fixture
def other_room(_rooms: Iterator[str]) -> str:
    """A second such channel."""
    return next(_rooms)


@pytest.fixture
def debating(editor: Member, room: str) -> str:
    """A channel of its own with an open debate."""
    editor.open_debate(room)
    return room


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all tests."""
    expect.set_options(timeout=_PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Opens the chat in a browser of its own for each call; none may have complained in the end."""
    async with AsyncExitStack() as contexts:
        opened: list[Chat] = []

        async def visiting(
            channel: str = "square",
            *,
            bot: RunningBot | None = None,
            person: str = "haru",
            lang: str = "ko",
            **options: Any,
        ) -> Chat:
            host = bot or request.getfixturevalue("shared_bot")
            options = {
                "viewport": {"width": 1280, "height": 860},
                "locale": "ko-KR",
                "reduced_motion": "reduce",
            } | options
            context = await chromium.new_context(**options)
            context.set_default_timeout(_PATIENCE_MS)
            contexts.push_async_callback(context.close)
            chat = Chat(await context.new_page(), host.url)
            opened.append(chat)
            return await chat.open(channel, person=person, lang=lang)

        yield visiting
        for chat in opened:
            await chat.check()
