"""Exports: debates, tallies, shifts and ballots for other programs, with pseudonyms for voters (docs/export.md)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any, Protocol

from bot.core.ballots import UNDECIDED, options_of
from bot.core.marks import Voter
from bot.core.words import Words
from bot.services.records import Cast, Snapshot
from bot.services.reporting import harmless, iso, report
from bot.services.stores import ExportSink

Naming = Callable[[Voter], str]
"""Gives a voter's pseudonym."""

COLUMNS = {
    "debates": (
        "debate", "article", "edition", "title", "category", "question", "schedule", "state", "choice", "results",
        "ballot", "opened_at", "closes_at", "voters", "undecided", "comments", "saves", "recounted", "ledger",
        "recount", "differences", "certificate_undecided", "undatable", "unsettled", "notes",
    ),
    "tallies": ("debate", "option", "label", "emoji", "platform", "ballots"),
    "shifts": ("debate", "first", "last", "voters"),
    "ballots": ("debate", "voter", "platform", "first", "first_at", "last"),
}  # fmt: skip
"""The columns of each table, in their order."""
ALL_COLUMNS = ("table", *dict.fromkeys(column for columns in COLUMNS.values() for column in columns))
"""The columns where one file holds all tables: which of them a row belongs to, and every column that any has."""

_UNDECIDED = "undecided"
_NONE = "none"


class Export(ExportSink, Protocol):
    """A sink that writes a file."""

    def finish(self) -> None:
        """Write the end; until then the file is of no use."""

    def close(self) -> None:
        """Let go of what was needed on the way."""


class JsonExport:
    """Writes one JSON object to `file` (UTF-8): each debate as in `agora results`, with its ballots."""

    def __init__(self, file: IO[bytes], naming: Naming, words: Words, now: datetime) -> None:
        self._file = file
        self._naming = naming
        self._words = words
        self._now = now
        self._open = False
        self._first_ballot = True

    def begin(self, debates: int, ballots: int) -> None:
        """How many there will be."""
        head = {"format": "agora-export", "version": 1, "exported_at": iso(self._now)}
        self._write(
            f"{_json(head)[:-1]},\n" + f'"counts":{_json({"debates": debates, "ballots": ballots})},\n"debates":['
        )

    def debate(self, snapshot: Snapshot) -> None:
        """A debate; its ballots follow."""
        self._write("]},\n" if self._open else "\n")
        self._open = self._first_ballot = True
        debate = snapshot.debate
        told = report(snapshot, self._words) | {
            "title": debate.article.title,
            "category": debate.article.category,
            "schedule": debate.schedule,
            "choice": debate.rules.choice.value,
        }
        self._write(f'{_json(told)[:-1]},"ballots":[')

    def ballots(self, cast: Sequence[Cast]) -> None:
        """Some of the ballots of the debate before."""
        lines = []
        for one in cast:
            row = {
                "voter": self._naming(one.voter),
                "platform": one.voter.platform,
                "first": _UNDECIDED if one.first == UNDECIDED else options_of(one.first)[0],
                "first_at": None if one.first_at is None else iso(one.first_at),
                "last": _UNDECIDED if one.last == UNDECIDED else options_of(one.last),
            }
            lines.append(_json(row))
        if lines:
            self._write(("\n" if self._first_ballot else ",\n") + ",\n".join(lines))
            self._first_ballot = False

    def finish(self) -> None:
        """Write the end; until then the file is of no use."""
        self._write("]}\n]}\n" if self._open else "]}\n")

    def close(self) -> None:
        """Nothing was needed on the way."""

    def _write(self, text: str) -> None:
        self._file.write(text.encode())


class _Tables(ABC):
    """The rows of all tables, as they come."""

    def __init__(self, naming: Naming, words: Words) -> None:
        self._naming = naming
        self._words = words
        self._debate = ""

    @abstractmethod
    def _row(self, table: str, cells: Sequence[object]) -> None:
        """Write a row of a table."""

    def begin(self, debates: int, ballots: int) -> None:
        """How many there will be; the tables do not say it."""
        del debates, ballots

    def debate(self, snapshot: Snapshot) -> None:
        """A debate; its ballots follow."""
        self._debate = snapshot.debate.id
        told = report(snapshot, self._words)
        self._row("debates", _debate_row(snapshot, told))
        for number, option in enumerate(told["options"]):
            for platform, count in option["by_platform"].items():
                self._row("tallies", (self._debate, number, option["label"], option["emoji"], platform, count))
        size = len(told["options"])
        for first, row in enumerate(snapshot.shift or ()):
            for last, count in enumerate(row):
                names = (first if first < size else _UNDECIDED, last if last < size else _NONE)
                self._row("shifts", (self._debate, *names, count))

    def ballots(self, cast: Sequence[Cast]) -> None:
        """Some of the ballots of the debate before."""
        for one in cast:
            first_at = "" if one.first_at is None else iso(one.first_at)
            voter = self._naming(one.voter), one.voter.platform
            self._row("ballots", (self._debate, *voter, _cell(one.first), first_at, _cell(one.last)))


