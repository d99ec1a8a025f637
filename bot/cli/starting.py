"""What a signal does to a bot that still starts."""

from __future__ import annotations

import signal
from types import FrameType


class EarlySignals:
    """Remembers a SIGTERM or SIGINT from now on, until the bot takes the signals over: it then stops at once."""

    def __init__(self) -> None:
        self.came = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._remember)

    def _remember(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
