"""`agora check`, `agora schedule`, `agora preview`: looking without doing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from bot.app.looking import opening_messages, opening_payloads, planned
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, progress, read_config, say_problems
from bot.core.messages import Card
from bot.library import check as check_files


class PlatformName(StrEnum):
    """Platforms that a preview can be made for."""

    DISCORD = "discord"
    SLACK = "slack"
    LOCAL = "local"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(check)
    app.command()(schedule)
    app.command()(preview)


def check(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Read configuration and content without a network, and name every problem."""
    with progress("Reading configuration and articles …"):
        problems = check_files(config)
    say_problems(problems)
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    if errors:
        typer.echo(f"{errors} to correct, {_count(warnings)}.", err=True)
        raise typer.Exit(2)
    typer.echo(f"{config} and its content are in order" + (f", with {_count(warnings)}." if warnings else "."))


def _count(warnings: int) -> str:
    return "1 warning" if warnings == 1 else f"{warnings} warnings"


def schedule(
    config: ConfigOption = DEFAULT_CONFIG,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How far ahead.")] = 14,
) -> None:
    """Show what falls due, when, where, and with which article."""
    loaded = read_config(config, needs_secrets=False)
    now = datetime.now(UTC)
    rows = do(planned(loaded, now, now + timedelta(days=days)))
    if not rows:
        typer.echo(f"Nothing falls due in the next {days} days.")
        return
    table = Table("schedule", "local time", "UTC", "channels", "article", box=None, pad_edge=False)
    for row in rows:
        table.add_row(
            row.schedule.name,
            f"{row.at.astimezone(ZoneInfo(row.schedule.timezone)):%a %Y-%m-%d %H:%M} {row.schedule.timezone}",
            f"{row.at:%Y-%m-%d %H:%M}",
            ", ".join(row.schedule.channels),
            row.article.slug if row.article is not None else "(no article left)",
        )
    Console(highlight=False, width=None if Console().is_terminal else 160).print(table)


def preview(
    slug: Annotated[str, typer.Argument(help="The article.")],
    platform: Annotated[PlatformName, typer.Option("--platform", help="As it would look there.")] = PlatformName.LOCAL,
    as_json: Annotated[bool, typer.Option("--json", help="The platform's payload.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show what would be posted."""
    loaded = read_config(config, needs_secrets=False)
    now = datetime.now(UTC)
    if as_json:
        payloads = opening_payloads(loaded, slug, platform.value, now)
        typer.echo(json.dumps(payloads, ensure_ascii=False, indent=2))
        return
    card, lines = opening_messages(loaded, slug, platform.value, now)
    _print_card(card)
    for line in lines:
        Console(highlight=False).print(f"  {line.emoji} {line.speaker} ({line.side})  {line.text}", markup=False)
    for hint in filter(None, (line.hint for line in lines)):
        Console(highlight=False).print(f"  {hint}", markup=False)


def _print_card(card: Card) -> None:
    console = Console(highlight=False)
    parts = [" · ".join(part for part in (card.category, card.badge, card.published) if part), ""]
    parts += [f"{number}. {text}" for number, text in enumerate(card.summary, 1)]
    parts += ["", f"Q. {card.question}"]
    parts += [f"   {bar.emoji} {bar.label}" for bar in card.bars]
    parts += ["", card.invitation, card.closing]
    text = "\n".join(parts).replace("[", "\\[")
    console.print(Panel(text, title=card.title.replace("[", "\\["), title_align="left", width=min(console.width, 88)))
