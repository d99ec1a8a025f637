"""Text from outside, made safe to stand in Discord's markup and short enough for its fields.

Nothing here keeps a mention from pinging: `allowed_mentions` does. This keeps text from looking like one. Which markup
Discord reads where is [mem]: nowhere is it specified.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from emoji import is_emoji

from bot.core.particles import joined

ELLIPSIS = "…"
_BREAK = "\u200b"
"""A blank of no width: what stands before and after it is no markup together."""
_ANGLE = re.compile(r"<(?=[@#:/&+!A-Za-z])")
_PING = re.compile(r"@(?=everyone|here)")
_SPECIAL = re.compile(r"[\\*_~`|>\[\]]")
_LINK_TARGET = re.compile(r"(?<=\\\])\(")
_SCHEME = re.compile(r"(?<=\w)://")
_LINE_START = re.compile(r"^([^\S\n]*)([#+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^([^\S\n]*\d+)([.)])", re.MULTILINE)
_CUSTOM_EMOJI = re.compile(r"<(?P<animated>a?):(?P<name>\w{2,32}):(?P<id>\d{1,20})>", re.ASCII)
_UNSEEN = {"Cc", "Cs", "Co", "Cn"}
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"


def length(text: str) -> int:
    """How long Discord may take a text to be: in UTF-16 units, so that no way of counting is exceeded."""
    return len(text.encode("utf-16-le")) // 2


def tame(text: str) -> str:
    """One line of plain text for places without markup: no mention, timestamp or custom emoji comes out of it."""
    return joined(_PING.sub("@" + _BREAK, _ANGLE.sub("<" + _BREAK, _one_line(text))))


def escape(text: str) -> str:
    """One line of text that shows as it is where markup is read."""
    safe = _SPECIAL.sub(r"\\\g<0>", tame(text))
    safe = _LINK_TARGET.sub(r"\(", safe)
    safe = _SCHEME.sub(r"\://", safe)
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", safe))


def escape_lines(text: str) -> str:
    """Like `escape`, with the line breaks kept."""
    return "\n".join(escape(line) for line in text.splitlines())


def fit(text: str, limit: int) -> str:
    """`tame` text of at most `limit` units, cut at a word's end."""
    return _cut(text, limit, tame)


def fit_escaped(text: str, limit: int) -> str:
    """`escape`d text of at most `limit` units, cut at a word's end and never within an escape."""
    return _cut(text, limit, escape)


def fit_lines(text: str, limit: int) -> str:
    """`escape_lines` of at most `limit` units."""
    return _cut(text, limit, escape_lines)


def emoji_text(form: str) -> str:
    """An option's emoji as a message shows it: custom ones in Discord's own form, everything else as text."""
    return form if _CUSTOM_EMOJI.fullmatch(form) else fit_escaped(form, 64)


def emoji_object(form: str) -> dict[str, object] | None:
    """An option's emoji as a button takes it; None for what is no emoji."""
    custom = _CUSTOM_EMOJI.fullmatch(form)
    if custom is not None:
        return {"id": custom["id"], "name": custom["name"], "animated": bool(custom["animated"])}
    return {"name": form} if is_emoji(form) else None


def _one_line(text: str) -> str:
    """Without what does not show or turns the line around; breaks and tabs become single blanks."""
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if c not in _TURNING and unicodedata.category(c) not in _UNSEEN)


def _cut(text: str, limit: int, make: Callable[[str], str]) -> str:
    # Nobody has to go through a text that is longer by far than its room.
    most = 4 * max(limit, 0) + 200
    if len(text) <= most and length(whole := make(text)) <= limit:
        return whole
    if limit < 1:
        return ""
    low, high = 0, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        if length(make(text[:middle])) + 1 <= limit:
            low = middle
        else:
            high = middle - 1
    kept = text[:low]
    if low < len(text) and not text[low].isspace():
        word = max(kept.rfind(" "), kept.rfind("\n"))
        # A word that fills most of the room is cut itself.
        if word > low // 2:
            kept = kept[:word]
    while kept and (kept[-1] in _JOINERS or unicodedata.combining(kept[-1]) or text[len(kept)] in _JOINERS):
        kept = kept[:-1]
    return make(kept).rstrip() + ELLIPSIS
