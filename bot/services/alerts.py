"""Words to the admins, in the channel that the configuration names; each is said once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from bot.core.channels import Channel
from bot.core.words import Words
from bot.errors import AgoraError
from bot.services.ports import Clock, Log
from bot.services.records import Delivery, Part
from bot.services.stores import DeliveryStore


class Alerts:
    """Plans alerts; without an alerts channel they go to the log alone."""

    def __init__(
        self,
        deliveries: DeliveryStore,
        channel: Channel | None,
        words: Words,
        clock: Clock,
        log: Log,
        wake: Callable[[], None],
    ) -> None:
        self._deliveries = deliveries
        self._channel = channel
        self._words = words
        self._clock = clock
        self._log = log
        self._wake = wake

    async def failed(self, delivery: Delivery, reason: str) -> None:
        """A delivery was given up."""
        if delivery.part is Part.SEEDS:
            await self.say(f"{delivery.key}:failed", "alert-seeds", channel=delivery.channel, reason=reason)
            return
        await self.say(f"{delivery.key}:failed", "alert-failed", channel=delivery.channel, reason=reason)

    async def held(self, delivery: Delivery, reason: str, *, logged: bool = False) -> None:
        """Nobody knows whether a delivery was said; it is held and looked for. The log may have it already."""
        text = self._words.say("alert-held", channel=delivery.channel, reason=reason)
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

    async def away(self, platform: str, since: datetime, reason: str) -> None:
        """A platform has been out of reach for long."""
        await self.say(f"{platform}:{since:%Y%m%dT%H%M%S}:away", "alert-away", platform=platform, reason=reason)

    async def back(self, platform: str, since: datetime, minutes: int) -> None:
        """A platform whose absence was told is there again."""
        await self.say(f"{platform}:{since:%Y%m%dT%H%M%S}:back", "alert-back", platform=platform, minutes=minutes)

    async def say(self, key: str, word: str, **args: str | int | float) -> None:
        """Say the sentence `word` once for `key`; never raises, since an alert must not stop the work."""
        await self._tell(key, self._words.say(word, **args))

    async def _tell(self, key: str, text: str, *, logged: bool = False) -> None:
        if not logged:
            self._log.warning("alert", key=key, text=text)
        if self._channel is None:
            return
        with suppress(AgoraError):
            await self._deliveries.plan_alert(
                f"alert:{key}", self._channel.name, self._words.say("alert-title"), text, self._clock.now()
            )
            self._wake()
