"""Front matter as others write it: YAML, also broken, TOML (+++) and JSON. What is not used is kept to be named."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.config.problems import dotted
from bot.config.yaml_documents import read_yaml
from bot.errors import UsageError
from bot.sentences import Sentence, sentence

_KEY = re.compile(r"([A-Za-z_가-힣][\w.-]{0,60})[ \t]{0,9}:(?:[ \t]+|\Z)")
_JSON_KEY = re.compile(r"\{?\s{0,99}\"[^\"\n]{1,60}\"\s{0,9}:")
_NAME = re.compile(r"(?:name|이름):\s{1,9}")
_MOST_LINES = 1000


@dataclass(slots=True)
class Front:
    """What stands before a text: `keys` in lower case, and the lines that could not be read."""

    keys: dict[str, object] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def split_front(text: str, place: str) -> tuple[Front, str]:
    """The front matter before a text, and the text. Raises UsageError where it begins and can't be read."""
    head = text.lstrip()
    first, _, rest = head.partition("\n")
    first = first.rstrip().lower()
    if first in ("---", "---yaml", "---yml"):
        return _yaml(f"---\n{rest}", place)
    if first in ("+++", "---toml"):
        return _toml(f"{first[:3]}\n{rest}", place)
    if first == "---json":
        return _fenced_json(rest, place)
    if first.startswith(("{", '"')) and (found := _json(head, place)) is not None:
        return found
    if _KEY.match(first) and (front := _unopened(head, place)) is not None:
        return front
    return Front(), text


def _yaml(text: str, place: str) -> tuple[Front, str]:
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        if len(lines) > 1 and _KEY.match(lines[1]):
            raise _open(place, "---")
        return Front(), text
    body = "\n".join(lines[end + 1 :])
    document = read_yaml("\n".join(lines[1:end]), place, first_line=2)
    if isinstance(document.value, dict) and not document.problems:
        comments = [f"{dotted(path)}: {comment.strip()}" for path, comment in document.comments.items()]
        return Front(_lowered(document.value), comments), body
    if document.value is None and not document.problems:
        return Front(), body
    if not any(_KEY.match(line) for line in lines[1:end]):
        # Two rules with text between them, and no front matter.
        return Front(), text
    front = _line_by_line(lines[1 : min(end, _MOST_LINES)])
    if end > _MOST_LINES:
        front.unread.append(f"… {end - _MOST_LINES}")
    return front, body


def _line_by_line(lines: list[str]) -> Front:
    """What can be made out of front matter that is not valid YAML: `key: text`, and lists below a key."""
    front = Front()
    key = ""
    for line in lines:
        found = _KEY.match(line)
        if found is not None:
            key = found[1].lower()
            if key in front.keys:
                front.unread.append(line.strip())
                key = ""
                continue
            front.keys[key] = _unquoted(line[found.end() :])
        elif (item := line.strip()).startswith("- ") and key and front.keys.get(key) in ("", None):
            front.keys[key] = [_named(item)]
        elif item.startswith("- ") and isinstance(items := front.keys.get(key), list):
            items.append(_named(item))
        elif item and not item.startswith("#"):
            front.unread.append(item)
    return front


def _named(item: str) -> object:
    """An entry of a list; of one that says `name: …` the name."""
    text = item[2:].strip()
    found = _NAME.match(text)
    return _unquoted(text[found.end() :] if found is not None else text)


def _unquoted(text: str) -> object:
    value = text.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(item) for item in value[1:-1].split(",") if item.strip()]
    return value


def _toml(text: str, place: str) -> tuple[Front, str]:
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == lines[0]), None)
    if end is None:
        raise _open(place, lines[0])
    try:
        keys = tomllib.loads("\n".join(lines[1:end]))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unread(place, "TOML", error) from None
    return Front(_lowered(keys)), "\n".join(lines[end + 1 :])


def _json(text: str, place: str) -> tuple[Front, str] | None:
    """JSON before a text, in braces or, as Hexo has it, without them and closed by ;;;. None where there is none."""
    head, closed, rest = text.partition("\n;;;")
    if closed and rest[:1] in ("", "\n") and _JSON_KEY.match(text):
        return Front(_object(head if head.startswith("{") else f"{{{head}}}", place)), rest
    if not text.startswith("{") or _JSON_KEY.match(text) is None:
        return None
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise _unread(place, "JSON", error) from None
    between, _, body = text[end:].partition("\n")
    if between.strip():
        return None
    return Front(_lowered(value)), body


def _fenced_json(text: str, place: str) -> tuple[Front, str]:
    head, closed, rest = f"\n{text}".partition("\n---\n")
    if not closed:
        raise _open(place, "---")
    return Front(_object(head, place)), rest


def _object(text: str, place: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unread(place, "JSON", error) from None
    if not isinstance(value, dict):
        raise _unread(place, "JSON", sentence("import-front-no-object"))
    return _lowered(value)


def _open(place: str, line: str) -> UsageError:
    return UsageError(sentence("import-front-open", place=place, line=line))


def _unread(place: str, written_as: str, why: Exception | Sentence) -> UsageError:
    reason = sentence("import-front-deep") if isinstance(why, RecursionError) else why
    told = reason if isinstance(reason, Sentence) else str(reason)
    return UsageError(sentence("import-front-unread", place=place, format=written_as, reason=told))


def _unopened(text: str, place: str) -> tuple[Front, str] | None:
    """Front matter that only has an end, as Hexo has it: keys, then ---. None where the text begins otherwise."""
    lines = text.split("\n", _MOST_LINES)
    end = next((i for i, line in enumerate(lines) if line.rstrip() == "---"), None)
    if end is None or not all(_KEY.match(line) or line[:1] in (" ", "-", "#") for line in lines[:end]):
        return None
    if not any(line.lower().startswith(("title:", "date:", "제목:", "날짜:")) for line in lines[:end]):
        return None
    return _yaml(f"---\n{text}", place)


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
