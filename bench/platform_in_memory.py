"""A platform that only remembers: what remains is what the bot itself does."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.core.emoji import plain
from bot.core.marks import Voter
from bot.core.messages import Message
from bot.core.recounts import Scan
from bot.core.times import Micros
from bot.services.ports import Inbound, Seen, ignored


class PlatformInMemory:
    """Fills `Platform`, `Messenger` and `Reader`. While `hung` is set, every call waits until it is cleared."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said: Counter[str] = Counter()
        """Messages sent, by the part of the debate that their key names, and reactions as `seeds`."""
        self.held: dict[str, dict[str, set[Voter]]] = {}
        """Reactions of people by message and emoji."""
        self._own: dict[str, set[str]] = {}
        self._numbers = 0
        self._moved = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()

    @property
    def hung(self) -> bool:
        """Whether calls wait."""
        return not self._free.is_set()

    @hung.setter
    def hung(self, hung: bool) -> None:
        if hung:
            self._free.clear()
        else:
            self._free.set()

    async def until(self, part: str, count: int) -> None:
        """Return when so many messages of a part have been sent since the start."""
        while self.said[part] < count:
            self._moved.clear()
            await self._moved.wait()

    async def run(self, inbound: Inbound) -> None:
        """Hear of nothing; what happens is handed in by the measurement."""
        await inbound.connectivity.listens(self.name)
        await asyncio.Event().wait()

    def ready(self) -> None:
        """Always."""

    async def close(self) -> None:
        """Nothing is held."""

    def refresh_every(self, age: timedelta) -> timedelta:
        """A second, at any age."""
        del age
        return timedelta(seconds=1)

    async def send(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        """Number the message."""
        del channel, message, thread
        await self._free.wait()
        self._numbers += 1
        self._note(key.split(":")[2] if key.count(":") > 1 else key)
        return f"{self.name}-{self._numbers}"

    async def find(self, channel: str, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Nothing is ever unclear."""
        del channel, key, since, thread
        return None

    async def edit(self, channel: str, message_id: str, message: Message, key: str | None = None) -> None:
        """Count it."""
        del channel, message_id, message, key
        await self._free.wait()
        self._note("edit")

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        """Keep the bot's own reaction."""
        del channel
        await self._free.wait()
        self._own.setdefault(message_id, set()).add(plain(emoji))
        self._note("seeds")

    async def open_thread(self, channel: str, message_id: str, title: str) -> str:
        """A message's thread has its own name."""
        del channel, title
        await self._free.wait()
        return message_id

    async def scan(self, channel: str, message_id: str, emoji: Iterable[str], thread: str | None = None) -> Scan:
        """What people hold, and the bot."""
        del channel, emoji, thread
        await self._free.wait()
        held = self.held.get(message_id, {})
        return Scan(
            {form: frozenset(voters) for form, voters in held.items()},
            own=frozenset(self._own.get(message_id, ())),
        )

    async def replies(
        self, channel: str, thread: str, seen: Seen = ignored, before: Micros | None = None
    ) -> Mapping[str, Voter] | None:
        """It can't tell."""
        del channel, thread, seen, before
        return None

    def link(self, channel: str, message_id: str, thread: str | None = None) -> str | None:
        """There are no links."""
        del channel, message_id, thread
        return None

    def _note(self, part: str) -> None:
        self.said[part] += 1
        self._moved.set()
