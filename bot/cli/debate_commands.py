"""`agora post`, `agora close`, `agora results`, `agora debates`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_language import words as spoken
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.data_commands import confirm
from bot.cli.help_pages import Command
from bot.cli.terminal import ask, progress, say, say_json, say_rows, tell
from bot.core.times import parse_duration
from bot.errors import Unfit, UsageError
from bot.sentences import sentence

if TYPE_CHECKING:
    from bot.app.one_shot import Opened
    from bot.config import Config
    from bot.services.records import Overview


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    RECORD = "record"


class ListFormat(StrEnum):
    """How a list of debates is printed."""

    TABLE = "table"
    JSON = "json"


MOST = 1_000_000
"""The most debates that are listed at once."""


def add_to(app: typer.Typer) -> None:
    """Register what is done with debates."""
    app.command(cls=Command, help="agora-post")(post)
    app.command(cls=Command, help="agora-close")(close)
    app.command(cls=Command, help="agora-results")(results)
    app.command(cls=Command, help="agora-debates")(debates)


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
    again: Annotated[bool, typer.Option("--again", help="agora-post-again")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="agora-post-json")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Open a debate now, in all channels if none is named."""
    from bot.cli.output import opened_record
    from bot.core.visible_text import composed as in_one

    span = duration(closes_after)
    loaded = read_config(config, needs_secrets=True)
    opened = _post(loaded, slug, [in_one(name) for name in channel or ()], span, again=again)
    if as_json:
        say_json(opened_record(opened, spoken()))
    else:
        _say_opened(opened)
    for outcome in opened.outcomes:
        if outcome.reason is not None:
            at, state, reason = outcome.channel, outcome.state, outcome.reason.in_full(spoken())
            tell("terminal-post-unsaid", channel=at, state=state, reason=reason, err=True)
    if not opened.all_said:
        raise typer.Exit(1)


def _post(loaded: Config, slug: str, channels: Sequence[str], span: timedelta | None, *, again: bool) -> Opened:
    """Open it; what is being debated there is opened a second time only if that is meant. Raises UsageError."""
    from bot.app.one_shot import post_article
    from bot.services.publishing.opening import AlreadyOpen

    posting = sentence("terminal-post-posting", slug=slug)
    try:
        with progress(posting):
            return do(post_article(loaded, slug, channels, span, again=again))
    except AlreadyOpen as error:
        standing = error
    if not sys.stdin.isatty():
        raise UsageError(standing.sentence.mended_by(sentence("terminal-post-again", debate=standing.debate)))
    confirm(
        sentence("terminal-post-sure", slug=standing.slug, channels=tuple(standing.channels), debate=standing.debate)
    )
    with progress(posting):
        return do(post_article(loaded, slug, channels, span, again=True))


def _say_opened(opened: Opened) -> None:
    """The id for programs, and on stderr what people want to know."""
    debate = opened.debate
    say(debate.id)
    tell("terminal-post-opened", title=debate.article.title, at=debate.closes_at, err=True)
    for outcome in opened.outcomes:
        if outcome.link is not None:
            tell("terminal-post-said-at", channel=outcome.channel, link=outcome.link, err=True)
        elif outcome.reason is None:
            tell("terminal-post-said", channel=outcome.channel, err=True)
    for other in opened.beside:
        tell("terminal-post-beside", slug=debate.slug, other=other, err=True)


def close(
    debate: Annotated[str | None, typer.Argument(help="agora-option-debate", callback=composed)] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Close a debate now: recount, result message, certificate."""
    from bot.app.one_shot import close_debate
    from bot.app.queries import debates_to_close
    from bot.cli.output import print_results
    from bot.locales import words_for

    loaded = read_config(config, needs_secrets=True)
    meant = _one_of(do(debates_to_close(loaded, debate)))
    with progress(sentence("terminal-close-closing")):
        closed = do(close_debate(loaded, meant))
    print_results(closed.shown, words_for(loaded.locale, loaded.timezone))
    for outcome in closed.unsaid:
        reason = outcome.reason.in_full(spoken()) if outcome.reason is not None else ""
        tell("terminal-close-unsaid", channel=outcome.channel, reason=reason, err=True)
    if closed.unsaid:
        raise typer.Exit(1)


def _one_of(standing: Sequence[Overview]) -> str:
    """The debate that is meant, asked for where it may be several. Raises UsageError where nobody can be asked."""
    from bot.app.queries import lines_of

    if len(standing) == 1:
        return standing[0].debate.id
    several = sentence("terminal-close-several", debates=len(standing))
    if not sys.stdin.isatty():
        raise UsageError(several, below=lines_of(standing))
    say(several.said(spoken()), err=True)
    for number, line in enumerate(lines_of(standing), 1):
        say(f"{number:>3}. {line.said(spoken())}", err=True)
    which = sentence("terminal-close-which").said(spoken())
    while True:
        answer = ask(which)
        if answer.isdecimal() and 1 <= int(answer) <= len(standing):
            return standing[int(answer) - 1].debate.id
        tell("terminal-close-no-number", most=len(standing), err=True)


def debates(
    open_only: Annotated[bool, typer.Option("--open", help="agora-debates-open")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, help="agora-debates-limit")] = 20,
    form: Annotated[ListFormat, typer.Option("--format", help="agora-option-format")] = ListFormat.TABLE,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List debates, open ones first, beside a running bot too."""
    from bot.app.queries import read_debates
    from bot.cli.output import print_debates
    from bot.services.reports import overview_report

    found = do(read_debates(read_config(config, needs_secrets=False), limit, open_only=open_only))
    if form is ListFormat.JSON:
        say_json([overview_report(one) for one in found])
    elif found:
        print_debates(found)
    else:
        tell("admin-none-open" if open_only else "running-none-opened")


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
