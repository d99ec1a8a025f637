"""Seeds put anew: options' emoji that could not be put under a post, or were taken away, come when there is room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.backoff import SEED
from bot.core.debates import BallotKind
from bot.errors import AgoraError
from bot.services.ports import Clock, Log
from bot.services.records import OpenPost
from bot.services.stores import PlanStore
from bot.services.voting.open_posts import OpenPosts

_LOOK_EVERY = 0.5
_FORGOTTEN_AFTER = timedelta(minutes=5)


class _Tried(NamedTuple):
    times: int
    at: datetime
    again_at: datetime


class SeedKeeper:
    """Takes hints that seeds may be wanted, or possible, under a post, and has the outbox put them there.

    The port `Seeds`.
    """

    def __init__(self, plans: PlanStore, index: OpenPosts, clock: Clock, log: Log, wake: Callable[[], None]) -> None:
        self._plans = plans
        self._index = index
        self._clock = clock
        self._log = log
        self._wake = wake
        self._hints: dict[int, bool] = {}
        self._tries: dict[int, _Tried] = {}
        self._news = asyncio.Event()

    def room(self, post: OpenPost) -> None:
        """A reaction was taken back: where seeds are lacking, there may be room for them now."""
        if post.unseeded:
            self._hint(post, anew=False)

    def cleared(self, post: OpenPost) -> None:
        """A moderator removed reactions, the bot's own with them."""
        self._hint(post, anew=True)

    def may_react(self, platform: str, channels: Collection[str]) -> None:
        for post in self._index.all():
            if post.platform == platform and post.channel_id in channels:
                self.room(post)

    async def run(self) -> None:
        """Follow hints until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._hints:
                try:
                    await self._follow()
                except AgoraError as failure:
                    self._log.warning("seeds could not be planned again yet", error=failure)
                await self._clock.sleep(_LOOK_EVERY)

    def _hint(self, post: OpenPost, *, anew: bool) -> None:
        if post.ballot is BallotKind.REACTIONS:
            self._hints[post.post] = anew or self._hints.get(post.post, False)
            self._news.set()

    async def _follow(self) -> None:
        """Plan the seeds again of which it is time. Those that are being put there may come too late for the room."""
        now = self._clock.now()
        self._tries = {post: tried for post, tried in self._tries.items() if now - tried.at < _FORGOTTEN_AFTER}
        due = {post: anew for post, anew in self._hints.items() if self._may_try(post, now)}
        if not due:
            return
        under_way = await self._plans.seed_again(due, now)
        for post in due.keys() - under_way:
            self._hints.pop(post)
            times = self._tries[post].times + 1 if post in self._tries else 1
            self._tries[post] = _Tried(times, now, now + timedelta(seconds=SEED.pause(times)))
        self._wake()

    def _may_try(self, post: int, now: datetime) -> bool:
        tried = self._tries.get(post)
        return tried is None or now >= tried.again_at
