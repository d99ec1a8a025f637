"""The writer: every reaction goes through one ordered queue, whose writer commits many in one transaction."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from bot.backoff import WRITE, Pauses
from bot.core.buttons import Press, Pressed
from bot.core.marks import MarkEvent
from bot.core.sparks import SPARK_EMOJI
from bot.errors import StorageBusy, StorageError
from bot.sentences import sentence
from bot.services.records import Batch, OpenPost
from bot.services.vote_stores import ParkingStore, RecountStore, VoteStore
from bot.services.voting.open_posts import OpenPosts


class Room:
    """So many places, first come first served; a semaphore that hands many back at once."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[asyncio.Future[None]] = deque()

    def taken_at_once(self) -> bool:
        """Take a place if one is free and nobody waits."""
        if self._free and not self._waiting:
            self._free -= 1
            return True
        return False

    async def take(self) -> None:
        """Wait for a place."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self.give_back(1)
            raise

    def give_back(self, places: int) -> None:
        """Let go of places."""
        self._free += places
        while self._free and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                self._free -= 1
                turn.set_result(None)


T = TypeVar("T")
Changed = frozenset[str]
"""Ids of debates whose tally changed."""


@dataclass(slots=True)
class VotingFigures:
    """Counters since start: marks committed, parked and given up, and batches."""

    committed: int = 0
    parked: int = 0
    failed: int = 0
    batches: int = 0


class _Cast(NamedTuple):
    event: MarkEvent
    post: OpenPost | None
    done: asyncio.Future[None] | None


@dataclass(frozen=True, slots=True)
class _Press:
    press: Press
    post: OpenPost
    done: asyncio.Future[Pressed | None]


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Awaitable[Changed]]
    done: asyncio.Future[None]


_Item = _Cast | _Press | _Job


class VoteWriter:
    """The way of every mark into the ledger.

    `capacity` bounds what waits: beyond it callers wait their turn, in order, and nothing is dropped.
    `on_room` hears of reactions taken back from posts whose seeds are lacking.
    A batch that the database can't take is tried again for `patience` seconds; then its callers get the
    error, `on_given_up` hears of it, and its posts are owed a recount, which `pay_owed` makes due.
    """

    def __init__(
        self,
        votes: VoteStore,
        parking: ParkingStore,
        recounts: RecountStore,
        index: OpenPosts,
        *,
        on_change: Callable[[Changed], None],
        on_room: Callable[[OpenPost], None] = lambda _: None,
        on_given_up: Callable[[Sequence[MarkEvent]], None] = lambda _: None,
        capacity: int = 20_000,
        batch: int = 2_000,
        patience: float = 5.0,
    ) -> None:
        self._votes = votes
        self._parking = parking
        self._recounts = recounts
        self._index = index
        self._on_change = on_change
        self._on_room = on_room
        self._on_given_up = on_given_up
        self._room = Room(capacity)
        self._queue: deque[_Item] = deque()
        self._filled = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._batch = batch
        self._patience = patience
        self._owed: set[tuple[str, str, str]] = set()
        self.figures = VotingFigures()

    @property
    def waiting(self) -> int:
        """How many marks and jobs are not written yet."""
        return len(self._queue)

    async def record(self, event: MarkEvent) -> None:
        index = self._index
        post = index.find(event.platform, event.channel, event.message)
        if post is None and not index.concerns(event.platform, event.channel, event.message, event.plain):
            return
        self._see_room(event, post)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._enqueue(_Cast(event, post, done))
        await done

    async def accept(self, events: Sequence[MarkEvent]) -> None:
        index = self._index
        for event in events:
            post = index.find(event.platform, event.channel, event.message)
            if post is not None or index.concerns(event.platform, event.channel, event.message, event.plain):
                self._see_room(event, post)
                await self._enqueue(_Cast(event, post, None))

    async def press(self, post: OpenPost, press: Press) -> Pressed | None:
        """Write what a pressed button does; None when it is no vote: too late, or for no option. Raises StorageError.

        Presses of one voter are taken one after the other, each by what the ledger holds at its turn.
        """
        done: asyncio.Future[Pressed | None] = asyncio.get_running_loop().create_future()
        await self._enqueue(_Press(press, post, done))
        return await done

    async def settle(self, post: OpenPost) -> None:
        """Apply what was parked for a post, after everything received before this call; then it takes votes."""

        batch = Batch()

        async def settle() -> Changed:
            changed = await self._parking.settle(post, batch)
            self._index.admit(post)
            return changed

        await self.in_turn(settle)

    async def settle_left(self) -> None:
        """Apply what is parked for posts that take votes, by a process that ended before it had learned of them.

        What a process parked that woke when its debate was closed is forgotten. Raises StorageError.
        """
        for platform, place, message in await self._parking.parked():
            post = self._index.find(platform, place, message)
            if post is not None:
                await self.settle(post)
            elif not self._index.sending(platform, place):
                await self.drop_parked(platform, place)

    async def drop_parked(self, platform: str, channel_id: str) -> None:
        """Forget what is parked for a channel, unless something is being sent to it after all."""

        async def drop() -> Changed:
            if not self._index.sending(platform, channel_id):
                await self._parking.drop_parked(platform, channel_id)
            return frozenset()

        await self.in_turn(drop)

    async def in_turn(self, work: Callable[[], Awaitable[Changed]]) -> None:
        """Do other ledger work in the same order as the marks around it. Raises StorageError.

        It may be done several times: what it writes must be a Batch, or change nothing when it is repeated.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._enqueue(_Job(work, done))
        await done

    async def settled(self) -> None:
        """Return when everything accepted before this call is written. Raises StorageError."""
        await self.in_turn(_nothing)

    def owe(self, post: OpenPost) -> None:
        """Events of this post may be missing from the ledger: it is owed a recount."""
        self._owed.add((post.platform, post.channel_id, post.message))

    async def pay_owed(self) -> bool:
        """Make posts that are owed a recount due for it; True if any was. Raises StorageError.

        A message that is no post yet stays owed for as long as it may become one.
        """
        index = self._index
        known = {owed: post.post for owed in self._owed if (post := index.find(*owed)) is not None}
        waits = {owed for owed in self._owed if owed not in known and index.sending(owed[0], owed[1])}
        self._owed = waits
        if not known:
            return False
        try:
            await self._recounts.mark_due(posts=known.values())
        except BaseException:
            self._owed |= known.keys()
            raise
        return True

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._filled.wait()
            self._idle.clear()
            try:
                while self._queue:
                    await self._write_some()
            finally:
                if not self._queue:
                    self._filled.clear()
                self._idle.set()

    async def drain(self) -> None:
        """Return when everything accepted so far is written or has failed."""
        while self._queue or not self._idle.is_set():
            await self._idle.wait()
            await asyncio.sleep(0)

    def _see_room(self, event: MarkEvent, post: OpenPost | None) -> None:
        if post is not None and post.unseeded and not event.added:
            self._on_room(post)

    async def _enqueue(self, item: _Item) -> None:
        if not self._room.taken_at_once():
            await self._room.take()
        self._queue.append(item)
        self._filled.set()

    def _take(self) -> list[_Cast] | list[_Press] | _Job:
        first = self._queue[0]
        if isinstance(first, _Job):
            self._queue.popleft()
            return first
        return self._take_all(_Press) if isinstance(first, _Press) else self._take_all(_Cast)

    def _take_all(self, kind: type[T]) -> list[T]:
        """As many of one kind as stand together and fit a batch."""
        batch: list[T] = []
        while self._queue and len(batch) < self._batch:
            item = self._queue[0]
            if not isinstance(item, kind):
                break
            batch.append(item)
            self._queue.popleft()
        return batch

    async def _write_some(self) -> None:
        taken = self._take()
        dones: list[asyncio.Future[Any] | None] = (
            [taken.done] if isinstance(taken, _Job) else [item.done for item in taken]
        )
        outcomes: Sequence[Pressed | None] = [None] * len(dones)
        error: BaseException | None = None
        try:
            if isinstance(taken, _Job):
                self._tell(await self._patiently(taken.work))
            elif presses := [item for item in taken if isinstance(item, _Press)]:
                outcomes = await self._write_presses(presses)
            else:
                await self._write_casts([item for item in taken if isinstance(item, _Cast)])
        except asyncio.CancelledError:
            error = StorageError(sentence("writer-stopped"))
            raise
        except Exception as failure:
            error = failure
            if not isinstance(taken, _Job):
                self._owe([item.event for item in taken if isinstance(item, _Cast)])
        finally:
            self._room.give_back(len(dones))
            for done, outcome in zip(dones, outcomes, strict=True):
                if done is None or done.done():
                    continue
                if error is None:
                    done.set_result(outcome)
                else:
                    done.set_exception(error)
                    done.exception()

    async def _write_presses(self, presses: list[_Press]) -> Sequence[Pressed | None]:
        outcomes: Sequence[Pressed | None] = ()
        decided: dict[int, Pressed] = {}
        batch = Batch()

        async def write() -> Changed:
            nonlocal outcomes
            outcomes, changed = await self._votes.press([(item.post, item.press) for item in presses], decided, batch)
            return changed

        self._tell(await self._patiently(write))
        self.figures.committed += len(presses)
        self.figures.batches += 1
        return outcomes

    async def _write_casts(self, casts: list[_Cast]) -> None:
        find = self._index.find
        ours: list[tuple[OpenPost, MarkEvent]] = []
        early: list[MarkEvent] = []
        sparks: list[tuple[MarkEvent, Sequence[OpenPost]]] = []
        if not all(cast.post for cast in casts):
            await self._patiently(self._learn)
        for cast in casts:
            event = cast.event
            post = cast.post or find(event.platform, event.channel, event.message)
            if post is not None:
                ours.append((post, event))
                continue
            if event.plain == SPARK_EMOJI and (posts := self._index.around(event.platform, event.channel)):
                sparks.append((event, posts))
            if self._index.sending(event.platform, event.channel):
                early.append(event)
        if early:
            parking = Batch()
            await self._patiently(lambda: self._park(early, parking))
            self.figures.parked += len(early)
        if ours:
            casting = Batch()
            self._tell(await self._patiently(lambda: self._votes.cast(ours, casting)))
            self.figures.committed += len(ours)
            self.figures.batches += 1
        if sparks:
            sparking = Batch()
            await self._patiently(lambda: self._spark(sparks, sparking))

    async def _learn(self) -> Changed:
        """A post stands before its first reaction, so the database knows by now of whatever posts these may be."""
        await self._index.refresh()
        return frozenset()

    async def _spark(self, events: list[tuple[MarkEvent, Sequence[OpenPost]]], batch: Batch) -> Changed:
        await self._votes.spark(events, batch)
        return frozenset()

    async def _park(self, events: list[MarkEvent], batch: Batch) -> Changed:
        await self._parking.park(events, batch)
        return frozenset()

    async def _patiently(self, work: Callable[[], Awaitable[Changed]]) -> Changed:
        """Do `work`, again and again while the database is only busy and patience lasts.

        A database that was lost during COMMIT counts as busy, so an attempt that failed may have been written.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        pauses = Pauses(WRITE)
        while True:
            try:
                return await work()
            except StorageBusy:
                pause = pauses.next()
                if loop.time() + pause > until:
                    raise
            await asyncio.sleep(pause)

    def _tell(self, changed: Changed) -> None:
        if changed:
            self._on_change(changed)

    def _owe(self, events: list[MarkEvent]) -> None:
        self.figures.failed += len(events)
        self._on_given_up(events)
        self._owed.update((event.platform, event.channel, event.message) for event in events)
        for event in events:
            if event.plain == SPARK_EMOJI:
                for post in self._index.around(event.platform, event.channel):
                    self.owe(post)


async def _nothing() -> Changed:
    return frozenset()
