"""Related articles of the library as it is now, worked out away from the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.core.articles import Article
from bot.core.related import Related
from bot.services.ports import Articles
from bot.services.slices import in_thread
from bot.services.wakeup import Wakeup


class RelatedArticles:
    """Works the relations out when they are first asked for, and again after the library has changed.

    With many articles that takes seconds. Meanwhile the relations of before are given, so only who asks first waits;
    while `run` runs nobody does: it works them out as soon as the library has been loaded.
    """

    def __init__(self, library: Articles) -> None:
        self._library = library
        self._articles: Sequence[Article] | None = None
        self._related = Related(())
        self._building: asyncio.Task[None] | None = None
        self.wake = Wakeup()
        """Work it out anew: the library has been loaded again."""

    async def run(self) -> None:
        """Keep the relations of the library known until cancelled."""
        while True:
            self.wake.begin()
            await self.prepare()
            await self.wake.wait()

    async def prepare(self) -> None:
        """Work out the relations of the library as it is now, if they are not known."""
        if self._articles is not self._library.all():
            await asyncio.shield(self._build())

    def known(self, slug: str, most: int = 4) -> list[str]:
        """The slugs that `of` would give without waiting, as far as they are worked out."""
        return list(self._related.of(slug, most))

    async def of(self, slug: str, most: int = 4) -> list[Article]:
        """At most `most` articles related to the one named `slug`, the nearest first; none that readers may not see."""
        if self._articles is None:
            await self.prepare()
        elif self._articles is not self._library.all():
            self._build()
        found = (self._library.shown(other) for other in self._related.of(slug, most))
        return [article for article in found if article is not None]

    def _build(self) -> asyncio.Task[None]:
        if self._building is None or self._building.done():
            self._building = asyncio.create_task(self._relate(), name="related articles")
        return self._building

    async def _relate(self) -> None:
        articles = self._library.all()
        self._related = await in_thread(Related.in_steps(articles))
        self._articles = articles
