"""Snapshots of debates, read once for all who ask for the same one at the same time."""

from __future__ import annotations

import asyncio

from bot.services.debate_stores import DebateStore
from bot.services.records import Snapshot


class Snapshots:
    """What a debate is like now. A debate in many channels is asked for by each post of it, and all at once."""

    def __init__(self, debates: DebateStore) -> None:
        self._debates = debates
        self._reading: dict[str, asyncio.Task[Snapshot | None]] = {}
        self._next: dict[str, asyncio.Task[Snapshot | None]] = {}

    async def of(self, debate: str) -> Snapshot | None:
        """The debate as it is at the time of this call or later; None where there is none. Raises StorageError.

        Whoever asks while a reading is under way gets the one after it, together with all others who wait for that.
        """
        waiting = self._next.get(debate)
        if waiting is None:
            before = self._reading.get(debate)
            if before is None:
                return await asyncio.shield(self._begin(debate))
            waiting = self._next[debate] = asyncio.create_task(self._after(debate, before))
        return await asyncio.shield(waiting)

    def _begin(self, debate: str) -> asyncio.Task[Snapshot | None]:
        task = self._reading[debate] = asyncio.create_task(self._read(debate))
        return task

    async def _after(self, debate: str, before: asyncio.Task[Snapshot | None]) -> Snapshot | None:
        await asyncio.wait([before])
        del self._next[debate]
        return await self._begin(debate)

    async def _read(self, debate: str) -> Snapshot | None:
        try:
            return await self._debates.snapshot(debate)
        finally:
            del self._reading[debate]
