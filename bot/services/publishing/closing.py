"""Closing on time: voting stops, the recount decides, and the result carries its certificate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.backoff import RECOUNT, Pauses
from bot.core.debates import BallotKind, Debate, DebateState, Post, PostState
from bot.core.presence import Presence
from bot.core.recounts import Certificate, Note, Recounted, Scan
from bot.core.times import micros
from bot.sentences import sentence
from bot.services.debate_stores import ClosingStore, DebateStore
from bot.services.ports import Clock, Log
from bot.services.publishing.announcements import Alerts
from bot.services.publishing.leases import held
from bot.services.publishing.outbox import Outbox
from bot.services.records import Closing, DeliveryState, Mended, Part
from bot.services.stores import OutcomeStore
from bot.services.vote_stores import RecountStore
from bot.services.voting.attendance import Attendance
from bot.services.voting.recount import Readings, Recounter
from bot.services.voting.talk_recount import Cut, TalkRecounter
from bot.services.wakeup import Wakeup

_WHOLE = Cut()


def certificate_of_buttons(saves: Readings, mended: Mended, cut: Cut) -> Certificate:
    """What was pressed is in the ledger alone; `saves` and `cut` tell what else could not be read in whole."""
    short = {post for post, (scan, _) in saves.scans.items() if scan.short}
    unsure = len(saves.unread.keys() | saves.unsettled | short)
    saved = (Note("note-saves-cut", (("posts", unsure),)),) if unsure else ()
    return Certificate(
        recounted=Recounted.NO,
        ledger=mended.ledger,
        recount=mended.recount,
        undecided=mended.undecided,
        notes=(Note("note-buttons"), *mended.notes, *saved, *_cut_told(cut)),
    )


def certificate(
    readings: Readings, mended: Mended, *, gap: Note | None, deleted: int, cut: Cut = _WHOLE
) -> Certificate:
    """Put what a closing recount read and mended into its certificate; `deleted` posts are none of what it read.

    `gap` tells of the time around closing in which nobody listened, `cut` of what was said and not read in whole.
    """
    short = any(scan.short for scan, _ in readings.scans.values())
    if not readings.scans:
        recounted = Recounted.NO
    elif readings.unread or short or readings.unsettled:
        recounted = Recounted.PARTIAL
    else:
        recounted = Recounted.EXACT
    notes = list(mended.notes)
    if gap is not None:
        notes.append(gap)
    if readings.unread:
        notes.append(Note("note-unread", (("posts", len(readings.unread)),)))
    if readings.unsettled:
        notes.append(Note("note-unsettled", (("posts", len(readings.unsettled)),)))
    if short:
        notes.append(Note("note-short"))
    if deleted:
        notes.append(Note("note-gone", (("posts", deleted),)))
    notes.extend(_cut_told(cut))
    return Certificate(
        recounted=recounted,
        ledger=mended.ledger,
        recount=mended.recount,
        differences=mended.added + mended.removed,
        undecided=mended.undecided,
        undatable=mended.undatable,
        unsettled=len(readings.unsettled),
        notes=tuple(notes),
    )


def _cut_told(cut: Cut) -> tuple[Note, ...]:
    notes = []
    if cut.posts:
        notes.append(Note("note-replies-cut", (("posts", cut.posts),)))
    if cut.lines:
        notes.append(Note("note-sparks-cut", (("lines", cut.lines),)))
    return tuple(notes)


LEASE = timedelta(seconds=60)
AFTER_DOWNTIME = timedelta(minutes=1)
"""How long a bot that comes back after the grace time tries to read the platform before the ledger decides."""
_LEAST_READING = 5.0
"""Seconds that one reading of the platform may take however little of the grace time is left."""
_LEAST_LISTENING = 2.0
"""The same for sparks and replies."""
_SAVES_WITHIN = 10.0
"""Seconds that reading what was saved may take where nothing else is read."""
_LONGEST_WAIT = 5.0
_ON_ITS_WAY = 1.0
"""Seconds that the event of a mark made just after closing, and seen by the scan, is given to arrive."""
_LATE_NEWS = 8.0
"""The same where a platform that tells its news late shows marks of which it has told nothing."""
_LOOKS_EVERY = 0.5


class ClosingService:
    """Ends every debate whose time is up."""

    def __init__(
        self,
        *,
        closings: ClosingStore,
        debates: DebateStore,
        outcomes: OutcomeStore,
        recounts: RecountStore,
        recounter: Recounter,
        talk_recounter: TalkRecounter,
        outbox: Outbox,
        alerts: Alerts,
        attendance: Attendance,
        clock: Clock,
        owner: str,
        log: Log,
        on_change: Callable[[frozenset[str]], None],
        up_since: datetime,
        tell_late: Collection[str] = (),
    ) -> None:
        """`tell_late` are the platforms whose events may take seconds to come."""
        self._closings = closings
        self._debates = debates
        self._outcomes = outcomes
        self._recounts = recounts
        self._recounter = recounter
        self._talk_recounter = talk_recounter
        self._outbox = outbox
        self._alerts = alerts
        self._attendance = attendance
        self._clock = clock
        self._owner = owner
        self._log = log
        self._on_change = on_change
        self._up_since = up_since
        self._tell_late = frozenset(tell_late)
        self.wake = Wakeup()
        """Look for debates to close at once."""
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._read_before: dict[str, Mapping[int, tuple[Scan, int]]] = {}

    async def read_before(self, debate: Debate) -> None:
        """Recount an open debate that is about to be closed, by somebody who has not listened to it.

        What is seen now was there in time; what it finds belongs to the closing recount.
        """
        if debate.state is not DebateState.OPEN or debate.rules.ballot is BallotKind.BUTTONS:
            return
        posts = await self._debates.posts(debate.id)
        within = min(debate.rules.closing_grace, AFTER_DOWNTIME).total_seconds()
        readings = await self._recounter.read(debate, posts, within=max(within, _LEAST_READING))
        await self._recounter.mend(debate, readings, closing=True)
        self._read_before[debate.id] = readings.scans

    async def run(self) -> None:
        """Close debates until cancelled. One that is cut short is taken up again when its lease runs out."""
        try:
            while True:
                self.wake.begin()
                await self.start_due()
                await self.wake.wait(await self._seconds_to_next())
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
        renew = partial(self._closings.renew, debate.id, self._owner)
        try:
            async with held(renew, self._clock, LEASE):
                await self._settle_unclear(closing)
                posts = await self._debates.posts(debate.id)
                said = any(post.state in (PostState.SAID, PostState.DELETED) for post in posts)
                if not said and await self._closings.void(debate.id, self._clock.now()):
                    self._log.warning("debate was said nowhere and is void", debate=debate.id)
                elif debate.rules.ballot is BallotKind.BUTTONS:
                    await self._certify_buttons(closing)
                else:
                    await self._certify(closing)
                await self._tell_of_unsaid(debate.id)
        finally:
            self._on_change(frozenset({debate.id}))
            self._outbox.wake()

    async def _settle_unclear(self, closing: Closing) -> None:
        """Give unclear posts a last search: until the time for it ends the outbox looks for them."""
        deadline = self._deadline(closing)
        while self._clock.now() < deadline:
            self._outbox.wake()
            pending = [
                delivery
                for delivery in await self._outcomes.of_debate(closing.debate.id, Part.POST)
                if delivery.state is DeliveryState.SENDING
                or (delivery.state is DeliveryState.PLANNED and delivery.unclear)
            ]
            if not pending:
                return
            await self._clock.sleep(0.5)

    async def _tell_of_unsaid(self, debate: str) -> None:
        """Tell the admins where the post was still not said when the debate ended, and why."""
        for delivery in await self._outcomes.of_debate(debate, Part.POST):
            if delivery.state is DeliveryState.FAILED:
                await self._alerts.failed(delivery, delivery.reason or sentence("delivery-too-late"))

    def _began(self, closing: Closing) -> datetime:
        return max(closing.began_at, self._up_since)

    def _deadline(self, closing: Closing) -> datetime:
        """Until when the platforms are asked: the grace time, or a minute for a bot that comes back after it."""
        debate, grace = closing.debate, closing.debate.rules.closing_grace
        return max(debate.closes_at + grace, self._began(closing) + min(grace, AFTER_DOWNTIME))

    async def _certify(self, closing: Closing) -> None:
        """Recount until every said post is read or the grace time ends, mend, and certify what was found."""
        debate = closing.debate
        posts = await self._debates.posts(debate.id)
        trying = asyncio.create_task(self._attendance.try_out({post.platform for post in posts}))
        try:
            await self._recount(closing, trying)
        finally:
            trying.cancel()

    async def _recount(self, closing: Closing, trying: asyncio.Task[None]) -> None:
        debate = closing.debate
        deadline = self._deadline(closing)
        pauses = Pauses(RECOUNT)
        while True:
            left = max((deadline - self._clock.now()).total_seconds(), _LEAST_READING)
            readings = await self._recounter.read(debate, await self._debates.posts(debate.id), within=left)
            left = (deadline - self._clock.now()).total_seconds()
            if not readings.unread or (left <= 0):
                break
            await self._clock.sleep(min(pauses.next(), max(left, 0.05)))
        read_at = self._clock.now()
        cut = Cut()
        if readings.scans:
            cut, _, _ = await asyncio.gather(self._listen(debate, deadline), self._clock.sleep(_ON_ITS_WAY), trying)

        posts = await self._debates.posts(debate.id)
        deleted = sum(post.state is PostState.DELETED for post in posts)
        read = [post for post in posts if post.id in readings.scans]
        gaps = await self._gaps(debate, read, readings, read_at)
        awaited = [post for post in read if post.platform in self._tell_late and post.id not in gaps]
        if await self._waited_for_news(debate, readings, [post.id for post in awaited], deadline):
            gaps |= await self._gaps(debate, awaited, readings, self._clock.now())

        async def finish(mended: Mended) -> None:
            doubted = gaps if mended.undatable or mended.withdrawn else _missed(debate, gaps, read_at)
            found = certificate(readings, mended, gap=self._gap_told(debate, doubted), deleted=deleted, cut=cut)
            await self._closings.finish(debate.id, found, self._clock.now())
            self._log.info("debate closed", debate=debate.id, recounted=found.recounted.value)

        await self._recounter.mend(debate, readings, closing=True, gaps=gaps, then=finish)
        self._read_before.pop(debate.id, None)

    async def _waited_for_news(
        self, debate: Debate, readings: Readings, posts: Collection[int], deadline: datetime
    ) -> bool:
        """Wait for the events of what was read on these posts and not told of yet, which say when it was.

        False where there was nothing to wait for.
        """
        scans = {post: readings.scans[post] for post in posts}
        if not scans or not await self._recounts.untold(debate.id, scans):
            return False
        until = min(deadline, self._clock.now() + timedelta(seconds=_LATE_NEWS))
        while self._clock.now() < until and await self._recounts.untold(debate.id, scans):
            await self._clock.sleep(_LOOKS_EVERY)
        return True

    async def _gaps(
        self, debate: Debate, posts: Sequence[Post], readings: Readings, read_at: datetime
    ) -> dict[int, Presence]:
        """The posts that were not listened to without a gap from closing time until they were read.

        With them those of which what was received just after closing time may have come before.
        Where a reading before closing time and the one after it agree, nothing happened in between.
        """
        closes_at, last = micros(debate.closes_at), micros(read_at)
        before = self._read_before.get(debate.id, {})
        presences = await self._attendance.of(posts, closes_at, last)
        return {
            post: one
            for post, one in presences.items()
            if (not one.covers(closes_at, last) or one.slow_at(closes_at))
            and not (post in before and readings.scans[post][0].agrees_with(before[post][0], ()))
        }

    def _gap_told(self, debate: Debate, gaps: Mapping[int, Presence]) -> Note | None:
        """What kept the bot from hearing: it was not running at closing time, or it was and heard nothing."""
        if not gaps:
            return None
        heard = any(one.heard(micros(debate.closes_at)) for one in gaps.values())
        if self._up_since > debate.closes_at and not heard:
            return Note("note-was-down")
        return Note("note-not-heard", (("posts", len(gaps)),))

    async def _listen(self, debate: Debate, deadline: datetime) -> Cut:
        """Recount sparks and replies while the grace time lasts; gives what was not read in whole."""
        left = (deadline - self._clock.now()).total_seconds()
        posts = await self._debates.posts(debate.id)
        return await self._talk_recounter.recount(debate, posts, within=max(left, _LEAST_LISTENING))

    async def _certify_buttons(self, closing: Closing) -> None:
        """Certify what the ledger holds after every press that came in time: there is nothing to hold against it.

        What people saved is recounted all the same, and so is what was said.
        """
        debate = closing.debate
        posts = await self._debates.posts(debate.id)
        saves, cut = await asyncio.gather(
            self._recounter.read(debate, posts, within=_SAVES_WITHIN), self._listen(debate, self._deadline(closing))
        )

        async def finish(mended: Mended) -> None:
            found = certificate_of_buttons(saves, mended, cut)
            await self._closings.finish(debate.id, found, self._clock.now())
            self._log.info("debate closed", debate=debate.id, recounted=found.recounted.value)

        await self._recounter.mend(debate, saves, closing=True, then=finish)


def _missed(debate: Debate, gaps: Mapping[int, Presence], read_at: datetime) -> Mapping[int, Presence]:
    """Those of the gaps in which something may have been missed, not only received too late."""
    closes_at, last = micros(debate.closes_at), micros(read_at)
    return {post: one for post, one in gaps.items() if not (one.covers(closes_at, last) and one.slow_at(closes_at))}
