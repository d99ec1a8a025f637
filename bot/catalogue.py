"""The catalogue: every sentence that Agora says, by language and key, as Project Fluent writes them.

The files lie in `bot/locales/LANGUAGE`, one for each part of the product. A file is read when something of it is said
for the first time: a command that fails says one sentence, and reading all of them takes longer than that command.
A message's attribute `.hint` says what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

Value = str | int | float

_LONGEST_ARGUMENT = 1_500
_KEY = re.compile(r"^([a-z][a-z0-9-]*) *=", re.MULTILINE)


class WordsError(LookupError):
    """A message is missing, or was not given the arguments that it names."""


class Catalogue:
    """The messages of one language; `functions` are what they may call, by name."""

    def __init__(self, locale: str, functions: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self.locale = locale
        self._functions = dict(functions or {})
        self._bundle: FluentBundle | None = None
        self._read: set[str] = set()

    def message(self, key: str, args: Mapping[str, Value]) -> str:
        """The message `key` with its arguments, or an attribute of one (`key.hint`). Raises WordsError."""
        name, _, attribute = key.partition(".")
        return self._formatted(name, attribute, args) or ""

    def hint(self, key: str, args: Mapping[str, Value]) -> str:
        """What to do about what the message `key` says; empty where it tells nothing. Raises WordsError."""
        return self._formatted(key, "hint", args) or ""

    def _formatted(self, key: str, attribute: str, args: Mapping[str, Value]) -> str | None:
        bundle = self._bundle_with(key)
        message = bundle.get_message(key)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            if attribute:
                return None
            raise WordsError(f"{self.locale}: the message '{key}' has no text")
        text, errors = bundle.format_pattern(pattern, {name: _short(value) for name, value in args.items()})
        if errors:
            raise WordsError(f"{self.locale}: the message '{key}': {errors[0]}")
        return str(text)

    def _bundle_with(self, key: str) -> FluentBundle:
        """The bundle, with the file of `key` in it."""
        from fluent.runtime import FluentBundle, FluentResource

        if self._bundle is None:
            self._bundle = FluentBundle([self.locale], functions=self._functions, use_isolating=False)
        name = _files_of(self.locale).get(key)
        if name is None:
            raise WordsError(f"{self.locale}: there is no message '{key}'")
        if name not in self._read:
            self._bundle.add_resource(FluentResource(texts(self.locale)[name]))
            self._read.add(name)
        return self._bundle


@cache
def texts(locale: str) -> Mapping[str, str]:
    """What stands in the files of a language, by their names without an ending, in the order of the names."""
    files = resources.files("bot").joinpath("locales", locale).iterdir()
    found = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".ftl")}
    return {name.removesuffix(".ftl"): found[name] for name in sorted(found)}


@cache
def _files_of(locale: str) -> Mapping[str, str]:
    """In which file each message stands."""
    return {key: name for name, text in texts(locale).items() for key in _KEY.findall(text)}


def _short(value: Value) -> Value:
    """Fluent refuses to place long texts; nothing that long belongs in a sentence."""
    if isinstance(value, str) and len(value) > _LONGEST_ARGUMENT:
        return value[: _LONGEST_ARGUMENT - 1] + "…"
    return value
