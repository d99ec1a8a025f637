"""How often Slack may be asked: one budget a method, the important calls first.

The figures stay below Slack's published tiers (docs.slack.dev/apis/web-api/rate-limits): 20 calls a minute in tier 2,
50 in tier 3, 100 in tier 4, counted by method and workspace, and one message a second and channel. What Slack itself
asks for in `Retry-After` counts more than any of them.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Priority(IntEnum):
    """What is asked first while calls wait for their turn: results, then live tallies, then recounts."""

    SAY = 0
    REFRESH = 1
    READ = 2


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` calls at once, and then `per_second`."""

    burst: int
    per_second: float


_TIER_2 = Rate(8, 12 / 60)
_TIER_3 = Rate(15, 35 / 60)
_TIER_4 = Rate(30, 70 / 60)
REFRESHES_PER_MINUTE = 35
"""How many edits a minute a workspace's live tallies share once their burst is used up."""
RATES: Mapping[str, Rate] = {
    "chat.postMessage": Rate(6, 1.0),
    "chat.update": _TIER_3,
    "reactions.add": _TIER_3,
    "reactions.get": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.info": _TIER_3,
    "emoji.list": _TIER_2,
    "conversations.replies": _TIER_3,
    "users.list": _TIER_2,
    "users.info": _TIER_4,
}
_MOST_BUCKETS = 500
"""Beyond so many, those that nobody would notice the loss of are forgotten: there is one for each channel."""


class Budget:
    """Lets callers through, each method at its rate, and none before Slack's own pause for it is over."""

    def __init__(self, rates: Mapping[str, Rate] = RATES) -> None:
        self._rates = rates
        self._buckets: dict[str, _Bucket] = {}

    async def turn(self, method: str, rank: Priority, *, place: str = "") -> None:
        """Return when `method` may be called; `place` is a channel that has a budget of its own."""
        await self._bucket(method, place).turn(rank)

    def pause(self, method: str, seconds: float, *, place: str = "") -> None:
        """Nobody calls `method` for so long: Slack has asked for it."""
        self._bucket(method, place).pause(seconds)

    def paused(self, method: str, *, place: str = "") -> float:
        """For how many seconds Slack wants `method` left alone."""
        return self._bucket(method, place).paused

    def close(self) -> None:
        """Let nobody through any more."""
        for bucket in self._buckets.values():
            bucket.close()

    def _bucket(self, method: str, place: str) -> _Bucket:
        key = f"{method} {place}"
        if key not in self._buckets:
            if len(self._buckets) >= _MOST_BUCKETS:
                self._buckets = {name: bucket for name, bucket in self._buckets.items() if not bucket.idle}
            self._buckets[key] = _Bucket(self._rates.get(method))
        return self._buckets[key]


class _Bucket:
    def __init__(self, rate: Rate | None) -> None:
        self._rate = rate
        self._loop = asyncio.get_running_loop()
        self._left = float(rate.burst) if rate is not None else 0.0
        self._counted = self._loop.time()
        self._not_before = 0.0
        self._waiting: list[tuple[Priority, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._letting: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether it is as a new one would be."""
        full = self._rate is None or (self._wait() <= 0 and self._left >= self._rate.burst)
        return full and not self._waiting and not self.paused

    @property
    def paused(self) -> float:
        return max(0.0, self._not_before - self._loop.time())

    def pause(self, seconds: float) -> None:
        self._not_before = max(self._not_before, self._loop.time() + seconds)

    async def turn(self, rank: Priority) -> None:
        if not self._waiting and self._wait() <= 0:
            self._take()
            return
        turn: asyncio.Future[None] = self._loop.create_future()
        heapq.heappush(self._waiting, (rank, next(self._numbers), turn))
        if self._letting is None or self._letting.done():
            self._letting = asyncio.create_task(self._let())
        await turn

    def close(self) -> None:
        if self._letting is not None:
            self._letting.cancel()
        for _, _, turn in self._waiting:
            turn.cancel()

    async def _let(self) -> None:
        """Let those who wait through, the most important first."""
        while self._waiting:
            if self._waiting[0][2].done():
                heapq.heappop(self._waiting)
            elif (wait := self._wait()) > 0:
                await asyncio.sleep(wait)
            else:
                _, _, turn = heapq.heappop(self._waiting)
                self._take()
                turn.set_result(None)

    def _wait(self) -> float:
        """Seconds until the next call is allowed."""
        now = self._loop.time()
        wait = self._not_before - now
        if self._rate is not None:
            self._left = min(self._rate.burst, self._left + (now - self._counted) * self._rate.per_second)
            self._counted = now
            wait = max(wait, (1.0 - self._left) / self._rate.per_second)
        return wait

    def _take(self) -> None:
        self._left -= 1.0
