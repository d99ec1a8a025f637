"""Log lines that a stranger can cause: one a minute of each kind, with how many there were meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import structlog

EVERY_SECONDS = 60.0


class Throttle:
    """Says each event at once, then at most every `every` seconds; `more` tells how many were left out before it.

    Events are constants of the code, never text from outside, so that what is remembered stays small.
    """

    def __init__(
        self,
        log: structlog.stdlib.BoundLogger,
        *,
        every: float = EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._every = every
        self._clock = clock
        self._said_at: dict[str, float] = {}
        self._left_out: dict[str, int] = {}

    def warning(self, event: str, **fields: Any) -> None:
        """Something that whoever runs this may want to know."""
        if (told := self._turn(event, fields)) is not None:
            self._log.warning(event, **told)

    def exception(self, event: str, error: BaseException, **fields: Any) -> None:
        """A fault in the code."""
        if (told := self._turn(event, fields)) is not None:
            self._log.error(event, **told, exc_info=error)

    def _turn(self, event: str, fields: dict[str, Any]) -> dict[str, Any] | None:
        now = self._clock()
        said_at = self._said_at.get(event)
        if said_at is not None and now - said_at < self._every:
            self._left_out[event] = self._left_out.get(event, 0) + 1
            return None
        self._said_at[event] = now
        more = self._left_out.pop(event, 0)
        return {**fields, "more": more} if more else fields
