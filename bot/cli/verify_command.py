"""`agora verify`: is a result what its history, or its public record, comes to?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.help_pages import Command
from bot.cli.terminal import progress, say

if TYPE_CHECKING:
    from bot.services.proof_stores import Proven


def add_to(app: typer.Typer) -> None:
    """Register `verify`."""
    app.command(cls=Command, help="agora-verify")(verify)


def verify(
    what: Annotated[
        str | None,
        typer.Argument(metavar="DEBATE|FILE", help="agora-verify-what"),
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Recount debates from their histories, or a public record by itself; exit 1 with the first difference."""
    if what is not None and _is_file(what):
        _verify_file(Path(what))
        return
    from bot.app.verification import verify_ledger
    from bot.config.problems import counted
    from bot.core.debates import Kept

    def tell(proven: Proven) -> None:
        if proven.kept is Kept.COUNTS:
            _tell_what_is_left(proven)
            return
        head = f"head {proven.head}" if proven.head is not None else "no head: from before the history was a chain"
        figures = f"{counted(proven.voters, 'vote')}, {counted(proven.events, 'event')}"
        say(f"{proven.slug} ({proven.debate}): right, {figures}, {head}")

    loaded = read_config(config, needs_secrets=False)
    with progress("Verifying …"):
        checked = do(verify_ledger(loaded, composed(what), tell))
    if what is None:
        say(f"{counted(checked, 'debate')}: all right." if checked else "No debate was opened yet.")


def _tell_what_is_left(proven: Proven) -> None:
    from bot.config.problems import counted

    figures = f"{counted(proven.voters, 'vote')}, head {proven.head or 'none'}"
    left = "its ballots were deleted under retention; tally, shift, certificate and head agree"
    say(f"{proven.slug} ({proven.debate}): {left}, {figures}")


def _is_file(what: str) -> bool:
    """Whether a file is meant: one that is there, or a name that no debate has."""
    return Path(what).is_file() or what.endswith(".json") or os.sep in what


def _verify_file(path: Path) -> None:
    from bot.app.verification import verify_file
    from bot.config.problems import counted

    told = verify_file(path)
    votes = counted(told["certificate"]["recount"], "vote")
    say(f"{path}: right, {votes}, {counted(told['events'], 'event')}, head {told['head']}")
    say(f"Compare: the result message in the chat shows {told['head'][:8]}.")
