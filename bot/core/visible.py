"""Text from outside as it may be shown to an operator: what nobody would see, or a terminal would obey, is written out.

A terminal takes control characters (C0, DEL and C1) for commands, and overrides of the writing direction make a line
read as something else. Both are shown as they are written in a program: `\\x1b`, `\\u202e`. Joiners and variation
selectors stay, since emoji are made with them.
"""

from __future__ import annotations

import json
import re

_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
)
_IN_A_LINE = re.compile(f"[{_UNSEEN}]")
_IN_LINES = re.compile(f"(?!\n)[{_UNSEEN}]")


def visible(text: str, *, lines: bool = False) -> str:
    """`text` on one line, with what can't be seen written out; with `lines` its line breaks stay."""
    return (_IN_LINES if lines else _IN_A_LINE).sub(_written, text)


def has_invisible(text: str) -> bool:
    """Whether there is something in a text that nobody sees, line breaks among it."""
    return _IN_A_LINE.search(text) is not None


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text from outside, for a sentence about it."""
    return visible(text if len(text) <= most else f"{text[: most - 3]}…")


def visible_json(value: object, *, indent: int | None = None) -> str:
    """`value` as JSON that reads back the same, in which what can't be seen is an escape."""
    return _IN_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))


def _written(found: re.Match[str]) -> str:
    code = ord(found[0])
    return {"\n": "\\n", "\t": "\\t"}.get(found[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
