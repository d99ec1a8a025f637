"""What goes wrong while something is said, and what stands in the chat in the end."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from bot.platforms.local.fault_injection import Faults
from bot.services.records import DeliveryState

LATER = timedelta(minutes=1)


class Killed(Faults):
    """The process dies at the delivery whose key ends so: `before` it is sent, or when it is sent and not recorded."""

    def __init__(self, part: str, *, before: bool) -> None:
        super().__init__()
        self.part = part
        self.before = before
        self.died = asyncio.Event()
        self._key = ""

    def before_send(self, key: str) -> None:
        self._key = key
        if self.before:
            self._die()

    def after_send(self) -> None:
        if not self.before:
            self._die()

    def _die(self) -> None:
        if self._key.endswith(self.part) and not self.died.is_set():
            self.died.set()
            raise asyncio.CancelledError


class Gated(Faults):
    """Sends whose key ends so begin, and are carried out when the gate opens."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part
        self.sends: list[str] = []
        self.reached = asyncio.Event()

    def before_send(self, key: str) -> None:
        self.sends.append(key)
        if key.endswith(self.part):
            self.reached.set()


class Answering(Faults):
    """Sends whose key ends so meet an outcome, as often as it is told."""

    def __init__(self, part: str, *outcomes: Exception) -> None:
        super().__init__()
        self.part = part
        self.outcomes = list(outcomes)
        self.tries = 0

    def before_send(self, key: str) -> None:
        if key.endswith(self.part):
            self.tries += 1
            if self.outcomes:
                raise self.outcomes.pop(0)


async def kinds_in(bot, channel: str) -> Counter[str]:
    """How many messages of each kind stand in a channel and its threads."""
    kinds: Counter[str] = Counter()
    for message in await bot.said_in(channel):
        kinds[message.kind.value] += 1
        if message.opens is not None:
            found = await bot.chat.store.thread(message.opens.number, 100)
            kinds.update(line.kind.value for line in found[1])
    return kinds


async def all_said(bot, debate: str) -> bool:
    return all(delivery.state is DeliveryState.SAID for delivery in (await bot.deliveries(debate)).values())
