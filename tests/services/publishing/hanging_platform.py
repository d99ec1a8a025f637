"""A platform that hangs: a second chat in Discord's place, which answers what it is asked when it is let go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from bot.core.messages import Message, Result
from bot.platforms.local.adapter import LocalPlatform
from tests.patience import PATIENCE

SECTION = "discord: {token: '${DISCORD_TOKEN}'}"


def rooms(count: int) -> tuple[list[str], str]:
    """The names of so many channels on it, and their lines in the configuration."""
    ids = {f"room{n}": 10**17 + n for n in range(count)}
    return list(ids), "\n".join(f"  {name}: {{platform: discord, id: '{native}'}}" for name, native in ids.items())


class HangingPlatform(LocalPlatform):
    """What it is asked to do by the names in `hangs` begins, and is done when it is let go. It tells of no events."""

    name = "discord"

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.hangs: frozenset[str] = frozenset()
        self.begun: list[tuple[str, str]] = []
        """What it was asked to do, in this order: what, and the message's id or the delivery's key."""
        self._news = asyncio.Condition()
        self._answers = asyncio.Event()

    def let_go(self) -> None:
        """Answer from now on."""
        self._answers.set()

    async def asked(self, what: str, times: int, by: str = "") -> None:
        """Return when it was asked to do something so many times, under a key that ends so."""

        def enough() -> bool:
            return sum(name == what and key.endswith(by) for name, key in self.begun) >= times

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(enough)

    async def run(self, _: object) -> None:
        await asyncio.Event().wait()

    def ready(self) -> None:
        """Always."""

    async def send(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        await self._begin("send", key)
        if isinstance(message, Result):
            # The chat keeps no pictures.
            message = replace(message, picture=None)
        return await super().send(channel, message, key, thread)

    async def edit(self, channel: str, message_id: str, message: Message, key: str | None = None) -> None:
        await self._begin("edit", message_id)
        await super().edit(channel, message_id, message, key)

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        await self._begin("react", message_id)
        await super().react(channel, message_id, emoji)

    async def _begin(self, what: str, key: str) -> None:
        async with self._news:
            self.begun.append((what, key))
            self._news.notify_all()
        if what in self.hangs:
            await self._answers.wait()
