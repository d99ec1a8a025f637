"""Retention: once a day, ballots that are older than the configuration allows lose their accounts, or go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.core.debates import Kept
from bot.services.ports import Clock, Log
from bot.services.retention_stores import Aged, RetentionStore

_EVERY = timedelta(days=1)
_LONGEST_SLEEP = 600.0
"""A clock may jump: whether a day has passed is asked again at least this often (seconds)."""


class Retention:
    """Carries the configured retention out: of ballots `kept` is left once their debate has ended `after` ago."""

    def __init__(self, *, store: RetentionStore, kept: Kept, after: timedelta, clock: Clock, log: Log) -> None:
        self._store = store
        self._kept = kept
        self._after = after
        self._clock = clock
        self._log = log

    async def run(self) -> None:
        """Carry it out now, and once a day, until cancelled."""
        while True:
            began = self._clock.now()
            await self.carry_out()
            while abs(self._clock.now() - began) < _EVERY:
                await self._clock.sleep(_LONGEST_SLEEP)

    async def due(self) -> Sequence[Aged]:
        """The debates whose time is over, the first to end first. Raises StorageError."""
        return await self._store.aged(self._clock.now() - self._after, self._kept)

    async def carry_out(self) -> Sequence[Aged]:
        """Do with each of them what the configuration says; gives those that it was done with. Raises StorageError."""
        carry_out = self._store.delete if self._kept is Kept.COUNTS else self._store.pseudonymise
        done = [debate for debate in await self.due() if await carry_out(debate.debate, self._clock.now())]
        if done:
            ballots = sum(debate.ballots for debate in done)
            self._log.info("retention carried out", kept=self._kept.value, debates=len(done), ballots=ballots)
        return done
