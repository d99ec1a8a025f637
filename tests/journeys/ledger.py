"""A look into a place's ledger from outside, as nobody but a test takes it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.core.debates import Debate, DebateState
from bot.locales import words_for
from bot.services.records import DeliveryState
from bot.services.reports import report
from bot.storage import Database, open_ledger
from tests.journeys.place import Place
from tests.patience import PATIENCE
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
    return look(place, lambda database: database.ledger.finder.latest())


def wait_until_settled(place: Place, debate: str, seconds: float = PATIENCE) -> None:
    """Wait until everything that is planned for a debate is said or failed."""

    _wait(place, lambda database: _settled(database, debate), seconds, lambda: f"{debate} is not settled")


def wait_until_closed(
    place: Place, debate: str, seconds: float = PATIENCE, why: Callable[[], str] = lambda: ""
) -> None:
    """Wait until a debate is closed and everything that is planned for it is said or failed."""

    async def closed(database: Database) -> bool:
        found = await database.ledger.debates.get(debate)
        return found is not None and found.state is DebateState.CLOSED and await _settled(database, debate)

    _wait(place, closed, seconds, why)


def wait_for_results(
    place: Place,
    wanted: Callable[[dict[str, Any]], object],
    debate: str | None = None,
    *,
    seconds: float = PATIENCE,
    why: Callable[[], str] = lambda: "",
) -> dict[str, Any]:
    """Wait until `wanted` is true of what `agora results --format json` says, and give it.

    The command is asked when the ledger has come so far: a process for each look would keep the bot from its work.
    """
    seen: dict[str, Any] = {}

    async def told(database: Database) -> object:
        ledger = database.ledger
        found = await (ledger.finder.latest() if debate is None else ledger.debates.get(debate))
        seen.update({} if found is None else await _report(database, found.id))
        return seen and wanted(seen)

    end = time.monotonic() + seconds
    while True:
        _wait(place, told, end - time.monotonic(), lambda: f"{seen}\n{why()}")
        said = place.results(debate)
        if wanted(said):
            return said


def wait_for_ballots(place: Place, expected: list[int], debate: str | None = None, **named: Any) -> None:
    """Wait until each option has so many ballots."""
    wait_for_results(place, lambda told: ballots(told) == expected, debate, **named)


def ballots(told: dict[str, Any]) -> list[int]:
    """Ballots by option, in results."""
    return [option["ballots"] for option in told["options"]]


def audit(place: Place, debate: str) -> dict[str, Any]:
    """Assert that ballots, tally and shift equal a count from scratch; gives the results of the debate."""

    async def audited(database: Database) -> dict[str, Any]:
        await books(database, debate)
        return await _report(database, debate)

    return look(place, audited)


async def _report(database: Database, debate: str) -> dict[str, Any]:
    snapshot = await database.ledger.debates.snapshot(debate)
    assert snapshot is not None
    return report(snapshot, words_for("ko"))


async def _settled(database: Database, debate: str) -> bool:
    deliveries = await database.ledger.outcomes.of_debate(debate)
    return all(d.state in (DeliveryState.SAID, DeliveryState.FAILED) for d in deliveries)


def _wait(
    place: Place, condition: Callable[[Database], Awaitable[object]], seconds: float, why: Callable[[], str]
) -> None:
    async def waiting(database: Database) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not await condition(database):  # noqa: ASYNC110 (only the database knows)
                    await asyncio.sleep(0.03)
        except TimeoutError:
            raise AssertionError(f"waited {seconds} s in vain: {why()}") from None

    look(place, waiting)
