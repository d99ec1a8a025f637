"""Attendance: which channels are listened to now, and the record of since when, written every second."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.debates import Post
from bot.core.marks import MarkEvent
from bot.core.presence import Noted, Place, Presence, Span, SpanState
from bot.core.times import Micros, micros
from bot.errors import AgoraError
from bot.services.comment_visibility import Retractions
from bot.services.ports import CONNECTION, Clock, Log
from bot.services.vote_stores import PresenceStore, RecountStore
from bot.services.voting.open_posts import OpenPosts

BEAT = 1.0
"""Seconds between two entries in the record: a kill loses no more."""
_STALLED = 5.0
"""Seconds by which a beat may come late; what a process that stood still received meanwhile can't be dated."""
_SLOW = 2.0
"""Seconds after which what was read late is known to have come late: it may have been there in time."""
_WAITS_FOR_OTHERS = 6.0
"""Seconds that other processes are given to say that they go on listening."""


@dataclass(slots=True)
class _Some:
    """A set of channels: all `but` some, or none `but` some."""

    all: bool
    but: set[str] = field(default_factory=set)

    def __contains__(self, channel: str) -> bool:
        return self.all != (channel in self.but)

    def change(self, channels: Collection[str] | None, *, into: bool) -> None:
        """Take channels (None: all) in, or out."""
        if channels is None:
            self.all, self.but = into, set()
        elif into == self.all:
            self.but.difference_update(channels)
        else:
            self.but.update(channels)


