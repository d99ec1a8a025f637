"""An interaction, read from the gateway's payload, where whatever Discord may leave out may be missing, and answered:
the first response within 3 seconds, what follows within 15 minutes [doc].
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.core.messages import Download
from bot.core.times import Micros
from bot.services.ports import Log

_EPOCH = 1_420_070_400_000
"""Milliseconds: the first second of 2015, from which snowflakes count."""
_THREADS = (10, 11, 12)
_ADMINISTRATOR, _MANAGE_GUILD = 1 << 3, 1 << 5


class Kind(IntEnum):
    """Interaction types that concern us."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


@dataclass(frozen=True, slots=True)
class Call:
    """An interaction. `channel` is where posts are: in a thread its parent; `place` is the channel or thread itself.

    `locale` is the member's language, `message` the id of the message whose button was pressed.
    """

    id: str
    token: str
    application: str
    kind: int
    place: str
    channel: str
    guild: str | None
    user: str
    locale: str | None
    manages: bool
    message: str | None
    data: Mapping[str, Any]
    member: Mapping[str, Any]

    @property
    def started_at(self) -> Micros:
        """When the member started it: its id is a snowflake, which tells Discord's time in milliseconds [doc]."""
        return ((int(self.id) >> 22) + _EPOCH) * 1_000

    @property
    def custom_id(self) -> str:
        """What the pressed button or the form calls itself."""
        return str(self.data.get("custom_id") or "")

    @property
    def target(self) -> str:
        """The message that a context menu was opened on."""
        return str(self.data.get("target_id") or "")

    @property
    def words(self) -> tuple[str, str]:
        """The command's name and the name of its subcommand; these are the English ones in any language."""
        chosen = next(_subcommands(self.data), {})
        return str(self.data.get("name") or ""), str(chosen.get("name") or "")

    @property
    def options(self) -> Mapping[str, Any]:
        """What was filled in, by the options' English names."""
        chosen = next(_subcommands(self.data), self.data)
        return {str(option["name"]): option.get("value") for option in chosen.get("options") or () if "name" in option}

    @property
    def typed(self) -> str:
        """What stands in the option that is being typed."""
        chosen = next(_subcommands(self.data), self.data)
        focused = [option for option in chosen.get("options") or () if option.get("focused")]
        return str(focused[0].get("value") or "") if focused else ""

    @property
    def filled(self) -> Mapping[str, str]:
        """What was filled into a form, by custom_id."""
        return dict(_filled(self.data.get("components") or ()))


def read_call(payload: Mapping[str, Any], parent: str | None = None) -> Call | None:
    """The call; None for an interaction without what every answer needs.

    `parent` is the parent of the thread that it was started in, where the payload doesn't tell it and it is known.
    """
    channel: Mapping[str, Any] = payload.get("channel") or {}
    member: Mapping[str, Any] = payload.get("member") or {}
    user: Mapping[str, Any] = member.get("user") or payload.get("user") or {}
    place = payload.get("channel_id") or channel.get("id")
    if not (payload.get("id") and payload.get("token") and user.get("id") and place):
        return None
    in_thread = channel.get("type") in _THREADS and channel.get("parent_id")
    return Call(
        id=str(payload["id"]),
        token=str(payload["token"]),
        application=str(payload.get("application_id") or ""),
        kind=int(payload.get("type") or 0),
        place=str(place),
        channel=str(channel["parent_id"]) if in_thread else parent or str(place),
        guild=str(payload["guild_id"]) if payload.get("guild_id") else None,
        user=str(user["id"]),
        locale=payload.get("locale"),
        manages=bool(int(member.get("permissions") or 0) & (_ADMINISTRATOR | _MANAGE_GUILD)),
        message=str(payload["message"]["id"]) if (payload.get("message") or {}).get("id") else None,
        data=payload.get("data") or {},
        member=member,
    )


