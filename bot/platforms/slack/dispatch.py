"""What Slack sends, by either transport: events are ours to take, commands and presses are Bolt's to acknowledge."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.log import get_logger
from bot.platforms.slack.api import Api, Identity
from bot.platforms.slack.belonging import is_for
from bot.platforms.slack.events import Events

_log = get_logger("slack")
_EVENTS = frozenset({"app_home_opened"})
"""Events that Bolt's listeners take; any other that is not ours is acknowledged and dropped."""


@dataclass(slots=True)
class Counts:
    """Events that are being taken, and those that could not be and that Slack sends again."""

    waiting: int = 0
    lost: int = 0


class Dispatch:
    """Hands over what Slack sends.

    `first_time` says whether a key was never heard before, in any process; `is_ours` whether a payload is for this
    app in this workspace: only such a one may be handed over.
    """

    def __init__(
        self,
        app: AsyncApp,
        events: Events,
        first_time: Callable[[str], Awaitable[bool]],
        counts: Counts,
        is_ours: Callable[[Mapping[str, Any]], bool] = lambda _: True,
    ) -> None:
        self._app = app
        self._events = events
        self._first_time = first_time
        self._counts = counts
        self.is_ours = is_ours

    async def event(self, payload: Mapping[str, Any]) -> None:
        """Take an Events API payload; durable when this returns. Raises StorageError."""
        self._counts.waiting += 1
        try:
            await self._take(payload)
        except Exception:
            self._counts.lost += 1
            raise
        finally:
            self._counts.waiting -= 1

    async def _take(self, payload: Mapping[str, Any]) -> None:
        if payload.get("type") == "app_rate_limited":
            await self._events.limited()
            return
        event = payload.get("event")
        if not isinstance(event, dict) or await self._events.take(event):
            return
        if event.get("type") in _EVENTS:
            await self._app.async_dispatch(AsyncBoltRequest(body=dict(payload), mode="socket_mode"))

    async def act(self, payload: Mapping[str, Any], otherwise: str | None = None) -> BoltResponse:
        """Take a command or an interaction, and answer with what acknowledges it; a second time, with that alone.

        `otherwise` is the key of one that names no trigger.
        """
        key = key_of(payload) or otherwise
        if key is not None and not await self._first_time(key):
            return BoltResponse(status=200, body="")
        return await self._app.async_dispatch(AsyncBoltRequest(body=dict(payload), mode="socket_mode"))

    async def envelope(self, kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Take a Socket Mode envelope; gives what goes back with the acknowledgement. Raises StorageError.

        One for somebody else is acknowledged, so that it does not come again, and not done.
        """
        if not self.is_ours(payload):
            _log.warning("what is for another workspace or another app was not done", kind=kind)
            return None
        if kind == "events_api":
            await self.event(payload)
            return None
        if kind in ("slash_commands", "interactive"):
            return reply_of(await self.act(payload))
        return None


def key_of(payload: Mapping[str, Any]) -> str | None:
    """What tells one act of a person from every other one: a trigger is made for each [doc]."""
    trigger = payload.get("trigger_id")
    return f"trigger:{trigger}" if trigger else None


def reply_of(response: BoltResponse) -> Mapping[str, Any] | None:
    """A Bolt response's body as an envelope's payload; None where it has none."""
    if not response.body:
        return None
    content_type = (response.headers.get("content-type") or [""])[0]
    if content_type.startswith("application/json"):
        found = json.loads(response.body)
        return found if isinstance(found, dict) else None
    return {"text": response.body} if response.status == 200 else None


def is_for_us(api: Api) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a payload is for the app and the workspace that `api` speaks for."""

    def is_ours(payload: Mapping[str, Any]) -> bool:
        identity = api.known
        return is_for(payload, identity.team if identity is not None else "", api.app)

    return is_ours


def bolt_app(client: AsyncWebClient, identity: Identity) -> AsyncApp:
    """A Bolt app that checks no signature (whoever calls it has) and asks nobody who it is."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_id=identity.bot or None,
            bot_user_id=identity.user,
            bot_token=client.token,
        )

    logger = logging.getLogger("slack_bolt.agora")
    logger.setLevel(logging.ERROR)
    without_token = AsyncWebClient(base_url=client.base_url, session=client.session, retry_handlers=[])
    return AsyncApp(
        name="slack_bolt.listeners",
        logger=logger,
        client=without_token,
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
    )