class Attendance:
    """Keeps the listening record of this process, and reads those of all (the port `Connectivity`).

    `places` are the configured channels; those of open posts are added. `settled` returns when everything received
    before is in the ledger, and `waiting` tells how many events of a platform are not on their way there yet. The
    ledger is `shared` where other processes listen, too. `sure_of` returns when a platform's connection is known to be
    alive, or `deaf` has been told. `undated` are the platforms that don't tell when something
    happened, so that it is dated by its receipt.
    """

    def __init__(
        self,
        *,
        store: PresenceStore,
        recounts: RecountStore,
        retractions: Retractions,
        places: Iterable[Place],
        index: OpenPosts,
        settled: Callable[[], Awaitable[None]],
        waiting: Callable[[str], int],
        sure_of: Callable[[str], Awaitable[None]],
        clock: Clock,
        owner: str,
        shared: bool,
        undated: Collection[str],
        log: Log,
        wake_recounts: Callable[[], None],
        beat: float = BEAT,
    ) -> None:
        self._store = store
        self._recounts = recounts
        self._retractions = retractions
        self._wake_recounts = wake_recounts
        self._places = set(places)
        self._learnt_at = -1
        self._index = index
        self._settled = settled
        self._waiting = waiting
        self._sure_of = sure_of
        self._clock = clock
        self._owner = owner
        self._shared = shared
        self._undated = frozenset(undated)
        self._log = log
        self._beat = beat
        self._missing: dict[str, dict[str, _Some]] = {}
        self._since: dict[Place, Micros] = {}
        self._news: dict[tuple[Place, Micros], Noted] = {}
        self._writing = asyncio.Lock()
        self._began = self._now()
        self._heard_at: dict[str, Micros] = {}

    def deaf(
        self,
        platform: str,
        channels: Collection[str] | None = None,
        *,
        why: str = CONNECTION,
        since: Micros | None = None,
    ) -> None:
        now = self._now()
        self._lacking(platform, why).change(channels, into=True)
        self._look(platform, now if since is None else min(since, now))

    async def listens(
        self,
        platform: str,
        channels: Collection[str] | None = None,
        *,
        why: str = CONNECTION,
        since: Micros | None = None,
        told_all: bool = False,
    ) -> None:
        if not told_all:
            await self.missed_events(platform, channels)
        self._places.update((platform, channel) for channel in channels or ())
        self._learn()
        self._lacking(platform, why).change(channels, into=False)
        now = self._now()
        self._look(platform, now if since is None else min(since, now))

    async def missed_events(self, platform: str, channels: Collection[str] | None = None) -> None:
        now = self._now()
        for place in self._heard(platform, channels):
            self._end(place, now)
            lost = self._free(place, now)
            self._note(place, Span(lost, lost), SpanState.LOST)
            self._begin(place, lost + 1)
        await self.recount(platform, channels)
        await self._retractions.unheard(platform, channels)

    def given_up(self, events: Iterable[MarkEvent]) -> None:
        """These were heard and could not be written: of what a recount finds for them nobody knows when it happened."""
        lost: dict[Place, Span] = {}
        for event in events:
            place, at = (event.platform, event.channel), event.received_at
            before = lost.get(place, Span(at, at))
            lost[place] = Span(min(at, before.since), max(at, before.until))
        for place, span in lost.items():
            since = self._free(place, span.since)
            self._note(place, Span(since, max(since, span.until)), SpanState.LOST)

    async def recount(self, platform: str, channels: Collection[str] | None = None) -> None:
        # Posts may stand under another id, or take votes by other emoji: what comes from now on has to find them.
        await self._index.refresh()
        await self._recounts.mark_due(platform=platform, channels=channels)
        self._wake_recounts()

    async def run(self) -> None:
        """Write the record until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await self._clock.sleep(self._beat)
            late = loop.time() - began - self._beat
            if late > _STALLED:
                self._stood_still(late)
            else:
                if late > _SLOW:
                    self._was_slow(late, self._undated)
                self._notice()
            try:
                await self._say()
            except AgoraError as failure:
                self._log.warning("the listening record could not be written yet", reason=str(failure))

    async def finish(self) -> None:
        """Nothing is heard any more, and everything that was is in the ledger. Raises StorageError."""
        for platform in {place[0] for place in self._since}:
            self.deaf(platform)
        await self._write({})

    async def of(self, posts: Iterable[Post], closes_at: Micros, read_at: Micros) -> Mapping[int, Presence]:
        """How the channels of posts were listened to. Raises StorageError.

        Other processes that went on listening are given some seconds to say that they still did at `read_at`: what
        is told to one is told to no other, so that the silence of one is a gap.
        """
        wanted = {post.id: (post.platform, post.channel_id) for post in posts}
        await self._settled()
        await asyncio.gather(*map(self._sure_of, {platform for platform, _ in wanted.values()}))
        await self._write({})
        loop = asyncio.get_running_loop()
        until = loop.time() + _WAITS_FOR_OTHERS
        while True:
            found = await self._store.of(frozenset(wanted.values()), self._owner, read_at, self._now())
            doubtful = [one for one in found.values() if one.awaited and not one.covers(closes_at, read_at)]
            if not self._shared or not doubtful or loop.time() > until:
                return {post: found[place] for post, place in wanted.items()}
            await self._clock.sleep(self._beat / 4)

    def unheard_for(self) -> Mapping[str, float]:
        """For how many seconds a platform was not heard: since all that it told was last known to be in the ledger.

        It counts from the start of the process where that never was.
        """
        now = self._now()
        platforms = {platform for platform, _ in self._places}
        return {one: max(0, now - self._heard_at.get(one, self._began)) / 1_000_000 for one in platforms}

    async def try_out(self, platforms: Collection[str]) -> None:
        """Ask at closing time how long what these platforms tell is on its way. Returns when they have answered."""

        async def ask(platform: str) -> None:
            began = self._loop_time()
            await self._sure_of(platform)
            late = self._loop_time() - began
            if late > _SLOW:
                self._was_slow(late, {platform})

        await asyncio.gather(*map(ask, self._undated & set(platforms)))

    @staticmethod
    def _loop_time() -> float:
        return asyncio.get_running_loop().time()

    def _now(self) -> Micros:
        return micros(self._clock.now())

    def _lacking(self, platform: str, why: str) -> _Some:
        # Nothing of a platform is heard before it says so for the first time.
        missing = self._missing.setdefault(platform, {CONNECTION: _Some(all=True)})
        return missing.setdefault(why, _Some(all=False))

    def _learn(self) -> None:
        if self._index.changes != self._learnt_at:
            self._learnt_at = self._index.changes
            self._places.update((post.platform, post.channel_id) for post in self._index.all())

    def _heard(self, platform: str, channels: Collection[str] | None) -> list[Place]:
        return [place for place in self._since if place[0] == platform and (channels is None or place[1] in channels)]

    def _look(self, platform: str, at: Micros) -> None:
        """Begin and end what has become heard or unheard."""
        missing = self._missing.get(platform)
        for place in [place for place in self._places if place[0] == platform]:
            heard = missing is not None and not any(place[1] in lacking for lacking in missing.values())
            if heard and place not in self._since:
                self._begin(place, at)
            elif not heard and place in self._since:
                self._end(place, at)

    def _begin(self, place: Place, at: Micros) -> None:
        self._since[place] = at = self._free(place, at)
        self._note(place, Span(at, at), SpanState.ON)

    def _free(self, place: Place, at: Micros) -> Micros:
        """An instant that names no other entry of this place."""
        while (place, at) in self._news:
            at += 1
        return at

    def _end(self, place: Place, at: Micros) -> None:
        since = self._since.pop(place)
        self._note(place, Span(since, max(since, at)), SpanState.OVER)

    def _note(self, place: Place, span: Span, state: SpanState) -> None:
        self._news[place, span.since] = Noted(place, span, state)

    def _notice(self) -> None:
        """Hear the channels of posts that are new, and what was let go by `_stood_still`."""
        self._learn()
        for platform in self._missing:
            self._look(platform, self._now())

    def _stood_still(self, seconds: float) -> None:
        """What came meanwhile is read only now: what tells no time does not count as heard until the next beat."""
        before = self._now() - int(seconds * 1_000_000)
        undated = [place for place in self._since if place[0] in self._undated]
        if undated:
            self._log.warning("the process stood still; what came meanwhile can't be dated", seconds=round(seconds, 1))
        for place in undated:
            self._end(place, before)

    def _was_slow(self, seconds: float, platforms: Collection[str]) -> None:
        """Nothing was missed, but what came meanwhile was read only now, and until the next beat."""
        now = self._now()
        read = Span(now - int((seconds + self._beat) * 1_000_000), now + int(self._beat * 1_000_000))
        for place in [place for place in self._since if place[0] in platforms]:
            since = self._free(place, read.since)
            self._note(place, Span(since, read.until), SpanState.SLOW)

    async def _say(self) -> None:
        """Say until when everything was heard that is in the ledger; the record tells it while a debate needs it."""
        now = self._now()
        caught_up = {place[0]: now for place in self._since if not self._waiting(place[0])}
        is_needed = bool(self._index.all())
        if is_needed:
            await self._settled()
        await self._write(caught_up if is_needed else {})
        self._heard_at.update(caught_up)

    async def _write(self, until: Mapping[str, Micros]) -> None:
        async with self._writing:
            news, self._news = self._news, {}
            if not news and not until:
                return
            try:
                await self._store.note(self._owner, list(news.values()), until, self._now())
            except BaseException:
                self._news = news | self._news
                raise
