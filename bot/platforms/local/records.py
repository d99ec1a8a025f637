"""What the chat's store keeps and gives back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.core.times import Micros

BOT = "@bot"
"""The person under which the bot's own reactions are kept; no member's id begins with @."""

_MESSAGE = re.compile(r"m([1-9]\d{0,17})")
_THREAD = re.compile(r"t([1-9]\d{0,17})")


def message_number(native: str) -> int | None:
    """The row of the message that the native id `native` (as in `m12`) names; None if it is no such id."""
    found = _MESSAGE.fullmatch(native)
    return int(found[1]) if found and found[1].isascii() else None


def thread_number(native: str) -> int | None:
    """The row of the thread that the native id `native` (as in `t3`) names; None if it is no such id."""
    found = _THREAD.fullmatch(native)
    return int(found[1]) if found and found[1].isascii() else None


class Kind(StrEnum):
    """What a message is; `reply` is a command's answer that was shared with the channel."""

    TEXT = "text"
    CARD = "card"
    LINE = "line"
    RESULT = "result"
    NOTICE = "notice"
    REPLY = "reply"


class ChangeKind(StrEnum):
    """What happened. `message`: created or changed; `thread`: opened under a message."""

    MESSAGE = "message"
    REACTION = "reaction"
    THREAD = "thread"
    DELETED = "deleted"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who chats; `simulated` ones belong to the demo's crowd. `colour` is 0 to 11."""

    id: str
    name: str
    emoji: str
    colour: int
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """One raw emoji under a message: whether the bot holds it, and who else does, in order of time."""

    emoji: str
    seed: bool
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class ThreadUnder:
    """The thread under a message; `replies` are people's."""

    number: int
    title: str
    replies: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be written. `author` is the bot's or a mascot's name and face; else `person` wrote it."""

    channel: str
    kind: Kind
    content: Mapping[str, Any]
    person: str | None = None
    author: Mapping[str, str] | None = None
    thread: int | None = None
    key: str | None = None
    article: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A message with all that hangs on it. `at` is strictly increasing over the whole store."""

    number: int
    channel: str
    thread: int | None
    kind: Kind
    content: Mapping[str, Any]
    person: Person | None
    author: Mapping[str, str] | None
    at: Micros
    edited: bool
    reactions: tuple[Reaction, ...] = ()
    opens: ThreadUnder | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log: its `id` and its time `at` only ever grow.

    `person` is set where a person did it, None where the bot did; `held` is False for what was taken away.
    """

    id: int
    kind: ChangeKind
    at: Micros
    channel: str = ""
    message: int | None = None
    thread: int | None = None
    person: str | None = None
    reaction: str = ""
    held: bool = True
