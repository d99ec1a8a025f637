"""Planted faults that only two bots on one database bring to light."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.services.publishing.leases import Leases
from bot.storage.postgres import PostgresConnections
from prove.planting import nothing, plant


@plant("stands_still", "who stood still through its lease goes on with what it was saying")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield Leases, "surely_has", lambda *_: True


@plant("clock_set", "a lease is believed to its end, whatever another process's clock says")
def _() -> Iterator[tuple[Any, str, Any]]:
    def to_the_end(self: Leases, delivery: int) -> bool:
        until = self._kept.get(delivery)
        return until is None or self._clock.now() < until

    yield Leases, "surely_has", to_the_end


@plant("commit_answer_lost", "a COMMIT whose answer was lost is taken for one that failed")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield PostgresConnections, "_committed", nothing
