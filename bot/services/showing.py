"""Showing the live tally: the latest state only, and no more often than a platform likes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

from bot.errors import AgoraError
from bot.services.composing import Composer
from bot.services.index import OpenPosts
from bot.services.outcomes import MessageGone
from bot.services.ports import Clock, DebateStore, Log, Messenger, Platform
from bot.services.records import OpenPost

_AFTER_FAILURE = 5.0
"""Seconds until a refresh that failed is tried again."""


class Showing:
    """Edits a post when its debate's tally has moved on since it was last shown."""

    def __init__(
        self,
        *,
        debates: DebateStore,
        index: OpenPosts,
        composer: Composer,
        messengers: Mapping[str, Messenger],
        platforms: Mapping[str, Platform],
        clock: Clock,
        log: Log,
        poll: float = 0.25,
    ) -> None:
        self._debates = debates
        self._index = index
        self._composer = composer
        self._messengers = messengers
        self._platforms = platforms
        self._clock = clock
        self._log = log
        self._poll = poll
        self._moved: set[str] = set()
        self._shown: dict[int, int] = {}
        self._next: dict[int, float] = {}
        self._under_way: dict[int, asyncio.Task[None]] = {}

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
        posts = self._index.all()
        waiting: set[str] = set()
        for post in posts:
            behind = post.debate in self._moved or post.revision > max(post.shown, self._shown.get(post.post, -1))
            if not behind or post.platform not in self._messengers:
                continue
            if post.post in self._under_way or tick < self._next.get(post.post, tick):
                waiting.add(post.debate)
                continue
            pause = self._platforms[post.platform].refresh_every(now - post.said_at)
            self._next[post.post] = tick + pause.total_seconds()
            task = asyncio.create_task(self._refresh(post), name=f"refresh {post.post}")
            self._under_way[post.post] = task
            task.add_done_callback(partial(self._done, post.post))
        self._moved = waiting
        self._forget_ended({post.post for post in posts})

    async def _refresh(self, post: OpenPost) -> None:
        try:
            snapshot = await self._debates.snapshot(post.debate)
            if snapshot is None or snapshot.debate.revision <= max(post.shown, self._shown.get(post.post, -1)):
                return
            card = self._composer.card_of(snapshot, post.platform, post.locale)
            await self._messengers[post.platform].edit(post.channel_id, post.message, card)
            self._shown[post.post] = snapshot.debate.revision
            await self._debates.shown(post.post, snapshot.debate.revision)
        except MessageGone:
            await self._debates.deleted(post.post)
            await self._index.refresh()
        except AgoraError as failure:
            self._log.warning("tally could not be shown", channel=post.channel, reason=str(failure))
            self._next[post.post] = asyncio.get_running_loop().time() + _AFTER_FAILURE
            self._moved.add(post.debate)

    def _done(self, post: int, task: asyncio.Task[None]) -> None:
        self._under_way.pop(post, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("refresh met an unexpected error", post=post, error=error)

    def _forget_ended(self, open_posts: set[int]) -> None:
        for known in (self._shown, self._next):
            for number in known.keys() - open_posts:
                del known[number]
