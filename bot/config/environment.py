"""`${NAME}` in the configuration: environment variables, or files that `NAME_FILE` variables name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config.documents import LARGEST, Document
from bot.config.hiding import FromOutside, Taken
from bot.config.problems import KeyPath, Problem, dotted

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
                    self._report(path, "'${' does not begin a variable's name", "write ${NAME}, or $${ for a plain ${")
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
            self._report(path, f"both {name} and {name}_FILE are set", "keep one of them")
        if value or not source:
            return value or None
        try:
            with Path(source).open("rb") as file:
                text = file.read(LARGEST).decode().rstrip("\r\n")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not text in UTF-8"
            self._report(path, f"the file that {name}_FILE names can't be read ({reason})", "check the path")
            return None
        if "\x00" in text:
            self._report(path, f"the file that {name}_FILE names is not text", "check the path")
            return None
        return text or None

    def _report(self, path: KeyPath, what: str, hint: str) -> None:
        self.problems.append(Problem(self._file, self._document.line(path), dotted(path), what, hint))
