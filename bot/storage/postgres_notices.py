"""Listening to the notices of a PostgreSQL database, on one connection that is made again when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import Any

from bot.backoff import RECONNECT, Pauses
from bot.log import get_logger
from bot.services.stores import Change
from bot.storage.change_notices import CHANNEL
from bot.storage.postgres import PostgresConnections, end_who_stands_still

_TRIED_EVERY = 10.0
"""Seconds after which the connection is tried out, and what others leave locked is looked for."""
_ANSWERS_WITHIN = 10.0
_CHANGES = {change.value: change for change in Change}


class PostgresNotices:
    """The port `Notices`. It listens when a notice of its own has come back: some poolers take LISTEN and pass nothing.

    Its connection is free while all others wait, so that it is the one that undoes what they may wait for.
    `tried_every` is after how many seconds that is tried again.
    """

    def __init__(self, connections: PostgresConnections, *, tried_every: float = _TRIED_EVERY) -> None:
        self._connections = connections
        self._tried_every = tried_every
        self._log = get_logger("storage")
        self.listening = False

    async def run(self, told: Callable[[Change], None]) -> None:
        pauses = Pauses(RECONNECT)
        while True:
            try:
                await self._listen(told, pauses)
            except self._connections.faults as fault:
                reason = self._connections.translated(fault).message
                self._log.warning("changes by other processes are looked for, not told", reason=reason)
            await asyncio.sleep(pauses.next())

    async def _listen(self, told: Callable[[Change], None], pauses: Pauses) -> None:
        """Until the connection ends or is silent; then raises."""
        driver = await self._connections.connect_alone()
        ended, came_back = asyncio.Event(), asyncio.Event()
        mine = token_hex(8)

        def hear(_connection: Any, _process: int, _channel: str, payload: object) -> None:
            if payload == mine:
                came_back.set()
            elif (change := _CHANGES.get(str(payload))) is not None:
                told(change)

        try:
            driver.add_termination_listener(lambda _: ended.set())
            await driver.add_listener(CHANNEL, hear)
            while not ended.is_set():
                came_back.clear()
                async with asyncio.timeout(_ANSWERS_WITHIN):
                    if ended_others := await end_who_stands_still(driver):
                        self._log.warning("transactions that stood still were undone", transactions=ended_others)
                    await driver.execute("SELECT pg_notify($1, $2)", CHANNEL, mine)
                    await came_back.wait()
                if not self.listening:
                    self.listening = True
                    pauses.reset()
                    for change in Change:
                        told(change)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._tried_every):
                        await ended.wait()
            raise ConnectionResetError
        finally:
            self.listening = False
            driver.terminate()