def _subcommands(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (option for option in data.get("options") or () if option.get("type") == 1)


def _filled(components: Any) -> Iterator[tuple[str, str]]:
    """Values in rows, in labels, or bare: Discord has known all three shapes."""
    for component in components:
        if "custom_id" in component:
            values = component.get("values")
            yield str(component["custom_id"]), str(values[0] if values else component.get("value") or "")
        inner = component.get("component")
        yield from _filled([inner] if inner else component.get("components") or ())


Json = Mapping[str, Any]
_MESSAGE, _DEFERRED, _DEFERRED_UPDATE, _UPDATE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9
PRIVATE = 1 << 6
"""The flag of a message that its reader alone sees [doc]."""
_ACKNOWLEDGED = 40060
_PATIENCE = 10.0
"""Seconds for one request."""


class Responder:
    """One interaction's answer. Nothing here raises what a platform may do: it is logged, and the member asks again."""

    def __init__(self, session: aiohttp.ClientSession, call: Call, log: Log) -> None:
        self._session = session
        self._call = call
        self._log = log
        self._answered = False
        self._private = True
        self._deferred = False

    @property
    def deferred(self) -> bool:
        """Whether an answer was promised and is still owed."""
        return self._deferred

    async def defer(self, *, private: bool) -> None:
        """Promise an answer; until then Discord shows that the bot is thinking."""
        self._private = private
        await self._respond(_DEFERRED, {"flags": PRIVATE} if private else {})
        self._deferred = True

    async def defer_update(self) -> None:
        """Promise that the message with the button will change."""
        await self._respond(_DEFERRED_UPDATE, None)
        self._deferred = True

    async def tell(self, body: Json, *, private: bool) -> bool:
        """The answer; False where Discord didn't take it, so that the member reads that it failed.

        One that was promised to all, and is for the member alone, takes the promise's place.
        """
        flags = {"flags": PRIVATE} if private else {}
        if not self._answered:
            taken = await self._respond(_MESSAGE, {**body, **flags})
        elif self._deferred and (self._private or not private):
            taken = await self._original("PATCH", body)
        elif self._deferred:
            await self._original("DELETE", None)
            taken = await self.follow_up({**body, **flags})
        else:
            taken = await self.follow_up({**body, **flags})
        self._deferred = False
        return taken

    async def update(self, body: Json) -> None:
        """Change the message with the button."""
        if self._deferred:
            await self._original("PATCH", body)
        else:
            await self._respond(_UPDATE, body)

    async def choose(self, choices: Sequence[Json]) -> None:
        """What may be chosen for the option that is being typed."""
        await self._respond(_CHOICES, {"choices": list(choices)})

    async def ask(self, form: Json) -> None:
        """Open a form; only as the first response."""
        await self._respond(_MODAL, form)

    async def follow_up(self, body: Json, file: Download | None = None) -> bool:
        """One more message after the first, with a file if there is one."""
        return await self._send("POST", "/webhooks/{webhook_id}/{webhook_token}", body, file=file)

    async def _respond(self, kind: int, data: Json | None) -> bool:
        body: dict[str, Any] = {"type": kind} if data is None else {"type": kind, "data": dict(data)}
        self._answered = True
        return await self._send("POST", "/interactions/{webhook_id}/{webhook_token}/callback", body, first=True)

    async def _original(self, method: str, body: Json | None) -> bool:
        return await self._send(method, "/webhooks/{webhook_id}/{webhook_token}/messages/@original", body)

    async def _send(
        self, method: str, path: str, body: Json | None, *, first: bool = False, file: Download | None = None
    ) -> bool:
        route = Route(
            method,
            path,
            webhook_id=self._call.id if first else self._call.application,
            webhook_token=self._call.token,
        )
        again = first or method != "POST"
        sent: dict[str, Any] = {"payload": dict(body) if body is not None else None}
        if file is not None:
            sent = {"multipart": _form(body or {}, file)}
        while True:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await async_context.get().request(route, self._session, **sent)
                return True
            except discord.HTTPException as failure:
                if first and failure.code == _ACKNOWLEDGED:
                    return True
                self._log.warning(
                    "an answer was not taken", kind=self._call.kind, status=failure.status, code=failure.code
                )
                return False
            except (aiohttp.ClientError, OSError, TimeoutError) as failure:
                if not again:
                    self._log.warning("an answer could not be sent", kind=self._call.kind, error=failure)
                    return False
                again = False


def _form(body: Json, file: Download) -> list[dict[str, Any]]:
    """A message with one file, as fields of a form."""
    told = {**body, "attachments": [{"id": 0, "filename": file.name}]}
    return [
        {"name": "payload_json", "value": json.dumps(told), "content_type": "application/json"},
        {
            "name": "files[0]",
            "value": file.content.encode(),
            "filename": file.name,
            "content_type": "application/octet-stream",
        },
    ]
