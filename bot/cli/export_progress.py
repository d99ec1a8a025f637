"""How far an export is, shown while it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.command_language import words
from bot.cli.terminal import console
from bot.sentences import sentence
from bot.services.exports import Export
from bot.services.records import Cast, Snapshot


class WatchedExport:
    """A sink that shows how far it is."""

    def __init__(self, sink: Export, progress: Progress) -> None:
        self._sink = sink
        self._progress = progress
        self._task = progress.add_task(sentence("export-working").said(words()), total=None)
        self.debates = 0
        self.cast = 0

    def begin(self, debates: int, ballots: int) -> None:
        self._progress.update(self._task, total=ballots)
        self._sink.begin(debates, ballots)

    def debate(self, snapshot: Snapshot) -> None:
        self.debates += 1
        self._sink.debate(snapshot)

    def ballots(self, cast: Sequence[Cast]) -> None:
        self._sink.ballots(cast)
        self.cast += len(cast)
        self._progress.update(self._task, completed=self.cast)


@contextmanager
def watched_export(sink: Export) -> Iterator[WatchedExport]:
    """`sink` under a progress bar on a terminal; silent in a pipe."""
    screen = console(err=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        yield WatchedExport(sink, progress)
