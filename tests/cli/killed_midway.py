"""`agora retention --apply`, killed while it is at a piece of its work: what it had not committed is not done."""

from __future__ import annotations

import os
import signal
from itertools import count
from typing import Any

from tests.journeys.processes import agora

AT_ONCE = 6
"""How many voters a piece has here."""


def retention_killed_at(step: str, time: int) -> None:
    """Die as the function `step` of the store returns for the `time`-th time, before its transaction is committed."""
    from bot.storage import retention_store

    store: Any = retention_store
    store.AT_ONCE = AT_ONCE
    work, times = getattr(store, step), count(1)

    def dying(*args: Any) -> Any:
        outcome = work(*args)
        if next(times) == time:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome

    setattr(store, step, dying)
    agora("retention", "--apply", "--yes")
