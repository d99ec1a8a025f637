"""The configured retention: built for the running bot, and carried out or told at once for a command."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.app.overwritten import chat_at, overwritten
from bot.app.registry import chat_store
from bot.config import Config
from bot.core.debates import Kept
from bot.log import get_logger
from bot.services.clock import SystemClock
from bot.services.ports import Clock
from bot.services.retention import Retention
from bot.services.retention_stores import Aged, RetentionStore
from bot.storage import Database, open_ledger

_LEFT = {"pseudonymise": Kept.PSEUDONYMS, "delete": Kept.COUNTS}


def build_retention(config: Config, store: RetentionStore, clock: Clock) -> Retention | None:
    """Who carries the configured retention out; None where every ballot is kept."""
    kept, after = _LEFT.get(config.retention.ballots), config.retention.after
    if kept is None or after is None:
        return None
    return Retention(store=store, kept=kept, after=after, clock=clock, log=get_logger("retention"))


class Work:
    """What is due, and what carries it out."""

    def __init__(self, config: Config, database: Database, retention: Retention, due: Sequence[Aged]) -> None:
        self.due = due
        self._config = config
        self._database = database
        self._retention = retention

    async def carry_out(self) -> tuple[Sequence[Aged], bool]:
        """The debates that it was done with, and whether the files are overwritten. Raises AgoraError."""
        done = await self._retention.carry_out()
        async with chat_at(self._config, chat_store(self._config, self._database.path)) as platforms:
            return done, await overwritten(self._database, platforms)


@asynccontextmanager
async def working(config: Config) -> AsyncIterator[Work | None]:
    """What is needed to carry the configured retention out; None where every ballot is kept. Raises StorageError."""
    if config.retention.ballots not in _LEFT:
        yield None
        return
    database = await open_ledger(config.database_url())
    try:
        retention = build_retention(config, database.ledger.retention, SystemClock())
        yield None if retention is None else Work(config, database, retention, await retention.due())
    finally:
        await database.close()
