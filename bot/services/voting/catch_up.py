"""Catching up with the database: posts that another process has said, and recounts that are owed."""

from __future__ import annotations

from collections.abc import Callable

from bot.services.ports import Clock
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter


class CatchUp:
    """Keeps the index of open posts in step with the database, within a second, and has owed recounts made."""

    def __init__(
        self,
        *,
        index: OpenPosts,
        writer: VoteWriter,
        clock: Clock,
        wake_recounts: Callable[[], None],
        poll: float = 0.5,
    ) -> None:
        self._index = index
        self._writer = writer
        self._clock = clock
        self._wake_recounts = wake_recounts
        self._poll = poll

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            await self.look()
            await self._clock.sleep(self._poll)

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
