"""Looking back, once, after the ledger was restored from a copy: what did the bot say that it no longer knows of?

Deliveries that were in the copy are found by their keys and adopted (`attempts`). A debate that was opened after it is
in no ledger: its article, rules and closing time can't be read from a message, so it is not made up but named.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.backoff import PART, keep_trying
from bot.core.debates import Channel
from bot.errors import AgoraError
from bot.services.ports import Clock, Log, Messenger, Recalling
from bot.services.publishing.announcements import Alerts
from bot.services.records import Sent
from bot.services.stores import RestoredStore

_ASKS_EVERY = 2.0
"""Seconds between questions whether all that is looked for was found, or said."""


class LookBack:
    """Names the messages of the bot's own that a restored ledger knows nothing of."""

    def __init__(
        self,
        *,
        restored: RestoredStore,
        messengers: Mapping[str, Messenger],
        channels: Iterable[Channel],
        alerts: Alerts,
        clock: Clock,
        log: Log,
    ) -> None:
        self._restored = restored
        self._messengers = messengers
        self._channels = tuple(channel for channel in channels if channel.platform in messengers)
        self._alerts = alerts
        self._clock = clock
        self._log = log

    async def run(self) -> None:
        """Look through every channel where it is owed, by platform, then do nothing until cancelled."""
        since = await self._restored.look_back_to()
        if since is not None:
            on_platforms = defaultdict(list)
            for channel in self._channels:
                on_platforms[channel.platform].append(channel)
            async with asyncio.TaskGroup() as looking:
                for channels in on_platforms.values():
                    looking.create_task(self._look_through(channels, since))
            await self._restored.looked_back()
            self._log.info("looked back", since=since.isoformat(), channels=len(self._channels))
        await asyncio.Event().wait()

    async def _look_through(self, channels: Sequence[Channel], since: datetime) -> None:
        for channel in channels:
            await keep_trying(
                partial(self._look, channel, since),
                PART,
                self._clock.sleep,
                on=AgoraError,
                told=partial(self._failed, channel),
            )

    def _failed(self, channel: Channel, failure: Exception) -> None:
        self._log.warning("looking back is tried again", channel=channel.name, reason=str(failure))

    async def _look(self, channel: Channel, since: datetime) -> None:
        messenger = self._messengers[channel.platform]
        if not isinstance(messenger, Recalling):
            return
        while True:
            while not (await self._restored.unknown(channel.platform, ())).settled:
                await self._clock.sleep(_ASKS_EVERY)
            sent = {one.message: one for one in await messenger.own_since(channel.id, since)}
            unknown = await self._restored.unknown(channel.platform, sent)
            if unknown.settled:
                break
        posts = [one for one in sent.values() if one.message in unknown.messages and not _is_no_debates(one)]
        if posts:
            places = [messenger.link(channel.id, one.message) or one.message for one in posts]
            await self._alerts.unknown(channel.name, since, sorted(places))


def _is_no_debates(sent: Sent) -> bool:
    """Whether a message's key, where it can be read, is that of an alert or a welcome."""
    return sent.key is not None and sent.key.partition(":")[0] in ("alert", "welcome")
