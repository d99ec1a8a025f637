"""Fixtures that every test may use: a real PostgreSQL server for the session, fresh databases for each test."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from bot import log
from bot.locales import fluent
from bot.storage import Database, open_ledger
from tests.empty_ledger import lay_empty_ledger
from tests.environment import ENGLISH
from tests.postgres_server import PostgresServer, started

_DISCORD = "https://discord.com/api/v10"


@pytest.fixture(autouse=True)
def own_addresses() -> Iterator[None]:
    """Where discord.py looks for Discord is the process's: a test that sends it elsewhere sends no other there."""
    http, gateway = sys.modules.get("discord.http"), sys.modules.get("discord.gateway")
    before = (http.Route.BASE if http else None, gateway.DiscordWebSocket.DEFAULT_GATEWAY if gateway else None)
    yield
    http, gateway = sys.modules.get("discord.http"), sys.modules.get("discord.gateway")
    if http is not None:
        http.Route.BASE = before[0] or _DISCORD
    if gateway is not None and before[1] is not None:
        gateway.DiscordWebSocket.DEFAULT_GATEWAY = before[1]


@pytest.fixture(autouse=True)
def the_year_of_the_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests tell of days in 2026, whose year is not said in that year."""
    monkeypatch.setattr(fluent, "this_year", lambda _: 2026)


@pytest.fixture(autouse=True)
def english_where_nothing_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command says without a configuration depends on the environment, which is a developer's own."""
    for name, value in ENGLISH.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def own_logging() -> Iterator[None]:
    """What a test does to the process's logging is undone."""
    root = logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, sys.excepthook
    show = warnings.showwarning
    yield
    logging.captureWarnings(False)
    warnings.showwarning = show
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook = hook
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    log.forget_redactions()


@pytest.fixture
def written_log(own_logging: None) -> io.StringIO:
    """What the bot's log says from here on, as an operator reads it."""
    del own_logging
    stream = io.StringIO()
    log.configure(stream=stream, env={})
    return stream


@pytest.fixture(scope="session")
def postgres_bare() -> Iterator[PostgresServer]:
    """The server, for tests that make their own databases."""
    with started() as server:
        yield server


@pytest.fixture(scope="session")
def postgres(postgres_bare: PostgresServer) -> PostgresServer:
    """The server with its template database."""
    asyncio.run(postgres_bare.prepare())
    return postgres_bare


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Both kinds of database, one after the other."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a fresh database."""
    if database_kind == "sqlite":
        lay_empty_ledger(tmp_path / "agora.db")
        return f"sqlite:///{tmp_path}/agora.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return asyncio.run(server.create())


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, open."""
    opened = await open_ledger(database_url)
    try:
        yield opened
    finally:
        await opened.close()
