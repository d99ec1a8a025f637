"""Pressed buttons: from a platform into the ledger, and the private answer back while somebody waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from bot.core.buttons import ANSWERED_WITHIN, Press
from bot.core.debates import BallotKind
from bot.core.marks import Voter
from bot.core.messages import Confirmation
from bot.core.speaking import confirmation, press_failed, press_over
from bot.core.times import Micros
from bot.core.words import Words, words_of_person
from bot.errors import StorageError
from bot.services.debate_stores import DebateStore
from bot.services.ports import Clock, Log
from bot.services.records import OpenPost
from bot.services.vote_stores import HoldingStore, VoteStore
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter

_FURTHEST_APART: Micros = timedelta(minutes=5) // timedelta(microseconds=1)
"""A clock that is further off is no clock; platforms refuse what such a one signs."""


class Answerable:
    """How old a press is, less what our clock is known to be ahead.

    A clock that is some seconds fast would make every press look too old, so that nobody could withdraw. So the
    difference is learned from what the platform does.
    """

    def __init__(self) -> None:
        self._ahead: Micros = 0

    def still(self, pressed_at: Micros, received_at: Micros) -> bool:
        """Whether somebody waits for the answer still."""
        return received_at - pressed_at - self._ahead <= ANSWERED_WITHIN

    def taken(self, pressed_at: Micros, received_at: Micros) -> None:
        """An answer to this press was taken by a platform that takes none later: it was no older than that."""
        self.ahead_at_least(received_at - pressed_at - ANSWERED_WITHIN)

    def ahead_at_least(self, by: Micros) -> None:
        """Our clock is found to be ahead of the platform's by this or more."""
        if self._ahead < by <= _FURTHEST_APART:
            self._ahead = by


_PATIENCE = timedelta(seconds=2)
"""How long a press waits for its post to be known: people press before the send has returned."""
_LOOK_EVERY = 0.1


class PressTaker:
    """Takes presses (the port `Presses`). `locale` is for voters of whose language and channel nothing is known."""

    def __init__(
        self,
        *,
        writer: VoteWriter,
        votes: VoteStore,
        holdings: HoldingStore,
        debates: DebateStore,
        index: OpenPosts,
        words: Callable[[str], Words],
        locale: str,
        clock: Clock,
        log: Log,
    ) -> None:
        self._writer = writer
        self._votes = votes
        self._holdings = holdings
        self._debates = debates
        self._index = index
        self._words = words
        self._locale = locale
        self._clock = clock
        self._log = log
        self._taken: list[tuple[OpenPost, Press]] = []
        self._turn = asyncio.Lock()

    async def take(self, press: Press) -> Confirmation:
        try:
            return await self._take(press)
        except StorageError as failure:
            self._log.warning("a press could not be written", message=press.message, error=failure)
            known = self._index.known(press.platform, press.channel, press.message)
            return press_failed(self._words_for(press, known))

    async def answered(self, press: Press) -> None:
        post = self._index.known(press.platform, press.channel, press.message)
        if post is None or post.ballot is not BallotKind.BUTTONS:
            return
        self._taken.append((post, press))
        async with self._turn:
            taken, self._taken = self._taken, []
            try:
                await self._votes.answered(taken)
            except StorageError as failure:
                self._log.warning("taken answers could not be noted", presses=len(taken), error=failure)

    async def held(self, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
        return await self._holdings.held(platform, channel, message, voter)

    async def _take(self, press: Press) -> Confirmation:
        post = await self._post(press)
        words = self._words_for(press, post)
        if post is not None and post.ballot is BallotKind.BUTTONS:
            pressed = await self._writer.press(post, press)
            debate = await self._debates.get(post.debate)
            if pressed is not None and debate is not None:
                return confirmation(debate, press.option, pressed, words)
        return press_over(await self._holdings.held(press.platform, press.channel, press.message, press.voter), words)

    async def _post(self, press: Press) -> OpenPost | None:
        """The post under which the button is, once it is known; None for one that takes no votes."""
        until = self._clock.now() + _PATIENCE
        while (post := self._index.known(press.platform, press.channel, press.message)) is None:
            await self._index.refresh()
            post = self._index.known(press.platform, press.channel, press.message)
            if post is not None or not self._index.sending(press.platform, press.channel) or self._clock.now() > until:
                return post
            await self._clock.sleep(_LOOK_EVERY)
        return post

    def _words_for(self, press: Press, post: OpenPost | None) -> Words:
        """The voter's own language if the platform tells it and we speak it, else the channel's."""
        return words_of_person(self._words, press.locale, post.locale if post is not None else self._locale)
