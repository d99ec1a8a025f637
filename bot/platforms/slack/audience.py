"""Which of the configured channels everybody in the workspace may see: asked of Slack, and heard from its events."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bot.log import get_logger
from bot.platforms.slack.api import Api
from bot.services.outcomes import PlatformError

_ASKED_EVERY = 300.0
_KNOWN_FOR = 3_600.0
"""Seconds after which an answer is too old to show anybody's words by; to ask of a thousand channels takes half."""
_AFTER_A_FAILURE = 30.0
_log = get_logger("slack")


class Audience:
    """What `conversations.info` told of these channels, asked again and again. What is not known is not public.

    `now` gives the newest id of a channel.
    """

    def __init__(
        self, api: Api, channels: Collection[str], now: Callable[[str], str] = lambda channel: channel
    ) -> None:
        self._api = api
        self._channels = tuple(channels)
        self._now = now
        self._known: dict[str, tuple[bool, float]] = {}

    def is_public(self, channel: str) -> bool | None:
        """Whether everybody may see a channel; None where that is not known."""
        known = self._known.get(channel)
        if known is None or asyncio.get_running_loop().time() - known[1] > _KNOWN_FOR:
            return None
        return known[0]

    def heard_in(self, channel: str, kind: str) -> None:
        """An event names the kind of its channel (`channel_type`): one that was made private is so from now on."""
        if channel in self._known and kind != "channel":
            self._known[channel] = False, asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            answered = [await self._ask(channel) for channel in self._channels]
            await asyncio.sleep(_ASKED_EVERY if all(answered) else _AFTER_A_FAILURE)

    async def _ask(self, channel: str) -> bool:
        """Whether Slack told of the channel."""
        native = self._now(channel)
        try:
            answer = await self._api.read(
                "conversations.info", lambda client: client.conversations_info(channel=native), channel=native
            )
        except PlatformError as failure:
            self._known.pop(channel, None)
            _log.info("who may see a channel is not known", channel=channel, reason=failure.message)
            return False
        self._known[channel] = _is_public(answer.get("channel")), asyncio.get_running_loop().time()
        return True


def _is_public(channel: object) -> bool:
    """A channel proper that says it is not private [doc: conversation object]; not a group, and no direct message."""
    told: Mapping[str, Any] = channel if isinstance(channel, Mapping) else {}
    hidden = any(told.get(key) for key in ("is_group", "is_im", "is_mpim"))
    return told.get("is_channel") is True and told.get("is_private") is False and not hidden
