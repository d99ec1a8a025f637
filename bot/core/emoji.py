"""Emoji: an option's own, and raw reactions reduced to the emoji that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SAVE_EMOJI = "🔖"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_VARIATION_SELECTORS = (0xFE0E, 0xFE0F)
_CUSTOM = re.compile(r"<(?:a?:\w+)?:(\d+)>", re.ASCII)
"""Discord's custom emoji: `<:door:123>`, `<a:door:123>` if it moves, `<:123>` without its name."""


def plain(reaction: str) -> str:
    """`reaction` without skin tone and presentation selectors, so that 👍🏽 and 👍 are one emoji.

    A custom emoji is its id, whatever it is called: `<:door:123>` is `<:123>`.
    """
    if reaction.isascii():
        custom = custom_id(reaction)
        return reaction if custom is None else f"<:{custom}>"
    return "".join(c for c in reaction if ord(c) not in _SKIN_TONES and ord(c) not in _VARIATION_SELECTORS)


def custom_id(reaction: str) -> str | None:
    """The id of a custom emoji that is named by one; None for any other."""
    custom = _CUSTOM.fullmatch(reaction) if reaction.startswith("<") else None
    return None if custom is None else custom[1]


@dataclass(frozen=True, slots=True)
class Emoji:
    """An option's emoji: one Unicode form, or a name of its own on some platforms.

    `custom` maps a platform's name to what stands for the emoji there (`<:door:123>`, `door`, `🚪`).
    """

    unicode: str | None
    custom: Mapping[str, str] = field(default_factory=dict)

    def on(self, platform: str) -> str | None:
        """How the emoji is written on `platform`; None where it has no form there."""
        return self.custom.get(platform, self.unicode)

    def shown(self, label: str) -> str:
        """The Unicode form, else a Unicode one among the custom forms, else `label`."""
        if self.unicode is not None:
            return self.unicode
        return next((form for form in self.custom.values() if not form.isascii()), label)


BURST = "#burst"
"""What a raw reaction ends in where the platform has a second, louder kind of the same emoji."""
_VARIANT = re.compile(r"(?<=.)#[^#]+$", re.DOTALL)
"""`#burst`, or `#thumbsup` where a platform has a second name (in any script) for one emoji: variants that are held
separately. The key cap of `#` begins with it and has nothing before."""


def unmarked(reaction: str) -> str:
    """A raw reaction without the mark that tells its variants apart."""
    return _VARIANT.sub("", reaction)
