"""`agora article …`: writing articles."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, read_config
from bot.library import create_draft

app = typer.Typer(help="Write articles.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Write articles."""


@app.command()
def new(
    title: Annotated[str, typer.Argument(help="The article's title.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make a new article file with every key explained."""
    if config == DEFAULT_CONFIG and not config.exists():
        content, zone, locale = Path("content"), "Asia/Seoul", "ko"
    else:
        loaded = read_config(config, needs_secrets=False)
        content, zone, locale = loaded.content, loaded.timezone, loaded.locale
    path = create_draft(content, title, datetime.now(ZoneInfo(zone)), locale)
    typer.echo(str(path))
