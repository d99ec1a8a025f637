"""What is wrong with a command line, in the reader's language.

Typer tells it in English only, so its sentences are read here and said as ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.cli.command_language import words
from bot.sentences import Sentence, sentence, verbatim

if TYPE_CHECKING:
    import typer

_TOLD: tuple[tuple[str, Sentence], ...] = (
    (r"Missing command\.", sentence("misuse-no-command")),
    (
        r"No such command (?P<name>.{1,200}?)\. Did you mean (?P<near>.{1,500})\?",
        sentence("misuse-unknown-command-near"),
    ),
    (r"No such command (?P<name>.+)\.", sentence("misuse-unknown-command")),
    (
        r"No such option: (?P<name>.{1,200}?) \(Possible options: (?P<near>.{1,500})\)",
        sentence("misuse-unknown-option-near"),
    ),
    (r"No such option: (?P<name>.+)", sentence("misuse-unknown-option")),
    (r"Option (?P<name>.+) requires an argument\.", sentence("misuse-needs-value")),
    (r"Option (?P<name>.+) does not take a value\.", sentence("misuse-takes-no-value")),
    (r"Got unexpected extra argument\(s\) \((?P<extra>.*)\)", sentence("misuse-too-many")),
    (r"Missing argument (?P<name>.+?)\.", sentence("misuse-missing-argument")),
    (r"Missing option (?P<name>.+?)\. Choose from:\s*(?P<choices>.+)", sentence("misuse-missing-choice")),
    (r"Missing option (?P<name>.+?)\.", sentence("misuse-missing-option")),
    (r"Invalid value for (?P<name>'.+?'): (?P<why>.*)", sentence("misuse-value")),
    (r"Input should be a valid integer.*", sentence("misuse-no-number")),
    (r"Input should be greater than or equal to (?P<least>.+)", sentence("misuse-too-small")),
    (r"Input should be less than or equal to (?P<most>.+)", sentence("misuse-too-large")),
    (r"Unable to parse input string as an integer, exceeded maximum size", sentence("misuse-far-too-large")),
    (r"(?P<value>.{1,200}?) is not one of (?P<choices>.{1,500})\.", sentence("misuse-no-choice")),
)
_PATTERNS = tuple((re.compile(rf"\A{pattern}\Z", re.DOTALL), said) for pattern, said in _TOLD)


def misuse(error: typer.TyperException) -> Iterator[str]:
    """What is wrong, line for line, with how the command is written before it."""
    ctx: typer.Context | None = getattr(error, "ctx", None)
    if ctx is not None:
        yield from ctx.get_usage().splitlines()
        yield words().say("misuse-try", command=f"{ctx.command_path} {ctx.help_option_names[0]}")
        yield ""
    yield words().say("misuse-told", what=explained(error.format_message()).said(words()))


def explained(message: str) -> Sentence:
    """A sentence of Typer's, or of what checks values for it, as one of ours; one that is not known, as it is."""
    message = message.removeprefix("Value error, ")
    for pattern, said in _PATTERNS:
        if (found := pattern.fullmatch(message)) is not None:
            return said.given(**{name: _part(name, text) for name, text in found.groupdict().items()})
    return verbatim(message)


def _part(name: str, text: str) -> Sentence | str:
    return explained(text) if name == "why" else re.sub(r",\n\t", ", ", text)
