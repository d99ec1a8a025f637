"""Recounts: reading all reactions back from the platforms and mending the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.backoff import RECOUNT
from bot.core.debates import BallotKind, Debate, DebateState, Post, PostState
from bot.core.emoji import SAVE_EMOJI, plain
from bot.core.presence import Presence
from bot.core.recounts import Scan
from bot.core.times import micros
from bot.errors import AgoraError
from bot.services.debate_stores import DebateStore
from bot.services.platform_errors import MessageGone, PlatformError
from bot.services.ports import Clock, Log, Messenger
from bot.services.records import Batch, Mended
from bot.services.vote_stores import RecountStore
from bot.services.voting.talk_recount import TalkRecounter

SCANS = 3
"""After how many scans that do not agree the last readable one decides (decision 7)."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What could be read of a debate's said posts.

    `scans` maps a post to its deciding scan and the history's watermark when that scan began;
    `unread` are said posts that could not be read, with the reason; `unsettled` those of which no two readings agreed.
    """

    scans: Mapping[int, tuple[Scan, int]]
    unread: Mapping[int, str] = field(default_factory=dict)
    unsettled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One post's deciding scan, the history's watermark when it began, and whether another one agreed with it."""

    scan: Scan
    watermark: int
    settled: bool


class Recounter:
    """Recounts what is due, nearest closing time first, and on demand at closing."""

    def __init__(
        self,
        *,
        recounts: RecountStore,
        debates: DebateStore,
        messengers: Mapping[str, Messenger],
        talk_recounter: TalkRecounter,
        clock: Clock,
        log: Log,
        in_turn: Callable[[Callable[[], Awaitable[frozenset[str]]]], Awaitable[None]],
        pause: float = 0.3,
    ) -> None:
        self._recounts = recounts
        self._debates = debates
        self._messengers = messengers
        self._talk_recounter = talk_recounter
        self._clock = clock
        self._log = log
        self._in_turn = in_turn
        self._pause = pause
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look for due recounts at once."""
        self._woken.set()

    async def run(self) -> None:
        """Recount what is due until cancelled. A debate that can't be read is tried again by growing pauses."""
        failures = 0
        while True:
            self._woken.clear()
            failures = 0 if await self.recount_due() else failures + 1
            with suppress(TimeoutError):
                async with asyncio.timeout(RECOUNT.pause(failures + 1)):
                    await self._woken.wait()

    async def recount_due(self) -> bool:
        """Recount every open debate that is due; False when one of them could not be read in full."""
        complete = True
        recounted: list[tuple[Debate, Sequence[Post]]] = []
        for debate_id in await self._recounts.due(self._clock.now()):
            debate = await self._debates.get(debate_id)
            if debate is None or debate.state is not DebateState.OPEN:
                continue
            posts = await self._debates.posts(debate.id)
            readings = await self.read(debate, posts)
            if readings.scans:
                await self.mend(debate, readings)
            recounted.append((debate, posts))
            complete = complete and not readings.unread
        await asyncio.gather(*(self._talk_recounter.recount(debate, posts) for debate, posts in recounted))
        return complete

    async def read(self, debate: Debate, posts: Sequence[Post], *, within: float | None = None) -> Readings:
        """Scan every said post until two scans agree, restoring seed reactions that are missing.

        A post that is found gone is noted as deleted.
        A post that is not read `within` so many seconds is unread; the others count.
        """
        said = [post for post in posts if post.state is PostState.SAID and post.platform in self._messengers]
        outcomes = await asyncio.gather(*(self._read_in_time(debate, post, within) for post in said))
        scans: dict[int, tuple[Scan, int]] = {}
        unsettled = set()
        unread: dict[int, str] = {
            post.id: f"{post.platform} is not configured any more"
            for post in posts
            if post.state is PostState.SAID and post.platform not in self._messengers
        }
        for post, outcome in zip(said, outcomes, strict=True):
            if isinstance(outcome, MessageGone):
                await self._debates.deleted(post.id)
            elif isinstance(outcome, str):
                unread[post.id] = outcome
            else:
                scans[post.id] = outcome.scan, outcome.watermark
                if not outcome.settled:
                    unsettled.add(post.id)
        return Readings(scans, unread, frozenset(unsettled))

    async def mend(
        self,
        debate: Debate,
        readings: Readings,
        *,
        closing: bool = False,
        gaps: Mapping[int, Presence] | None = None,
        then: Callable[[Mended], Awaitable[None]] | None = None,
    ) -> None:
        """Apply what the scans found to the ledger, as one recount, after every event received before.

        `gaps` are the posts that were not listened to without a gap from closing time until they were read.
        `then` is done with what it found before any other event is written.
        """

        batch = Batch()

        async def work() -> frozenset[str]:
            mended = await self._recounts.mend(
                debate.id,
                readings.scans,
                closing=closing,
                at=micros(self._clock.now()),
                gaps=gaps or {},
                batch=batch,
            )
            if mended.added or mended.removed:
                self._log.info(
                    "recount mended the ledger", debate=debate.id, added=mended.added, removed=mended.removed
                )
            if then is not None:
                await then(mended)
            return frozenset({debate.id}) if mended.changed else frozenset()

        await self._in_turn(work)

    async def _read_in_time(self, debate: Debate, post: Post, within: float | None) -> _Reading | str | MessageGone:
        try:
            async with asyncio.timeout(within):
                return await self._read_post(debate, post)
        except TimeoutError:
            return "it could not be read in time"

    async def _read_post(self, debate: Debate, post: Post) -> _Reading | str | MessageGone:
        """The deciding scan of one post with its watermark, or why there is none."""
        last: _Reading | None = None
        settled = False
        reason = "it could not be read"
        for attempt in range(SCANS):
            if attempt:
                await self._clock.sleep(self._pause * attempt)
            try:
                watermark = await self._recounts.watermark(debate.id)
                scan = await self._scan(debate, post)
            except MessageGone as gone:
                return gone
            except AgoraError as failure:
                reason = str(failure)
                self._log.warning("post could not be read", post=post.id, channel=post.channel, reason=reason)
                continue
            if last is not None:
                touched = await self._recounts.touched(post.id, last.watermark)
                if scan.agrees_with(last.scan, touched):
                    return _Reading(scan, watermark, settled=True)
                settled = settled or scan.agrees_where_whole(last.scan, touched)
            last = _Reading(scan, watermark, settled)
        return last if last is not None else reason

    async def _scan(self, debate: Debate, post: Post) -> Scan:
        """One scan that shows the bot's own seeds; raises PlatformError where they stay missing.

        Ballots cast by button leave nothing to read, and no seeds: only what is saved is recounted.
        """
        messenger = self._messengers[post.platform]
        message = post.message or ""
        if debate.rules.ballot is BallotKind.BUTTONS:
            return await messenger.scan(post.channel_id, message, (SAVE_EMOJI,))
        forms = [form for option in debate.article.options if (form := option.emoji.on(post.platform))]
        wanted = {plain(form): form for form in forms}
        scan = await messenger.scan(post.channel_id, message, (*wanted, SAVE_EMOJI))
        missing = [form for bare, form in wanted.items() if bare not in scan.own]
        if not missing:
            return scan
        for form in missing:
            await messenger.react(post.channel_id, message, form)
        scan = await messenger.scan(post.channel_id, message, (*wanted, SAVE_EMOJI))
        if any(bare not in scan.own for bare in wanted):
            raise PlatformError(
                f"The bot's own reactions are missing in {post.channel}, so what is read there says nothing.",
                "Check that the bot may add reactions and read the message history there.",
            )
        return scan
