"""What came from the environment is not told: neither in a problem's sentence, nor anywhere later.

A variable may hold a secret wherever it was put, by mistake too. So a sentence about a key that took its value from the
environment names the variable and never shows a part of the value, and other sentences have the variable in its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import PurePath
from urllib.parse import unquote

from bot.config.problems import KeyPath, Problem, dotted

_NOT_SECRET = frozenset(
    {
        *("timezone", "locale", "cron", "count", "run", "public_url"),
        *("pages", "comments", "chat", "open_to", "transport", "platform"),
        *("order", "when_empty", "policy", "results", "choice", "ballot", "ballots"),
        *("closes_after", "closing_grace", "away_after", "within", "after"),
    }
)
"""Keys of which what is valid is one of few words, a number or a span, or is there to be public."""
_PARTS = re.compile(r"[/:@?&=#,;\s]+")
_WORDS = re.compile(r"\w{4,}")
_RUN = 8
"""How many characters of a value in a row show it, wherever they stand; what is shorter must stand as a word."""
_TOLD = 5
"""The shortest value that is looked for in sentences about other keys."""
_PLAIN = re.compile(r"[a-z]+")
_FLAGS = frozenset({"true", "false", "yes", "no", "on", "off", "null"})
_SMALL = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A text into which variables were put: the whole, and the value of each."""

    whole: str
    values: Mapping[str, str]

    @property
    def names(self) -> str:
        """The variables, as they are written."""
        return " and ".join(f"${{{name}}}" for name in self.values)


@dataclass(frozen=True, slots=True)
class FromOutside:
    """All that a document took from the environment, by key."""

    taken: Mapping[KeyPath, Taken] = field(default_factory=dict)

    def hidden(self, problem: Problem) -> Problem:
        """`problem` without any of it."""
        if not self.taken:
            return problem
        for path, taken in self.taken.items():
            if _concerns(problem.key, dotted(path)):
                problem = _without_value(problem, taken)
        file, what, hint = map(self._named, (problem.file, problem.what, problem.hint))
        return replace(problem, file=file, what=what, hint=hint)

    def values(self, wrong: Iterable[str] = ()) -> Iterator[str]:
        """What must be kept out of everything that is written later; `wrong` are the keys that have a problem."""
        refused = frozenset(wrong)
        for path, taken in self.taken.items():
            words = [part for part in path if isinstance(part, str)]
            if words and words[-1] in _NOT_SECRET and dotted(path) not in refused:
                continue
            for text in (taken.whole, *taken.values.values()):
                if text.casefold() in _FLAGS or _SMALL.fullmatch(text):
                    continue
                parts = _PARTS.split(text)
                for told in (text, *filter(_is_telling, (*parts, *map(unquote, parts)))):
                    # Names of hosts are told in small letters.
                    yield from (told, told.lower())

    def _named(self, text: str) -> str:
        """A sentence with variables in the place of their values."""
        for taken in self.taken.values():
            for name, value in taken.values.items():
                for form in _forms(value):
                    if len(form) >= _RUN:
                        text = text.replace(form, f"${{{name}}}")
                    elif len(form) >= _TOLD and form in text:
                        text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", f"${{{name}}}", text)
        return text


def _concerns(key: str, place: str) -> bool:
    """Whether a problem's key is this one, around it or in it."""
    inner, outer = (key, place) if len(key) >= len(place) else (place, key)
    return inner == outer or inner.startswith((f"{outer}.", f"{outer}["))


def _without_value(problem: Problem, taken: Taken) -> Problem:
    """A sentence about a key, its value told by the variable's name."""
    texts = (taken.whole, *taken.values.values())
    what, hint = problem.what, problem.hint
    if any(_shows(what, text) for text in texts):
        what = f"the value of {taken.names} is not possible here"
    if any(_shows(hint, text) for text in texts):
        hint = "correct the variable"
    return replace(problem, what=what, hint=hint)


def _shows(sentence: str, value: str) -> bool:
    """Whether a sentence holds a part of a value."""
    told = unicodedata.normalize("NFC", sentence).casefold()
    words = set(_WORDS.findall(told))
    for form in _forms(value):
        seen = form.casefold()
        runs = (seen[start : start + _RUN] for start in range(len(seen) - _RUN + 1))
        if f"'{seen}'" in told or words.intersection(_WORDS.findall(seen)) or any(run in told for run in runs):
            return True
    return False


def _forms(value: str) -> tuple[str, ...]:
    """A value as it is, and as it looks where it was taken for a text or a path."""
    forms = (value, value.strip(), unicodedata.normalize("NFC", value), str(PurePath(value)))
    return tuple(dict.fromkeys(form for form in forms if form))


def _is_telling(part: str) -> bool:
    """Whether a part of a value is long enough to tell something, and no plain word or address."""
    if len(part) < _RUN or _PLAIN.fullmatch(part):
        return False
    try:
        ip_address(part)
    except ValueError:
        return True
    return False
