"""Problems: what is wrong in a file that a person wrote, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.config.meant import key_meant
from bot.core.visible import shortened, visible

KeyPath = tuple[str | int, ...]


class Severity(StrEnum):
    """An error makes the file unusable; a warning says what won't work."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in a configuration or content file; `line` counts from 1, `key` is dotted and may be empty."""

    file: str
    line: int
    key: str
    what: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether the file can't be used because of it."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: "
        said = f"{self.key}: {self.what}" if self.key else self.what
        return visible(f"{place}{said} — {self.hint}" if self.hint else f"{place}{said}")


def dotted(path: KeyPath) -> str:
    """A key's path as people write it: `schedules[0].cron`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{shortened(part)}" if text else shortened(part)
    return text


def quoted(value: object) -> str:
    """A value in quotes, cut to a readable length."""
    return f"'{shortened(str(value))}'"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 option, 2 options."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def suggestion(word: str, known: Iterable[str]) -> str:
    """What to do about an unknown word: the known one that is meant by it, or is near, else all if they are few."""
    choices = sorted(known)
    if (key := key_meant(word, choices)) is not None:
        return f"did you mean {quoted(key)}?"
    near = get_close_matches(word.casefold(), [choice.casefold() for choice in choices], n=1, cutoff=0.6)
    if near:
        meant = next(choice for choice in choices if choice.casefold() == near[0])
        return f"did you mean {quoted(meant)}?"
    return f"known are: {', '.join(choices)}" if 0 < len(choices) <= 20 else ""
