"""How an answer reaches the person: through the interaction's own address, else as a message only they see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.times import micros
from bot.log import get_logger
from bot.platforms.slack.interactions.payloads import Origin
from bot.services.answerable import Answerable
from bot.services.ports import Clock

_TIMEOUT = 10
_FAILURES = (aiohttp.ClientError, SlackClientError, TimeoutError, OSError)
_log = get_logger("slack")


class Answering:
    """Sends answers; what can't be sent is logged, since nobody waits for it any more."""

    def __init__(self, client: Callable[[], AsyncWebClient], clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self.answerable = Answerable()

    async def privately(self, to: Origin, message: dict[str, Any]) -> bool:
        """Answer so that only this person sees it; False where Slack didn't take it."""
        sent = await self._by_address(to, {**message, "response_type": "ephemeral", "replace_original": False})
        if not sent and to.channel and to.user:
            return await self._as_ephemeral(to, message)
        return sent

    async def publicly(self, to: Origin, message: dict[str, Any]) -> None:
        """Answer so that everybody in the channel sees it."""
        await self._by_address(to, {**message, "response_type": "in_channel", "replace_original": False})

    async def instead(self, to: Origin, message: dict[str, Any]) -> None:
        """Put a private answer in the place of the one whose button was pressed."""
        await self._by_address(to, {**message, "response_type": "ephemeral", "replace_original": True})

    async def form(self, trigger: str, view: dict[str, Any]) -> bool:
        """Open a form or an article; False where it could not be, often because three seconds had passed."""
        try:
            await self._client().views_open(trigger_id=trigger, view=view)
        except _FAILURES as failure:
            _log.warning("a modal could not be opened", reason=_reason(failure))
            return False
        return True

    async def home(self, user: str, view: dict[str, Any]) -> None:
        """Show a person's home."""
        try:
            await self._client().views_publish(user_id=user, view=view)
        except _FAILURES as failure:
            _log.warning("a home could not be shown", reason=_reason(failure))

    async def _by_address(self, to: Origin, message: dict[str, Any]) -> bool:
        if to.url is None:
            return False
        sent_at = self._clock.now()
        try:
            async with asyncio.timeout(_TIMEOUT):
                client = self._client()
                webhook = AsyncWebhookClient(to.url, session=client.session, retry_handlers=[])
                webhook.proxy = client.proxy
                response = await webhook.send_dict(message)
        except _FAILURES as failure:
            _log.warning("an answer could not be sent", reason=_reason(failure))
            return False
        self._compare(sent_at, response.headers)
        if response.status_code != 200:
            _log.warning("an answer was not taken", status=response.status_code, body=response.body[:100])
            return False
        return True

    def _compare(self, sent_at: datetime, headers: Mapping[str, str]) -> None:
        """Learn from the date of an answer, which is told in whole seconds, whether our clock is ahead of Slack's."""
        with suppress(ValueError, TypeError, KeyError):
            told = parsedate_to_datetime(headers["Date"]) + timedelta(seconds=1)
            self.answerable.ahead_at_least(micros(sent_at) - micros(told))

    async def _as_ephemeral(self, to: Origin, message: dict[str, Any]) -> bool:
        try:
            await self._client().chat_postEphemeral(channel=to.channel, user=to.user, **message)
        except _FAILURES as failure:
            _log.warning("an answer could not be shown", reason=_reason(failure))
            return False
        return True


def _reason(failure: BaseException) -> str:
    """Slack's own word for what went wrong, if there is one."""
    if isinstance(failure, SlackApiError):
        return str(failure.response.get("error") or failure)
    return type(failure).__name__ if not str(failure) else str(failure)
