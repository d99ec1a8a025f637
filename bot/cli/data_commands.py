"""`agora backup`, `agora restore`, `agora retention`: looking after the data."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_language import words
from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.cli.help_pages import Command
from bot.cli.terminal import ask, progress, progress_bar, say, tell
from bot.errors import UsageError
from bot.files import as_named
from bot.sentences import Sentence, sentence

if TYPE_CHECKING:
    from bot.app.backup_file import Manifest
    from bot.app.forget_again import ForgottenAgain
    from bot.app.restore import Restored
    from bot.config import Config
    from bot.core.debates import Debate
    from bot.services.retention_stores import Aged

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="agora-option-yes")]


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
    tell("backup-done-with-chat" if CHAT in made.parts else "backup-done", file=str(file), held=_holds(made))


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
    if found.replaces is not None and not yes:
        told, database = found.manifest, str(found.replaces)
        if told is None:
            confirm(sentence("restore-sure", file=str(file), database=database))
        else:
            confirm(sentence("restore-sure-of-copy", at=told.copied_at, held=_holds(told), database=database))
    _say_what_comes(do(put_back(loaded, file, progress_bar)))


def retention(
    apply: Annotated[bool, typer.Option("--apply", help="agora-retention-apply")] = False,
    yes: YesOption = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Tell in numbers what the configured retention would do with old ballots; the running bot does it once a day."""
    do(_retention(read_config(config, needs_secrets=False), apply=apply, yes=yes))


async def _retention(config: Config, *, apply: bool, yes: bool) -> None:
    from bot.app.retaining import working

    deletes = config.retention.ballots == "delete"

    def of(aged: Sequence[Aged]) -> int:
        return sum(one.ballots for one in aged)

    async with working(config) as work:
        if work is None:
            tell("retention-keeps-all")
            return
        for debate in work.due:
            tell(
                "retention-due",
                slug=debate.slug,
                debate=debate.debate,
                ended=debate.ended_at,
                ballots=debate.ballots,
            )
        if not work.due:
            tell("retention-nothing-due")
            return
        if not apply:
            tell(
                "retention-would-delete" if deletes else "retention-would-cut-off",
                ballots=of(work.due),
                debates=len(work.due),
            )
            return
        if not yes:
            confirm(
                sentence(
                    "retention-sure-to-delete" if deletes else "retention-sure-to-cut-off",
                    ballots=of(work.due),
                    debates=len(work.due),
                )
            )
        with progress(sentence("retention-working")):
            done, overwritten = await work.carry_out()
        tell("retention-deleted" if deletes else "retention-cut-off", ballots=of(done), debates=len(done))
        if not overwritten:
            tell("retention-overwritten-later")


def confirm(question: Sentence) -> None:
    """Ask before something that can't be taken back. Raises UsageError where nobody can be asked, and Abort."""
    if not sys.stdin.isatty():
        raise UsageError(question, sentence("confirm-nobody-here"))
    if ask(f"{question.said(words())} [y/N]").casefold() not in _YES:
        raise typer.Abort


_YES = frozenset({"y", "yes", "예", "네", "ㅛ"})
"""What means yes; the last is `y` on a keyboard that writes Hangul."""


def _say_what_comes(done: Restored) -> None:
    """What was done, and what the next start will do."""
    copied = done.copied_at
    tell("restore-done", at=copied, held=_holds(done))
    if done.kept is not None:
        tell("restore-kept", file=str(done.kept))
    if done.chat:
        tell("restore-chat-restored")
    if done.chat_stays:
        tell("restore-chat-stays")
    say(_who_is_forgotten(done).said(words()))
    tell("restore-next-start")
    for debate, slug in done.outlook.debates:
        tell("restore-next-reads", slug=slug, debate=debate)
    if done.outlook.debates:
        tell("restore-next-notes")
    if done.outlook.looked_for:
        keys = done.outlook.looked_for
        tell("restore-next-looks-for", keys=keys[:_NAMED], more=len(keys[_NAMED:]))
    tell("restore-next-names-posts", at=copied)
    for one in done.forgotten or ():
        for under in one.recounted:
            _tell_of_reaction(one, under)
    for fallen in done.fallen:
        tell("restore-next-does-not-post", schedule=fallen.schedule, at=fallen.at)


_NAMED = 5
"""How many of what is looked for are named."""


def _tell_of_reaction(one: ForgottenAgain, under: Debate) -> None:
    from bot.app.forget import name_of

    tell("restore-next-finds-again", name=name_of(one.voter), slug=under.slug, debate=under.id)


def _who_is_forgotten(done: Restored) -> Sentence:
    """What has become of those who were forgotten since the copy, which they are part of."""
    match done.forgotten:
        case None if done.kept is None:
            return sentence("restore-forgotten-in-no-database", at=done.copied_at)
        case None:
            return sentence("restore-forgotten-in-another", at=done.copied_at)
        case []:
            return sentence("restore-nobody-forgotten", at=done.copied_at)
        case people:
            return sentence("restore-forgotten-again", at=done.copied_at, people=len(people))


def _holds(told: Manifest | Restored) -> Sentence:
    return sentence("backup-holds", debates=told.debates, ballots=told.ballots)
