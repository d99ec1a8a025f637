"""The grammar: how a line of text is read as a command, finished or not, and what a mistyped word may mean."""

from __future__ import annotations

import re
import unicodedata

from bot.core.chat_commands import COMMAND_WORDS, COMMANDS, Command, CommandWord, command_word
from bot.core.korean import folded
from bot.core.name_matching import fits, nearest
from bot.services.asked import Asked, Asker, UnknownCommand

LONGEST_LINE = 1_000
"""How many characters of a line are read."""
SHARE_WORDS = frozenset({"share", "공유"})
_PREFIX = re.compile(r"\s*(?:/debate-admin|/debate|/토론관리|/토론)(?:\s+|\Z)", re.IGNORECASE)
_SLASHED = re.compile(r"/(?:debate-admin|debate|토론관리|토론)?", re.IGNORECASE)
_PIECE = re.compile(r'"(?P<plain>[^"]*)"|“(?P<curly>[^“”]*)”|‘(?P<single>[^‘’]*)’|(?P<bare>\S+)')
_OTHER_QUOTES = str.maketrans({"„": "“", "‟": "“", "«": "“", "»": "”", "「": "“", "」": "”"})


def read(text: str, asker: Asker) -> Asked | UnknownCommand:
    """Read `/debate WORD …` or `WORD …`; quotes hold an argument together, and no word at all asks for help."""
    line = unicodedata.normalize("NFC", text[:LONGEST_LINE])
    begun = _PREFIX.match(line)
    line = line[begun.end() :] if begun is not None else line
    found = list(_PIECE.finditer(line.translate(_OTHER_QUOTES)))
    pieces = [_unquoted(piece) for piece in found]
    share = bool(pieces) and pieces[-1][1] and folded(pieces[-1][0]) in SHARE_WORDS
    words = [word for word, _ in pieces[: -1 if share else None] if word]
    if not words:
        return Asked(Command.HELP, asker)
    known, taken = command_word(words[0]), 1
    if known is None and len(words) > 1:
        # Korean is spelt so: 내 표, 잊어 줘.
        known, taken = command_word(words[0] + words[1]), 2
    if known is None:
        return UnknownCommand(words[0], asker)
    after = line[found[taken - 1].end() :].strip() if known.form else ""
    return Asked(known.command, asker, ((after,) if after else ()) if known.form else tuple(words[taken:]), share)


def arguments_in(text: str) -> tuple[str, ...]:
    """The words of a text in which quotes hold some together."""
    pieces = _PIECE.finditer(unicodedata.normalize("NFC", text).translate(_OTHER_QUOTES))
    return tuple(word for word, _ in map(_unquoted, pieces) if word)


def split_typed(text: str) -> tuple[str, str]:
    """Unfinished text as (`/debate ` as typed, the rest); the first is empty where there is no such prefix."""
    line = unicodedata.normalize("NFC", text).lstrip()
    found = _PREFIX.match(line)
    return (found.group().rstrip() + " ", line[found.end() :]) if found else ("", line)


def commands_like(typed: str) -> list[tuple[CommandWord, bool]]:
    """Commands that unfinished text may become, and whether it is the Korean word that fits."""
    found = []
    for known in COMMAND_WORDS:
        english, korean = fits(typed, known.command.value), fits(typed, known.korean)
        if english == 0 or korean == 0:
            found.append((known, english != 0))
    return found


def nearest_word(word: str, admin: bool) -> str | None:
    """The command word, in either language, that `word` is most likely a slip of."""
    known = [entry for entry in COMMAND_WORDS if admin or not entry.admin]
    return nearest(word, [form for entry in known for form in (entry.command.value, entry.korean)])


def nearest_to_slashed(word: str, admin: bool, locale: str) -> str | None:
    """The command word that a word beginning with a slash is most likely a slip of: /help, /토론도움말, /debats."""
    rest = _SLASHED.sub("", word, count=1)
    if rest:
        known = command_word(rest)
        if known is not None and (admin or not known.admin):
            return known.on(locale)
        near = nearest_word(rest, admin)
        if near is not None:
            return near
    if not rest or nearest(word.removeprefix("/"), ("debate", "토론")) is not None:
        return COMMANDS[Command.HELP].on(locale)
    return None


def quoted(argument: str) -> str:
    """An argument as it must be written to be read as one."""
    needs = not argument or any(c.isspace() for c in argument) or folded(argument) in SHARE_WORDS
    return f'"{argument}"' if needs else argument


def _unquoted(piece: re.Match[str]) -> tuple[str, bool]:
    """The piece's text without quotes, and whether it was bare."""
    bare = piece.group("bare")
    if bare is not None:
        return bare.strip('"“”'), True
    return next(text for text in piece.group("plain", "curly", "single") if text is not None).strip(), False
