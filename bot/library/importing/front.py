"""Front matter as others write it: YAML, also broken, TOML (+++) and JSON. What is not used is kept to be named."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.config.documents import read_yaml
from bot.errors import UsageError

_KEY = re.compile(r"([A-Za-z_가-힣][\w.-]{0,60})[ \t]{0,9}:(?:[ \t]+|\Z)")
_MOST_LINES = 1000
_HINT = "correct it, or remove it and import the text alone"


@dataclass(slots=True)
class Front:
    """What stands before a text: `keys` in lower case, and the lines that could not be read."""

    keys: dict[str, object] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def split_front(text: str, place: str) -> tuple[Front, str]:
    """The front matter before a text, and the text. Raises UsageError where it begins and can't be read."""
    head = text.lstrip("\n")
    first = head.partition("\n")[0].rstrip()
    if first == "---":
        return _yaml(head, place)
    if first == "+++":
        return _toml(head, place)
    if head.startswith("{") and (found := _json(head)) is not None:
        return found
    return Front(), text


def _yaml(text: str, place: str) -> tuple[Front, str]:
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        if len(lines) > 1 and _KEY.match(lines[1]):
            raise UsageError(f"the front matter of {place} has no end", "close it with a line ---")
        return Front(), text
    body = "\n".join(lines[end + 1 :])
    document = read_yaml("\n".join(lines[1:end]), place, first_line=2)
    if isinstance(document.value, dict):
        return Front(_lowered(document.value)), body
    if document.value is None and not document.problems:
        return Front(), body
    if not any(_KEY.match(line) for line in lines[1:end]):
        # Two rules with text between them, and no front matter.
        return Front(), text
    return _line_by_line(lines[1 : min(end, _MOST_LINES)]), body


def _line_by_line(lines: list[str]) -> Front:
    """What can be made out of front matter that is not valid YAML: `key: text`, and lists below a key."""
    front = Front()
    key = ""
    for line in lines:
        found = _KEY.match(line)
        if found is not None:
            key = found[1].lower()
            front.keys.setdefault(key, _unquoted(line[found.end() :]))
        elif (item := line.strip()).startswith("- ") and key and front.keys.get(key) in ("", None):
            front.keys[key] = [_unquoted(item[2:])]
        elif item.startswith("- ") and isinstance(items := front.keys.get(key), list):
            items.append(_unquoted(item[2:]))
        elif item and not item.startswith("#"):
            front.unread.append(item)
    return front


def _unquoted(text: str) -> object:
    value = text.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(item) for item in value[1:-1].split(",") if item.strip()]
    return value


def _toml(text: str, place: str) -> tuple[Front, str]:
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "+++"), None)
    if end is None:
        raise UsageError(f"the front matter of {place} has no end", "close it with a line +++")
    try:
        keys = tomllib.loads("\n".join(lines[1:end]))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"the front matter of {place} is not valid TOML ({error})", _HINT) from None
    return Front(_lowered(keys)), "\n".join(lines[end + 1 :])


def _json(text: str) -> tuple[Front, str] | None:
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or text[end : end + 1] not in ("", "\n"):
        return None
    return Front(_lowered(value)), text[end:]


def _lowered(keys: Mapping[str, object]) -> dict[str, object]:
    return {str(key).lower(): value for key, value in keys.items() if value is not None}


def words_of(value: object) -> list[str]:
    """The texts in a value: one, a list of them, or what maps call their name."""
    if isinstance(value, Mapping):
        named = next((value[key] for key in ("name", "title", "이름") if value.get(key)), None)
        return words_of(named) if named is not None else [word for item in value.values() for word in words_of(item)]
    if isinstance(value, list | tuple):
        return [word for item in value for word in words_of(item)]
    written = text_of(value)
    return [written] if written else []


def text_of(value: object) -> str:
    """A value as text on one line."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    return "" if value is None else " ".join(str(value).split())
