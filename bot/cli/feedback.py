"""`agora feedback list`: what members wrote to the editors."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.cli.saying import say_json

app = typer.Typer(name="feedback", help="What members wrote to the editors.", no_args_is_help=True)


class Format(StrEnum):
    """How feedback is printed."""

    TABLE = "table"
    JSON = "json"


@app.callback()
def _group() -> None:
    """Keeps `list` a command of its own."""


@app.command("list")
def list_(
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
    most: Annotated[int, typer.Option("--most", min=1, max=1_000_000, help="How many, the newest first.")] = 100,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show ratings and lines, the newest first, without names."""
    from bot.app.exporting import read_feedback
    from bot.cli.printing import feedback_record, print_feedback
    from bot.locales import words_for

    loaded = read_config(config, needs_secrets=False)
    written = do(read_feedback(loaded, most))
    if form is Format.JSON:
        say_json([feedback_record(one) for one in written])
        return
    print_feedback(written, words_for(loaded.locale, loaded.timezone))
