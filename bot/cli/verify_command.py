"""`agora verify`: is a result what its history, or its public record, comes to?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.help_pages import Command
from bot.cli.terminal import progress, tell
from bot.sentences import sentence

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

    loaded = read_config(config, needs_secrets=False)
    with progress(sentence("verify-working")):
        checked = do(verify_ledger(loaded, composed(what), _tell_of))
    if what is None:
        tell("verify-debates-right", debates=checked)


def _tell_of(proven: Proven) -> None:
    """A debate that is right, as far as there is anything of it to compare."""
    from bot.core.debates import Kept

    slug, debate, votes, head = proven.slug, proven.debate, proven.voters, proven.head
    if proven.kept is Kept.COUNTS:
        if head is None:
            tell("verify-rest-right-without-head", slug=slug, debate=debate, votes=votes)
        else:
            tell("verify-rest-right", slug=slug, debate=debate, votes=votes, head=head)
    elif head is None:
        tell("verify-right-without-head", slug=slug, debate=debate, votes=votes, events=proven.events)
    else:
        tell("verify-right", slug=slug, debate=debate, votes=votes, events=proven.events, head=head)


def _is_file(what: str) -> bool:
    """Whether a file is meant: one that is there, or a name that no debate has."""
    return Path(what).is_file() or what.endswith(".json") or os.sep in what


def _verify_file(path: Path) -> None:
    from bot.app.verification import verify_file

    told = verify_file(path)
    votes, events, head = told["certificate"]["recount"], told["events"], told["head"]
    tell("verify-file-right", file=str(path), votes=votes, events=events, head=head)
    tell("verify-compare-with-chat", digits=head[:8])
