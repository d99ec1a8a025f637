"""The outbox: what the bot has decided to say, said exactly once.

The intent is committed before the send. After an unclear outcome, or a crash in between, what may have
been sent is looked for first and adopted; only when the platform says that nothing is there is it sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from bot.services.ports import Clock
from bot.services.publishing.attempts import Attempts
from bot.services.publishing.lanes import Lane
from bot.services.publishing.leases import LEASE, Leases
from bot.services.records import Delivery
from bot.services.stores import DeliveryStore
from bot.services.wakeup import Wakeup


class Outbox:
    """Claims deliveries that are due, each platform's in a lane of its own, and has each carried out.

    Only the database is asked in turn; what a platform takes its time for holds up nothing but its own lane.
    """

    def __init__(
        self,
        *,
        deliveries: DeliveryStore,
        platforms: Iterable[str],
        attempts: Attempts,
        leases: Leases,
        clock: Clock,
        owner: str,
        poll: float = 1.0,
    ) -> None:
        self._deliveries = deliveries
        self._clock = clock
        self._owner = owner
        self._poll = poll
        self._leases = leases
        self._attempts = attempts
        self._platforms = tuple(platforms)
        # The last is for what names a platform that is not there, or none yet: it is given up, or finds its channel.
        self._lanes = (*map(Lane, self._platforms), Lane(None))
        self._promising: dict[Lane, None] = {}
        """In the order in which they are looked at: in a set their addresses would decide it."""
        self._waiting: dict[int, tuple[Lane, Delivery]] = {}
        """Claimed while their last attempt was still ending: it was to be made again at once, or the clock jumped."""
        self._wakeup = Wakeup()
        self._claiming = asyncio.Lock()
        self._taking = True

    @property
    def under_way(self) -> int:
        """How many deliveries are being said right now."""
        return len(self._leases)

    @property
    def refused(self) -> frozenset[str]:
        """Platforms that refused the token when they were last asked to say something."""
        return frozenset(self._attempts.refused)

    def wake(self) -> None:
        """Look for due deliveries at once."""
        self._promising.update(dict.fromkeys(self._lanes))
        self._wakeup()

    async def run(self) -> None:
        """Deliver until cancelled; what is under way then is finished by `finish`."""
        self.wake()
        while True:
            self._wakeup.begin()
            for lane in tuple(self._promising):
                self._promising.pop(lane, None)
                if await self._fill(lane):
                    self._promising[lane] = None
            if self._promising:
                continue
            if not await self._wakeup.wait(self._poll):
                self.wake()

    async def finish(self) -> None:
        """Take nothing more; return when all that is under way has an outcome.

        When this is cancelled, what is still under way is cut short: the next run looks for it.
        """
        self._taking = False
        try:
            async with self._claiming:
                pass
            await self._leases.all_ended()
        finally:
            await self.abandon()

    async def abandon(self) -> None:
        """Take nothing more and cut short what is under way; whoever claims it next looks for it first."""
        self._taking = False
        await self._leases.abandon()

    async def _fill(self, lane: Lane) -> bool:
        """Begin with what is due, as far as there is room; False where nothing was."""
        async with self._claiming:
            room = lane.room()
            if room is None or not self._taking:
                return False
            least, limit = room
            now = self._clock.now()
            claimed = await self._deliveries.claim(
                now,
                self._owner,
                LEASE,
                limit,
                platform=lane.platform,
                besides=self._platforms if lane.platform is None else (),
                least=least,
            )
            begun = await self._let_in(lane)
            for delivery in claimed:
                if delivery.id in self._leases:
                    self._waiting[delivery.id] = lane, delivery
                else:
                    self._begin(lane, delivery, now + LEASE)
                    begun = True
            return begun

    async def _let_in(self, lane: Lane) -> bool:
        """Begin with what waited for its last attempt, where that has left the claim as it was; whether any did."""
        free = {id_: one for id_, (its, one) in self._waiting.items() if its is lane and id_ not in self._leases}
        if not free:
            return False
        until = self._clock.now() + LEASE
        ours = await self._deliveries.renew(free, self._owner, until)
        for id_, delivery in free.items():
            del self._waiting[id_]
            if id_ in ours:
                self._begin(lane, delivery, until)
        return bool(ours)

    def _begin(self, lane: Lane, delivery: Delivery, until: datetime) -> None:
        urgency = delivery.part.urgency

        def ended() -> None:
            lane.leave(urgency)
            self._promising[lane] = None
            self._wakeup()

        lane.enter(urgency)
        self._leases.start(delivery, self._attempts.make(delivery), ended, until)
