"""Final sounds: how a word read aloud in Korean ends, as far as it is known."""

from __future__ import annotations

from enum import Enum
from functools import cache


class Ending(Enum):
    """The last sound of a word, as particles tell words apart."""

    OPEN = "no final consonant"
    RIEUL = "ㄹ, which 으로/로 treats like none"
    CLOSED = "any other final consonant"


Endings = frozenset[Ending]
"""All that a word may end with: one where everybody reads it alike, several where people read it differently."""
OPEN: Endings = frozenset({Ending.OPEN})
RIEUL: Endings = frozenset({Ending.RIEUL})
CLOSED: Endings = frozenset({Ending.CLOSED})
UNKNOWN: Endings = OPEN | RIEUL | CLOSED
_RIEUL_FINAL = 8
"""ㄹ among a syllable's final consonants; 0 is none (The Unicode Standard, 3.12)."""


def of_syllable(c: str) -> Endings:
    """How a Hangul syllable ends."""
    final = (ord(c) - ord("가")) % 28
    return OPEN if not final else RIEUL if final == _RIEUL_FINAL else CLOSED


@cache
def of_reading(said: str) -> Endings:
    """How a word ends that is read so; several readings are set apart by a slash: `켈빈/케이`."""
    return frozenset().union(*(of_syllable(reading[-1]) for reading in said.split("/")))


def readings(table: str) -> dict[str, str]:
    """A table of readings: `name reading, name reading`; lines that begin with # are remarks."""
    rows = (row for line in table.splitlines() if not line.startswith("#") for row in line.split(","))
    return {name.strip(): reading for name, _, reading in (row.strip().rpartition(" ") for row in rows) if name}
