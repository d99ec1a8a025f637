"""`agora backup`, `agora restore`, `agora retention`: looking after the data."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.cli.help_pages import Command
from bot.cli.terminal import progress, progress_bar, say
from bot.errors import UsageError
from bot.files import as_named

if TYPE_CHECKING:
    from bot.app.backup_file import Manifest
    from bot.app.forget_again import ForgottenAgain
    from bot.app.restore import Restored
    from bot.config import Config
    from bot.services.retention_stores import Aged

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="agora-option-yes")]

OVERWRITTEN_LATER = "The running bot overwrites what is left in the files within ten minutes."


def add_to(app: typer.Typer) -> None:
    """Register what keeps and puts back data."""
    app.command(cls=Command, help="agora-backup")(backup)
    app.command(cls=Command, help="agora-restore")(restore)
    app.command(cls=Command, help="agora-retention")(retention)


def backup(
    file: Annotated[Path, typer.Argument(help="agora-backup-file")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Copy everything into one file, beside a running bot too, and check the copy."""
    from bot.app.backup import back_up
    from bot.app.backup_file import CHAT

    loaded = read_config(config, needs_secrets=False)
    made = do(back_up(loaded, file, progress_bar))
    chat = ", and the chat" if CHAT in made.parts else ""
    say(f"{file}: {_holds(made)}{chat}; checked.")


def restore(
    file: Annotated[Path, typer.Argument(help="agora-restore-file", callback=as_named)],
    yes: YesOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Put a backup in the place of the database; what is there is kept under another name."""
    from bot.app.restore import look_at
    from bot.app.restore import restore as put_back

    loaded = read_config(config, needs_secrets=False)
    found = look_at(loaded, file)
    zone = ZoneInfo(loaded.timezone)
    if found.replaces is not None and not yes:
        told = found.manifest
        what = file if told is None else f"the copy of {_moment(told.copied_at, zone)} ({_holds(told)})"
        confirm(f"Put {what} in the place of {found.replaces}?")
    _say_what_comes(do(put_back(loaded, file, progress_bar)), zone)


def retention(
    apply: Annotated[bool, typer.Option("--apply", help="agora-retention-apply")] = False,
    yes: YesOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell in numbers what the configured retention would do with old ballots; the running bot does it once a day."""
    do(_retention(read_config(config, needs_secrets=False), apply=apply, yes=yes))


async def _retention(config: Config, *, apply: bool, yes: bool) -> None:
    from bot.app.retaining import working
    from bot.config.problems import counted

    deletes, zone = config.retention.ballots == "delete", ZoneInfo(config.timezone)

    def held(aged: Sequence[Aged]) -> str:
        return f"{counted(sum(one.ballots for one in aged), 'ballot')} in {counted(len(aged), 'debate')}"

    async with working(config) as work:
        if work is None:
            say("Every ballot is kept as it was cast (retention.ballots: keep).")
            return
        for debate in work.due:
            ended = _moment(debate.ended_at, zone)
            say(f"{debate.slug} ({debate.debate}), ended {ended}: {counted(debate.ballots, 'ballot')}")
        if not work.due:
            say("Nothing is due.")
            return
        if not apply:
            would = "be deleted" if deletes else "be cut off from their accounts"
            asked = "'agora retention --apply' does it, and the running bot once a day."
            say(f"{held(work.due)} would {would}: {asked}")
            return
        if not yes:
            what = "Delete {}" if deletes else "Cut {} off from their accounts"
            confirm(f"{what.format(held(work.due))}? This can't be undone.")
        with progress("Working …"):
            done, overwritten = await work.carry_out()
        say(f"{held(done)}: {'deleted' if deletes else 'cut off from their accounts'}.")
        if not overwritten:
            say(OVERWRITTEN_LATER)


def confirm(question: str) -> None:
    """Ask before something that can't be taken back. Raises UsageError where nobody can be asked, and Abort."""
    if not sys.stdin.isatty():
        raise UsageError(question, "Nobody can be asked here: say --yes if it is meant.")
    typer.confirm(question, abort=True, err=True)


def _say_what_comes(done: Restored, zone: ZoneInfo) -> None:
    """What was done, and what the next start will do."""
    copied = _moment(done.copied_at, zone)
    say(f"Restored as of {copied}: {_holds(done)}.")
    if done.kept is not None:
        say(f"What was there is kept: {done.kept}")
    if done.chat:
        say("The chat's messages were restored, too.")
    if done.chat_stays:
        say("The chat's messages that are there go on from the copy, so they stay.")
    say(_who_is_forgotten(done, copied))
    say("The next 'agora run'")
    for debate, slug in done.outlook.debates:
        say(f"- reads the votes on {slug} ({debate}) from the platforms again: those since the copy count")
    if done.outlook.debates:
        say("- notes in their certificates why a result told since the copy shows other digits than the record has")
    if done.outlook.looked_for:
        say(f"- looks for what the copy was about to say, and says it only if it is not there: {_some(done)}")
    say(f"- names posts of its own from after {copied} that it knows nothing of, for you to delete")
    for one in done.forgotten or ():
        for under in one.recounted:
            say(_may_be_found_again(one, f"{under.slug} ({under.id})"))
    for fallen in done.fallen:
        say(
            f"- does not post what '{fallen.schedule}' had due at {_moment(fallen.at, zone)}:"
            " nobody knows here whether it was posted; 'agora post SLUG' posts it"
        )


def _may_be_found_again(one: ForgottenAgain, debate: str) -> str:
    from bot.app.forget import name_of

    name = name_of(one.voter)
    return (
        f"- finds the reaction of {name} under {debate} again, if it stands there still, and notes the account:"
        f" run 'agora forget {name}' once more when that debate's result is said"
    )


def _who_is_forgotten(done: Restored, copied: str) -> str:
    """What has become of those who were forgotten since the copy, which they are part of."""
    match done.forgotten:
        case None:
            why = "no ledger is at hand that knows who that is"
            if done.kept is not None:
                why = "the ledger that was there does not go on from it, or can't be read"
            return (
                f"Whoever was forgotten after {copied} is in it again, since {why}: run 'agora forget' for them before"
                " the bot is started, or where it asks for that, as soon as a result is said."
            )
        case []:
            return f"Nobody was forgotten after {copied}."
        case people:
            who = "one person" if len(people) == 1 else f"{len(people)} people"
            return f"Forgotten again: {who} who had been forgotten after {copied}."


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _holds(told: Manifest | Restored) -> str:
    from bot.config.problems import counted

    return f"{counted(told.debates, 'debate')}, {counted(told.ballots, 'ballot')}"


_NAMED = 5


def _some(done: Restored) -> str:
    keys = done.outlook.looked_for
    more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    return ", ".join(keys[:_NAMED]) + more
