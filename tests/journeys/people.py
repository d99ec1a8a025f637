"""What people really did, by a count of the tests' own: nothing here is the bot's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Person = tuple[str, str]
"""Platform and name."""


@dataclass
class People:
    """Everybody's reactions, in the order in which they were made; who holds several has voted for the latest.

    `options` are the emoji of the options, in order; `saves` is how many saved the debate, `replies` what they wrote.
    """

    options: Sequence[str]
    saves: int = 0
    replies: int = 0
    _held: dict[Person, list[str]] = field(default_factory=dict)
    _first: dict[Person, str] = field(default_factory=dict)

    def add(self, platform: str, name: str, emoji: str) -> None:
        """Somebody votes."""
        self._held.setdefault((platform, name), []).append(emoji)
        self._first.setdefault((platform, name), emoji)

    def take_back(self, platform: str, name: str, emoji: str) -> None:
        """Somebody takes a reaction back."""
        self._held[platform, name].remove(emoji)

    def held(self, platform: str, name: str) -> tuple[str, ...]:
        """The reactions that somebody holds, the latest last."""
        return tuple(self._held.get((platform, name), ()))

    def votes(self) -> dict[Person, str]:
        """What everybody has voted for who has a vote."""
        return {person: held[-1] for person, held in self._held.items() if held}

    def ballots(self, platform: str | None = None) -> list[int]:
        """How many votes each option has, on one platform or on all."""
        last = [emoji for (where, _), emoji in self.votes().items() if platform in (None, where)]
        return [last.count(emoji) for emoji in self.options]

    def shift(self) -> list[list[int]]:
        """From which option to which; the last row and column are of those whose vote is not known or taken back."""
        nobody = len(self.options)
        table = [[0] * (nobody + 1) for _ in range(nobody + 1)]
        for person, held in self._held.items():
            last = self.options.index(held[-1]) if held else nobody
            table[self.options.index(self._first[person])][last] += 1
        return table
