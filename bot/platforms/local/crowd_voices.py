"""What the demo's crowd is called and says, read from crowd.yaml."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.platforms.local.chat_records import Person
from bot.platforms.local.first_people import FACES

_FILE = Path(__file__).with_name("crowd.yaml")
_OTHERWISE = "en"


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One language's names, and its lines by occasion."""

    locale: str
    family: Sequence[str]
    given: Sequence[str]
    lines: Mapping[str, Sequence[str]]

    def people(self, number: int) -> list[Person]:
        """The first `number` people of the crowd; the same ones each time, no two of one name."""
        return [
            Person(f"crowd{i}", self.name(i), FACES[(i * 7) % len(FACES)], (i * 5) % 12, simulated=True)
            for i in range(number)
        ]

    def name(self, number: int) -> str:
        """What the person of this number is called."""
        turn, place = divmod(number, len(self.given))
        again, turn = divmod(turn, len(self.family))
        family = self.family[(place * 7 + turn) % len(self.family)]
        given = self.given[place]
        name = f"{family}{given}" if self.locale == "ko" else f"{given} {family}"
        return f"{name} {again + 1}" if again else name


class Script:
    """Deals out a language's lines so that none comes again before all were said."""

    def __init__(self, voices: Phrasebook, chance: random.Random) -> None:
        self._lines = voices.lines
        self._chance = chance
        self._left: dict[str, list[str]] = {}

    def line(self, occasion: str, label: str) -> str:
        """The next line for an occasion, about the option called `label`."""
        left = self._left.get(occasion)
        if not left:
            left = self._left[occasion] = self._chance.sample(self._lines[occasion], len(self._lines[occasion]))
        return left.pop().replace("{label}", label)


@cache
def phrasebook_of(locale: str) -> Phrasebook:
    """The crowd's voices in `locale`, else in English."""
    all_voices = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    spoken = locale if locale in all_voices else _OTHERWISE
    return Phrasebook(spoken, **all_voices[spoken])
