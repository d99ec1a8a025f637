"""A whole bot that runs in this process, as `agora run` has it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app.app import App
from bot.app.run import become_the_one, let_go, start, wind_down


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    """All parts of an assembled bot work until the block ends; then they end in order."""
    lock = await become_the_one(app, "run")
    try:
        await start(app)
        yield app
    finally:
        await wind_down(app)
        await let_go(app, lock)
        await app.close()
