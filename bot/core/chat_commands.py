"""The chat commands, each with its words in English and Korean and what it takes. A new command begins here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.korean import folded
from bot.core.platforms import PLATFORMS


class Command(StrEnum):
    """A chat command, by its English word."""

    TODAY = "today"
    SUMMARY = "summary"
    LATEST = "latest"
    SEARCH = "search"
    RESULTS = "results"
    SAVED = "saved"
    MINE = "mine"
    FEEDBACK = "feedback"
    EXPORT = "export"
    FORGET = "forget"
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
    CODE = "code"


@dataclass(frozen=True, slots=True)
class CommandWord:
    """How a command is called in each language, and what it takes, which it `needs` or can do without.

    `shared` says whether everybody may see its answer. `acts` says that it changes something, so that nobody gives it
    again for another page of its answer. A `form` is its answer, and what follows its word is written into that as it
    stands. `also` are words that people try for it; they are understood, and never suggested.
    """

    command: Command
    korean: str
    takes: Takes = Takes.NOTHING
    needs: bool = False
    admin: bool = False
    shared: bool = True
    acts: bool = False
    form: bool = False
    also: tuple[str, ...] = ()

    def on(self, locale: str) -> str:
        """The word in `locale`."""
        return self.korean if locale == "ko" else self.command.value


COMMAND_WORDS = (
    CommandWord(Command.TODAY, "오늘"),
    CommandWord(Command.SUMMARY, "요약", Takes.ARTICLE),
    CommandWord(Command.LATEST, "최신", Takes.CATEGORY, also=("최근", "목록", "new", "recent", "list")),
    CommandWord(Command.SEARCH, "검색", Takes.WORDS, needs=True, also=("찾기", "find")),
    CommandWord(Command.RESULTS, "결과", Takes.DEBATE, also=("통계", "현황", "stats", "status")),
    CommandWord(Command.SAVED, "저장", also=("북마크", "bookmarks")),
    CommandWord(Command.MINE, "내표", Takes.DEBATE, shared=False),
    CommandWord(Command.FEEDBACK, "의견", shared=False, form=True, also=("피드백", "문의", "contact")),
    CommandWord(Command.EXPORT, "내정보", shared=False, acts=True),
    CommandWord(Command.FORGET, "잊어줘", Takes.CODE, shared=False, acts=True),
    CommandWord(Command.HELP, "도움말", also=("명령어", "사용법", "commands", "usage")),
    CommandWord(
        Command.POST, "올리기", Takes.ARTICLE, needs=True, admin=True, acts=True, also=("열기", "시작", "open")
    ),
    CommandWord(Command.CLOSE, "마감", Takes.OPEN_DEBATE, admin=True, acts=True, also=("종료", "end")),
    CommandWord(Command.SCHEDULE, "일정", admin=True, also=("예약", "upcoming")),
)
COMMANDS = {known.command: known for known in COMMAND_WORDS}


def slash_name(platform: str, locale: str, *, admin: bool = False) -> str:
    """What is typed before a command's word."""
    facts = PLATFORMS[platform]
    korean = locale == "ko" and not facts.one_command_name
    if admin and facts.admin_commands_apart:
        return "/토론관리" if korean else "/debate-admin"
    return "/토론" if korean else "/debate"


def command_word(word: str) -> CommandWord | None:
    """The command that a whole word calls, in either language."""
    wanted = folded(word)
    return next((known for known in COMMAND_WORDS if wanted in (known.command.value, known.korean, *known.also)), None)
