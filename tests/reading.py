"""Texts as a reader sees them."""

from __future__ import annotations

import re

_HOLDS = re.compile("\u2060(?=[가-힣])")


def as_read(text: str) -> str:
    """`text` without the joiners that hold a particle to its word, which nobody sees (bot.core.particles)."""
    return _HOLDS.sub("", text)
