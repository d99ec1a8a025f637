"""Retelling: what was said under a debate and is not said so any more, so that no page shows it on."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from bot.services.stores import TalkStore

Place = tuple[str, str, str]
"""A platform, a channel, and the native id of a message or thread in it."""


class Retelling:
    """Notes in the ledger where something was deleted or reworded; what comes together is noted together."""

    def __init__(self, talk: TalkStore) -> None:
        self._talk = talk
        self._waiting: set[Place] = set()
        self._turn = asyncio.Lock()

    async def at(self, *places: Place) -> None:
        """Note these places; whatever isn't a debate's costs one look-up. Raises StorageError."""
        self._waiting.update(places)
        async with self._turn:
            taken, self._waiting = self._waiting, set()
            if not taken:
                return
            try:
                await self._talk.retold(taken)
            except BaseException:
                self._waiting |= taken
                raise

    async def unheard(self, platform: str, channels: Collection[str] | None = None) -> None:
        """Note that in these channels (native ids) it may have been so without anybody hearing. Raises StorageError."""
        await self._talk.retold_unheard(platform, channels)
