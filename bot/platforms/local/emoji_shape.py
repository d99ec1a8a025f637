"""Whether a text is exactly one emoji, as the Unicode standard builds them."""

from __future__ import annotations

import re

_LONGEST = 40
_SYMBOLS = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
_PICTURE = f"[{_SYMBOLS}]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_KEYCAP = "[0-9#*]\ufe0f?\u20e3"
_SUBDIVISION = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
_ONE = re.compile(rf"(?:{_SUBDIVISION}|{_FLAG}|{_KEYCAP}|{_PICTURE}(?:\u200d{_PICTURE})*)")


def is_emoji(text: str) -> bool:
    """Whether `text` is one emoji, with or without skin tone, joined or not; letters and digits are none."""
    return len(text) <= _LONGEST and _ONE.fullmatch(text) is not None
