"""What happens in the local chat, from its log of changes to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bot.backoff import HAND_OVER, keep_trying
from bot.core.emoji import plain
from bot.core.marks import MarkEvent
from bot.core.times import micros
from bot.errors import StorageError
from bot.platforms.local.chat_records import Change, ChangeKind, Missed
from bot.platforms.local.chat_store import Store
from bot.platforms.local.fault_injection import Faults
from bot.platforms.local.identifiers import PLATFORM, voter_of
from bot.services.ports import Clock, Inbound


class Events:
    """Hands changes over in their order, each until the ledger has taken it. `faults` are for tests."""

    def __init__(self, store: Store, clock: Clock, faults: Faults) -> None:
        self._store = store
        self._clock = clock
        self._faults = faults
        self.on_counted: Callable[[Sequence[MarkEvent]], Awaitable[None]] | None = None
        """Is told of marks when the ledger has taken them; never raises."""

    async def run(self, inbound: Inbound, after: int) -> None:
        """Hand over every change later than the one with id `after`; what came before is for a recount to find."""
        try:
            await self._patiently(lambda: inbound.connectivity.listens(PLATFORM))
            while True:
                try:
                    await self._follow(inbound, after)
                except Missed:
                    after = await self._store.last_change()
                    await self._patiently(lambda: inbound.connectivity.missed_events(PLATFORM))
        finally:
            inbound.connectivity.deaf(PLATFORM)

    async def _follow(self, inbound: Inbound, after: int) -> None:
        was_away = False
        async for changes in self._store.follow(after):
            if self._faults.unreachable:
                was_away = True
                inbound.connectivity.deaf(PLATFORM, since=min(change.at for change in changes))
                continue
            if was_away:
                was_away = False
                await self._patiently(lambda: inbound.connectivity.listens(PLATFORM))
            await self._hand_over(inbound, self._faults.pass_on(changes))

    async def _hand_over(self, inbound: Inbound, changes: Sequence[Change]) -> None:
        """Marks go together, so that they can be made durable together; all else waits its turn."""
        marks: list[MarkEvent] = []
        for change in changes:
            if change.kind is ChangeKind.REACTION:
                if change.person is not None:
                    marks.append(self._mark(change, change.person))
                continue
            await self._hand_over_marks(inbound, marks)
            marks = []
            await self._hand_over_message(inbound, change)
        await self._hand_over_marks(inbound, marks)

    async def _hand_over_marks(self, inbound: Inbound, marks: Sequence[MarkEvent]) -> None:
        async with asyncio.TaskGroup() as group:
            for event in marks:
                group.create_task(self._patiently(partial(inbound.marks.record, event)))
        if marks and self.on_counted is not None:
            await self.on_counted(marks)

    async def _hand_over_message(self, inbound: Inbound, change: Change) -> None:
        native = f"m{change.message}"
        if change.kind is ChangeKind.DELETED and change.thread is None:
            await self._patiently(lambda: inbound.messages.deleted(PLATFORM, change.channel, native))
        elif change.thread is not None and change.person is not None:
            thread, voter, held = f"t{change.thread}", voter_of(change.person), change.held
            await self._patiently(
                lambda: inbound.messages.replied(PLATFORM, change.channel, thread, native, voter, held)
            )

    async def _patiently(self, hand_over: Callable[[], Awaitable[None]]) -> None:
        """Hand an event over until the ledger has taken it."""
        await keep_trying(hand_over, HAND_OVER, self._clock.sleep, on=StorageError)

    def _mark(self, change: Change, person: str) -> MarkEvent:
        return MarkEvent(
            platform=PLATFORM,
            channel=change.channel,
            message=f"m{change.message}",
            voter=voter_of(person),
            reaction=change.reaction,
            plain=plain(change.reaction),
            added=change.held,
            received_at=micros(self._clock.now()),
            at=change.at,
        )
