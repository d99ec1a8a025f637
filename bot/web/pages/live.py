"""Open pages follow their debate: one look at the database for all of them, and a stream of events to each."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.core.debates import DebateState
from bot.errors import AgoraError
from bot.log import get_logger
from bot.services.debate_stores import PublicStore
from bot.services.records import Standing
from bot.web import sse

WATCHERS = 2_000
EVERY_SECONDS = 1.0
_log = get_logger("pages")


def token_of(standing: Standing) -> str:
    """A word for how a debate stands, for comparison only."""
    certified = "c" if standing.certified else ""
    posts = f"{standing.said}-{standing.planned}"
    return f"{standing.state.value}.{standing.revision}.{standing.seq}{certified}.{standing.retold}.{posts}"


def has_ended(standing: Standing, *, beyond_its_end: bool = False) -> bool:
    """Whether nothing of a debate changes any more; `beyond_its_end` what people wrote under it still may."""
    return standing.state is DebateState.VOID or (standing.state is DebateState.CLOSED and not beyond_its_end)


class Watcher:
    """An open page: only the latest news waits for it, so that a slow one costs nothing."""

    def __init__(self, debate: str, *, beyond_its_end: bool = False) -> None:
        self.debate = debate
        self.beyond_its_end = beyond_its_end
        self._latest: Standing | None = None
        self._news = asyncio.Event()

    def tell(self, standing: Standing | None) -> None:
        """Hand over how the debate stands, if that is news; None ends the stream."""
        if standing is None or standing != self._latest:
            self._latest = standing
            self._news.set()

    async def news(self) -> Standing | None:
        """The next news, None at the end."""
        await self._news.wait()
        self._news.clear()
        return self._latest


class Full(Exception):
    """Too many pages are watching."""


class Hub:
    """All watchers of all debates."""

    def __init__(self, public: PublicStore, *, limit: int = WATCHERS, every: float = EVERY_SECONDS) -> None:
        self._public = public
        self._limit = limit
        self._every = every
        self._watchers: sse.Listeners[Watcher] = sse.Listeners(lambda watcher: watcher.tell(None))
        self._known: dict[str, Standing] = {}

    @property
    def watching(self) -> int:
        """How many pages are watching."""
        return len(self._watchers.all)

    def join(self, standing: Standing) -> Watcher:
        """A new watcher of a debate, whose first news is `standing`. Raises Full when there are too many.

        Of all places at most half are for debates that have ended.
        """
        over = has_ended(standing)
        among = sum(watcher.beyond_its_end for watcher in self._watchers.all) if over else self.watching
        is_full = self.watching >= self._limit or among >= (self._limit // 2 if over else self._limit)
        if self._watchers.is_closed or is_full:
            raise Full
        watcher = Watcher(standing.debate, beyond_its_end=over)
        watcher.tell(standing)
        self._watchers.join(watcher, self._follow)
        return watcher

    def leave(self, watcher: Watcher) -> None:
        """A page that followed a debate is gone."""
        self._watchers.leave(watcher)

    async def close(self) -> None:
        """Nobody follows a debate any more."""
        await self._watchers.close()

    async def _follow(self) -> None:
        self._known = {}
        while True:
            try:
                await self._look()
            except AgoraError as failure:
                _log.warning("watched debates could not be read", reason=str(failure))
            await asyncio.sleep(self._every)

    async def _look(self) -> None:
        before, watched = self._known, {watcher.debate for watcher in self._watchers.all}
        self._known = dict(await self._public.standings(watched))
        for watcher in self._watchers.all:
            now = self._known.get(watcher.debate)
            if now is not None and now != before.get(watcher.debate):
                watcher.tell(now)


async def stream(
    request: web.Request, hub: Hub, standing: Standing, *, beyond_its_end: bool = False
) -> web.StreamResponse:
    """Tell a page how its debate stands, beginning with `standing`, until the debate has ended or the page is gone.

    With `beyond_its_end` it goes on after that, for what people wrote may still be taken back.
    """
    if has_ended(standing, beyond_its_end=beyond_its_end):
        # An event source that is told "no content" does not come back.
        return web.Response(status=204, headers={"Cache-Control": "no-store"})
    try:
        watcher = hub.join(standing)
    except Full:
        return web.Response(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    has_heard_all = False

    async def news() -> bytes | None:
        nonlocal has_heard_all
        now = None if has_heard_all else await watcher.news()
        if now is None:
            return None
        has_heard_all = has_ended(now, beyond_its_end=beyond_its_end)
        return sse.encoded("standing", token_of(now))

    try:
        return await sse.stream(request, news, retry=3000)
    finally:
        hub.leave(watcher)
