"""Characters that nobody sees in a text from elsewhere, and that may do harm where it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing around."""

_CONTROLS = ("Cc", "Cs", "Cn")


def has_invisible(text: str) -> bool:
    """Whether there are control characters, halves of characters, unassigned ones or overrides in a text."""
    return any(map(_is_control, text)) or OVERRIDES.search(text) is not None


def without_invisible(text: str, keep: Callable[[str], bool]) -> str:
    """A text without them, but for the control characters that are to be kept, such as line breaks."""
    return OVERRIDES.sub("", "".join(c for c in text if keep(c) or not _is_control(c)))


def _is_control(c: str) -> bool:
    return unicodedata.category(c) in _CONTROLS
