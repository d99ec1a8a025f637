"""Following the database: posts and articles that changed without this process doing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.services.index import OpenPosts
from bot.services.ports import Articles, Clock, Log
from bot.services.stores import DebateStore
from bot.services.voting import Voting

SETTLED_AFTER = timedelta(minutes=10)
"""How long an article's new edition must have stayed the same before its erratum (DESIGN.md, 6)."""


class Following:
    """Keeps the index of open posts in step with the database, within a second, and has owed recounts made."""

    def __init__(
        self,
        *,
        index: OpenPosts,
        voting: Voting,
        clock: Clock,
        wake_recounts: Callable[[], None],
        poll: float = 0.5,
    ) -> None:
        self._index = index
        self._voting = voting
        self._clock = clock
        self._wake_recounts = wake_recounts
        self._poll = poll

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            await self.look()
            await self._clock.sleep(self._poll)

    async def look(self) -> None:
        """Learn posts that another process has said: apply what was parked, and recount them at once.

        A post whose parked events could not be applied stays learned, and is tried again at the next look.
        """
        await self._index.refresh()
        for post in self._index.learned:
            await self._voting.settle(post)
            self._voting.owe(post)
        if await self._voting.pay_owed():
            self._wake_recounts()


class Errata:
    """Says once, under an open debate, that its article was edited after opening."""

    def __init__(
        self, *, debates: DebateStore, articles: Articles, clock: Clock, log: Log, wake: Callable[[], None]
    ) -> None:
        self._debates = debates
        self._articles = articles
        self._clock = clock
        self._log = log
        self._wake = wake

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await self.look()
            await self._clock.sleep(20.0)

    async def look(self) -> None:
        """Plan an erratum for each open debate whose article has a new edition that stayed for ten minutes."""
        for debate in await self._debates.open_debates():
            article = self._articles.get(debate.slug)
            changed = self._articles.changed_at(debate.slug)
            if article is None or changed is None or article.edition == debate.edition:
                continue
            if self._clock.now() - changed < SETTLED_AFTER:
                continue
            if await self._debates.note_edition(debate.id, article.edition, ""):
                self._log.info("erratum planned", debate=debate.id)
                self._wake()
