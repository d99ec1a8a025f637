"""Leases: claims, renewed while this process is at what it claimed, so that nothing is done by two at once."""

from __future__ import annotations

import asyncio
import types
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.errors import AgoraError
from bot.services.ports import Clock, Log
from bot.services.records import Delivery
from bot.services.stores import DeliveryStore

LEASE = timedelta(seconds=30)
CLOCKS_DIFFER = timedelta(seconds=5)
"""By how much the clocks of processes on one database may differ (docs/operating.md): leases are written by them."""
_CUT_SHORT_AFTER = 20.0
"""Seconds without a renewal after which others may soon take over what is under way here."""


async def keep_renewing(renew: Callable[[datetime], Awaitable[bool]], clock: Clock, lease: timedelta) -> None:
    """Call `renew` with the lease's new end, three times in a lease, until it says that there is nothing to keep.

    What the database can't do just now is done the next time.
    """
    is_held = True
    while is_held:
        await clock.sleep(lease.total_seconds() / 3)
        with suppress(AgoraError):
            is_held = await renew(clock.now() + lease)


@asynccontextmanager
async def held(renew: Callable[[datetime], Awaitable[bool]], clock: Clock, lease: timedelta) -> AsyncIterator[None]:
    """Keep a claim while the block runs, also one that takes longer than its lease."""
    renewing = asyncio.create_task(keep_renewing(renew, clock, lease))
    try:
        yield
    finally:
        renewing.cancel()


class LeaseRanOut(BaseException):
    """Work on a delivery is cut short, since its lease may have run out.

    No cancellation, because who stood still also meets every timeout that ran out meanwhile: a timeout takes the
    cancellation that ends its block for its own, and the work would go on from there.
    """


@types.coroutine
def _only_while(is_ours: Callable[[], bool], work: Coroutine[Any, Any, None]) -> Generator[Any, Any, None]:
    """Do `work`, and cut it short where it would go on after its claim may have run out.

    A process that stood still, and a machine that slept, go on in the middle of whatever they were at: this is asked
    at every step, before anything more is sent. Work that is cut short meets LeaseRanOut, and ends as cancelled.
    """
    step: Callable[[], Any] = partial(work.send, None)
    was_cut = False
    while True:
        if not was_cut and not is_ours():
            was_cut = True
            step = partial(work.throw, LeaseRanOut())
        try:
            waits_for = step()
        except StopIteration:
            return
        except BaseException as failure:
            if was_cut and not isinstance(failure, Exception):
                raise asyncio.CancelledError from failure
            raise
        try:
            found = yield waits_for
        except BaseException as failure:
            step = partial(work.throw, failure)
        else:
            step = partial(work.send, found)


class Leases:
    """What is under way here, a task for each delivery. One whose claim is lost, or may be, is cut short."""

    def __init__(self, deliveries: DeliveryStore, clock: Clock, owner: str, log: Log) -> None:
        self._deliveries = deliveries
        self._clock = clock
        self.owner = owner
        self._log = log
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._kept: dict[int, datetime] = {}
        """Until when each claim is surely ours."""
        self._renewing: asyncio.Task[None] | None = None
        self._renewed = 0.0

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, delivery: int) -> bool:
        return delivery in self._tasks

    def start(
        self, delivery: Delivery, work: Coroutine[Any, Any, None], ended: Callable[[], None], until: datetime
    ) -> None:
        """Do `work` on a delivery that is claimed `until` then, and keep the claim meanwhile.

        `ended` is called in any case.
        """
        self._kept[delivery.id] = until
        task = asyncio.create_task(self._do(delivery, work), name=delivery.key)
        self._tasks[delivery.id] = task
        task.add_done_callback(partial(self._ended, delivery.id, ended))
        if self._renewing is None or self._renewing.done():
            self._renewed = asyncio.get_running_loop().time()
            self._renewing = asyncio.create_task(keep_renewing(self._renew, self._clock, LEASE))

    def let_go(self, delivery: int) -> None:
        """It has its outcome: nobody else will claim it, whatever its task has still to do."""
        self._kept.pop(delivery, None)

    def surely_has(self, delivery: int) -> bool:
        """Whether no other process can have claimed it, whose clock may be ahead of this one's; asks nobody."""
        until = self._kept.get(delivery)
        return until is None or self._clock.now() < until - CLOCKS_DIFFER

    async def confirm(self, delivery: Delivery) -> bool:
        """Whether this process still has the claim; only then may it say that something was not done."""
        until = self._clock.now() + LEASE
        if delivery.id in await self._deliveries.renew((delivery.id,), self.owner, until):
            self._keep({delivery.id}, until)
            return True
        self._log.warning("delivery was taken over or has an outcome", key=delivery.key)
        return False

    async def all_ended(self) -> None:
        """Return when nothing is under way any more."""
        while self._tasks:
            await asyncio.wait(self._tasks.values())

    async def abandon(self) -> None:
        """Cut short what is under way, and renew nothing."""
        await self._cut_short(tuple(self._tasks))
        if self._renewing is not None:
            self._renewing.cancel()

    async def _do(self, delivery: Delivery, work: Coroutine[Any, Any, None]) -> None:
        try:
            await _only_while(partial(self.surely_has, delivery.id), work)
        except asyncio.CancelledError:
            if not self.surely_has(delivery.id):
                self._log.warning("delivery was left, since its lease has run out", key=delivery.key)
            raise
        finally:
            work.close()

    def _keep(self, deliveries: Iterable[int], until: datetime) -> None:
        self._kept.update({one: max(until, self._kept[one]) for one in deliveries if one in self._kept})

    async def _cut_short(self, ids: Iterable[int]) -> None:
        tasks = [self._tasks[delivery] for delivery in ids if delivery in self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, delivery: int, ended: Callable[[], None], task: asyncio.Task[None]) -> None:
        self._tasks.pop(delivery, None)
        self._kept.pop(delivery, None)
        ended()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("delivery lost its record; its lease runs out and it is looked for", error=error)

    async def _renew(self, until: datetime) -> bool:
        """Renew the leases of what is under way; what is not ours any more is cut short, lest it is said twice."""
        loop = asyncio.get_running_loop()
        ids = tuple(self._kept)
        try:
            ours = await self._deliveries.renew(ids, self.owner, until)
            self._renewed = loop.time()
            self._keep(ours, until)
        except AgoraError as failure:
            if loop.time() - self._renewed < _CUT_SHORT_AFTER:
                raise
            self._log.warning("leases could not be renewed", reason=str(failure))
            ours = frozenset()
        await self._cut_short(delivery for delivery in ids if delivery in self._kept.keys() - ours)
        return bool(self._tasks)
