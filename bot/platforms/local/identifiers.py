"""How the chat and the ledger call the same thing: the platform, voters, messages and threads; what is one emoji."""

from __future__ import annotations

import re

from bot.core.marks import Voter

PLATFORM = "local"
_WORKSPACE = "local"


def voter_of(person: str) -> Voter:
    """A member of the chat as a voter."""
    return Voter(PLATFORM, _WORKSPACE, person)


BOT = "@bot"
"""The person under which the bot's own reactions are kept; no member's id begins with @."""
_MESSAGE = re.compile(r"m([1-9]\d{0,17})")
_THREAD = re.compile(r"t([1-9]\d{0,17})")


def message_number(native: str) -> int | None:
    """The row of the message that the native id `native` (as in `m12`) names; None if it is no such id."""
    found = _MESSAGE.fullmatch(native)
    return int(found[1]) if found and found[1].isascii() else None


def thread_number(native: str) -> int | None:
    """The row of the thread that the native id `native` (as in `t3`) names; None if it is no such id."""
    found = _THREAD.fullmatch(native)
    return int(found[1]) if found and found[1].isascii() else None


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
