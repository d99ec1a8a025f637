"""Catching up with the database: posts that another process has said, and recounts that are owed."""

from __future__ import annotations

from collections.abc import Callable

from bot.services.ports import Clock
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter
from bot.services.wakeup import Wakeup

_LOOKS_EVERY = 0.4
_FALLBACK = 5.0
"""Seconds between looks where changes are told."""
_AT_LEAST = 0.1
"""Seconds between looks however many changes are told."""


class CatchUp:
    """Keeps the index of open posts in step with the database and has owed recounts made."""

    def __init__(
        self,
        *,
        index: OpenPosts,
        writer: VoteWriter,
        clock: Clock,
        wake_recounts: Callable[[], None],
        told: Callable[[], bool] = lambda: False,
    ) -> None:
        """`told` says whether changes wake it, so that it need look by itself only now and then."""
        self._index = index
        self._writer = writer
        self._clock = clock
        self._wake_recounts = wake_recounts
        self._told = told
        self.wake = Wakeup()
        """Look as soon as those that came just before are looked at."""

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            self.wake.begin()
            await self.look()
            # Changes come in crowds, and one look is enough for many.
            await self._clock.sleep(_AT_LEAST)
            await self.wake.wait(_FALLBACK if self._told() else _LOOKS_EVERY)

    async def look(self) -> None:
        """Learn posts that another process has said: apply what was parked, and recount them at once.

        A post whose parked events could not be applied stays learned, and is tried again at the next look. What
        another process parked and did not live to apply is applied for it.
        """
        await self._index.refresh()
        for post in self._index.learned:
            await self._writer.settle(post)
            self._writer.owe(post)
        await self._writer.settle_left()
        if await self._writer.pay_owed():
            self._wake_recounts()
