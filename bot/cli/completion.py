"""Completion for bash, zsh and fish: the shell's script, and where it goes. No network is used."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from bot.cli.command_language import arguments
from bot.cli.terminal import say, tell
from bot.errors import AgoraError, UsageError, reason_of
from bot.sentences import sentence

PROGRAM, VARIABLE = "agora", "_AGORA_COMPLETE"
"""What is completed, and the variable in which a shell asks for it."""
_SHELLS = ("bash", "zsh", "fish")


def prepare() -> None:
    """Let shells be answered, where one asks; nothing of it is imported otherwise."""
    if VARIABLE in os.environ:
        from typer._completion_classes import completion_init

        completion_init()


def show(ctx: typer.Context, wanted: bool) -> None:
    """Print the script of the shell that is named, else of the reader's own. Raises UsageError."""
    if not wanted or ctx.resilient_parsing:
        return
    from typer._completion_shared import get_completion_script

    say(get_completion_script(prog_name=PROGRAM, complete_var=VARIABLE, shell=_shell()), lines=True)
    raise typer.Exit


def install(ctx: typer.Context, wanted: bool) -> None:
    """Put the script where the shell finds it. Raises AgoraError."""
    if not wanted or ctx.resilient_parsing:
        return
    from typer._completion_shared import install as put

    try:
        _, path = put(_shell(), PROGRAM, VARIABLE)
    except OSError as error:
        raise AgoraError(sentence("completion-not-installed", why=reason_of(error))) from error
    tell("completion-installed", file=str(path))
    raise typer.Exit


def _shell() -> str:
    named = next((argument for argument in arguments() if not argument.startswith("-")), None)
    shell = named if named is not None else Path(os.environ.get("SHELL", "")).name
    if shell in _SHELLS:
        return shell
    raise UsageError(sentence("completion-no-shell", shells=_SHELLS))
