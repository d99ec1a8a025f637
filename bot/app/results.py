"""How a debate stands, read from the database alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.config import Config
from bot.core.articles import Mascot
from bot.core.sparks import Talk
from bot.errors import NotFound
from bot.library import read_mascots
from bot.services.records import Snapshot
from bot.storage import Database, open_ledger


@dataclass(frozen=True, slots=True)
class Shown:
    """A debate as `agora results` and `agora close` show it: how it stands, and what was said about it."""

    snapshot: Snapshot
    talk: Talk
    mascots: Mapping[str, Mascot]


async def read_results(config: Config, debate: str | None) -> Shown:
    """The tally of a debate (id or slug; without one the latest opened). Raises NotFound."""
    database = await open_ledger(config.database_url())
    try:
        debates = database.ledger.debates
        found = await (debates.latest() if debate is None else debates.find(debate))
        snapshot = await debates.snapshot(found.id) if found is not None else None
        if snapshot is None:
            if debate is None:
                raise NotFound("No debate was opened yet.", "'agora post SLUG' opens one.")
            raise NotFound(f"There is no debate '{debate}'.", "Name it by its id or its article's slug.")
        return await shown_of(snapshot, database, read_mascots(config.content / "mascots.yaml").mascots or {})
    finally:
        await database.close()


async def shown_of(snapshot: Snapshot, database: Database, mascots: Mapping[str, Mascot]) -> Shown:
    """`snapshot` with what was said about the debate. Raises StorageError."""
    return Shown(snapshot, await database.ledger.talk.told(snapshot.debate.id) or Talk(), mascots)
