"""Recounts: reading all reactions back from the platforms and mending the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field

from bot.backoff import SCAN, Backoff
from bot.core.debates import BallotKind, Debate, Post, PostState
from bot.core.emoji import SAVE_EMOJI, plain
from bot.core.presence import Presence
from bot.core.recounts import Scan
from bot.core.times import micros
from bot.errors import AgoraError
from bot.sentences import sentence
from bot.services.debate_stores import PostStore
from bot.services.platform_errors import MessageGone, PlatformError
from bot.services.ports import Clock, Log, Messenger, Reader
from bot.services.records import Batch, Mended
from bot.services.vote_stores import RecountStore

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


def _at_once(post: int) -> AbstractAsyncContextManager[object]:
    del post
    return nullcontext()


class Recounter:
    """Reads posts back and mends the ledger: for posts that are due, and at closing."""

    def __init__(
        self,
        *,
        recounts: RecountStore,
        posts: PostStore,
        readers: Mapping[str, Reader],
        messengers: Mapping[str, Messenger],
        clock: Clock,
        log: Log,
        in_turn: Callable[[Callable[[], Awaitable[frozenset[str]]]], Awaitable[None]],
        policy: Backoff = SCAN,
    ) -> None:
        self._recounts = recounts
        self._posts = posts
        self._readers = readers
        self._messengers = messengers
        self._clock = clock
        self._log = log
        self._in_turn = in_turn
        self._policy = policy

    async def read(
        self,
        debate: Debate,
        posts: Sequence[Post],
        *,
        within: float | None = None,
        turn: Callable[[int], AbstractAsyncContextManager[object]] = _at_once,
    ) -> Readings:
        """Scan every said post until two scans agree, restoring seed reactions that are missing.

        A post that is found gone is noted as deleted.
        A post that is not read `within` so many seconds is unread; the others count. Each, by its number, has its
        `turn` first, and its time begins with it.
        """
        said = [post for post in posts if post.state is PostState.SAID and post.platform in self._readers]
        outcomes = await asyncio.gather(*(self._read_in_time(debate, post, within, turn(post.id)) for post in said))
        scans: dict[int, tuple[Scan, int]] = {}
        unsettled = set()
        unread: dict[int, str] = {
            post.id: f"{post.platform} is not configured any more"
            for post in posts
            if post.state is PostState.SAID and post.platform not in self._readers
        }
        for post, outcome in zip(said, outcomes, strict=True):
            if isinstance(outcome, MessageGone):
                await self._posts.deleted(post.id)
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

    async def _read_in_time(
        self, debate: Debate, post: Post, within: float | None, turn: AbstractAsyncContextManager[object]
    ) -> _Reading | str | MessageGone:
        try:
            async with turn, asyncio.timeout(within):
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
                await self._clock.sleep(self._policy.pause(attempt))
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
        reader = self._readers[post.platform]
        message = post.message or ""
        if debate.rules.ballot is BallotKind.BUTTONS:
            return await reader.scan(post.channel_id, message, (SAVE_EMOJI,))
        forms = [form for option in debate.article.options if (form := option.emoji.on(post.platform))]
        wanted = {plain(form): form for form in forms}
        scan = await reader.scan(post.channel_id, message, (*wanted, SAVE_EMOJI))
        missing = [form for bare, form in wanted.items() if bare not in scan.own]
        if not missing:
            return scan
        for form in missing:
            await self._messengers[post.platform].react(post.channel_id, message, form)
        scan = await reader.scan(post.channel_id, message, (*wanted, SAVE_EMOJI))
        if any(bare not in scan.own for bare in wanted):
            raise PlatformError(sentence("recount-seeds-missing", channel=post.channel))
        return scan
