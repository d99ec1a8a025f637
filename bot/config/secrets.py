"""Secrets, and other values from the environment: `${NAME}`, or files that `NAME_FILE` names.

What came from there is not told: neither in a problem's sentence, nor anywhere later.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path, PurePath
from urllib.parse import unquote

from bot.config.problems import KeyPath, Problem, dotted
from bot.config.yaml_documents import LARGEST, Document
from bot.core.visible_text import visible
from bot.errors import UsageError, reason_of
from bot.sentences import Sentence, all_of, sentence


class Secret:
    """A value that only `reveal` shows; `variable` names the environment variable that it comes from, if any.

    A secret whose variable is unset is false, and `reveal` raises UsageError.
    """

    __slots__ = ("_value", "variable")

    def __init__(self, value: str | None, variable: str | None = None) -> None:
        self._value = value
        self.variable = variable

    def reveal(self) -> str:
        """The value itself."""
        if self._value is None:
            raise UsageError(variable_unset(self.variable or ""))
        return self._value

    def __bool__(self) -> bool:
        return self._value is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(***)" if self else "Secret(unset)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not copied or saved")


def variable_unset(variable: str) -> Sentence:
    """That an environment variable is not set, and what to do."""
    return sentence("variable-unset", variable=variable)


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
"""The shortest value that is looked for in what is told of other keys."""
_PLAIN = re.compile(r"[a-z]+")
_FLAGS = frozenset({"true", "false", "yes", "no", "on", "off", "null"})
_SMALL = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A text into which variables were put: the whole, and the value of each."""

    whole: str
    values: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The variables, as they are written."""
        return tuple(f"${{{name}}}" for name in self.values)


@dataclass(frozen=True, slots=True)
class FromOutside:
    """All that a document took from the environment, by key."""

    taken: Mapping[KeyPath, Taken] = field(default_factory=dict)

    def hidden(self, problem: Problem) -> Problem:
        """`problem` without any of it."""
        if not self.taken:
            return problem
        what = problem.what
        for path, taken in self.taken.items():
            if _concerns(problem.key, dotted(path)):
                what = _without_value(what, taken, is_error=problem.is_error)
        return replace(problem, file=self._named(problem.file), what=what.with_texts(self._named))

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
        """A text with variables in the place of their values."""
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


def _without_value(told: Sentence, taken: Taken, *, is_error: bool) -> Sentence:
    """A sentence about a key, its value told by the variable's name, in what it says and in what to do about it.

    Only what the sentence was given can tell the value; its own words are those of the catalogue.
    """
    values = (taken.whole, *taken.values.values())

    def hide(text: str) -> str:
        return ", ".join(taken.names) if any(_shows(text, value) for value in values) else text

    hidden = told.with_texts(hide)
    if hidden == told:
        return told
    cure = hidden.cure if str(hidden.cure) == str(told.cure) else sentence("variable-correct")
    if is_error and hidden.args != told.args:
        hidden = sentence("variable-value", names=all_of(taken.names))
    return hidden.mended_by(cure if str(cure) else None)


def _shows(text: str, value: str) -> bool:
    """Whether a text holds a part of a value, or is all of it."""
    told = unicodedata.normalize("NFC", text).casefold()
    words = set(_WORDS.findall(told))
    for form in _forms(value):
        seen = form.casefold()
        runs = (seen[start : start + _RUN] for start in range(len(seen) - _RUN + 1))
        if (
            told in (seen, visible(seen))
            or f"'{seen}'" in told
            or words.intersection(_WORDS.findall(seen))
            or any(run in told for run in runs)
        ):
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


_REFERENCE = re.compile(r"\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|(\$\{)")


@dataclass(frozen=True, slots=True)
class Unset:
    """Stands for a text that names a variable which is not set."""

    variable: str


class FromEnvironment(str):
    """A text into which an environment variable was put."""

    __slots__ = ("variable",)
    variable: str

    @classmethod
    def of(cls, text: str, variable: str) -> FromEnvironment:
        """`text`, remembering that it comes from `variable`."""
        made = cls(text)
        made.variable = variable
        return made


@dataclass(frozen=True, slots=True)
class Filled:
    """A document's value with variables put in, which keys name an unset one, what was put in, and what went wrong."""

    value: object
    unset: dict[KeyPath, str]
    outside: FromOutside
    problems: list[Problem]


def fill_in(document: Document, env: Mapping[str, str], file: str) -> Filled:
    """Put environment variables into every text of a document; `$${` stands for a plain `${`.

    A variable that is unset or empty leaves `Unset` in place of the whole text.
    """
    filler = _Filler(document, env, file)
    value = filler.fill(document.value, ())
    return Filled(value, filler.unset, FromOutside(filler.taken), filler.problems)


class _Filler:
    def __init__(self, document: Document, env: Mapping[str, str], file: str) -> None:
        self._document = document
        self._env = env
        self._file = file
        self.unset: dict[KeyPath, str] = {}
        self.taken: dict[KeyPath, Taken] = {}
        self.problems: list[Problem] = []

    def fill(self, value: object, path: KeyPath) -> object:
        if isinstance(value, dict):
            return {key: self.fill(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, (*path, i)) for i, item in enumerate(value)]
        if isinstance(value, str) and "${" in value:
            return self._filled(value, path)
        return value

    def _filled(self, text: str, path: KeyPath) -> str | Unset:
        parts: list[str] = []
        values: dict[str, str] = {}
        end = 0
        for match in _REFERENCE.finditer(text):
            parts.append(text[end : match.start()])
            end = match.end()
            if name := match[1]:
                value = self._variable(name, path)
                if value is None:
                    self.unset.setdefault(path, name)
                parts.append(value or "")
                values[name] = value or ""
            else:
                if match[2]:
                    self._report(path, sentence("variable-no-name"))
                parts.append("${")
        parts.append(text[end:])
        if path in self.unset:
            return Unset(self.unset[path])
        filled = "".join(parts)
        if not values:
            return filled
        self.taken[path] = Taken(filled, values)
        return FromEnvironment.of(filled, next(iter(values)))

    def _variable(self, name: str, path: KeyPath) -> str | None:
        value, source = self._env.get(name), self._env.get(f"{name}_FILE")
        if value and source:
            self._report(path, sentence("variable-twice", variable=name))
        if value or not source:
            return value or None
        try:
            with Path(source).open("rb") as file:
                text = file.read(LARGEST).decode().rstrip("\r\n")
        except (OSError, ValueError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else sentence("reason-no-text")
            self._report(path, sentence("variable-file-unreadable", variable=name, reason=reason))
            return None
        if "\x00" in text:
            self._report(path, sentence("variable-file-no-text", variable=name))
            return None
        return text or None

    def _report(self, path: KeyPath, what: Sentence) -> None:
        self.problems.append(Problem(self._file, self._document.line(path), dotted(path), what))
