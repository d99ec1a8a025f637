"""`agora doctor`: asking everything how it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app.examining import examine, invitation, tally
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, progress, read_config
from bot.log import redacted
from bot.services.records import Finding, Health

_MARKS: Mapping[Health, tuple[str, str]] = {
    Health.FINE: ("ok", "green"),
    Health.WARNING: ("note", "yellow"),
    Health.BAD: ("BAD", "bold red"),
}
_WIDTH_IN_A_PIPE = 400
"""So that no line is broken where a program may read it."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(doctor)


def doctor(
    config: ConfigOption = DEFAULT_CONFIG,
    invite: Annotated[bool, typer.Option("--invite", help="Only print Discord's invite link.")] = False,
) -> None:
    """Ask each platform, the database and the clock what is missing."""
    loaded = read_config(config, needs_secrets=False)
    if invite:
        with progress("Asking Discord …"):
            link = do(invitation(loaded))
        typer.echo(link)
        return
    with progress("Asking every platform …"):
        findings = do(examine(loaded))
    _print(findings)
    counts = tally(findings)
    bad, notes = counts[Health.BAD], counts[Health.WARNING]
    if bad:
        typer.echo(f"{bad} to mend, {_notes(notes)}.", err=True)
        raise typer.Exit(1)
    typer.echo("Everything is in order" + (f", with {_notes(notes)}." if notes else "."))


def _notes(number: int) -> str:
    return "1 note" if number == 1 else f"{number} notes"


def _print(findings: Sequence[Finding]) -> None:
    table = Table("", "place", "what", "how it is", box=None, pad_edge=False)
    for finding in findings:
        mark, style = _MARKS[finding.health]
        told = Text(_shown(finding.text))
        if finding.hint and finding.health is not Health.FINE:
            told.append(f"\n→ {_shown(finding.hint)}", style="dim")
        table.add_row(Text(mark, style=style), Text(_shown(finding.place)), Text(_shown(finding.about)), told)
    if Console().is_terminal:
        Console(highlight=False).print(table)
        return
    console = Console(highlight=False, width=_WIDTH_IN_A_PIPE)
    with console.capture() as captured:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _shown(text: str) -> str:
    """What a platform told, without secrets and without what a terminal would take for commands."""
    return "".join(c for c in redacted(" ".join(text.split())) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
