"""What was not heard, or is understood otherwise now: told, so that the posts are counted again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from bot.core.debates import Channel
from bot.core.times import Micros, micros
from bot.errors import StorageError
from bot.log import get_logger
from bot.platforms.slack.api import Api
from bot.platforms.slack.channel_directory import ChannelIds
from bot.platforms.slack.events import Events
from bot.platforms.slack.identifiers import PLATFORM
from bot.services.platform_errors import PlatformError
from bot.services.ports import PLACE, Clock, Connectivity

_BETWEEN_RECOUNTS = 1.0
_log = get_logger("slack")


class EventGaps:
    """Notes what was missed, by any of its parts, and tells it until the ledger has it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._owed = asyncio.Event()
        self._passed_over: set[str] = set()
        self._look = asyncio.Event()
        self._look.set()
        self._heard_anew: Micros | None = None

    def owe_recount(self) -> None:
        """What was read is understood otherwise now."""
        self._owed.set()

    def came_under_another_id(self, channel: str) -> None:
        """What happened in a channel under an id that was not known has been passed over."""
        self._passed_over.add(channel)
        self._owed.set()

    def hear_anew(self) -> None:
        """Events may have been lost until now; from now on they come."""
        self._heard_anew = micros(self._clock.now())
        self._owed.set()
        self._look.set()

    def cut_off(self, connectivity: Connectivity) -> None:
        """From now on nothing is heard."""
        self._heard_anew = None
        connectivity.deaf(PLATFORM)

    async def tell(self, connectivity: Connectivity, places: ChannelIds, is_connected: Callable[[], bool]) -> None:
        """Have the open posts recounted whenever events may have been lost, or are understood otherwise than before."""
        while True:
            await self._owed.wait()
            self._owed.clear()
            heard, self._heard_anew = self._heard_anew, None
            passed_over = frozenset(self._passed_over)
            try:
                if passed_over:
                    await places.note()
                    await connectivity.missed_events(PLATFORM, passed_over)
                    self._passed_over -= passed_over
                if heard is None:
                    await connectivity.recount(PLATFORM)
                else:
                    await connectivity.listens(PLATFORM, since=heard)
                    if not is_connected():
                        connectivity.deaf(PLATFORM)
            except StorageError as failure:
                _log.warning("a recount could not be made due yet", reason=str(failure))
                self._heard_anew = self._heard_anew or heard
                self._owed.set()
            await self._clock.sleep(_BETWEEN_RECOUNTS)

    async def look(
        self, connectivity: Connectivity, events: Events, channels: Iterable[Channel], api: Api, places: ChannelIds
    ) -> None:
        """Learn what Slack calls these channels and whether the bot is in them, whenever it may be news."""
        while True:
            await self._look.wait()
            self._look.clear()
            for channel in channels:
                moves = events.moves(channel.id)
                try:
                    is_member = await _is_member(api, places.now(channel.id))
                    if events.moves(channel.id) != moves:
                        continue  # An event has told it better meanwhile.
                    if is_member is False:
                        events.absent.add(channel.id)
                        connectivity.deaf(PLATFORM, (channel.id,), why=PLACE)
                    elif is_member and channel.id in events.absent:
                        await connectivity.listens(PLATFORM, (channel.id,), why=PLACE)
                        events.absent.discard(channel.id)
                except (PlatformError, StorageError) as failure:
                    _log.info("a channel could not be looked at", channel=channel.name, reason=str(failure))


async def _is_member(api: Api, channel: str) -> bool | None:
    """Whether the bot is in a channel; None where Slack doesn't say it. Raises PlatformError."""
    answer = await api.read(
        "conversations.info", lambda client: client.conversations_info(channel=channel), channel=channel
    )
    found = answer.get("channel")
    told = found.get("is_member") if isinstance(found, Mapping) else None
    return told if isinstance(told, bool) else None
