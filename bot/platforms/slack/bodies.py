"""What Slack sends, as far as it can be what Slack sends: anything else is refused before anybody works with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

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
