"""Recounts that are due: each platform's posts of a debate on their own, and no debate waits for another."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.backoff import READING_TIME, RECOUNT, Backoff
from bot.core.debates import Debate, DebateState
from bot.services.debate_stores import DebateStore
from bot.services.ports import Clock, Log
from bot.services.records import DuePost
from bot.services.vote_stores import RecountStore
from bot.services.voting.recount import Recounter
from bot.services.voting.talk_recount import TalkRecounter
from bot.services.wakeup import Wakeup

READ_AT_ONCE = 4
"""How many posts of a platform are read at once: so many use up its budget, and what waits behind loses no time."""
TRIED_AGAIN_AT_ONCE = 2
"""How many of these may be posts that could not be read before: however many hang, the others have places left."""
_LOOKS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class _Unread:
    """A post that could not be read: owed since which place of the history, how often, and when it is tried again."""

    since: int
    failures: int
    again_at: datetime


class _Places:
    """The places of one platform at which posts are read."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(READ_AT_ONCE)
        self._again = asyncio.Semaphore(TRIED_AGAIN_AT_ONCE)

    @asynccontextmanager
    async def turn(self, *, again: bool) -> AsyncIterator[None]:
        """Wait for a place; fewer are there for a post that is read `again` because it could not be before."""
        async with self._again if again else nullcontext(), self._all:
            yield


class DueRecounts:
    """Recounts open posts that are due.

    What falls due together in one debate and on one platform is one recount, since a voter's marks may stand on
    several of its posts. Platforms have no voters in common: each is mended as soon as its own posts are read.
    A post that can't be read stays due, and is tried again by growing pauses of its own, apart from those that were
    never tried; at once where events may have been lost anew.
    """

    def __init__(
        self,
        *,
        recounts: RecountStore,
        debates: DebateStore,
        platforms: Iterable[str],
        recounter: Recounter,
        talk_recounter: TalkRecounter,
        clock: Clock,
        log: Log,
        reading_time: Backoff = READING_TIME,
        policy: Backoff = RECOUNT,
    ) -> None:
        self._recounts = recounts
        self._debates = debates
        self._recounter = recounter
        self._talk_recounter = talk_recounter
        self._clock = clock
        self._log = log
        self._reading_time = reading_time
        self._policy = policy
        self._places = {platform: _Places() for platform in platforms}
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._unread: dict[int, _Unread] = {}
        self._owed_since: dict[int, tuple[str, datetime]] = {}
        self.wake = Wakeup()
        """Look for due recounts at once."""

    @property
    def under_way(self) -> frozenset[int]:
        """The posts that are being recounted."""
        return frozenset(self._under_way)

    def owed_for(self) -> Mapping[str, float]:
        """For how many seconds this process has known of the oldest recount of each platform that is still due."""
        now = self._clock.now()
        ages = dict.fromkeys(self._places, 0.0)
        for platform, since in self._owed_since.values():
            if platform in ages:
                ages[platform] = max(ages[platform], (now - since).total_seconds())
        return ages

    async def run(self) -> None:
        """Recount what is due until cancelled."""
        try:
            while True:
                self.wake.begin()
                await self.start_due()
                await self.wake.wait(_LOOKS_EVERY)
        finally:
            under_way = set(self._under_way.values())
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def start_due(self) -> None:
        """Begin a recount of what is due and neither under way nor waiting to be tried again. Raises StorageError."""
        now = self._clock.now()
        found = await self._recounts.due(now)
        self._unread = {one.post: self._unread[one.post] for one in found if one.post in self._unread}
        self._owed_since = {one.post: self._owed_since.get(one.post, (one.platform, now)) for one in found}
        together: dict[tuple[str, str, int], list[DuePost]] = defaultdict(list)
        for one in found:
            if one.platform in self._places and one.post not in self._under_way and not self._pauses(one, now):
                together[one.debate, one.platform, self._failures(one)].append(one)
        for (debate, platform, failures), owed in together.items():
            within = self._reading_time.pause(failures + 1)
            recount = self._recount(debate, owed, within, self._places[platform])
            task = asyncio.create_task(recount, name=f"recount {debate} on {platform}")
            self._under_way.update(dict.fromkeys((one.post for one in owed), task))
            task.add_done_callback(partial(self._done, owed))

    def _pauses(self, owed: DuePost, now: datetime) -> bool:
        unread = self._unread.get(owed.post)
        return unread is not None and unread.since == owed.since and now < unread.again_at

    async def _recount(self, debate_id: str, owed: Sequence[DuePost], within: float, places: _Places) -> None:
        debate = await self._open(debate_id)
        if debate is None:
            return
        ids = {one.post for one in owed}
        posts = [post for post in await self._debates.posts(debate_id) if post.id in ids]
        readings = await self._recounter.read(
            debate, posts, within=within, turn=lambda post: places.turn(again=post in self._unread)
        )
        # Of what is read after closing time nobody can tell what was there before: the closing recount decides.
        if await self._open(debate_id) is None:
            return
        if readings.scans:
            await self._recounter.mend(debate, readings)
        self._put_off([one for one in owed if one.post in readings.unread])
        await self._talk_recounter.recount(debate, posts)

    async def _open(self, debate_id: str) -> Debate | None:
        """The debate, while it takes votes."""
        debate = await self._debates.get(debate_id)
        if debate is None or debate.state is not DebateState.OPEN or self._clock.now() >= debate.closes_at:
            return None
        return debate

    def _failures(self, owed: DuePost) -> int:
        unread = self._unread.get(owed.post)
        return unread.failures if unread is not None and unread.since == owed.since else 0

    def _put_off(self, unread: Sequence[DuePost]) -> None:
        """Try these posts again later, and together."""
        if unread:
            failures = self._failures(unread[0]) + 1
            again_at = self._clock.now() + timedelta(seconds=self._policy.pause(failures))
            self._unread.update({one.post: _Unread(one.since, failures, again_at) for one in unread})

    def _done(self, owed: Sequence[DuePost], task: asyncio.Task[None]) -> None:
        for one in owed:
            self._under_way.pop(one.post, None)
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            self._put_off(owed)
            self._log.error("recount was cut short and is taken up again", debate=owed[0].debate, error=error)
        # What became due meanwhile waited for these posts.
        self.wake()
