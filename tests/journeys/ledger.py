"""A look into a place's ledger from outside, as nobody but a test takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.core.debates import Debate
from bot.services.records import DeliveryState
from bot.storage import Database, open_ledger
from tests.journeys.place import Place
from tests.storage.storage_audit import books

T = TypeVar("T")


def look(place: Place, at: Callable[[Database], Awaitable[T]]) -> T:
    """What `at` finds in the place's database."""

    async def looking() -> T:
        database = await open_ledger(place.database, base=place.folder)
        try:
            return await at(database)
        finally:
            await database.close()

    return asyncio.run(looking())


def latest(place: Place) -> Debate | None:
    """The debate opened last."""
    return look(place, lambda database: database.ledger.debates.latest())


def wait_until_settled(place: Place, debate: str, seconds: float = 40) -> None:
    """Wait until everything that is planned for a debate is said or failed."""

    async def settled(database: Database) -> None:
        async with asyncio.timeout(seconds):
            while True:
                deliveries = await database.ledger.deliveries.of_debate(debate)
                if all(d.state in (DeliveryState.SAID, DeliveryState.FAILED) for d in deliveries):
                    return
                await asyncio.sleep(0.02)

    look(place, settled)


def audit(place: Place, debate: str) -> None:
    """Assert that ballots, tally and shift equal a count from scratch."""
    look(place, lambda database: books(database, debate))
