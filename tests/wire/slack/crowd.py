"""A crowd that votes at once: first votes, switches and withdrawals, and what must be counted of them."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.wire.slack.records import Message

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack

SAVE = "bookmark"


@dataclass
class Crowd:
    """People on one message, and what each holds, in order. `options` are the names of each option's variants."""

    people: Sequence[str]
    options: Sequence[Sequence[str]]
    held: dict[str, list[str]] = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    moves: int = 0

    def option(self, name: str) -> int | None:
        """Which option a reaction stands for."""
        return next((number for number, names in enumerate(self.options) if name in names), None)

    def tally(self) -> list[int]:
        """Ballots by option: the latest reaction still held of each person."""
        counted = Counter(self.option(names[-1]) for names in self.held.values() if names)
        return [counted[number] for number in range(len(self.options))]

    @property
    def voters(self) -> int:
        """How many hold anything that is a vote."""
        return sum(bool(names) for names in self.held.values())


async def burst(
    slack: FakeSlack, message: Message, crowd: Crowd, *, seconds: float = 2.0, seed: int = 7, moves: float = 1.4
) -> None:
    """Let everybody in the crowd vote within so many seconds, in about `moves` moves each."""
    chance = random.Random(seed)
    turns = list(crowd.people) + chance.choices(crowd.people, k=round(len(crowd.people) * (moves - 1)))
    chance.shuffle(turns)
    slice_size = max(1, len(turns) // 50)
    for start in range(0, len(turns), slice_size):
        for person in turns[start : start + slice_size]:
            _move(slack, message, crowd, person, chance)
        await asyncio.sleep(seconds / 50)


def _move(slack: FakeSlack, message: Message, crowd: Crowd, person: str, chance: random.Random) -> None:
    """One person's next move: a vote, a second one, a switch, a withdrawal, or a bookmark."""
    held = crowd.held.setdefault(person, [])
    crowd.moves += 1
    free = [name for names in crowd.options for name in names if name not in held]
    if held and (not free or chance.random() < 0.3):
        name = chance.choice(held)
        slack.people.unreact(person, message, name)
        held.remove(name)
        return
    if chance.random() < 0.02 and person not in crowd.saved:
        slack.people.react(person, message, SAVE)
        crowd.saved.add(person)
        return
    name = chance.choice(free)
    slack.people.react(person, message, name)
    held.append(name)
