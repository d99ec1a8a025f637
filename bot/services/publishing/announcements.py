"""Announcements, each said once: alerts to the admins, platforms that stay away, and errata under open debates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.debates import Channel
from bot.core.words import Words
from bot.errors import AgoraError
from bot.sentences import Sentence
from bot.services.debate_stores import DebateStore, OpeningStore
from bot.services.ports import Articles, Clock, Log, Platform
from bot.services.records import Delivery, Part
from bot.services.stores import PlanStore

_NAMED = 10
"""How many messages one alert names."""


class Alerts:
    """Plans alerts; without an alerts channel they go to the log alone."""

    def __init__(
        self,
        plans: PlanStore,
        channel: Channel | None,
        words: Words,
        clock: Clock,
        log: Log,
        wake: Callable[[], None],
    ) -> None:
        self._plans = plans
        self._channel = channel
        self._words = words
        self._clock = clock
        self._log = log
        self._wake = wake

    async def failed(self, delivery: Delivery, reason: Sentence) -> None:
        """A delivery was given up."""
        key, why = f"{delivery.key}:failed", reason.in_full(self._words)
        if delivery.part is Part.SEEDS:
            await self.say(key, "alert-seeds", channel=delivery.channel, reason=why)
            return
        await self.say(key, "alert-failed", channel=delivery.channel, reason=why)

    async def held(self, delivery: Delivery, reason: Sentence, *, logged: bool = False) -> None:
        """Nobody knows whether a delivery was said; it is held and looked for. The log may have it already."""
        text = self._words.say("alert-held", channel=delivery.channel, reason=reason.in_full(self._words))
        await self._tell(f"{delivery.key}:held", text, logged=logged)

    async def missed(self, schedule: str, at: datetime) -> None:
        """An occurrence came too late to be posted."""
        key = f"{schedule}:{at.isoformat()}:missed"
        await self.say(key, "alert-missed", schedule=schedule, at=self._words.moment(at))

    async def empty(self, schedule: str, at: datetime) -> None:
        """A schedule has no article left."""
        key = f"{schedule}:{at.isoformat()}:empty"
        await self.say(key, "alert-empty", schedule=schedule, at=self._words.moment(at))

    async def feedback(self, hour: str) -> None:
        """Members wrote to the editors; said once for each `hour`."""
        await self.say(f"{hour}:feedback", "alert-feedback")

    async def away(self, platform: str, since: datetime, reason: Sentence) -> None:
        """A platform has been out of reach for long."""
        key, why = f"{platform}:{since:%Y%m%dT%H%M%S}:away", reason.in_full(self._words)
        await self.say(key, "alert-away", platform=platform, reason=why)

    async def back(self, platform: str, since: datetime, minutes: int) -> None:
        """A platform whose absence was told is there again."""
        key = f"{platform}:{since:%Y%m%dT%H%M%S}:back"
        await self.say(key, "alert-back", platform=platform, duration=self._words.duration(minutes))

    async def unknown(self, channel: str, since: datetime, places: Sequence[str]) -> None:
        """After a restore: messages of the bot's own, said in a channel since the copy was made, that nobody knows."""
        named, more = ", ".join(places[:_NAMED]), max(0, len(places) - _NAMED)
        key = f"{channel}:{since:%Y%m%dT%H%M%S}:unknown"
        await self.say(key, "alert-unknown", channel=channel, since=self._words.moment(since), places=named, more=more)

    async def say(self, key: str, word: str, **args: str | int | float) -> None:
        """Say the sentence `word` once for `key`; never raises, since an alert must not stop the work."""
        await self._tell(key, self._words.say(word, **args))

    async def _tell(self, key: str, text: str, *, logged: bool = False) -> None:
        if not logged:
            self._log.warning("alert", key=key, text=text)
        if self._channel is None:
            return
        with suppress(AgoraError):
            await self._plans.plan_alert(
                f"alert:{key}", self._channel, self._words.say("alert-title"), text, self._clock.now()
            )
            self._wake()


_LOOKS_EVERY = 5.0


@dataclass(slots=True)
class _Away:
    """Since when a platform is out of reach, for how many seconds by count of looks, and whether that was told."""

    since: datetime
    seconds: float = 0.0
    told: bool = False


class Absence:
    """Watches whether the platforms are connected.

    `after` is how long one may be away before it is told. Time is counted by looks and not by the wall clock,
    so that a clock set forward makes no absence.
    """

    def __init__(
        self,
        *,
        platforms: Mapping[str, Platform],
        alerts: Alerts,
        after: timedelta,
        clock: Clock,
        log: Log,
        every: float = _LOOKS_EVERY,
    ) -> None:
        self._platforms = platforms
        self._alerts = alerts
        self._after = after.total_seconds()
        self._clock = clock
        self._log = log
        self._every = every
        self._away: dict[str, _Away] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            for name, platform in self._platforms.items():
                await self._look(name, platform.ready())
            await self._clock.sleep(self._every)

    async def _look(self, name: str, missing: Sentence | None) -> None:
        away = self._away.get(name)
        if missing is None:
            if away is not None:
                del self._away[name]
                await self._back(name, away)
            return
        if away is None:
            self._away[name] = _Away(self._clock.now())
            return
        away.seconds += self._every
        if away.seconds >= self._after and not away.told:
            away.told = True
            await self._alerts.away(name, away.since, missing)

    async def _back(self, name: str, away: _Away) -> None:
        self._log.info("platform connected", platform=name, away_seconds=round(away.seconds))
        if away.told:
            await self._alerts.back(name, away.since, max(1, round(away.seconds / 60)))


SETTLED_AFTER = timedelta(minutes=10)
"""How long an article's new edition must have stayed the same before its erratum (docs/rules.md)."""


class Errata:
    """Says once, under an open debate, that its article was edited after opening."""

    def __init__(
        self,
        *,
        debates: DebateStore,
        openings: OpeningStore,
        articles: Articles,
        clock: Clock,
        log: Log,
        wake: Callable[[], None],
    ) -> None:
        self._debates = debates
        self._openings = openings
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
            if await self._openings.note_edition(debate.id, article.edition, self._clock.now()):
                self._log.info("erratum planned", debate=debate.id)
                self._wake()
