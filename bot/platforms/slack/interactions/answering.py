"""How an answer reaches the person: through the interaction's own address, else as a message only they see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.log import get_logger
from bot.platforms.slack.interactions.payloads import Origin

_TIMEOUT = 10
_FAILURES = (aiohttp.ClientError, SlackClientError, TimeoutError, OSError)
_log = get_logger("slack")


class Answering:
    """Sends answers; what can't be sent is logged, since nobody waits for it any more."""

    def __init__(self, client: Callable[[], AsyncWebClient]) -> None:
        self._client = client

    async def privately(self, to: Origin, message: dict[str, Any]) -> None:
        """Answer so that only this person sees it."""
        sent = await self._by_address(to, {**message, "response_type": "ephemeral", "replace_original": False})
        if not sent and to.channel and to.user:
            await self._as_ephemeral(to, message)

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
        try:
            async with asyncio.timeout(_TIMEOUT):
                client = self._client()
                webhook = AsyncWebhookClient(to.url, session=client.session, retry_handlers=[])
                webhook.proxy = client.proxy
                response = await webhook.send_dict(message)
        except _FAILURES as failure:
            _log.warning("an answer could not be sent", reason=_reason(failure))
            return False
        if response.status_code != 200:
            _log.warning("an answer was not taken", status=response.status_code, body=response.body[:100])
            return False
        return True

    async def _as_ephemeral(self, to: Origin, message: dict[str, Any]) -> None:
        try:
            await self._client().chat_postEphemeral(channel=to.channel, user=to.user, **message)
        except _FAILURES as failure:
            _log.warning("an answer could not be shown", reason=_reason(failure))


def _reason(failure: BaseException) -> str:
    """Slack's own word for what went wrong, if there is one."""
    if isinstance(failure, SlackApiError):
        return str(failure.response.get("error") or failure)
    return type(failure).__name__ if not str(failure) else str(failure)
