"""Sentences: what a person is to be told, before it is known in which language.

Who finds out that something is wrong rarely knows who will read it: an error is told on a terminal in the
configuration's language, in an alert in its channel's, in the log in English. So it carries the key of a message and
its arguments, and is put into words where it is read. `str()` of one is English, for logs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Protocol, Union

from bot.catalogue import Catalogue, Value, WordsError

Argument = Union[Value, datetime, "Sentence", tuple["Argument", ...]]
"""What a sentence may be given: texts, numbers, moments, sentences of their own, and several of these."""


class Speaks(Protocol):
    """What puts sentences into words: a part of the port `Words`."""

    def say(self, key: str, /, **args: Value) -> str:
        """A message in this language, what it is given in its places."""

    def hint(self, key: str, /, **args: Value) -> str:
        """A message's `.hint` in this language; empty where it has none."""

    def moment(self, at: datetime) -> str:
        """The day and time of an aware instant."""

    def listing(self, parts: Sequence[str], *, plain: bool = False) -> str:
        """Parts joined as a person would."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The message `key` with its arguments; `remedy` is what to do where the message's own hint isn't it.

    Made by `sentence` and, from words that are none of ours, by `verbatim`.
    """

    key: str
    args: tuple[tuple[str, Argument], ...] = ()
    remedy: Sentence | None = None

    def __str__(self) -> str:
        return self.said(english())

    def said(self, words: Speaks) -> str:
        """What is so, in one sentence."""
        return words.say(self.key, **self._values(words))

    def hint(self, words: Speaks) -> str:
        """What to do about it; empty where nothing is known."""
        if self.remedy is not None:
            return self.remedy.said(words)
        return words.hint(self.key, **self._values(words))

    @property
    def cure(self) -> Sentence:
        """What to do about it, as a sentence of its own, for one that tells this one; says nothing where none is."""
        return self.remedy if self.remedy is not None else replace(self, key=f"{self.key}.hint")

    def in_full(self, words: Speaks) -> str:
        """What is so, and what to do about it."""
        said, hint = self.said(words), self.hint(words)
        if not hint:
            return said
        return f"{said} {hint}" if said.endswith((".", "!", "?")) else f"{said} — {hint}"

    def mended_by(self, remedy: Sentence | None) -> Sentence:
        """The same, with what to do about it."""
        return self if remedy is None else replace(self, remedy=remedy)

    def given(self, **args: Argument) -> Sentence:
        """The same with more arguments, where not all are known at once."""
        return replace(self, args=tuple(sorted({**dict(self.args), **args}.items())))

    def with_texts(self, change: Callable[[str], str]) -> Sentence:
        """The same with every text and number that it was given as `change` gives it back."""
        args = tuple((name, _changed(argument, change)) for name, argument in self.args)
        return Sentence(self.key, args, self.remedy and self.remedy.with_texts(change))

    def _values(self, words: Speaks) -> dict[str, Value]:
        return {name: _value(argument, words) for name, argument in self.args}

    def kept(self) -> str:
        """As it is stored, for `read_back`."""
        return json.dumps(_plain(self), ensure_ascii=False, separators=(",", ":"))


def sentence(key: str, /, **args: Argument) -> Sentence:
    """The message `key` of the catalogue with its arguments."""
    return Sentence(key, tuple(sorted(args.items())))


def verbatim(text: str, hint: str = "") -> Sentence:
    """Words that are none of ours, told as they are: what a file, a platform or a library says."""
    said = sentence("verbatim", text=text)
    return said.mended_by(verbatim(hint)) if hint else said


def all_of(parts: Sequence[Argument]) -> Argument:
    """Several things as one, joined as a person would: A, B and C. There is at least one."""
    return parts[0] if len(parts) == 1 else sentence("list-and", rest=tuple(parts[:-1]), last=parts[-1])


def as_sentence(told: Sentence | str, hint: Sentence | str = "") -> Sentence:
    """A sentence, or words that are none of ours, with what to do about it."""
    said = told if isinstance(told, Sentence) else verbatim(told)
    remedy = verbatim(hint) if isinstance(hint, str) and hint else hint
    return said.mended_by(remedy) if isinstance(remedy, Sentence) else said


def read_back(text: str) -> Sentence:
    """A sentence as it was stored; what was stored as plain words is told as it is."""
    try:
        stored = json.loads(text)
    except ValueError:
        return verbatim(text)
    return _read(stored) if isinstance(stored, dict) and isinstance(stored.get("say"), str) else verbatim(text)


def _plain(said: Sentence) -> dict[str, Any]:
    plain: dict[str, Any] = {"say": said.key}
    if said.args:
        plain["with"] = {name: _plain_argument(argument) for name, argument in said.args}
    if said.remedy is not None:
        plain["hint"] = _plain(said.remedy)
    return plain


def _plain_argument(argument: Argument) -> object:
    if isinstance(argument, Sentence):
        return _plain(argument)
    if isinstance(argument, datetime):
        return {"at": argument.isoformat()}
    return [_plain_argument(one) for one in argument] if isinstance(argument, tuple) else argument


def _read(stored: Mapping[str, Any]) -> Sentence:
    args = {name: _read_argument(argument) for name, argument in stored.get("with", {}).items()}
    remedy = stored.get("hint")
    return sentence(stored["say"], **args).mended_by(_read(remedy) if remedy else None)


def _read_argument(stored: Any) -> Argument:
    if isinstance(stored, dict):
        return datetime.fromisoformat(stored["at"]) if "at" in stored else _read(stored)
    return tuple(map(_read_argument, stored)) if isinstance(stored, list) else stored


def _changed(argument: Argument, change: Callable[[str], str]) -> Argument:
    if isinstance(argument, Sentence):
        return argument.with_texts(change)
    if isinstance(argument, tuple):
        return tuple(_changed(one, change) for one in argument)
    if isinstance(argument, datetime):
        return argument
    text = str(argument)
    changed = change(text)
    return argument if changed == text else changed


def _value(argument: Argument, words: Speaks) -> Value:
    if isinstance(argument, Sentence):
        return argument.said(words)
    if isinstance(argument, datetime):
        return words.moment(argument)
    if isinstance(argument, tuple):
        return words.listing([str(_value(one, words)) for one in argument], plain=True)
    return argument


class _English:
    def __init__(self) -> None:
        self._catalogue = Catalogue("en")

    def say(self, key: str, /, **args: Value) -> str:
        try:
            return self._catalogue.message(key, args)
        except WordsError:
            return key

    def hint(self, key: str, /, **args: Value) -> str:
        try:
            return self._catalogue.hint(key, args)
        except WordsError:
            return ""

    def moment(self, at: datetime) -> str:
        return at.isoformat(" ", "minutes")

    def listing(self, parts: Sequence[str], *, plain: bool = False) -> str:  # noqa: ARG002
        return ", ".join(parts)


@cache
def english() -> Speaks:
    """English for logs, where no words are at hand: moments as ISO 8601, and its key where a message is missing."""
    return _English()
