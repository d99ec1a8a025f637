"""`agora check`, `agora schedule`, `agora preview`, `agora doctor`: looking without doing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config, say_problems
from bot.cli.terminal import progress, say, say_json
from bot.core.platforms import PlatformName

FARTHEST = 3660
"""The most days that a schedule is shown for: ten years, since rules may fall due once in four."""


def add_to(app: typer.Typer) -> None:
    """Register what looks and changes nothing."""
    app.command()(check)
    app.command()(schedule)
    app.command()(preview)
    app.command()(doctor)


def check(
    config: ConfigOption = DEFAULT_CONFIG,
    style: Annotated[bool, typer.Option("--style", help="Apply the checklist for authors, too.")] = False,
) -> None:
    """Read configuration and content without a network, and name every problem."""
    from bot.config import load_config
    from bot.config.problems import counted
    from bot.library.content_check import check_loaded
    from bot.log import redact

    with progress("Reading configuration and articles …"):
        loaded = load_config(config)
        redact(loaded.secret_values())
        problems = check_loaded(loaded, style=style)
    say_problems(problems)
    errors = sum(problem.is_error for problem in problems)
    warnings = counted(len(problems) - errors, "warning")
    if errors:
        say(f"{errors} to correct, {warnings}.", err=True)
        raise typer.Exit(2)
    say(f"{config} and its content are in order" + (f", with {warnings}." if problems else "."))


def schedule(
    config: ConfigOption = DEFAULT_CONFIG,
    days: Annotated[int, typer.Option("--days", min=1, max=FARTHEST, help="How far ahead.")] = 14,
) -> None:
    """Show what falls due, when, where, and with which article."""
    from bot.app.preview import MOST, planned
    from bot.cli.output import print_schedule, print_waiting

    loaded = read_config(config, needs_secrets=False)
    now = datetime.now(UTC)
    plan = do(planned(loaded, now, now + timedelta(days=days)))
    if not plan.rows:
        say(f"Nothing falls due in the next {days} days.")
        return
    print_schedule(plan.rows)
    print_waiting(plan.waiting, loaded.timezone)
    if not plan.complete:
        say(f"agora: These are the first {MOST:,}; ask for fewer --days to see the last ones.", err=True)


def preview(
    slug: Annotated[str, typer.Argument(help="The article.", callback=composed)],
    platform: Annotated[PlatformName, typer.Option("--platform", help="As it would look there.")] = PlatformName.LOCAL,
    as_json: Annotated[bool, typer.Option("--json", help="The platform's payload.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show what would be posted."""
    from bot.app.preview import opening_messages, opening_payloads, unusable_emoji
    from bot.cli.output import print_opening

    loaded = read_config(config, needs_secrets=False)
    now = datetime.now(UTC)
    for why in unusable_emoji(loaded, slug, platform.value):
        say(f"agora: {why}.", err=True)
    if as_json:
        payloads = opening_payloads(loaded, slug, platform.value, now)
        say_json(payloads, indent=2)
        return
    print_opening(*opening_messages(loaded, slug, platform.value, now))


def doctor(
    config: ConfigOption = DEFAULT_CONFIG,
    invite: Annotated[bool, typer.Option("--invite", help="Only print Discord's invite link.")] = False,
) -> None:
    """Ask each platform, the database and the clock what is missing."""
    from bot.app.doctor import by_health, examine, invitation
    from bot.cli.output import print_findings
    from bot.config.problems import counted
    from bot.services.records import Health

    loaded = read_config(config, needs_secrets=False)
    if invite:
        with progress("Asking Discord …"):
            link = do(invitation(loaded))
        say(link)
        return
    with progress("Asking every platform …"):
        findings = do(examine(loaded))
    print_findings(findings)
    counts = by_health(findings)
    bad, notes = counts[Health.BAD], counts[Health.WARNING]
    if bad:
        say(f"{bad} to mend, {counted(notes, 'note')}.", err=True)
        raise typer.Exit(1)
    say("Everything is in order" + (f", with {counted(notes, 'note')}." if notes else "."))
