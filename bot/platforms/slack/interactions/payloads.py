"""What Slack tells of an interaction, read without trusting that any optional field is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.times import Micros
from bot.platforms.slack.rendering import VOTE

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
