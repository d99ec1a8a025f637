"""Attempts: one delivery carried out once, and what came of it recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.backoff import DELIVERY
from bot.bounded import BoundedDict
from bot.core.debates import Post
from bot.errors import AgoraError
from bot.sentences import Sentence, english, sentence
from bot.services.debate_stores import PostStore
from bot.services.platform_errors import (
    Impossible,
    MessageGone,
    PlatformError,
    StillRefused,
    TokenRefused,
    TryLater,
    Unclear,
)
from bot.services.ports import Clock, Log, Messenger
from bot.services.publishing.announcements import Alerts
from bot.services.publishing.composer import Composer
from bot.services.publishing.leases import LeaseRanOut, Leases
from bot.services.records import Delivery, Part, key_of_post
from bot.services.stores import DeliveryStore
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter

_LOOK_BACK = timedelta(minutes=2)
"""How far before the plan a search begins, for clocks that differ."""
_HOLD_TOLD_AT = 5
"""After how many attempts with an unclear outcome an admin is told that a delivery is held."""
_HELD_REMEMBERED = 1_000
_ABOUT_THE_POST = frozenset({Part.SEEDS, Part.THREAD, Part.CLOSED_CARD})
"""What is done to the post's own message: where that is gone, the post is deleted, and not a thread under it."""


