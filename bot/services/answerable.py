"""Whether a press may still be answered, where its time is a platform's clock's and its receipt ours."""

from __future__ import annotations

from datetime import timedelta

from bot.core.pressing import ANSWERED_WITHIN
from bot.core.times import Micros

_FURTHEST_APART: Micros = timedelta(minutes=5) // timedelta(microseconds=1)
"""A clock that is further off is no clock; platforms refuse what such a one signs."""


class Answerable:
    """How old a press is, less what our clock is known to be ahead.

    A clock that is some seconds fast would make every press look too old, so that nobody could withdraw. So the
    difference is learned from what the platform does.
    """

    def __init__(self) -> None:
        self._ahead: Micros = 0

    def still(self, pressed_at: Micros, received_at: Micros) -> bool:
        """Whether somebody waits for the answer still."""
        return received_at - pressed_at - self._ahead <= ANSWERED_WITHIN

    def taken(self, pressed_at: Micros, received_at: Micros) -> None:
        """An answer to this press was taken by a platform that takes none later: it was no older than that."""
        self.ahead_at_least(received_at - pressed_at - ANSWERED_WITHIN)

    def ahead_at_least(self, by: Micros) -> None:
        """Our clock is found to be ahead of the platform's by this or more."""
        if self._ahead < by <= _FURTHEST_APART:
            self._ahead = by
