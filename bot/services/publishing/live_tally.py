"""The live tally: posts show the latest state only, and no more often than a platform likes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from functools import partial

from bot.backoff import REFRESH, REFUSED_REFRESH
from bot.core.debates import DebateState
from bot.core.messages import Card
from bot.errors import AgoraError
from bot.services.debate_stores import DebateStore, PostStore
from bot.services.platform_errors import Impossible, MessageGone
from bot.services.ports import Clock, Log, Messenger, Platform
from bot.services.publishing.composer import Composer
from bot.services.records import OpenPost, Snapshot, key_of_post
from bot.services.voting.open_posts import OpenPosts

_AT_ONCE = 8
"""How many cards of one platform are edited at once. Who waits for a turn shows the tally as it is then."""


class LiveTally:
    """Edits a post when its debate's tally has moved on since it was last shown.

    Each platform has a lane of its own, in which the post that has waited longest comes first.
    Edits of one post may overtake each other: another process shows it too, and at closing the outbox does.
    So whoever has edited looks again, and the one whose edit came last has seen what the others wrote about.
    """

    def __init__(
        self,
        *,
        debates: DebateStore,
        posts: PostStore,
        index: OpenPosts,
        composer: Composer,
        messengers: Mapping[str, Messenger],
        platforms: Mapping[str, Platform],
        clock: Clock,
        log: Log,
        poll: float = 0.25,
    ) -> None:
        self._debates = debates
        self._posts = posts
        self._index = index
        self._composer = composer
        self._messengers = messengers
        self._platforms = platforms
        self._clock = clock
        self._log = log
        self._poll = poll
        self._looked_at = -1
        self._moved: set[str] = set()
        self._behind: set[int] = set()
        self._shown: dict[int, tuple[int, DebateState]] = {}
        self._unsure: dict[int, OpenPost] = {}
        self._next: dict[int, float] = {}
        self._failures: dict[int, int] = {}
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._at_once: Counter[str] = Counter()

    def moved(self, debates: frozenset[str]) -> None:
        """The tally of these debates has changed."""
        self._moved |= debates

    async def run(self) -> None:
        """Refresh until cancelled."""
        try:
            while True:
                self._start_due()
                await self._clock.sleep(self._poll)
        finally:
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _start_due(self) -> None:
        now, tick = self._clock.now(), asyncio.get_running_loop().time()
        self._look_at_changes()
        self._behind.update(post.post for debate in self._moved for post in self._index.of(debate))
        self._moved.clear()
        behind = {number: post for number in self._behind if (post := self._index.get(number)) is not None}
        ended = {number: post for number, post in self._unsure.items() if self._index.get(number) is None}
        due = [post for post in (behind | ended).values() if self._is_due(post, tick)]
        for post in sorted(due, key=lambda post: self._next.get(post.post, 0.0)):
            if self._at_once[post.platform] >= _AT_ONCE:
                continue
            self._behind.discard(post.post)
            pause = self._platforms[post.platform].refresh_every(now - post.said_at)
            self._next[post.post] = tick + pause.total_seconds()
            task = asyncio.create_task(self._refresh(post), name=f"refresh {post.post}")
            self._under_way[post.post] = task
            self._at_once[post.platform] += 1
            task.add_done_callback(partial(self._done, post))

    def _look_at_changes(self) -> None:
        """Go through all posts, if one of them has come, changed or gone."""
        if self._index.changes == self._looked_at:
            return
        self._looked_at = self._index.changes
        self._behind.update(post.post for post in self._index.all() if post.revision > self._last(post)[0])
        for number in [*self._shown, *self._next, *self._failures, *self._behind]:
            self._forget_if_ended(number)

    def _is_due(self, post: OpenPost, tick: float) -> bool:
        """Whether it is time to edit a post that shows less than is known, or ended unsure."""
        waits = post.post in self._under_way or tick < self._next.get(post.post, tick)
        return not waits and post.platform in self._messengers

    def _last(self, post: OpenPost) -> tuple[int, DebateState]:
        """The revision and the state that a post shows, as far as is known here."""
        revision, state = self._shown.get(post.post, (post.shown, DebateState.OPEN))
        return max(revision, post.shown), state

    async def _refresh(self, post: OpenPost) -> None:
        try:
            snapshot = await self._composer.snapshots.of(post.debate)
            if snapshot is None:
                self._unsure.pop(post.post, None)
            elif snapshot.certificate is not None:
                await self._end(post, snapshot)
            else:
                await self._show(post, snapshot)
        except MessageGone:
            self._unsure.pop(post.post, None)
            await self._posts.deleted(post.post)
            await self._index.refresh()
        except AgoraError as failure:
            refused = isinstance(failure, Impossible)
            if refused:
                self._unsure.pop(post.post, None)
            self._log.warning("tally could not be shown", channel=post.channel, reason=str(failure))
            failures = self._failures[post.post] = self._failures.get(post.post, 0) + 1
            pause = (REFUSED_REFRESH if refused else REFRESH).pause(failures)
            self._next[post.post] = asyncio.get_running_loop().time() + pause
            self._behind.add(post.post)
        else:
            self._failures.pop(post.post, None)

    async def _show(self, post: OpenPost, snapshot: Snapshot) -> None:
        """Show what is new, and look whether it is still the latest."""
        debate = snapshot.debate
        revision, state = self._last(post)
        if debate.revision <= revision and debate.state is state and post.post not in self._unsure:
            return
        card = self._composer.post_card(snapshot, post.platform, post.locale)
        self._unsure[post.post] = post
        await self._messengers[post.platform].edit(
            post.channel_id, post.message, card, key_of_post(post.debate, post.channel)
        )
        self._shown[post.post] = debate.revision, debate.state
        await self._posts.shown(post.post, debate.revision)
        now = await self._debates.get(post.debate)
        if now is not None and now.state is not DebateState.OPEN:
            ended = await self._composer.snapshots.of(post.debate)
            if ended is not None and ended.certificate is not None:
                await self._end(post, ended)
                return
        del self._unsure[post.post]
        if now is not None and now.revision > debate.revision:
            self._behind.add(post.post)

    async def _end(self, post: OpenPost, snapshot: Snapshot) -> None:
        """After closing the outbox shows the card; only where an edit of ours may have come after, it is ours too."""
        said = next((other for other in snapshot.posts if other.id == post.post), None)
        told: Card | None = None
        while post.post in self._unsure and said is not None and (card := await self._composer.card(said)) != told:
            await self._messengers[post.platform].edit(
                post.channel_id, post.message, card, key_of_post(post.debate, post.channel)
            )
            told = card
        self._unsure.pop(post.post, None)

    def _done(self, post: OpenPost, task: asyncio.Task[None]) -> None:
        self._under_way.pop(post.post, None)
        self._at_once[post.platform] -= 1
        self._forget_if_ended(post.post)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("refresh met an unexpected error", post=post.post, error=error)

    def _forget_if_ended(self, number: int) -> None:
        if self._index.get(number) is None and number not in self._unsure:
            for known in (self._shown, self._next, self._failures):
                known.pop(number, None)
            self._behind.discard(number)
