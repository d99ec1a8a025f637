"""Batches: work on the ledger that counts once, however often it is tried."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.core.times import Micros, micros


def _now() -> Micros:
    return micros(datetime.now(UTC))


@dataclass(slots=True)
class Batch:
    """The identity of one piece of work, the same at every attempt.

    The answer to COMMIT may be lost, and then nobody knows whether the attempt counts. The ledger keeps the
    identity with what the attempt changed, so the next attempt finds it there, changes nothing, and gives the
    `outcome` that the counted one had. `begun` is our time, by which identities are forgotten.
    """

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    begun: Micros = field(default_factory=_now)
    outcome: object = None
