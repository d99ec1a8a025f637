"""The one way to a terminal: nothing from outside that the terminal or rich would obey; and showing progress.

Names of files, titles, what a platform answered: all of it is text, never markup (`[b]`), never an emoji's code
(`:door:`), and what can't be seen in it is written out (`bot.core.visible_text`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.cli.command_language import words
from bot.core.visible_text import visible, visible_json
from bot.sentences import Argument, Sentence, sentence

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def say(text: str, *, err: bool = False, lines: bool = False) -> None:
    """Print one line, with `lines` several; what is said of failures (`err`) is said without secrets."""
    typer.echo(without_secrets(text, lines=lines) if err else visible(text, lines=lines), err=err)


def tell(key: str, *, err: bool = False, **args: Argument) -> None:
    """Print the message `key`, in the language of this command."""
    say(sentence(key, **args).in_full(words()), err=err)


def ask(question: str) -> str:
    """What is typed behind a question, which stands on stderr: stdout is for programs. Raises Abort."""
    typer.echo(f"{visible(question)} ", nl=False, err=True)
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if not answer:
        typer.echo(err=True)
        raise typer.Abort
    return answer.strip()


def say_json(value: object, *, indent: int | None = None) -> None:
    """Print `value` as JSON for other programs: all of it, with what can't be seen as escapes."""
    typer.echo(visible_json(value, indent=indent))


def say_rows(text: str) -> None:
    """Print rows for other programs, as they are: each cell was made harmless when it was written."""
    typer.echo(text, nl=False)


def without_secrets(text: str, *, lines: bool = False) -> str:
    """A text as it may be shown, every known secret in it redacted."""
    from bot.log import redacted

    return visible(redacted(text), lines=lines)


def cell(text: str, style: str = "", *, lines: bool = False) -> Text:
    """A text for rich to lay out, on one line; with `lines` on several."""
    from rich.text import Text

    return Text(visible(text, lines=lines), style=style)


def console(*, err: bool = False, width: int | None = None) -> Console:
    """Where rich prints: what it is handed as plain text is no markup, and has no emoji's codes."""
    from rich.console import Console

    return Console(stderr=err, width=width, markup=False, emoji=False, highlight=False)


@contextmanager
def progress(doing: Sentence) -> Iterator[None]:
    """A spinner on a terminal while the block runs; silent in a pipe."""
    screen = console(err=True)
    if not screen.is_terminal:
        yield
        return
    with screen.status(cell(doing.said(words()))):
        yield


@contextmanager
def progress_bar(doing: Sentence) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal that is told how many of how many are done; silent in a pipe."""
    from rich.progress import Progress

    screen = console(err=True)
    if not screen.is_terminal:
        yield lambda _done, _of: None
        return
    with Progress(console=screen, transient=True) as bar:
        task = bar.add_task(doing.said(words()), total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
