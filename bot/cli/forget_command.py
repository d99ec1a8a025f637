"""`agora forget`: a person is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.data_commands import YesOption, confirm
from bot.cli.help_pages import Command
from bot.cli.terminal import tell
from bot.sentences import Sentence, sentence

if TYPE_CHECKING:
    from bot.app.forget import Done, Work
    from bot.config import Config
    from bot.core.marks import Voter


def add_to(app: typer.Typer) -> None:
    """Register `forget`."""
    app.command(cls=Command, help="agora-forget")(forget)


def forget(
    voter: Annotated[str, typer.Argument(help="agora-forget-voter")],
    yes: YesOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Forget a person: everything that names them goes, results stay; beside a running bot too."""
    from bot.app.forget import voter_named

    account = voter_named(composed(voter) or "")
    loaded = read_config(config, needs_secrets=False)
    _say(do(_forget(loaded, account, voter, yes=yes)))


async def _forget(config: Config, account: Voter, named: str, *, yes: bool) -> Done:
    from bot.app.forget import working

    async with working(config, account, named) as work:
        if not yes:
            confirm(_sure(named, _what_becomes(work)))
        return await work.carry_out()


def _sure(named: str, becomes: list[Sentence]) -> Sentence:
    if not becomes:
        return sentence("forgetting-sure", name=named)
    *others, what = becomes
    for one in reversed(others):
        what = sentence("forgetting-sure-one-and-more", one=one, more=what)
    return sentence("forgetting-sure-of", name=named, what=what)


def _what_becomes(work: Work) -> list[Sentence]:
    """What is asked about, as far as there is any of it."""
    from bot.services.personal_stores import Standing

    going_on, over = (len(work.traces.of(each)) for each in (Standing.OPEN, Standing.COUNTED))
    told = []
    if work.erases:
        told.append(sentence("forgetting-sure-messages" if work.keeps_name else "forgetting-sure-messages-and-name"))
    if going_on:
        told.append(sentence("forgetting-sure-taken-back", debates=going_on))
    if over:
        told.append(sentence("forgetting-sure-kept", debates=over))
    return told


def _say(done: Done) -> None:
    """What was done, what was kept and why, and what is not in our hands."""
    told = done.forgotten
    tell("forgetting-done")
    if told.feedback:
        tell("forgetting-done-feedback", feedback=told.feedback)
    if told.erased:
        tell("forgetting-done-messages" if told.keeps_name else "forgetting-done-messages-and-name")
    if told.withdrawn:
        tell("forgetting-done-taken-back", debates=told.withdrawn)
    if told.kept:
        tell("forgetting-done-kept", debates=told.kept)
    if told.keeps_name:
        tell("forgetting-done-name-kept")
    for one in told.reacted:
        tell("forgetting-done-reaction", slug=one.debate.slug, debate=one.debate.id)
    tell("forgetting-done-elsewhere")
    if not done.overwritten:
        tell("retention-overwritten-later")
