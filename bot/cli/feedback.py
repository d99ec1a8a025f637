"""`agora feedback list`: what members wrote to the editors."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app.exporting import read_feedback
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.locales import words_for
from bot.services.feedback import BEST
from bot.services.records import Feedback
from bot.services.reporting import iso

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
    most: Annotated[int, typer.Option("--most", min=1, help="How many, the newest first.")] = 100,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show ratings and lines, the newest first, without names."""
    loaded = read_config(config, needs_secrets=False)
    written = do(read_feedback(loaded, most))
    if form is Format.JSON:
        typer.echo(json.dumps([_told(one) for one in written], ensure_ascii=False))
        return
    words = words_for(loaded.locale, loaded.timezone)
    if not written:
        typer.echo(words.say("feedback-list-none"))
        return
    heads = (words.say(f"feedback-list-{head}") for head in ("when", "rating", "where", "line"))
    table = Table(*heads, box=None, pad_edge=False)
    for one in written:
        stars = "★" * one.rating + "☆" * (BEST - one.rating)
        table.add_row(words.moment(one.at), stars, Text(one.channel), Text(one.line))
    Console(highlight=False, width=None if Console().is_terminal else 160).print(table)


def _told(one: Feedback) -> dict[str, object]:
    where = {"platform": one.voter.platform, "channel": one.channel}
    return {"at": iso(one.at), "rating": one.rating, "line": one.line} | where
