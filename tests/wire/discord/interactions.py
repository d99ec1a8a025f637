"""Commands, buttons and forms: what members start, and what the bot answers."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.patience import PATIENCE
from tests.wire.discord import permissions, rendering
from tests.wire.discord.calls import Call, fill
from tests.wire.discord.model import COMMAND_ANSWER, EPHEMERAL, Channel, Message, User, snowflake
from tests.wire.discord.refusals import (
    interaction_acknowledged,
    invalid,
    unknown_interaction,
    unknown_message,
    unknown_webhook,
)
from tests.wire.discord.world import World

PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
FIRST_ANSWER_WITHIN = 3.0
TOKEN_LASTS = 15 * 60.0


@dataclass(eq=False)
class Interaction:
    """What a member started, and every answer to it.

    `aged` is how many seconds old it was when the bot was told; `callback` is the type of the first response;
    `messages` are all messages that came of it, the original response first; `ephemeral` whether that one is for the
    member alone; `modal` and `choices` what was shown. `answered` is set at the first answer that is no mere deferral.
    """

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    payload: dict[str, Any]
    source: Message | None = None
    created: float = field(default_factory=time.monotonic)
    aged: float = 0.0
    callback: int | None = None
    deferred: Message | None = None
    messages: list[Message] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def late(self) -> bool:
        """Whether no first answer is taken any more. A slow machine makes none late, only a bot that hangs."""
        return self.aged > FIRST_ANSWER_WITHIN or time.monotonic() - self.created > PATIENCE

    @property
    def ephemeral(self) -> bool:
        """Whether only the member sees the answer."""
        return bool(self.messages[0].flags & EPHEMERAL)

    @property
    def text(self) -> str:
        """Every word of all answers."""
        return "\n".join(message.text for message in self.messages)


class Interactions:
    """All of them, the callbacks' and follow-ups' handlers, and the events of members starting one."""

    def __init__(self, world: World, changed: Callable[[], None]) -> None:
        self._world = world
        self._changed = changed
        self._all: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def routes(self) -> list[tuple[str, str, Callable[[Call], Awaitable[Any]]]]:
        """The routes, which need no token of the bot."""
        of_token = "/webhooks/{application}/{token}"
        return [
            ("POST", "/interactions/{interaction}/{token}/callback", self.respond),
            ("POST", of_token, self.follow_up),
            ("GET", f"{of_token}/messages/{{message}}", self.get),
            ("PATCH", f"{of_token}/messages/{{message}}", self.edit),
            ("DELETE", f"{of_token}/messages/{{message}}", self.delete),
        ]

    def start(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Mapping[str, Any],
        locale: str,
        source: Message | None,
        later: float = 0,
    ) -> Interaction:
        """A member does something, so many seconds `later` than now or, below 0, earlier; the bot is told now."""
        world, guild = self._world, channel.guild
        member = rendering.member_json(guild.members[user.id])
        payload: dict[str, Any] = {
            "id": str(snowflake(time.time() + later if later else None)),
            "application_id": str(world.application),
            "type": kind,
            "token": secrets.token_urlsafe(48),
            "version": 1,
            "data": dict(data),
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "channel_id": str(channel.id),
            "channel": rendering.channel_json(channel)
            | {"permissions": str(permissions.permissions_in(channel, user.id))},
            "member": member | {"permissions": str(permissions.permissions_in(channel, user.id))},
            "app_permissions": str(permissions.permissions_in(channel, world.me.id)),
            "locale": locale,
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild.id)},
            "context": 0,
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if source is not None:
            payload["message"] = rendering.message_json(source, world.me.id)
        started = Interaction(int(payload["id"]), payload["token"], kind, user, channel, payload, source)
        started.aged = max(-later, 0.0)
        self._all[started.id] = self._by_token[started.token] = started
        world.tell("INTERACTION_CREATE", payload, 0, guild.id)
        return started

    # The bot's answers

    async def respond(self, call: Call) -> Any:
        """POST /interactions/{interaction}/{token}/callback"""
        found = self._all.get(call.number("interaction"))
        if found is None or found.token != call.part("token") or (found.late and found.callback is None):
            raise unknown_interaction()
        if found.callback is not None:
            raise interaction_acknowledged()
        kind, data = call.body.get("type"), call.body.get("data") or {}
        message = self._first_answer(call, found, kind, data)
        found.callback = kind
        if kind not in (DEFERRED, DEFERRED_UPDATE):
            found.answered.set()
        self._changed()
        if call.query.get("with_response", "").lower() not in ("true", "1"):
            return None
        told = {"id": str(found.id), "type": found.kind, "channel_id": str(found.channel.id)}
        told |= {} if message is None else {"response_message_id": str(message.id)}
        resource: dict[str, Any] = {"type": kind}
        if message is not None:
            resource["message"] = self._json(message)
        return {"interaction": told, "resource": resource}

    def _first_answer(self, call: Call, found: Interaction, kind: Any, data: dict[str, Any]) -> Message | None:
        if kind == CHOICES and found.kind == AUTOCOMPLETE:
            found.choices = _checked_choices(data)
        elif kind == MODAL and found.kind in (COMMAND, COMPONENT):
            found.modal = _checked_modal(data)
        elif kind == MESSAGE and found.kind != AUTOCOMPLETE:
            return self._new(call, found, data)
        elif kind == DEFERRED and found.kind != AUTOCOMPLETE:
            found.deferred = self._bare(found, data.get("flags", 0))
            found.messages.append(found.deferred)
            return found.deferred
        elif kind == UPDATE and found.source is not None:
            fill(found.source, data, call.files, new=False)
            self._tell_change(found.source)
            found.messages.append(found.source)
            return found.source
        elif kind == DEFERRED_UPDATE and found.source is not None:
            found.messages.append(found.source)
            return found.source
        else:
            raise invalid(type="This response does not fit the interaction.")
        return None

    async def follow_up(self, call: Call) -> Any:
        """POST /webhooks/{application}/{token}: after a deferral the first one fills its place"""
        found = self._of_token(call)
        if found.deferred is not None:
            message, found.deferred = found.deferred, None
            fill(message, {**call.body, "flags": message.flags | call.body.get("flags", 0)}, call.files, new=True)
            self._keep(message)
        else:
            message = self._new(call, found, call.body)
        found.answered.set()
        self._changed()
        return self._json(message)

    async def get(self, call: Call) -> Any:
        """GET /webhooks/{application}/{token}/messages/{message}"""
        return self._json(self._message(call))

    async def edit(self, call: Call) -> Any:
        """PATCH /webhooks/{application}/{token}/messages/{message}"""
        found, message = self._of_token(call), self._message(call)
        was_deferred = found.deferred is message
        fill(message, call.body, call.files, new=False)
        if was_deferred:
            found.deferred, message.edited = None, None
            self._keep(message)
        else:
            self._tell_change(message)
        found.answered.set()
        self._changed()
        return self._json(message)

    async def delete(self, call: Call) -> Any:
        """DELETE /webhooks/{application}/{token}/messages/{message}"""
        found, message = self._of_token(call), self._message(call)
        found.messages.remove(message)
        if found.deferred is message:
            found.deferred = None
        if message.id in message.channel.messages:
            self._world.remove_messages([message])

    def _new(self, call: Call, found: Interaction, body: Mapping[str, Any]) -> Message:
        message = self._bare(found, 0)
        fill(message, body, call.files, new=True)
        found.messages.append(message)
        self._keep(message)
        return message

    def _bare(self, found: Interaction, flags: int) -> Message:
        kind = COMMAND_ANSWER if found.kind == COMMAND else 0
        told = {"id": str(found.id), "type": found.kind, "user": rendering.user_json(found.user)}
        told["authorizing_integration_owners"] = {"0": str(found.channel.guild.id)}
        return Message(snowflake(), found.channel, self._world.me, type=kind, flags=flags, interaction=told)

    def _keep(self, message: Message) -> None:
        """What is for one member alone is in no channel."""
        if not message.flags & EPHEMERAL:
            self._world.add_message(message)

    def _tell_change(self, message: Message) -> None:
        if not message.flags & EPHEMERAL:
            self._world.change_message(message)

    def _message(self, call: Call) -> Message:
        found, name = self._of_token(call), call.part("message")
        if name == "@original":
            messages = found.messages[:1]
        else:
            messages = [message for message in found.messages if str(message.id) == name]
        if not messages:
            raise unknown_message()
        return messages[0]

    def _of_token(self, call: Call) -> Interaction:
        found = self._by_token.get(call.part("token"))
        if found is None or call.number("application") != self._world.application:
            raise unknown_webhook()
        if found.callback is None or time.monotonic() - found.created > TOKEN_LASTS:
            raise unknown_webhook()
        return found

    def _json(self, message: Message) -> dict[str, Any]:
        found = rendering.message_json(message, self._world.me.id)
        return found | {"webhook_id": str(self._world.application), "application_id": str(self._world.application)}


def _checked_choices(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    choices: list[dict[str, Any]] = data.get("choices") or []
    if len(choices) > 25:
        raise invalid(data__choices="Must be 25 or fewer in length.")
    for choice in choices:
        if not 1 <= len(choice["name"]) <= 100 or len(str(choice["value"])) > 100:
            raise invalid(data__choices="Must be between 1 and 100 in length.")
    return choices


def _checked_modal(data: Mapping[str, Any]) -> dict[str, Any]:
    rows = data.get("components") or []
    if not 1 <= len(data.get("title") or "") <= 45 or not 1 <= len(data.get("custom_id") or "") <= 100:
        raise invalid(data__title="Must be between 1 and 45 in length.")
    if not 1 <= len(rows) <= 5:
        raise invalid(data__components="Must be between 1 and 5 in length.")
    for row in rows:
        if row.get("type") == 18:
            if not 1 <= len(row.get("label") or "") <= 45 or len(row.get("description") or "") > 100:
                raise invalid(data__components__label="Must be between 1 and 45 in length.")
        elif row.get("type") not in (1, 10):
            raise invalid(data__components__type="Unknown component in a modal")
    return dict(data)
