"""The words of the chat commands, in English and Korean, and how a line of text is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.core.hangul import fits, folded, nearest


class Command(StrEnum):
    """A chat command, by its English word."""

    TODAY = "today"
    SUMMARY = "summary"
    LATEST = "latest"
    SEARCH = "search"
    RESULTS = "results"
    SAVED = "saved"
    FEEDBACK = "feedback"
    HELP = "help"
    POST = "post"
    CLOSE = "close"
    SCHEDULE = "schedule"


class Takes(StrEnum):
    """What follows a command's word."""

    NOTHING = "nothing"
    ARTICLE = "article"
    CATEGORY = "category"
    WORDS = "words"
    DEBATE = "debate"
    OPEN_DEBATE = "open debate"


@dataclass(frozen=True, slots=True)
class CommandWord:
    """How a command is called in each language, and what it takes; `shared` says whether its answer may be.

    `also` are words that people try for it; they are understood, and never suggested.
    """

    command: Command
    korean: str
    takes: Takes = Takes.NOTHING
    admin: bool = False
    shared: bool = True
    also: tuple[str, ...] = ()

    def on(self, locale: str) -> str:
        """The word in `locale`."""
        return self.korean if locale == "ko" else self.command.value


COMMAND_WORDS = (
    CommandWord(Command.TODAY, "오늘"),
    CommandWord(Command.SUMMARY, "요약", Takes.ARTICLE),
    CommandWord(Command.LATEST, "최신", Takes.CATEGORY),
    CommandWord(Command.SEARCH, "검색", Takes.WORDS),
    CommandWord(Command.RESULTS, "결과", Takes.DEBATE, also=("통계", "stats")),
    CommandWord(Command.SAVED, "저장"),
    CommandWord(Command.FEEDBACK, "의견", shared=False, also=("피드백",)),
    CommandWord(Command.HELP, "도움말"),
    CommandWord(Command.POST, "올리기", Takes.ARTICLE, admin=True),
    CommandWord(Command.CLOSE, "마감", Takes.OPEN_DEBATE, admin=True),
    CommandWord(Command.SCHEDULE, "일정", admin=True),
)
HELP, CLOSE = (next(k for k in COMMAND_WORDS if k.command is wanted) for wanted in (Command.HELP, Command.CLOSE))
SHARE_WORDS = frozenset({"share", "공유"})

_PREFIX = re.compile(r"\s*(?:/debate-admin|/debate|/토론관리|/토론)(?:\s+|\Z)", re.IGNORECASE)
_SLASHED = re.compile(r"/(?:debate-admin|debate|토론관리|토론)?", re.IGNORECASE)
_PIECE = re.compile(r'"(?P<plain>[^"]*)"|“(?P<curly>[^“”]*)”|‘(?P<single>[^‘’]*)’|(?P<bare>\S+)')
_OTHER_QUOTES = str.maketrans({"„": "“", "‟": "“", "«": "“", "»": "”", "「": "“", "」": "”"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it was written: `word` as typed, `args` unquoted, `share` if its last word says so.

    `line` is all that followed the word, untouched.
    """

    word: str
    args: tuple[str, ...]
    share: bool
    line: str = ""

    @property
    def rest(self) -> str:
        """All arguments as one text."""
        return " ".join(self.args)


def read(text: str) -> Asked:
    """Read `/debate WORD …` or `WORD …`; quotes hold an argument together."""
    line = unicodedata.normalize("NFC", text)
    begun = _PREFIX.match(line)
    line = line[begun.end() :] if begun is not None else line
    found = list(_PIECE.finditer(line.translate(_OTHER_QUOTES)))
    pieces = [_unquoted(piece) for piece in found]
    share = bool(pieces) and pieces[-1][1] and folded(pieces[-1][0]) in SHARE_WORDS
    words = [word for word, _ in pieces[: -1 if share else None] if word]
    after = line[found[0].end() :].strip() if found else ""
    return Asked(words[0] if words else "", tuple(words[1:]), share, after)


def slash_name(platform: str, locale: str, *, admin: bool = False) -> str:
    """What is typed before a command's word. Slack knows only the English name, which the app's manifest gives;
    Discord has the commands for admins under a name of their own."""
    korean = locale == "ko" and platform != "slack"
    if admin and platform == "discord":
        return "/토론관리" if korean else "/debate-admin"
    return "/토론" if korean else "/debate"


def split_typed(text: str) -> tuple[str, str]:
    """Unfinished text as (`/debate ` as typed, the rest); the first is empty where there is no such prefix."""
    line = unicodedata.normalize("NFC", text).lstrip()
    found = _PREFIX.match(line)
    return (found.group().rstrip() + " ", line[found.end() :]) if found else ("", line)


def command_word(word: str) -> CommandWord | None:
    """The command that a whole word calls, in either language."""
    wanted = folded(word)
    return next((known for known in COMMAND_WORDS if wanted in (known.command.value, known.korean, *known.also)), None)


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
        return HELP.on(locale)
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
