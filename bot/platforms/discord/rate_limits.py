"""Who may ask Discord next: what is said goes before what is shown, and both before what is counted again.

How many requests there may be in a second is Discord's to say, in the headers that discord.py obeys; here is only
decided in which order they are made and how many of a kind wait for an answer at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from enum import IntEnum


class Priority(IntEnum):
    """What a request is for, the most urgent first."""

    SAY = 0
    PREPARE = 1
    REFRESH = 2
    RECOUNT = 3


AT_ONCE = 42
"""All together: posts and results have room beside whatever else is said, shown and counted and is not answered."""
MOST: Mapping[Priority, int] = {Priority.SAY: 32, Priority.PREPARE: 8, Priority.REFRESH: 6, Priority.RECOUNT: 4}
"""Of each kind at once. A kind that waits for its bucket so holds back neither itself for ever nor any other."""


class Budget:
    """Lets requests through, the most urgent first."""

    def __init__(self, at_once: int = AT_ONCE, most: Mapping[Priority, int] = MOST) -> None:
        self._room = at_once
        self._left = dict(most)
        self._waiting: dict[Priority, deque[asyncio.Future[None]]] = {urgency: deque() for urgency in Priority}

    @asynccontextmanager
    async def turn(self, urgency: Priority) -> AsyncIterator[None]:
        """Wait for a turn, and have it for as long as the block lasts."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[urgency].append(turn)
        self._let_in()
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._give_back(urgency)
            raise
        try:
            yield
        finally:
            self._give_back(urgency)

    def _give_back(self, urgency: Priority) -> None:
        self._room += 1
        self._left[urgency] += 1
        self._let_in()

    def _let_in(self) -> None:
        for urgency, waiting in self._waiting.items():
            while waiting and self._room and self._left[urgency]:
                turn = waiting.popleft()
                if turn.done():
                    continue
                self._room -= 1
                self._left[urgency] -= 1
                turn.set_result(None)
