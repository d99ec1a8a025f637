"""Errata: that an article was edited under its open debate is said once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.services.ports import Articles, Clock, Log
from bot.services.stores import DebateStore

SETTLED_AFTER = timedelta(minutes=10)
"""How long an article's new edition must have stayed the same before its erratum (DESIGN.md, 6)."""


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
            if await self._debates.note_edition(debate.id, article.edition):
                self._log.info("erratum planned", debate=debate.id)
                self._wake()
