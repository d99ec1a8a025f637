"""What people see of a text from outside: whether two look the same, and what nobody sees written out for an operator.

A terminal takes control characters (C0, DEL and C1) for commands, and overrides of the writing direction make a line
read as something else. Both are shown as they are written in a program: `\\x1b`, `\\u202e`. Joiners and variation
selectors stay, since emoji are made with them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

_NOTHING_TO_SEE = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


def looks(text: str) -> str:
    """`text` without what nobody sees, in one width, one case and without spaces; empty where it shows nothing.

    Hangul fillers, joiners, variation selectors and blank braille are among what nobody sees. Letters of another script
    that look alike (Latin a, Cyrillic а) stay different.
    """
    bare = _NOTHING_TO_SEE.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", _NOTHING_TO_SEE.sub("", bare.casefold()))


def composed(text: str) -> str:
    """`text` in the form in which everything is compared: Hangul may come in pieces (macOS names files so)."""
    return unicodedata.normalize("NFC", text)


_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
)
_IN_A_LINE = re.compile(f"[{_UNSEEN}]")
_IN_LINES = re.compile(f"(?!\n)[{_UNSEEN}]")


def visible(text: str, *, lines: bool = False) -> str:
    """`text` on one line, with what can't be seen written out; with `lines` its line breaks stay."""
    return (_IN_LINES if lines else _IN_A_LINE).sub(_written, text)


def has_unseen(text: str) -> bool:
    """Whether there is something in a text that nobody sees, line breaks among it: what `visible` writes out."""
    return _IN_A_LINE.search(text) is not None


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text from outside, for a sentence about it."""
    return visible(text if len(text) <= most else f"{text[: most - 3]}…")


def visible_json(value: object, *, indent: int | None = None) -> str:
    """`value` as JSON that reads back the same, in which what can't be seen is an escape."""
    return _IN_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))


_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing around."""
_CONTROLS = ("Cc", "Cs", "Cn")


def has_controls(text: str) -> bool:
    """Whether there are control characters, halves of characters, unassigned ones or overrides in a text.

    They may do harm where it is shown. Joiners and fillers, which only can't be seen, are none of them.
    """
    return any(map(_is_control, text)) or _OVERRIDES.search(text) is not None


def without_controls(text: str, keep: Callable[[str], bool]) -> str:
    """A text without them, but for the control characters that are to be kept, such as line breaks."""
    return _OVERRIDES.sub("", "".join(c for c in text if keep(c) or not _is_control(c)))


def _is_control(c: str) -> bool:
    return unicodedata.category(c) in _CONTROLS


def _written(found: re.Match[str]) -> str:
    code = ord(found[0])
    return {"\n": "\\n", "\t": "\\t"}.get(found[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
