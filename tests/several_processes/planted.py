"""Faults put into the bots on purpose: each is a mistake that only one of the mishaps brings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.voting.writer import VoteWriter
from tests.crash_points.planted import PLANTED as OF_CRASH_POINTS
from tests.journeys.processes import agora


@dataclass(frozen=True)
class Planted:
    """A fault: what it does to a bot, the mishap that must show it, what stands in the verdict then."""

    plant: Callable[[], None]
    mishap: str
    seen_as: str


def agora_with(fault: str | None, *args: str) -> None:
    """The program's main function, with a fault planted in it if one is named."""
    if fault is not None:
        PLANTED[fault].plant()
    agora(*args)


def _given_up_is_never_read() -> None:
    async def forgets(self: VoteWriter) -> bool:
        self._owed.clear()
        return False

    VoteWriter.pay_owed = forgets  # type: ignore[method-assign]


PLANTED: dict[str, Planted] = {
    "what may have been sent is never looked for": Planted(
        OF_CRASH_POINTS["what may have been sent is never looked for"].plant, "stopped", "twice in c"
    ),
    "votes from before a start are never read": Planted(
        OF_CRASH_POINTS["votes from before a start are never read"].plant, "killed", "waited"
    ),
    "votes that the database could not take are never read back": Planted(_given_up_is_never_read, "cut", "waited"),
}
