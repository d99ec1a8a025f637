"""`agora doctor`: asking everything how it is."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, progress, read_config
from bot.cli.saying import say


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(doctor)


def doctor(
    config: ConfigOption = DEFAULT_CONFIG,
    invite: Annotated[bool, typer.Option("--invite", help="Only print Discord's invite link.")] = False,
) -> None:
    """Ask each platform, the database and the clock what is missing."""
    from bot.app.examining import by_health, examine, invitation
    from bot.cli.printing import print_findings
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
