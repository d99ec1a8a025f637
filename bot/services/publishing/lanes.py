"""Lanes: how much one platform is told at once, with room kept for what is more urgent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.services.records import Urgency

AT_ONCE: Mapping[Urgency, int] = {Urgency.DECISIVE: 32, Urgency.NEWS: 24, Urgency.TALK: 16, Urgency.SEEDS: 8}
"""How many deliveries of this urgency and all less urgent ones together a platform is told at once.

What is left is room that only the more urgent may take: seeds that hang keep no result waiting.
"""


class Lane:
    """The deliveries of one platform that are under way; those of no platform that runs where `platform` is None."""

    def __init__(self, platform: str | None) -> None:
        self.platform = platform
        self._under_way: Counter[Urgency] = Counter()

    def enter(self, urgency: Urgency) -> None:
        """One more is under way."""
        self._under_way[urgency] += 1

    def leave(self, urgency: Urgency) -> None:
        """One of them has ended."""
        self._under_way[urgency] -= 1

    def room(self) -> tuple[Urgency, int] | None:
        """The least urgency that there is room for, and for how many; None where there is none."""
        found = None
        free = AT_ONCE[Urgency.DECISIVE]
        for urgency in Urgency:
            busy = sum(count for other, count in self._under_way.items() if other >= urgency)
            free = min(free, AT_ONCE[urgency] - busy)
            if free <= 0:
                break
            found = urgency, free
        return found
