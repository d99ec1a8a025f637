"""`agora export`, `agora feedback list`: what was counted, and what members wrote to the editors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.cli.help_pages import Command, Group
from bot.cli.terminal import say, say_json, tell
from bot.errors import AgoraError, UsageError, reason_of
from bot.files import whole_file
from bot.sentences import sentence

if TYPE_CHECKING:
    from bot.config import Config


class ExportFormat(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register `export`."""
    app.command(cls=Command, help="agora-export")(export)


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="agora-export-format")],
    output: Annotated[Path, typer.Option("--output", "-o", help="agora-export-output")],
    since: Annotated[str | None, typer.Option("--since", help="agora-export-since")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write debates, tallies, shifts and ballots, with pseudonyms for voters."""
    from bot.app.queries import export_ledger, pseudonym_key
    from bot.cli.export_progress import watched_export
    from bot.core.pseudonyms import pseudonym
    from bot.locales import words_for
    from bot.services.exports import (
        CsvExport,
        Export,
        JsonExport,
        ZipExport,
    )

    loaded = read_config(config, needs_secrets=False)
    begin = _midnight(since, loaded.timezone)
    key, told_of_key = pseudonym_key(loaded)
    naming = partial(pseudonym, key)
    words = words_for(loaded.locale, loaded.timezone)
    replaced = output.exists()
    with _replacing(_place(output, loaded)) as file:
        sink: Export
        if form is ExportFormat.JSON:
            sink = JsonExport(file, naming, words, datetime.now(UTC))
        elif output.suffix.lower() == ".zip":
            sink = ZipExport(file, naming, words)
        else:
            sink = CsvExport(file, naming, words)
        with closing(sink), watched_export(sink) as watched:
            do(export_ledger(loaded, begin, watched))
            sink.finish()
    tell(
        "export-done-replacing" if replaced else "export-done",
        file=str(output),
        debates=watched.debates,
        ballots=watched.cast,
    )
    if told_of_key is not None:
        say(told_of_key.in_full(words), err=True)


def _midnight(day: str | None, timezone: str) -> datetime | None:
    """When a day began. Raises UsageError."""
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(timezone))
    except ValueError:
        raise UsageError(sentence("export-no-day", text=day)) from None


def _place(output: Path, config: Config) -> Path:
    """The file that `output` leads to. Raises UsageError where an export would do away with something else."""
    from bot.app.own_files import refuse_own_files

    if output.is_dir():
        raise UsageError(sentence("export-to-folder", file=str(output)))
    if output.exists() and not output.is_file():
        raise UsageError(sentence("export-to-device", file=str(output)))
    refuse_own_files(output, config)
    return output.resolve()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when it is whole. Raises AgoraError."""
    try:
        with whole_file(path, replaces=True) as file:
            yield file
    except OSError as error:
        raise AgoraError(sentence("file-not-written", file=str(path), reason=reason_of(error))) from error


feedback = typer.Typer(name="feedback", cls=Group, help="agora-feedback")


class Format(StrEnum):
    """How feedback is printed."""

    TABLE = "table"
    JSON = "json"


@feedback.callback()
def _group() -> None:
    """Keeps `list` a command of its own."""


@feedback.command("list", cls=Command, help="agora-feedback-list")
def list_(
    form: Annotated[Format, typer.Option("--format", help="agora-option-format")] = Format.TABLE,
    most: Annotated[int, typer.Option("--most", min=1, max=1_000_000, help="agora-feedback-list-most")] = 100,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show ratings and lines, the newest first, without names."""
    from bot.app.queries import read_feedback
    from bot.cli.output import feedback_record, print_feedback
    from bot.locales import words_for

    loaded = read_config(config, needs_secrets=False)
    written = do(read_feedback(loaded, most))
    if form is Format.JSON:
        say_json([feedback_record(one) for one in written])
        return
    print_feedback(written, words_for(loaded.locale, loaded.timezone))
