"""`agora forget`: a person is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, composed, do, read_config
from bot.cli.data_commands import YesOption, confirm
from bot.cli.terminal import say

if TYPE_CHECKING:
    from bot.app.forget import Done
    from bot.config import Config
    from bot.core.marks import Voter


def add_to(app: typer.Typer) -> None:
    """Register `forget`."""
    app.command()(forget)


def forget(
    voter: Annotated[str, typer.Argument(help="discord:ID, slack:TEAM:ID or local:NAME.")],
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
    from bot.config.problems import counted
    from bot.services.personal_stores import Standing

    async with working(config, account, named) as (work, database):
        if not yes:
            going_on, over = (len(work.traces.of(each)) for each in (Standing.OPEN, Standing.COUNTED))
            withdrawn = f"their vote is taken back in {counted(going_on, 'open debate')}, " if going_on else ""
            confirm(
                f"Forget {named}? This can't be undone: {withdrawn}"
                f"{counted(over, 'closed debate')} keep the result, and nobody can tell their vote any more."
            )
        return await work.carry_out(database)


def _say(done: Done) -> None:
    """What was done, what was kept and why, and what is not in our hands."""
    from bot.config.problems import counted

    told = done.forgotten
    say("Forgotten: the account, whose votes, 💡, 🔖 and replies these were, and that the person was greeted.")
    if told.feedback:
        say(f"- deleted: {counted(told.feedback, 'word')} to the editors")
    if told.erased:
        say("- deleted: the person's messages and name in the chat")
    if told.withdrawn:
        say(f"- taken back: the vote in {counted(told.withdrawn, 'open debate')}")
    if told.kept:
        say(
            f"- kept: the vote in {counted(told.kept, 'closed debate')}, under a pseudonym of each debate that leads to"
            " nobody; without it results, heads and records would not be right any more"
        )
    for one in told.reacted:
        say(
            f"- still there: the person's reaction under {one.debate.slug} ({one.debate.id}). A recount counts it"
            " again and notes the account; have it taken off"
        )
    say("- not reached: backups and replicas made before, and what stands on the platforms themselves")
    if not done.overwritten:
        say("The running bot overwrites what is left in the files within ten minutes.")
