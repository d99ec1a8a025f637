"""What completes a command while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.services.records import Asker


@dataclass(frozen=True, slots=True)
class Completion:
    """One way on: `text` replaces all that was typed, `label` and `hint` are shown."""

    text: str
    label: str
    hint: str


class Completes(Protocol):
    """What an adapter asks while somebody types; `Commands` fits."""

    async def complete(self, asker: Asker, text: str) -> list[Completion]:
        """At most eight ways to go on with `text`, the best first; never raises."""
