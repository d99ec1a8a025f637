"""An interaction, read without trusting that any optional field is there, and answered: through its own address, else
as a message that only the person sees.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.times import Micros, micros
from bot.log import get_logger
from bot.platforms.slack.message_rendering import VOTE
from bot.services.ports import Clock
from bot.services.voting.presses import Answerable

_LONGEST_SECONDS = 12
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did something, and where; `url` takes private answers for half an hour, `trigger` opens a form within 3 s."""

    user: str
    channel: str
    team: str
    url: str | None
    trigger: str | None


def origin(payload: Payload) -> Origin:
    """Where a command (flat fields) or an interaction (nested ones) came from."""
    container = _mapping(payload, "container")
    return Origin(
        user=str(payload.get("user_id") or _mapping(payload, "user").get("id") or ""),
        channel=str(
            payload.get("channel_id") or _mapping(payload, "channel").get("id") or container.get("channel_id") or ""
        ),
        team=str(
            payload.get("team_id")
            or _mapping(payload, "team").get("id")
            or _mapping(payload, "user").get("team_id")
            or ""
        ),
        url=payload.get("response_url") or None,
        trigger=payload.get("trigger_id") or None,
    )


def message_of(payload: Payload) -> str:
    """The message that a button or shortcut belongs to."""
    message = _mapping(payload, "message")
    return str(message.get("ts") or _mapping(payload, "container").get("message_ts") or payload.get("message_ts") or "")


def thread_of(payload: Payload) -> str | None:
    """The message that begins the thread in which a shortcut was used."""
    found = _mapping(payload, "message").get("thread_ts")
    return str(found) if found else None


def action_of(payload: Payload) -> Payload:
    """The pressed button."""
    actions = payload.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else {}
    return first if isinstance(first, Mapping) else {}


def acted_at(payload: Payload) -> Micros | None:
    """When the button was pressed, by Slack's clock; None where the payload doesn't tell it."""
    seconds, _, fraction = str(action_of(payload).get("action_ts") or "").partition(".")
    if not (seconds.isdecimal() and seconds.isascii() and len(seconds) < _LONGEST_SECONDS):
        return None
    fraction = fraction[:6] if fraction.isdecimal() and fraction.isascii() else ""
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0"))


def labels(payload: Payload) -> dict[int, str]:
    """The options of a card by number, as its own voting buttons name them."""
    found = {}
    for button in _buttons(payload):
        number = str(button.get("action_id") or "").removeprefix(VOTE)
        if str(button.get("action_id") or "").startswith(VOTE) and number.isdecimal():
            found[int(number)] = str(button.get("value") or "")
    return found


def typed(text: object) -> str:
    """What was typed after a command; Slack escapes `&`, `<` and `>` in it [mem]."""
    return str(text or "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def packed(**fields: str | int | None) -> str:
    """A few fields in a button's value or a form's private metadata."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: object) -> Payload:
    """Those fields again; none where the value isn't ours."""
    try:
        found = json.loads(str(value or ""))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _buttons(payload: Payload) -> Iterator[Payload]:
    for block in _mapping(payload, "message").get("blocks") or ():
        if isinstance(block, Mapping) and block.get("type") == "actions":
            yield from (each for each in block.get("elements") or () if isinstance(each, Mapping))


def _mapping(payload: Payload, key: str) -> Payload:
    found = payload.get(key)
    return found if isinstance(found, Mapping) else {}


_TIMEOUT = 10
_FAILURES = (aiohttp.ClientError, SlackClientError, TimeoutError, OSError)
_log = get_logger("slack")


class Responder:
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
