"""What people did, taken once however often Slack delivers it or somebody replays it."""

from __future__ import annotations

import asyncio

from bot.errors import StorageError
from bot.log import get_logger
from bot.platforms.slack.platform import PLATFORM
from bot.services.ports import Inbox

_REMEMBERED = 20_000
_WITHIN = 1.0
"""Seconds that the ledger has for its answer: Slack waits for the acknowledgement, three seconds at most."""
_log = get_logger("slack")


class Heard:
    """Remembers keys: here at once, and in the ledger for other processes and the next start."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._keys: dict[str, None] = {}

    async def first_time(self, key: str) -> bool:
        """Whether `key` is new. While the ledger can't be asked, this process's own memory decides."""
        if key in self._keys:
            return False
        self._keys[key] = None
        while len(self._keys) > _REMEMBERED:
            del self._keys[next(iter(self._keys))]
        try:
            async with asyncio.timeout(_WITHIN):
                return await self._inbox.first_time(PLATFORM, key)
        except (StorageError, TimeoutError) as failure:
            reason = str(failure) or "it is too slow"
            _log.warning("the ledger could not be asked whether this was done before", reason=reason)
            return True
