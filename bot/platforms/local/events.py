"""What happens in the local chat, from its log of changes to the inbox."""

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
from bot.services.ports import Clock, Inbox


class Events:
    """Hands changes over in their order, each until the ledger has taken it. `faults` are for tests."""

    def __init__(self, store: Store, clock: Clock, faults: Faults) -> None:
        self._store = store
        self._clock = clock
        self._faults = faults
        self.on_counted: Callable[[Sequence[MarkEvent]], Awaitable[None]] | None = None
        """Is told of marks when the ledger has taken them; never raises."""

    async def run(self, inbox: Inbox, after: int) -> None:
        """Hand over every change later than the one with id `after`; what came before is for a recount to find."""
        try:
            await self._patiently(lambda: inbox.listens(PLATFORM))
            while True:
                try:
                    await self._follow(inbox, after)
                except Missed:
                    after = await self._store.last_change()
                    await self._patiently(lambda: inbox.missed_events(PLATFORM))
        finally:
            inbox.deaf(PLATFORM)

    async def _follow(self, inbox: Inbox, after: int) -> None:
        was_away = False
        async for changes in self._store.follow(after):
            if self._faults.unreachable:
                was_away = True
                inbox.deaf(PLATFORM, since=min(change.at for change in changes))
                continue
            if was_away:
                was_away = False
                await self._patiently(lambda: inbox.listens(PLATFORM))
            await self._hand_over(inbox, self._faults.pass_on(changes))

    async def _hand_over(self, inbox: Inbox, changes: Sequence[Change]) -> None:
        """Marks go together, so that they can be made durable together; all else waits its turn."""
        marks: list[MarkEvent] = []
        for change in changes:
            if change.kind is ChangeKind.REACTION:
                if change.person is not None:
                    marks.append(self._mark(change, change.person))
                continue
            await self._hand_over_marks(inbox, marks)
            marks = []
            await self._hand_over_message(inbox, change)
        await self._hand_over_marks(inbox, marks)

    async def _hand_over_marks(self, inbox: Inbox, marks: Sequence[MarkEvent]) -> None:
        async with asyncio.TaskGroup() as group:
            for event in marks:
                group.create_task(self._patiently(partial(inbox.mark, event)))
        if marks and self.on_counted is not None:
            await self.on_counted(marks)

    async def _hand_over_message(self, inbox: Inbox, change: Change) -> None:
        native = f"m{change.message}"
        if change.kind is ChangeKind.DELETED and change.thread is None:
            await self._patiently(lambda: inbox.deleted(PLATFORM, change.channel, native))
        elif change.thread is not None and change.person is not None:
            thread, voter, held = f"t{change.thread}", voter_of(change.person), change.held
            await self._patiently(lambda: inbox.replied(PLATFORM, change.channel, thread, native, voter, held))

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
