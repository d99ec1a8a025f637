"""The local chat with a real store, and on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
from chat_helpers import Browser, Heard, build, running, words

from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_routes import ChatRoutes
from bot.platforms.local.fault_injection import Faults
from bot.services.clock import SystemClock
from bot.web.http_server import WebServer


@pytest.fixture
def faults() -> Faults:
    """Nothing goes wrong until a test says so."""
    return Faults()


@pytest_asyncio.fixture
async def platform(tmp_path: Path, faults: Faults) -> AsyncIterator[LocalPlatform]:
    """The platform, not running."""
    built = build(tmp_path, faults)
    yield built
    await built.close()


@pytest_asyncio.fixture
async def second(tmp_path: Path) -> AsyncIterator[LocalPlatform]:
    """Another process' platform on the same store."""
    built = build(tmp_path)
    yield built
    await built.close()


@dataclass
class Site:
    """A running chat on a running server; `opening` is when the next debate opens in a channel, by its name."""

    server: WebServer
    platform: LocalPlatform
    heard: Heard
    opening: dict[str, datetime] = field(default_factory=dict)


@pytest_asyncio.fixture
async def site(platform: LocalPlatform) -> AsyncIterator[Site]:
    """The chat on a port of its own."""
    clock, heard = SystemClock(), Heard()
    opening: dict[str, datetime] = {}

    async def opens_next(channel: str) -> datetime | None:
        return opening.get(channel)

    server = WebServer("127.0.0.1:0", words, locale="ko", home="/chat", platforms=[platform])
    routes = ChatRoutes(
        platform,
        clock,
        words,
        locale_of=server.locale_of,
        token_of=server.token_of,
        opens_next=opens_next,
        timezone="Asia/Seoul",
    )
    server.add(routes.routes())
    server.add_streams(routes.streams())
    server.on_stop(routes.hang_up)
    async with running(platform, heard):
        await server.start()
        yield Site(server, platform, heard, opening)
        await server.stop()


@pytest_asyncio.fixture
async def browser(site: Site) -> AsyncIterator[Browser]:
    """Haru with the page open."""
    opened = Browser(site.server.url)
    await opened.open()
    yield opened
    await opened.close()
