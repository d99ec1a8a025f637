"""What the fake Discord knows: users, guilds, channels, messages, reactions. Objects are named by integer ids."""

from __future__ import annotations

import itertools
import time
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.reading import as_read

EPOCH = 1_420_070_400
"""Seconds from 1970 to Discord's epoch."""
TEXT, CATEGORY, PUBLIC_THREAD = 0, 4, 11
DEFAULT, CHANNEL_REPLY, THREAD_STARTER, COMMAND_ANSWER = 0, 19, 21, 20
HAS_THREAD, EPHEMERAL, COMPONENTS_V2 = 1 << 5, 1 << 6, 1 << 15

_numbers = itertools.count(1)
_latest = 0


def snowflake(at: float | None = None) -> int:
    """A new id, greater than every one given before unless it is to be of an earlier time `at` (Unix seconds)."""
    global _latest
    made = int(((time.time() if at is None else at) - EPOCH) * 1000) << 22 | (next(_numbers) & 0xFFF)
    if at is None:
        made = _latest = max(made, _latest + 1)
    return made


@dataclass(eq=False)
class User:
    """An account."""

    id: int
    name: str
    bot: bool = False


@dataclass(eq=False)
class Role:
    """A role; the one with its guild's id is @everyone."""

    id: int
    name: str
    permissions: int
    position: int = 0


@dataclass(eq=False)
class Member:
    """A user in a guild."""

    user: User
    roles: list[int] = field(default_factory=list)
    joined: float = field(default_factory=lambda: time.time())


@dataclass(frozen=True)
class Emoji:
    """An emoji: with an id a custom one, else `name` is the character itself."""

    name: str
    id: int | None = None
    animated: bool = False

    @property
    def key(self) -> str:
        """What tells it from others on one message."""
        return self.name if self.id is None else str(self.id)


@dataclass(eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    owner: User
    roles: dict[int, Role]
    locale: str = "ko"
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    emojis: dict[int, Emoji] = field(default_factory=dict)
    system_channel: int | None = None


@dataclass(eq=False)
class Channel:
    """A text channel, or a thread in it (`parent`). `overwrites`: role or member id → (is it a member, allow, deny)."""

    id: int
    guild: Guild
    name: str
    type: int = TEXT
    position: int = 0
    overwrites: dict[int, tuple[bool, int, int]] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    parent: Channel | None = None
    category: Channel | None = None
    owner: User | None = None
    archived: bool = False
    locked: bool = False
    created: float = field(default_factory=lambda: time.time())
    latest: int | None = None
    """The last message that was ever in it, also when it has been deleted."""

    @property
    def threads(self) -> list[Channel]:
        """The threads under it."""
        return [channel for channel in self.guild.channels.values() if channel.parent is self]


class Voters:
    """Users' ids in ascending order, as reactions are paged."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._set: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, user: int) -> bool:
        return user in self._set

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def add(self, user: int) -> bool:
        """False if it was there."""
        if user in self._set:
            return False
        self._set.add(user)
        insort(self._ids, user)
        return True

    def extend(self, users: list[int]) -> None:
        """Many at once."""
        self._set.update(users)
        self._ids = sorted(self._set)

    def discard(self, user: int) -> bool:
        """False if it was not there."""
        if user not in self._set:
            return False
        self._set.discard(user)
        self._ids.remove(user)
        return True

    def page(self, after: int, limit: int) -> list[int]:
        """The next `limit` after an id."""
        start = bisect_right(self._ids, after)
        return self._ids[start : start + limit]


@dataclass(eq=False)
class Reaction:
    """One emoji on one message; `lists[0]` reacted, `lists[1]` burst."""

    emoji: Emoji
    lists: tuple[Voters, Voters] = field(default_factory=lambda: (Voters(), Voters()))

    @property
    def count(self) -> int:
        """Reactions of both kinds."""
        return len(self.lists[0]) + len(self.lists[1])


@dataclass(eq=False)
class Attachment:
    """A file that came with a message."""

    id: int
    filename: str
    description: str | None
    content: bytes


@dataclass(eq=False)
class Message:
    """A message. `bodies` are the requests' bodies that made it: the send, then each edit. `pings` whom they pinged."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    type: int = DEFAULT
    nonce: str | None = None
    reference: int | None = None
    created: float = field(default_factory=lambda: time.time())
    edited: float | None = None
    reactions: dict[str, Reaction] = field(default_factory=dict)
    thread: Channel | None = None
    bodies: list[dict[str, Any]] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    interaction: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        """Every word of it: content, embeds, buttons."""
        return as_read("\n".join(_words_in([self.content, self.embeds, self.components])))

    def voters(self, emoji: str, kind: int = 0) -> list[int]:
        """Who holds a reaction; `emoji` is the character or the custom emoji's id."""
        reaction = self.reactions.get(emoji)
        return [] if reaction is None else list(reaction.lists[kind])


_SPOKEN = {"content", "title", "description", "name", "value", "text", "label", "placeholder"}


def _words_in(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _words_in(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _SPOKEN or isinstance(value, list | dict):
                yield from _words_in(value)
