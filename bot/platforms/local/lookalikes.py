"""Names that pass for somebody else's: what two of them look like, once what doesn't show is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

_DIGITS = re.compile(r"^\d+|(?<!\d)\d+$")
_TITLES = ("님", "씨", "봇", "bot")
"""What people put behind a name."""
_WRITTEN_FOR = str.maketrans("345789@$€", "eastbgase")
"""Digits and signs that stand for letters; those that look like them in any name are in the table."""
_BOXES = {chr(first + n): chr(ord("A") + n) for first in (0x1F150, 0x1F170, 0x1F1E6) for n in range(26)}
"""White letters in circles and squares, and those that flags are made of: signs to Unicode, letters to readers."""
_TABLE = Path(__file__).with_name("lookalikes.txt")


class ReservedNames:
    """Names that belong to somebody: the mascots, the bot, the editor."""

    def __init__(self, belonging: Iterable[str]) -> None:
        self._looks = frozenset(
            look for name in belonging for way in (name, name.upper(), name.title()) for look in looks(way)
        )

    def imitated_by(self, name: str) -> bool:
        """Whether `name`, or a word of it, looks like one of them, with or without a number or a title behind it."""
        told = unicodedata.normalize("NFKC", name)
        parts = [name, *_words(name), told]
        parts += [_bare(part) for part in (*parts, *_words(told))]
        parts += [part.translate(_WRITTEN_FOR) for part in parts]
        return any(not self._looks.isdisjoint(looks(part)) for part in parts)


def alike(one: str, other: str) -> bool:
    """Whether two names look the same."""
    return not looks(one).isdisjoint(looks(other))


@lru_cache(maxsize=20_000)
def looks(name: str) -> frozenset[str]:
    """What a name looks like, as it is and in small or capital letters; empty where nothing of it shows.

    Marks, blanks, what doesn't show and what is no letter are left out, as are width and style of letters. Letters in
    boxes are signs in one look, letters in another.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c)[0] != "M")
    opened = "".join(_BOXES.get(c, c) for c in bare)
    ways = [way for text in dict.fromkeys((bare, opened)) for way in (text, text.casefold(), text.upper())]
    return frozenset(look for way in ways if (look := _plain(way)))


def _plain(text: str) -> str:
    table = _lookalikes()
    once = "".join(table.get(c, c) for c in text).casefold()
    return "".join(table.get(c, c) for c in once if _shows(c)).casefold()


def _bare(name: str) -> str:
    """A name without digits around it and titles behind it."""
    while True:
        shorter = _DIGITS.sub("", name)
        for title in _TITLES:
            if shorter[-len(title) :].casefold() == title:
                shorter = shorter[: -len(title)]
        if shorter == name:
            return name
        name = shorter


def _words(name: str) -> list[str]:
    """The parts of a name between blanks and signs."""
    text = unicodedata.normalize("NFC", name)
    return ["".join(part) for is_word, part in groupby(text, lambda c: _shows(c) or not _is_visible(c)) if is_word]


def _shows(c: str) -> bool:
    return c.isalnum() and _is_visible(c)


def _is_visible(c: str) -> bool:
    """Whether a character shows: fillers of Hangul are letters that don't."""
    return unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cc") and c not in "\u115f\u1160\u3164\uffa0\u2800"


@cache
def _lookalikes() -> dict[str, str]:
    rows = (line for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return {like: plain for plain, likes in map(str.split, rows) for like in likes}
