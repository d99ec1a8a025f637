"""A look into a place's ledger again and again, through one connection for all looks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from bot.locales import words_for
from bot.services.records import DeliveryState
from bot.services.reports import report
from bot.storage import Database, open_ledger
from bot.storage.tables import debates, deliveries, parked, processes, requests
from tests.journeys.place import Place

T = TypeVar("T")

UNSAID = "deliveries not said"


class Window:
    """The ledger as it is now."""

    def __init__(self, place: Place) -> None:
        self._runner = asyncio.Runner()
        self._database = self._runner.run(open_ledger(place.database, base=place.folder))

    def ask(self, at: Callable[[Database], Awaitable[T]]) -> T:
        """What `at` finds in the database."""

        async def look() -> T:
            return await at(self._database)

        return self._runner.run(look())

    def read(self, work: Callable[[Connection], T]) -> T:
        """What a transaction that only reads finds."""
        return self.ask(lambda database: database.connections.read(work))

    def write(self, work: Callable[[Connection], T]) -> T:
        """Change something."""
        return self.ask(lambda database: database.connections.write(work))

    def told(self, debate: str) -> dict[str, Any]:
        """A debate as `agora results --format json` has it."""
        snapshot = self.ask(lambda database: database.ledger.debates.snapshot(debate))
        assert snapshot is not None
        return report(snapshot, words_for("ko"))

    def notes(self, debate: str) -> set[str]:
        """The keys of the notes of a debate's certificate."""
        snapshot = self.ask(lambda database: database.ledger.debates.snapshot(debate))
        certificate = None if snapshot is None else snapshot.certificate
        return set() if certificate is None else {note.key for note in certificate.notes}

    def left_behind(self) -> dict[str, list[str]]:
        """The rows of what should not be there any more when all is said and nobody runs."""
        wanted = {
            UNSAID: select(deliveries.c.key, deliveries.c.state).where(deliveries.c.state != DeliveryState.SAID),
            "parked votes": select(parked),
            "processes": select(processes),
            "requests not answered": select(requests).where(requests.c.outcome.is_(None)),
        }
        for table in (debates, deliveries, requests):
            wanted[f"leases in {table.name}"] = select(table.c.id, table.c.lease_owner).where(
                table.c.lease_owner.is_not(None)
            )
        found = self.read(lambda db: {name: [str(row) for row in db.execute(query)] for name, query in wanted.items()})
        return {name: rows for name, rows in found.items() if rows}

    def close(self) -> None:
        """Look no more."""
        self._runner.run(self._database.close())
        self._runner.close()
