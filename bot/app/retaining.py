"""The configured retention: built for the running bot, and carried out or told at once for a command."""

from __future__ import annotations

from collections.abc import Sequence

from bot.config import Config
from bot.core.debates import Kept
from bot.log import get_logger
from bot.services.clock import SystemClock
from bot.services.ports import Clock
from bot.services.retention import Retention
from bot.services.retention_stores import Aged, RetentionStore
from bot.storage import open_ledger

_LEFT = {"pseudonymise": Kept.PSEUDONYMS, "delete": Kept.COUNTS}


def build_retention(config: Config, store: RetentionStore, clock: Clock) -> Retention | None:
    """Who carries the configured retention out; None where every ballot is kept."""
    kept, after = _LEFT.get(config.retention.ballots), config.retention.after
    if kept is None or after is None:
        return None
    return Retention(store=store, kept=kept, after=after, clock=clock, log=get_logger("retention"))


async def carry_out_retention(config: Config, *, apply: bool) -> Sequence[Aged]:
    """The debates whose ballots are due; with `apply` those that it was done with. Raises StorageError."""
    database = await open_ledger(config.database_url())
    try:
        retention = build_retention(config, database.ledger.retention, SystemClock())
        if retention is None:
            return []
        return await (retention.carry_out() if apply else retention.due())
    finally:
        await database.close()