class Attempts:
    """Hands a delivery to its platform and records the outcome: said, given up, or to be tried again."""

    def __init__(
        self,
        *,
        deliveries: DeliveryStore,
        posts: PostStore,
        messengers: Mapping[str, Messenger],
        composer: Composer,
        index: OpenPosts,
        writer: VoteWriter,
        alerts: Alerts,
        leases: Leases,
        clock: Clock,
        log: Log,
    ) -> None:
        self._deliveries = deliveries
        self._posts = posts
        self._messengers = messengers
        self._composer = composer
        self._index = index
        self._writer = writer
        self._alerts = alerts
        self._leases = leases
        self._clock = clock
        self._log = log
        self._held: BoundedDict[int, Sentence] = BoundedDict(_HELD_REMEMBERED)
        self.refused: set[str] = set()
        """Platforms that refused the token when they were last asked to say something."""

    async def make(self, delivery: Delivery) -> None:
        """Carry one delivery out; until its outcome is recorded, votes on what may have been sent are kept."""
        post = delivery.post
        if delivery.part is not Part.POST or post is None:
            await self._attempt(delivery)
            return
        try:
            with self._index.hold(post.platform, post.channel_id):
                await self._attempt(delivery)
                await self._index.refresh()
        except (asyncio.CancelledError, LeaseRanOut):
            if not self._leases.surely_has(delivery.id):
                # Whoever has it now keeps votes of its own for it, and may be long done.
                await self._writer.drop_parked(post.platform, post.channel_id)
            raise
        await self._writer.drop_parked(post.platform, post.channel_id)

    async def _attempt(self, delivery: Delivery) -> None:
        """Carry one delivery out and record its outcome."""
        unclear = delivery.unclear
        try:
            if self._expired(delivery) and not unclear:
                raise Impossible(sentence("delivery-too-late"))
            await self._carry_out(delivery)
        except Impossible as failure:
            await self._give_up(delivery, failure)
        except TryLater as failure:
            await self._again(delivery, failure, unclear=False, after=failure.after)
            self._note_refusal(delivery, failure)
        except PlatformError as failure:
            await self._again(delivery, failure, unclear=unclear or isinstance(failure, Unclear), after=None)
            self._note_refusal(delivery, failure)
        except AgoraError as failure:
            await self._again(delivery, failure, unclear=True, after=None)
        except Exception as failure:
            self._log.error("delivery met an unexpected error", key=delivery.key, error=failure)
            await self._again(delivery, failure, unclear=True, after=None)

    def _note_refusal(self, delivery: Delivery, failure: PlatformError) -> None:
        if delivery.post is not None and isinstance(failure, TokenRefused | StillRefused):
            self.refused.add(delivery.post.platform)

    async def _carry_out(self, delivery: Delivery) -> None:
        post = delivery.post
        match delivery.part:
            case Part.POST:
                await self._say_post(delivery, _of(post))
            case Part.SEEDS:
                await self._seed(_of(post))
                await self._said(delivery, None)
            case Part.THREAD:
                await self._said(delivery, await self._open_thread(_of(post)))
            case Part.CLOSED_CARD:
                said = _of(post)
                card = await self._composer.card(said)
                await self._messengers[said.platform].edit(
                    said.channel_id, said.message or "", card, key_of_post(said.debate, said.channel)
                )
                await self._said(delivery, said.message)
            case _:
                await self._said(delivery, await self._say(delivery))

    async def _said(self, delivery: Delivery, message: str | None) -> None:
        await self._deliveries.said(delivery.id, message, self._clock.now())
        if delivery.post is not None:
            self.refused.discard(delivery.post.platform)
        self._held.pop(delivery.id, None)
        self._leases.let_go(delivery.id)

    async def _say_post(self, delivery: Delivery, post: Post) -> None:
        message = await self._say(delivery)
        await self._said(delivery, message)
        await self._index.refresh()
        said = self._index.known(post.platform, post.channel_id, message)
        if said is not None:
            await self._writer.settle(said)
        self._log.info("posted", debate=post.debate, channel=post.channel)

    async def _say(self, delivery: Delivery) -> str:
        """Send what the delivery says, or adopt what an earlier attempt has sent; gives the native id."""
        to = self._composer.destination(delivery)
        messenger = self._messengers[to.platform]
        since = _may_be_said_since(delivery)
        if since is not None:
            try:
                found = await messenger.find(to.channel_id, delivery.key, since, to.thread)
            except PlatformError as failure:
                raise Unclear(failure.sentence) from failure
            if found is not None:
                self._log.info("found what an unclear send had sent", key=delivery.key)
                return found
            if self._expired(delivery):
                raise Impossible(sentence("delivery-too-late"))
        message = await self._composer.message(delivery)
        return await messenger.send(to.channel_id, message, delivery.key, to.thread)

    async def _seed(self, post: Post) -> None:
        """Put every option's emoji that can be put under the post; one that can't keeps no other away."""
        lacking: Impossible | None = None
        for emoji in await self._composer.seeds(post):
            try:
                await self._messengers[post.platform].react(post.channel_id, post.message or "", emoji)
            except MessageGone:
                raise
            except Impossible as failure:
                lacking = lacking or failure
        if lacking is not None:
            raise lacking

    async def _open_thread(self, post: Post) -> str:
        title = await self._composer.thread_title(post)
        return await self._messengers[post.platform].open_thread(post.channel_id, post.message or "", title)

    def _expired(self, delivery: Delivery) -> bool:
        return delivery.not_after is not None and self._clock.now() >= delivery.not_after

    async def _again(self, delivery: Delivery, failure: Exception, *, unclear: bool, after: float | None) -> None:
        pause = after if after is not None else DELIVERY.pause(delivery.attempts)
        at = self._clock.now() + timedelta(seconds=pause)
        if delivery.not_after is not None and not unclear and at >= delivery.not_after:
            at = max(delivery.not_after, self._clock.now())
        if not await self._leases.confirm(delivery):
            self._held.pop(delivery.id, None)
            return
        reason = _reason(failure)
        self._log.warning(
            "delivery is tried again",
            key=delivery.key,
            seconds=round(pause, 1),
            unclear=unclear,
            reason=reason.in_full(english()),
        )
        if unclear and delivery.attempts >= _HOLD_TOLD_AT and delivery.part is not Part.ALERT:
            await self._alerts.held(delivery, reason, logged=self._held.get(delivery.id) == reason)
            self._held[delivery.id] = reason
        await self._deliveries.again(delivery.id, self._leases.owner, at, unclear=unclear, reason=reason)

    async def _give_up(self, delivery: Delivery, failure: PlatformError) -> None:
        if not await self._leases.confirm(delivery):
            return
        reason = _reason(failure)
        if delivery.reason is not None and self._expired(delivery):
            reason = delivery.reason
        self._log.error("delivery failed for good", key=delivery.key, reason=reason.in_full(english()))
        self._held.pop(delivery.id, None)
        if self._must_be_told(delivery, failure):
            await self._alerts.failed(delivery, reason)
        await self._deliveries.failed(delivery.id, self._leases.owner, reason, self._clock.now())
        if isinstance(failure, MessageGone) and delivery.part in _ABOUT_THE_POST and delivery.post is not None:
            await self._posts.deleted(delivery.post.id)
            await self._index.refresh()

    def _must_be_told(self, delivery: Delivery, failure: PlatformError) -> bool:
        """Whether an admin has something to do about it; not where people deleted it, or its debate just ended."""
        if delivery.part in (Part.POST, Part.RESULT):
            return True
        ran_out = self._expired(delivery) and delivery.reason is None
        return delivery.part is not Part.ALERT and not ran_out and not isinstance(failure, MessageGone)


def _may_be_said_since(delivery: Delivery) -> datetime | None:
    """Since when it may stand on the platform already, by what this ledger knows; None where it certainly does not."""
    since = [delivery.planned_at] if delivery.unclear else []
    if delivery.unknown_since is not None:
        since.append(delivery.unknown_since)
    return min(since) - _LOOK_BACK if since else None


def _of(post: Post | None) -> Post:
    if post is None:
        raise Impossible(sentence("delivery-post-unknown"))
    return post


def _reason(failure: Exception) -> Sentence:
    if isinstance(failure, AgoraError):
        return failure.sentence
    return sentence("delivery-unexpected", error=type(failure).__name__)
