"""`--help` in the reader's language: what commands, options and arguments are given as `help` is a message's key.

The pages are laid out here, since a Korean letter is as wide as two others and Typer counts letters.
"""

from __future__ import annotations

import copy
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING

import typer
from typer._click import Command as AnyCommand
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from bot.cli.command_language import listen_to, words
from bot.cli.terminal import say
from bot.sentences import Sentence, sentence

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.shell_completion import CompletionItem

    from bot.core.words import Words

_WIDEST, _NARROWEST = 80, 50
_MARGIN, _GAP = 2, 2
_LEFT_COLUMN = 30
_SHORT = 60
_OPTIONS, _COMMANDS = "[OPTIONS]", "COMMAND [ARGS]..."
_TYPE = re.compile(r"<([^<>|]+)>")
_TYPES = {
    "path": sentence("agora-type-path"),
    "str": sentence("agora-type-text"),
    "list[str]": sentence("agora-type-texts"),
    "int range": sentence("agora-type-number"),
}
_RANGE = re.compile(r"(\d+)<=x<=(\d+)")


class Spoken(AnyCommand):
    """What commands and groups have in common: their help is a message's key, and is said in the reader's language."""

    def get_help(self, ctx: Context) -> str:
        """The whole page, with the commands under it."""
        return page(self, ctx, words())

    def get_usage(self, ctx: Context) -> str:
        """The line on how it is written."""
        return usage(self, ctx, words())

    def get_short_help_str(self, limit: int = 45) -> str:
        """The key of what it is for, for a list of commands, which cuts nothing."""
        del limit
        return self.help or ""

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """What may be written next, with what it is."""
        return _told(super().shell_complete(ctx, incomplete))


class Command(Spoken, TyperCommand):
    """A command whose help is in the reader's language."""


class Group(Spoken, TyperGroup):
    """Commands under one name; alone it tells which there are."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """What stands before a command; without one, what there is."""
        if ctx.parent is None:
            listen_to(args)
        if not args and not ctx.resilient_parsing:
            say(self.get_help(ctx), err=True, lines=True)
            raise typer.Exit(2)
        return super().parse_args(ctx, args)


def _told(items: list[CompletionItem]) -> list[CompletionItem]:
    """Completions whose help is a message's key, said in the reader's language."""
    for item in items:
        if item.value == "--help":
            item.help = _in_short(sentence("agora-help").said(words()))
        elif item.help:
            item.help = _in_short(Sentence(item.help).said(words()))
    return items


def _in_short(text: str) -> str:
    """The first sentence: shells show it in one line, beside what it is about."""
    first = text.partition(". ")[0].rstrip(".")
    lines = _wrapped(first, _SHORT)
    return lines[0] if len(lines) == 1 else f"{lines[0]} …"


def usage(command: AnyCommand, ctx: Context, words: Words) -> str:
    """How a command is written, on as few lines as it takes."""
    told = {_OPTIONS: words.say("agora-options"), _COMMANDS: words.say("agora-command")}
    pieces = " ".join(told.get(piece, piece) for piece in command.collect_usage_pieces(ctx))
    begin = words.say("agora-usage", command=ctx.command_path) + " "
    lines = _wrapped(pieces, max(_width() - cells(begin), 20))
    return begin + ("\n" + " " * cells(begin)).join(lines)


def page(command: AnyCommand, ctx: Context, words: Words) -> str:
    """What a command is for, what it takes, and the commands below it."""
    arguments, options = [], []
    for param in command.get_params(ctx):
        if isinstance(param, TyperArgument):
            arguments.append(_row(param, Sentence(param.help or ""), ctx, words))
        elif isinstance(param, TyperOption):
            own = param is not command.get_help_option(ctx)
            options.append(_row(param, Sentence(param.help or "") if own else sentence("agora-help"), ctx, words))
    below = command.commands if isinstance(command, TyperGroup) else {}
    commands = [(name, Sentence(each.help or "").said(words)) for name, each in below.items()]
    parts = [usage(command, ctx, words), *_indented(Sentence(command.help or "").said(words))]
    for title, rows in (
        (sentence("agora-arguments"), arguments),
        (sentence("agora-all-options"), options),
        (sentence("agora-commands"), commands),
    ):
        if rows:
            parts += ["", f"{title.said(words)}:", *_table(rows)]
    return "\n".join(parts)


def _indented(text: str) -> list[str]:
    return ["", *(" " * _MARGIN + line for line in _wrapped(text, _width() - _MARGIN))]


def _row(param: TyperArgument | TyperOption, about: Sentence, ctx: Context, words: Words) -> tuple[str, str]:
    """How an option or argument is written, and what it is, with its default and what it may be."""
    bare = copy.copy(param)
    bare.help = ""
    left, notes = bare.get_help_record(ctx) or ("", "")
    left = _TYPE.sub(lambda found: f"<{_TYPES[found[1]].said(words)}>" if found[1] in _TYPES else found[0], left)
    told = [_note(note, words) for note in notes[1:-1].split("; ") if note]
    if not told:
        return left, about.said(words)
    joined = reduce(lambda first, second: words.say("agora-notes", first=first, second=second), told)
    return left, f"{about.said(words)}  [{joined}]"


def _note(note: str, words: Words) -> str:
    if note.startswith("default: "):
        return words.say("agora-default", value=note.removeprefix("default: "))
    if (found := _RANGE.fullmatch(note)) is not None:
        return words.say("agora-range", least=found[1], most=found[2])
    return words.say("agora-required") if note == "required" else note


def _table(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Rows of two columns, the second one wrapped."""
    left = min(max(cells(first) for first, _ in rows), _LEFT_COLUMN) + _GAP
    for first, second in rows:
        lines = _wrapped(second, max(_width() - left - _MARGIN, 10))
        if cells(first) > left - _GAP:
            yield " " * _MARGIN + first
            first = ""
        for number, line in enumerate(lines):
            begin = first if number == 0 else ""
            yield " " * _MARGIN + begin + " " * (left - cells(begin)) + line


def _width() -> int:
    return max(min(shutil.get_terminal_size().columns, _WIDEST) - 2, _NARROWEST)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines that are broken at blanks only: a Korean word is never torn."""
    lines, line = [], ""
    for gap, word in re.findall(r"(\s*)(\S+)", text):
        if line and cells(line + gap + word) > width:
            lines.append(line)
            line = word
        else:
            line += gap + word if line else word
    return [*lines, line]


def cells(text: str) -> int:
    """How wide a text is on a terminal, in letters of the Latin alphabet."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)
