"""What Slack sends, by either transport: refused unless it can be Slack's and is for this app and workspace, taken once
however often it is delivered or replayed; events are ours to take, commands and presses are Bolt's to acknowledge.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.bounded import BoundedDict
from bot.errors import StorageError
from bot.log import get_logger
from bot.platforms.slack.api import Api, Identity
from bot.platforms.slack.events import Events
from bot.platforms.slack.identifiers import PLATFORM
from bot.services.ports import Clock, FirstTimes

DEEPEST = 100
"""How deep a payload may nest; a message with all its blocks takes a fifth of that."""
_SHAPES: Mapping[str, type | tuple[type, ...]] = {
    "type": str,
    "event": dict,
    "user": (dict, str),
    "team": (dict, str),
    "channel": (dict, str),
    "container": dict,
    "message": dict,
    "view": dict,
    "actions": list,
    "trigger_id": str,
}
_TEXTS = ("type", "subtype", "reaction", "ts", "thread_ts", "deleted_ts", "event_ts")
"""Fields of an event that are text, where they are there."""
_NAMES = ("user", "channel")
"""Fields of an event that are an id, or for some events what it stands for."""


def read_json(text: bytes | str) -> dict[str, Any] | None:
    """The object in a JSON text; None where it is none, or none that Slack sends."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and is_sound(found) else None


def is_sound(payload: Mapping[str, Any]) -> bool:
    """Whether a payload has the shape of Slack's: not too deep, every text one that can be stored, fields of a kind."""
    return _is_flat(payload) and _has_shape(payload)


def _is_flat(payload: Mapping[str, Any]) -> bool:
    level: list[Any] = [payload]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str):
                if not _is_text(value):
                    return False
            elif isinstance(value, Mapping):
                below += value.keys()
                below += value.values()
            elif isinstance(value, list):
                below += value
        if not below:
            return True
        level = below
    return False


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def _has_shape(payload: Mapping[str, Any]) -> bool:
    for name, kind in _SHAPES.items():
        value = payload.get(name)
        if value is not None and not isinstance(value, kind):
            return False
    if not all(isinstance(action, dict) for action in payload.get("actions") or ()):
        return False
    event = payload.get("event") or {}
    return all(isinstance(event.get(name) or "", str) for name in _TEXTS) and all(
        isinstance(event.get(name) or "", str | dict) for name in _NAMES
    )


Payload = Mapping[str, Any]


def is_for(payload: Payload, team: str, app: str) -> bool:
    """Whether this is for the app `app` in the workspace `team`; what a payload, or we, don't know is not compared."""
    named = payload.get("api_app_id")
    if app and isinstance(named, str) and named and named != app:
        return False
    teams = _installed_in(payload)
    return not team or not teams or team in teams


def _installed_in(payload: Payload) -> frozenset[str]:
    """The workspaces in which the app is meant; empty where none is named.

    People of a shared channel come from other workspaces, so the most telling field decides (as in Bolt's
    `extract_team_id`): who did it counts only where nothing else says where.
    """
    view = _mapping(payload.get("view"))
    team = payload.get("team")
    for told in (
        [view.get("app_installed_team_id")],
        [team if isinstance(team, str) else _mapping(team).get("id")],
        [authorization.get("team_id") for authorization in _authorizations(payload)],
        [payload.get("context_team_id")],
        [payload.get("team_id")],
        [_mapping(payload.get("user")).get("team_id")],
    ):
        # An organisation's id (E…) stands where no single workspace is meant [doc].
        named = frozenset(each for each in told if isinstance(each, str) and each and not each.startswith("E"))
        if named:
            return named
    return frozenset()


def _authorizations(payload: Payload) -> Iterator[Payload]:
    found = payload.get("authorizations")
    yield from (each for each in (found if isinstance(found, list) else ()) if isinstance(each, Mapping))


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}


_REMEMBERED = 20_000
_WITHIN = 1.0
"""Seconds that the ledger has for its answer: Slack waits for the acknowledgement, three seconds at most."""
_log = get_logger("slack")


class Deduplicator:
    """Remembers keys: here at once, and in the ledger for other processes and the next start."""

    def __init__(self, heard: FirstTimes, clock: Clock) -> None:
        self._heard = heard
        self._clock = clock
        self._keys: BoundedDict[str, None] = BoundedDict(_REMEMBERED)

    async def first_time(self, key: str) -> bool:
        """Whether `key` is new. While the ledger can't be asked, this process's own memory decides."""
        if key in self._keys:
            return False
        self._keys[key] = None
        try:
            async with asyncio.timeout(_WITHIN):
                return await self._heard.first_time(PLATFORM, key, self._clock.now())
        except (StorageError, TimeoutError) as failure:
            reason = str(failure) or "it is too slow"
            _log.warning("the ledger could not be asked whether this was done before", reason=reason)
            return True


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
