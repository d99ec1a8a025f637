"""Closing on time: voting stops, the recount decides, and the result carries its certificate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from bot.core.certificate import Certificate, Note, Recounted
from bot.core.debates import PostState
from bot.errors import AgoraError
from bot.services.outbox import Outbox
from bot.services.ports import Clock, ClosingStore, DebateStore, DeliveryStore, Log
from bot.services.records import Closing, DeliveryState, Mended, Part
from bot.services.recounting import Readings, Recounting

LEASE = timedelta(seconds=60)
ON_TIME = timedelta(seconds=15)
"""A bot that first looks later than this after closing was down at closing: late marks were not seen to be late."""
AFTER_DOWNTIME = timedelta(minutes=1)
"""How long a bot that comes back after the grace time tries to read the platform before the ledger decides."""
_LONGEST_WAIT = 5.0


class ClosingService:
    """Ends every debate whose time is up."""

    def __init__(
        self,
        *,
        closings: ClosingStore,
        debates: DebateStore,
        deliveries: DeliveryStore,
        recounting: Recounting,
        outbox: Outbox,
        clock: Clock,
        owner: str,
        log: Log,
        on_change: Callable[[frozenset[str]], None],
        up_since: Callable[[], datetime],
    ) -> None:
        self._closings = closings
        self._debates = debates
        self._deliveries = deliveries
        self._recounting = recounting
        self._outbox = outbox
        self._clock = clock
        self._owner = owner
        self._log = log
        self._on_change = on_change
        self._up_since = up_since
        self._woken = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Look for debates to close at once."""
        self._woken.set()

    async def run(self) -> None:
        """Close debates until cancelled. One that is cut short is taken up again when its lease runs out."""
        try:
            while True:
                self._woken.clear()
                await self.start_due()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), await self._seconds_to_next())
        finally:
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def start_due(self) -> None:
        """Take over every debate whose time is up, and close each on its own."""
        for closing in await self._closings.claim(self._clock.now(), self._owner, LEASE):
            debate = closing.debate.id
            if debate in self._under_way:
                continue
            self._on_change(frozenset({debate}))
            task = asyncio.create_task(self._close(closing), name=f"close {debate}")
            self._under_way[debate] = task
            task.add_done_callback(partial(self._done, debate))

    async def _seconds_to_next(self) -> float:
        debates = await self._debates.open_debates()
        waits = [(debate.closes_at - self._clock.now()).total_seconds() for debate in debates if debate.state == "open"]
        return max(0.05, min([_LONGEST_WAIT, *waits]))

    def _done(self, debate: str, task: asyncio.Task[None]) -> None:
        self._under_way.pop(debate, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("closing was cut short and is taken up again", debate=debate, error=error)

    async def _close(self, closing: Closing) -> None:
        debate = closing.debate
        renewing = asyncio.create_task(self._keep_lease(debate.id))
        try:
            await self._settle_unclear(closing)
            posts = await self._debates.posts(debate.id)
            if not any(post.state in (PostState.SAID, PostState.DELETED) for post in posts):
                await self._closings.void(debate.id, self._clock.now())
                self._log.warning("debate was said nowhere and is void", debate=debate.id)
                return
            certificate = await self._certify(closing)
            await self._closings.finish(debate.id, certificate, self._clock.now())
            self._log.info("debate closed", debate=debate.id, recounted=certificate.recounted.value)
        finally:
            renewing.cancel()
            self._on_change(frozenset({debate.id}))
            self._outbox.wake()

    async def _keep_lease(self, debate: str) -> None:
        while True:
            await self._clock.sleep(LEASE.total_seconds() / 3)
            with suppress(AgoraError):
                await self._closings.renew(debate, self._owner, self._clock.now() + LEASE)

    async def _settle_unclear(self, closing: Closing) -> None:
        """Give unclear posts a last search: until the grace time ends the outbox looks for them."""
        deadline = closing.debate.closes_at + closing.debate.rules.closing_grace
        while self._clock.now() < deadline:
            self._outbox.wake()
            deliveries = await self._deliveries.of_debate(closing.debate.id)
            pending = [
                delivery
                for delivery in deliveries
                if delivery.part is Part.POST
                and (
                    delivery.state is DeliveryState.SENDING
                    or (delivery.state is DeliveryState.PLANNED and delivery.unclear)
                )
            ]
            if not pending:
                return
            await self._clock.sleep(0.5)

    async def _certify(self, closing: Closing) -> Certificate:
        """Recount until every said post is read or the grace time ends, mend, and say what was found."""
        debate = closing.debate
        began = max(closing.began_at, self._up_since())
        grace = debate.rules.closing_grace
        was_down = began > debate.closes_at + ON_TIME
        deadline = max(debate.closes_at + grace, began + min(grace, AFTER_DOWNTIME))
        pause = 1.0
        while True:
            readings = await self._recounting.read(debate, await self._debates.posts(debate.id))
            left = (deadline - self._clock.now()).total_seconds()
            if not readings.unread or (left <= 0):
                break
            await self._clock.sleep(min(pause, max(left, 0.05)))
            pause = min(pause * 2, 30.0)
        mended = await self._recounting.mend(debate, readings, closing=True, was_down=was_down and bool(readings.scans))
        return certificate(readings, mended, was_down=was_down)


def certificate(readings: Readings, mended: Mended, *, was_down: bool) -> Certificate:
    """Put what a closing recount read and mended into its certificate."""
    short = any(scan.short for scan, _ in readings.scans.values())
    if not readings.scans:
        recounted = Recounted.NO
    elif readings.unread or short:
        recounted = Recounted.PARTIAL
    else:
        recounted = Recounted.EXACT
    notes = list(mended.notes)
    if was_down:
        notes.append(Note("note-was-down"))
    if readings.unread:
        notes.append(Note("note-unread", (("posts", len(readings.unread)),)))
    if short:
        notes.append(Note("note-short"))
    if readings.gone:
        notes.append(Note("note-gone", (("posts", len(readings.gone)),)))
    return Certificate(
        recounted=recounted,
        ledger=mended.ledger,
        recount=mended.recount,
        differences=mended.added + mended.removed,
        undecided=mended.undecided,
        undatable=mended.undatable,
        notes=tuple(notes),
    )
