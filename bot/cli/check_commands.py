"""`agora check`, `agora schedule`, `agora preview`, `agora doctor`: looking without doing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bot.cli import command_language
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config, say_problems
from bot.cli.help_pages import Command
from bot.cli.terminal import progress, say, say_json, tell
from bot.core.platforms import PlatformName
from bot.sentences import sentence

FARTHEST = 3660
"""The most days that a schedule is shown for: ten years, since rules may fall due once in four."""


def add_to(app: typer.Typer) -> None:
    """Register what looks and changes nothing."""
    app.command(cls=Command, help="agora-check")(check)
    app.command(cls=Command, help="agora-schedule")(schedule)
    app.command(cls=Command, help="agora-preview")(preview)
    app.command(cls=Command, help="agora-doctor")(doctor)


def check(
    config: ConfigOption = DEFAULT_CONFIG,
    style: Annotated[bool, typer.Option("--style", help="agora-check-style")] = False,
) -> None:
    """Read configuration and content without a network, and name every problem."""
    from bot.config import load_config
    from bot.library.content_check import check_loaded
    from bot.log import redact

    with progress(sentence("terminal-check-reading")):
        loaded = load_config(config)
        redact(loaded.secret_values())
        if loaded.config is not None:
            command_language.settle(loaded.config.locale, loaded.config.timezone)
        problems = check_loaded(loaded, style=style)
    say_problems(problems)
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    if errors:
        tell("terminal-check-wrong", errors=errors, warnings=warnings, err=True)
        raise typer.Exit(2)
    tell("terminal-check-in-order", config=str(config), warnings=warnings)


def schedule(
    config: ConfigOption = DEFAULT_CONFIG,
    days: Annotated[int, typer.Option("--days", min=1, max=FARTHEST, help="agora-schedule-days")] = 14,
) -> None:
    """Show what falls due, when, where, and with which article."""
    from bot.app.preview import MOST, planned
    from bot.cli.output import print_schedule, print_waiting

    loaded = read_config(config, needs_secrets=False)
    now = datetime.now(UTC)
    plan = do(planned(loaded, now, now + timedelta(days=days)))
    if not plan.rows:
        tell("terminal-schedule-nothing", days=days)
        return
    print_schedule(plan.rows)
    print_waiting(plan.waiting, loaded.timezone)
    if not plan.complete:
        tell("terminal-schedule-cut", most=MOST, err=True)


def preview(
    slug: Annotated[str, typer.Argument(help="agora-preview-slug", callback=composed)],
    platform: Annotated[PlatformName, typer.Option("--platform", help="agora-preview-platform")] = PlatformName.LOCAL,
    as_json: Annotated[bool, typer.Option("--json", help="agora-preview-json")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show what would be posted."""
    from bot.app.preview import opening_messages, opening_payloads, unusable_emoji
    from bot.cli.output import print_opening

    loaded = read_config(config, needs_secrets=False)
    now = datetime.now(UTC)
    for option, why in unusable_emoji(loaded, slug, platform.value):
        tell("terminal-preview-emoji", option=option, why=why, err=True)
    if as_json:
        payloads = opening_payloads(loaded, slug, platform.value, now)
        say_json(payloads, indent=2)
        return
    print_opening(*opening_messages(loaded, slug, platform.value, now))


def doctor(
    config: ConfigOption = DEFAULT_CONFIG,
    invite: Annotated[bool, typer.Option("--invite", help="agora-doctor-invite")] = False,
) -> None:
    """Ask each platform, the database and the clock what is missing."""
    from bot.app.doctor import by_health, examine, invitation
    from bot.cli.output import print_findings
    from bot.services.records import Health

    loaded = read_config(config, needs_secrets=False)
    if invite:
        with progress(sentence("terminal-doctor-asking-discord")):
            link = do(invitation(loaded))
        say(link)
        return
    with progress(sentence("terminal-doctor-asking")):
        findings = do(examine(loaded))
    print_findings(findings)
    counts = by_health(findings)
    bad, notes = counts[Health.BAD], counts[Health.WARNING]
    if bad:
        tell("terminal-doctor-wrong", bad=bad, notes=notes, err=True)
        raise typer.Exit(1)
    tell("terminal-doctor-in-order", notes=notes)
