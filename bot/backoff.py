"""Back-off: how long is waited before what failed is tried again. Every pause that grows with failures stands here.

A pause that is always the same stands where it is waited for.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

_MOST_DOUBLINGS = 64
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Backoff:
    """A retry policy: the first pause is `first` seconds, each further one `factor` times as long, up to `longest`.

    Chance shortens each pause by up to the share `jitter`, so that what failed together does not come back together;
    it never lengthens one. `chance` gives numbers from 0 (the whole pause) to below 1.
    """

    first: float
    longest: float
    factor: float = 2.0
    jitter: float = 0.3
    chance: Callable[[], float] = random.random

    def pause(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row; 0 after none."""
        if failures < 1:
            return 0.0
        grown: float = self.first * self.factor ** min(failures - 1, _MOST_DOUBLINGS)
        return min(grown, self.longest) * (1.0 - self.jitter * self.chance())


class Pauses:
    """The pauses of one loop, which grow with each failure and begin anew after `reset`.

    `at_once`: nothing is waited after the first of them.
    """

    def __init__(self, policy: Backoff, *, at_once: bool = False) -> None:
        self._policy = policy
        self._none = -1 if at_once else 0
        self._failures = self._none

    def next(self) -> float:
        """Count a failure, and tell how many seconds to wait after it."""
        self._failures += 1
        return self._policy.pause(self._failures)

    def reset(self) -> None:
        """It worked: the next failure is a first one."""
        self._failures = self._none


async def keep_trying(
    work: Callable[[], Awaitable[_T]],
    policy: Backoff,
    sleep: Callable[[float], Awaitable[None]],
    *,
    on: type[Exception] | tuple[type[Exception], ...],
    told: Callable[[Exception], None] | None = None,
) -> _T:
    """What `work` gives, called as often as it takes while it raises `on`. `told` hears of each failure."""
    pauses = Pauses(policy)
    while True:
        try:
            return await work()
        except on as failure:
            if told is not None:
                told(failure)
        await sleep(pauses.next())


WRITE = Backoff(0.05, 1.0)
"""A write that the database was too busy for."""
HAND_OVER = Backoff(0.1, 5.0)
"""News of a platform that the ledger could not take."""
READ_AGAIN = Backoff(0.5, 30.0)
"""A call that changes nothing, to a platform that did not answer it."""
RECONNECT = Backoff(0.5, 60.0)
"""A connection that ended, or could not be opened."""
OUT_OF_REACH = Backoff(1.0, 60.0)
"""A platform that can't be reached."""
DELIVERY = Backoff(1.0, 60.0)
"""A delivery that was not done, or of which that is not known; counted over restarts."""
PART = Backoff(1.0, 60.0)
"""A part of the bot that failed."""
PART_WHILE_BUSY = Backoff(1.0, 5.0)
"""A part of the bot that the database could not serve."""
RECOUNT = Backoff(1.0, 30.0)
"""A post that could not be read."""
READING_TIME = Backoff(120.0, 1800.0, jitter=0.0)
"""No pause: the time that a post has to be read, longer each time that it was not enough, at last half an hour.
300,000 voters are about 6,000 pages, which a platform that gives four a second has shown in 25 minutes."""
SCAN = Backoff(0.3, 0.6)
"""A post whose readings do not agree yet, or that could not be read once."""
REFRESH = Backoff(5.0, 30.0)
"""A card that could not be brought up to date."""
REFUSED_REFRESH = Backoff(300.0, 300.0)
"""The same where an admin has to do something first."""
SEED = Backoff(2.0, 60.0)
"""A seed reaction for which there was no room: what was removed need not have made some."""
TOKEN = Backoff(5.0, 60.0)
"""A token that was refused: a platform bans who comes too often with such a one."""
COMMANDS = Backoff(30.0, 1800.0, factor=4.0)
"""The list of commands that a platform did not take; the bot works without."""
