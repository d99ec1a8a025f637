"""`agora post`, `agora close`, `agora results`."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.terminal import progress, say, say_json, say_rows
from bot.core.times import parse_duration
from bot.errors import UsageError


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    RECORD = "record"


def add_to(app: typer.Typer) -> None:
    """Register what is done with debates."""
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
    slug: Annotated[str, typer.Argument(help="The article to debate.", callback=composed)],
    channel: Annotated[list[str] | None, typer.Option("--channel", help="A channel's name; repeat for more.")] = None,
    closes_after: Annotated[str | None, typer.Option("--closes-after", help="For how long, as in 24h.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Open a debate now, in all channels if none is named."""
    from bot.app.one_shot import post_article
    from bot.core.visible_text import composed as in_one

    span = duration(closes_after)
    loaded = read_config(config, needs_secrets=True)
    with progress(f"Posting {slug} …"):
        opened = do(post_article(loaded, slug, [in_one(name) for name in channel or ()], span))
    say(opened.debate)
    for other in opened.beside:
        say(
            f"agora: opened, but {slug} was being debated there already: 'agora close {other}' ends that other debate.",
            err=True,
        )
    for outcome in opened.outcomes:
        if outcome.reason is not None:
            say(f"agora: {outcome.channel} ({outcome.state}): {outcome.reason}", err=True)
    if not opened.all_said:
        raise typer.Exit(1)


def close(
    debate: Annotated[str | None, typer.Argument(help="Its id or slug; else the latest.", callback=composed)] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Close a debate now: recount, result message, certificate."""
    from bot.app.one_shot import close_debate
    from bot.cli.output import print_results
    from bot.locales import words_for

    loaded = read_config(config, needs_secrets=True)
    with progress("Closing: recounting and saying the result …"):
        closed = do(close_debate(loaded, debate))
    print_results(closed.shown, words_for(loaded.locale, loaded.timezone))
    for outcome in closed.unsaid:
        say(f"agora: {outcome.channel}: the result could not be said: {outcome.reason}", err=True)
    if closed.unsaid:
        raise typer.Exit(1)


def results(
    debate: Annotated[str | None, typer.Argument(help="Its id or slug; else the latest.", callback=composed)] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show a debate's tally, live or final."""
    from bot.app.queries import read_results
    from bot.app.verification import read_filing
    from bot.cli.output import print_results
    from bot.locales import words_for
    from bot.services.reports import record_of, report, report_csv

    loaded = read_config(config, needs_secrets=False)
    words = words_for(loaded.locale, loaded.timezone)
    if form is Format.RECORD:
        say_json(record_of(do(read_filing(loaded, debate)), words))
        return
    shown = do(read_results(loaded, debate))
    match form:
        case Format.JSON:
            say_json(report(shown.snapshot, words))
        case Format.CSV:
            say_rows(report_csv(shown.snapshot, words))
        case Format.TABLE:
            print_results(shown, words)
