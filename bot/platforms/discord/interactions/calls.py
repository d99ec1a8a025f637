"""What a member started, read from the gateway's payload; whatever Discord may leave out may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from bot.core.times import Micros

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
