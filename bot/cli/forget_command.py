"""`agora forget`: a person is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.data_commands import OVERWRITTEN_LATER, YesOption, confirm
from bot.cli.help_pages import Command
from bot.cli.terminal import say

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
            told = _what_becomes(work)
            confirm(f"Forget {named}? This can't be undone{': ' + '; '.join(told) if told else ''}.")
        return await work.carry_out()


def _what_becomes(work: Work) -> list[str]:
    """What is asked about, as far as there is any of it."""
    from bot.config.problems import counted
    from bot.services.personal_stores import Standing

    going_on, over = (len(work.traces.of(each)) for each in (Standing.OPEN, Standing.COUNTED))
    told = []
    if work.erases:
        told.append(f"what they wrote in the chat is deleted{'' if work.keeps_name else ', and their name there'}")
    if going_on:
        told.append(f"their vote is taken back in {counted(going_on, 'open debate')}")
    if over:
        keeps = "keeps its result" if over == 1 else "keep their results"
        told.append(f"{counted(over, 'closed debate')} {keeps}, and nobody can tell their vote any more")
    return told


def _say(done: Done) -> None:
    """What was done, what was kept and why, and what is not in our hands."""
    from bot.config.problems import counted

    told = done.forgotten
    say("Forgotten: the account, whose votes, 💡, 🔖 and replies these were, and that the person was greeted.")
    if told.feedback:
        say(f"- deleted: {counted(told.feedback, 'word')} to the editors")
    if told.erased:
        say(f"- deleted: the person's messages{'' if told.keeps_name else ' and name'} in the chat")
    if told.withdrawn:
        say(f"- taken back: the vote in {counted(told.withdrawn, 'open debate')}")
    if told.kept:
        say(
            f"- kept: the vote in {counted(told.kept, 'closed debate')}, under a pseudonym of each debate that leads to"
            " nobody; without it results, heads and records would not be right any more"
        )
    if told.keeps_name:
        say("- kept: the name, which came with the chat")
    for one in told.reacted:
        say(
            f"- still there: the person's reaction under {one.debate.slug} ({one.debate.id}). A recount counts it"
            " again and notes the account; have it taken off"
        )
    say("- not reached: backups and replicas made before, and what stands on the platforms themselves")
    if not done.overwritten:
        say(OVERWRITTEN_LATER)
