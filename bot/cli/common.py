"""What commands share: reading the configuration, saying what failed, and signals to a bot that still starts."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.cli.command_language import DEFAULT_CONFIG as DEFAULT_CONFIG
from bot.cli.command_language import settle, words
from bot.cli.terminal import say, tell
from bot.errors import AgoraError, UsageError
from bot.files import as_named
from bot.sentences import sentence

if TYPE_CHECKING:
    from bot.config import Config, Problem


class EarlySignals:
    """Remembers a SIGTERM or SIGINT from now on, until the bot takes the signals over: it then stops at once."""

    def __init__(self) -> None:
        self.came = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._remember)

    def _remember(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True


INTERRUPTED = 130
"""The exit code of what was stopped by Ctrl-C, as shells have it; Typer ends so without a word."""
T = TypeVar("T")
ConfigOption = Annotated[Path, typer.Option("--config", "-c", help="agora-option-config", callback=as_named)]


@dataclass(slots=True)
class State:
    """What the options before the command say."""

    debug: bool = False


STATE = State()


def read_config(path: Path, *, needs_secrets: bool, quiet_log: bool = True) -> Config:
    """The configuration at `path`, its secrets known to the log; raises UsageError listing every problem.

    With `needs_secrets` an unset secret that a channel needs is an error, otherwise a warning.
    """
    from bot.config import load_config
    from bot.log import configure, get_logger, redact

    quiet = {"AGORA_LOG_LEVEL": "critical", **os.environ} if quiet_log else None
    configure(debug=STATE.debug, env=quiet)
    loaded = load_config(path)
    redact(loaded.secret_values())
    missing = loaded.config.missing_secrets() if needs_secrets and loaded.config is not None else []
    problems = [*loaded.problems, *missing]
    errors = [problem for problem in problems if problem.is_error]
    say_problems(errors)
    if errors or loaded.config is None:
        raise UsageError(sentence("terminal-config-unusable", path=str(path), problems=len(errors)))
    settle(loaded.config.locale, loaded.config.timezone)
    if not quiet_log:
        for problem in problems:
            get_logger("configuration").warning(str(problem))
    return loaded.config


def say_problems(problems: list[Problem]) -> None:
    """Each problem on a line of stderr."""
    for problem in problems:
        say(problem.said(words()), err=True)


def composed(text: str | None) -> str | None:
    """A name from the command line as everything is compared: a terminal may give Hangul in pieces."""
    from bot.core.visible_text import composed as in_one

    return None if text is None else in_one(text)


def do(work: Coroutine[Any, Any, T]) -> T:
    """Run asynchronous work to its end."""
    import asyncio

    return asyncio.run(work)


def fail(error: BaseException) -> int:
    """Say in one sentence on stderr what failed; gives the exit code."""
    from asyncio import CancelledError

    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, (KeyboardInterrupt, typer.Abort, CancelledError)):
        tell("terminal-stopped", err=True)
        return INTERRUPTED
    if STATE.debug:
        say("".join(traceback.format_exception(error)), err=True, lines=True)
    if isinstance(error, typer.TyperException):
        from bot.cli.misuse import misuse

        for line in misuse(error):
            say(line, err=True)
        return error.exit_code
    if isinstance(error, AgoraError):
        say(f"agora: {error.sentence.in_full(words())}", err=True)
        for below in error.below:
            say(f"  {below.said(words())}", err=True)
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        return 1
    unexpected = sentence("terminal-unexpected", kind=type(error).__name__, error=str(error))
    say(f"agora: {unexpected.in_full(words())}", err=True)
    return 1