class CsvExport(_Tables):
    """Writes one CSV to `file` with the rows of all tables; `table` says which, and what it lacks is empty."""

    def __init__(self, file: IO[bytes], naming: Naming, words: Words) -> None:
        super().__init__(naming, words)
        self._sheet = _Sheet(file, ALL_COLUMNS)

    def finish(self) -> None:
        """Write the end; until then the file is of no use."""
        self._sheet.flush()

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._sheet.let_go()

    def _row(self, table: str, cells: Sequence[object]) -> None:
        row = {"table": table, **dict(zip(COLUMNS[table], cells, strict=True))}
        self._sheet.row([row.get(column, "") for column in ALL_COLUMNS])


class ZipExport(_Tables):
    """Writes a ZIP to `file` with one CSV file a table; ballots go into it at once, the small tables at the end."""

    def __init__(self, file: IO[bytes], naming: Naming, words: Words) -> None:
        super().__init__(naming, words)
        self._kept = ExitStack()
        self._zip = self._kept.enter_context(zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED))
        self._small = {name: self._temporary(name) for name in ("debates", "tallies", "shifts")}
        ballots = self._zip.open("ballots.csv", "w", force_zip64=True)
        self._ballots = self._kept.enter_context(_Sheet(ballots, COLUMNS["ballots"]))
        self._sheets = {**self._small, "ballots": self._ballots}

    def finish(self) -> None:
        """Write the end; until then the file is of no use."""
        self._ballots.close()
        for name, sheet in self._small.items():
            with self._zip.open(f"{name}.csv", "w", force_zip64=True) as entry:
                sheet.copy_to(entry)
        self._zip.close()

    def close(self) -> None:
        """Let go of what was needed on the way."""
        self._kept.close()

    def _row(self, table: str, cells: Sequence[object]) -> None:
        self._sheets[table].row(cells)

    def _temporary(self, table: str) -> _Sheet:
        return self._kept.enter_context(_Sheet(self._kept.enter_context(TemporaryFile()), COLUMNS[table]))


class _Sheet:
    """A CSV file under way. It begins with a byte order mark, without which Excel reads Korean wrongly."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self._file = file
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        self._writer = csv.writer(self._text)
        self._writer.writerow(columns)

    def row(self, cells: Sequence[object]) -> None:
        """One row, with nothing in it that a spreadsheet would take for a formula."""
        self._writer.writerow([harmless(cell) for cell in cells])

    def copy_to(self, target: IO[bytes]) -> None:
        """Write all of it to another file."""
        self._text.flush()
        self._file.seek(0)
        while piece := self._file.read(1 << 20):
            target.write(piece)

    def flush(self) -> None:
        """Hand all of it to the file."""
        self._text.flush()

    def let_go(self) -> None:
        """End it, and leave the file to whoever opened it."""
        with suppress(ValueError):  # It was let go before.
            self._text.detach()

    def close(self) -> None:
        """End it, and the file."""
        self._text.close()

    def __enter__(self) -> _Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _debate_row(snapshot: Snapshot, told: dict[str, Any]) -> tuple[object, ...]:
    debate = snapshot.debate
    certificate = told["certificate"] or {}
    found = [certificate.get(key, "") for key in ("recounted", "ledger", "recount", "differences", "undecided")]
    rules = (debate.rules.choice.value, debate.rules.results.value, debate.rules.ballot.value)
    return (
        *(debate.id, debate.slug, debate.edition, debate.article.title, debate.article.category),
        *(debate.article.question, debate.schedule or "", debate.state.value, *rules),
        *(told[key] for key in ("opened_at", "closes_at", "voters", "undecided", "comments", "saves")),
        *(*found, *(certificate.get(key, "") for key in ("undatable", "unsettled"))),
        "\n".join(certificate.get("notes", ())),
    )


def _cell(ballot: int) -> object:
    """A ballot in one cell: its option's number, several of them with spaces, `undecided`, or nothing."""
    return _UNDECIDED if ballot == UNDECIDED else " ".join(map(str, options_of(ballot)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
