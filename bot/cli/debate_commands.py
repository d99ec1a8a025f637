"""`agora post`, `agora close`, `agora results`."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.help_pages import Command
from bot.cli.terminal import progress, say, say_json, say_rows, tell
from bot.core.times import parse_duration
from bot.errors import Unfit, UsageError
from bot.sentences import sentence, verbatim


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    RECORD = "record"


def add_to(app: typer.Typer) -> None:
    """Register what is done with debates."""
    app.command(cls=Command, help="agora-post")(post)
    app.command(cls=Command, help="agora-close")(close)
    app.command(cls=Command, help="agora-results")(results)


def duration(text: str | None) -> timedelta | None:
    """A duration option's value. Raises UsageError."""
    if text is None:
        return None
    try:
        return parse_duration(text)
    except Unfit as error:
        raise UsageError(error.sentence) from None


def post(
    slug: Annotated[str, typer.Argument(help="agora-post-slug", callback=composed)],
    channel: Annotated[list[str] | None, typer.Option("--channel", help="agora-post-channel")] = None,
    closes_after: Annotated[str | None, typer.Option("--closes-after", help="agora-post-closes-after")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Open a debate now, in all channels if none is named."""
    from bot.app.one_shot import post_article
    from bot.core.visible_text import composed as in_one

    span = duration(closes_after)
    loaded = read_config(config, needs_secrets=True)
    with progress(sentence("terminal-post-posting", slug=slug)):
        opened = do(post_article(loaded, slug, [in_one(name) for name in channel or ()], span))
    say(opened.debate)
    for other in opened.beside:
        tell("terminal-post-beside", slug=slug, other=other, err=True)
    for outcome in opened.outcomes:
        if outcome.reason is not None:
            at, state, reason = outcome.channel, outcome.state, outcome.reason
            tell("terminal-post-unsaid", channel=at, state=state, reason=reason, err=True)
    if not opened.all_said:
        raise typer.Exit(1)


def close(
    debate: Annotated[str | None, typer.Argument(help="agora-option-debate", callback=composed)] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Close a debate now: recount, result message, certificate."""
    from bot.app.one_shot import close_debate
    from bot.cli.output import print_results
    from bot.locales import words_for

    loaded = read_config(config, needs_secrets=True)
    with progress(sentence("terminal-close-closing")):
        closed = do(close_debate(loaded, debate))
    print_results(closed.shown, words_for(loaded.locale, loaded.timezone))
    for outcome in closed.unsaid:
        tell("terminal-close-unsaid", channel=outcome.channel, reason=outcome.reason or verbatim(""), err=True)
    if closed.unsaid:
        raise typer.Exit(1)


def results(
    debate: Annotated[str | None, typer.Argument(help="agora-option-debate", callback=composed)] = None,
    form: Annotated[Format, typer.Option("--format", help="agora-option-format")] = Format.TABLE,
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
