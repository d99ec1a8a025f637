"""`agora post`, `agora close`, `agora results`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.app import Shown, close_debate, post_article, read_results
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, progress, read_config
from bot.config import Config
from bot.core.debates import ResultsShown
from bot.core.durations import parse_duration
from bot.core.speaking import moved, result, stance_line
from bot.core.words import Words
from bot.errors import UsageError
from bot.locales import words_for
from bot.services.composing import as_told
from bot.services.reporting import report, report_csv


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(post)
    app.command()(close)
    app.command()(results)


def duration(text: str | None) -> timedelta | None:
    """A duration option's value. Raises UsageError."""
    if text is None:
        return None
    try:
        return parse_duration(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def post(
    slug: Annotated[str, typer.Argument(help="The article to debate.")],
    channel: Annotated[list[str] | None, typer.Option("--channel", help="A channel's name; repeat for more.")] = None,
    closes_after: Annotated[str | None, typer.Option("--closes-after", help="For how long, as in 24h.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Open a debate now, in all channels if none is named."""
    span = duration(closes_after)
    loaded = read_config(config, needs_secrets=True)
    with progress(f"Posting {slug} …"):
        opened = do(post_article(loaded, slug, channel or [], span, lambda _: None))
    typer.echo(opened.debate)
    for other in opened.beside:
        typer.echo(f"agora: {slug} is being debated there already: 'agora close {other}' ends that debate.", err=True)
    for outcome in opened.outcomes:
        if outcome.reason is not None:
            typer.echo(f"agora: {outcome.channel} ({outcome.state}): {outcome.reason}", err=True)
    if not opened.all_said:
        raise typer.Exit(1)


def close(
    debate: Annotated[str | None, typer.Argument(help="Its id or slug; else the latest.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Close a debate now: recount, result message, certificate."""
    loaded = read_config(config, needs_secrets=True)
    with progress("Closing: recounting and saying the result …"):
        shown = do(close_debate(loaded, debate, lambda _: None))
    _print(shown, Format.TABLE, loaded)


def results(
    debate: Annotated[str | None, typer.Argument(help="Its id or slug; else the latest.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show a debate's tally, live or final."""
    loaded = read_config(config, needs_secrets=False)
    _print(do(read_results(loaded, debate)), form, loaded)


def _print(shown: Shown, form: Format, config: Config) -> None:
    words = words_for(config.locale, config.timezone)
    match form:
        case Format.JSON:
            typer.echo(json.dumps(report(shown.snapshot, words), ensure_ascii=False))
        case Format.CSV:
            typer.echo(report_csv(shown.snapshot, words), nl=False)
        case Format.TABLE:
            _print_table(shown, words)


def _print_table(shown: Shown, words: Words) -> None:
    snapshot, talk = shown.snapshot, shown.talk
    debate, tally = snapshot.debate, snapshot.tally
    seen = replace(debate, rules=replace(debate.rules, results=ResultsShown.LIVE))
    told = result(seen, tally, snapshot.shift, snapshot.certificate, words, "local")
    console = Console(highlight=False)
    console.print(f"{debate.article.title}\n{debate.article.question}", markup=False)
    console.print(f"{debate.id} · {words.say('state-' + debate.state.value)} · {words.moment(debate.closes_at)}")
    table = Table(show_header=False, box=None, pad_edge=False)
    for number, bar in enumerate(told.bars):
        width = round(20 * tally.share(number))
        table.add_row(bar.emoji, bar.label, "█" * width + "░" * (20 - width), bar.text)
    console.print(table)
    public = as_told(snapshot)
    talked = (moved(public, talk, shown.mascots, words), stance_line(public, talk.stances, words))
    for text in (told.turnout, *told.shift, *talked, told.certificate, *told.notes):
        if text:
            console.print(text, markup=False)
