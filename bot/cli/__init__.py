"""The command line: `agora`.

All commands are read at every start, so each imports its own parts when it is carried out (docs/decisions/0025).
"""

from __future__ import annotations

import codecs
import gc
import io
import os
import sys
from typing import Annotated

import typer

from bot import __version__
from bot.cli import (
    article_commands,
    check_commands,
    completion,
    data_commands,
    debate_commands,
    export_commands,
    forget_command,
    run_commands,
    verify_command,
)
from bot.cli.common import INTERRUPTED, STATE, fail
from bot.cli.help_pages import Group

app = typer.Typer(
    name="agora",
    cls=Group,
    help="agora-itself",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for part in (
    run_commands,
    check_commands,
    debate_commands,
    export_commands,
    data_commands,
    forget_command,
    verify_command,
):
    part.add_to(app)
app.add_typer(article_commands.app, name="article")
app.add_typer(export_commands.feedback, name="feedback")


def _version(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        typer.echo(f"agora {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="agora-debug")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="agora-version")] = (
        False
    ),
    install_completion: Annotated[
        bool, typer.Option("--install-completion", callback=completion.install, help="agora-install-completion")
    ] = False,
    show_completion: Annotated[
        bool, typer.Option("--show-completion", callback=completion.show, help="agora-show-completion")
    ] = False,
) -> None:
    del version, install_completion, show_completion
    STATE.debug = debug


def _make_room(stream: io.TextIOWrapper) -> None:
    """Let a stream take every text: UTF-8 where it can be, a `?` on a terminal of another encoding."""
    encoding = codecs.lookup(stream.encoding).name
    if encoding == "ascii" or (not encoding.startswith("utf") and not stream.isatty()):
        stream.reconfigure(encoding="utf-8")
    elif not encoding.startswith("utf"):
        stream.reconfigure(errors="replace")


_SELDOM = 100_000
"""Objects made and kept before garbage is looked for."""


def main() -> None:
    """Run one command; every failure is one sentence on stderr and an exit code."""
    # What a command imports is no garbage: looking through it took a tenth of a short command's time, and a third at
    # its end. A bot that stays sets this anew (bot.app.run).
    gc.set_threshold(_SELDOM)
    # Looking for plugins of pydantic's, it would read what every installed package says of itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _make_room(stream)
    completion.prepare()
    try:
        code = app(standalone_mode=False)
        if code == INTERRUPTED:
            code = fail(KeyboardInterrupt())
    except BaseException as error:
        code = fail(error)
    gc.freeze()
    sys.exit(code if isinstance(code, int) else 0)
