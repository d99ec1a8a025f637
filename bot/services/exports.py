"""Exports: debates, tallies, shifts and ballots for other programs, with pseudonyms for voters (docs/export.md)."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple, Protocol

from bot.core.ballots import UNDECIDED, options_of
from bot.core.debates import BallotKind, Debate
from bot.core.marks import Voter
from bot.core.times import iso
from bot.core.words import Words
from bot.services.debate_stores import ExportSink
from bot.services.records import Cast, Snapshot
from bot.services.reports import harmless, report


class Row(NamedTuple):
    """A ballot as it is exported: options as bit masks, `first_at` an instant in ISO 8601."""

    voter: str
    platform: str
    first: int
    first_at: str | None
    last: int


class Ordered:
    """Takes rows as they come and gives them by pseudonym. They wait in a temporary file, which is nobody else's."""

    def __init__(self) -> None:
        # An export is written in one thread and ended in another, never in both at once.
        self._kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):
            self._kept.execute(f"PRAGMA {pragma}")
        self._kept.execute("CREATE TABLE ballots (voter, platform, first, first_at, last)")

    def add(self, rows: Iterable[Row]) -> None:
        """Take some rows."""
        self._kept.execute("BEGIN")
        self._kept.executemany("INSERT INTO ballots VALUES (?, ?, ?, ?, ?)", rows)
        self._kept.execute("COMMIT")

    def taken(self) -> Iterator[Row]:
        """All rows so far, by pseudonym; then there are none."""
        for row in self._kept.execute("SELECT * FROM ballots ORDER BY voter"):
            yield Row(*row)
        self._kept.execute("DELETE FROM ballots")

    def close(self) -> None:
        """Let go of the temporary file."""
        self._kept.close()


Naming = Callable[[str, Voter], str]
"""Gives the pseudonym of a voter in a debate (by id)."""
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


class _Debates(ABC):
    """Debates as they come, each followed by its ballots in the order of their pseudonyms."""

    def __init__(self, naming: Naming, words: Words) -> None:
        self._naming = naming
        self._words = words
        self._debate: Debate | None = None
        self._order = Ordered()

    def debate(self, snapshot: Snapshot) -> None:
        self._end_debate()
        self._debate = snapshot.debate
        self._begin_debate(snapshot)

    def ballots(self, cast: Sequence[Cast]) -> None:
        if self._debate is not None:
            debate = self._debate.id
            secret = self._debate.rules.ballot is BallotKind.BUTTONS
            self._order.add(
                Row(
                    self._naming(debate, one.voter),
                    one.voter.platform,
                    one.first,
                    None if secret or one.first_at is None else iso(one.first_at),
                    one.last,
                )
                for one in cast
            )

    def close(self) -> None:
        self._order.close()

    def _end_debate(self) -> None:
        """Write the ballots of the debate before, if there was one."""
        if self._debate is not None:
            for row in self._order.taken():
                self._ballot(self._debate.id, row)

    @abstractmethod
    def _begin_debate(self, snapshot: Snapshot) -> None:
        """Write a debate."""

    @abstractmethod
    def _ballot(self, debate: str, row: Row) -> None:
        """Write a ballot of the debate before."""


class JsonExport(_Debates):
    """Writes one JSON object to `file` (UTF-8): each debate as in `agora results`, with its ballots."""

    def __init__(self, file: IO[bytes], naming: Naming, words: Words, now: datetime) -> None:
        super().__init__(naming, words)
        self._file = file
        self._now = now
        self._open = False
        self._first_ballot = True

    def begin(self, debates: int, ballots: int) -> None:
        head = {"format": "agora-export", "version": 1, "exported_at": iso(self._now)}
        self._write(
            f"{_json(head)[:-1]},\n" + f'"counts":{_json({"debates": debates, "ballots": ballots})},\n"debates":['
        )

    def finish(self) -> None:
        self._end_debate()
        self._write("]}\n]}\n" if self._open else "]}\n")

    def _begin_debate(self, snapshot: Snapshot) -> None:
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

    def _ballot(self, debate: str, row: Row) -> None:
        del debate
        told = {
            "voter": row.voter,
            "platform": row.platform,
            "first": _UNDECIDED if row.first == UNDECIDED else options_of(row.first)[0],
            "first_at": row.first_at,
            "last": _UNDECIDED if row.last == UNDECIDED else options_of(row.last),
        }
        self._write(("\n" if self._first_ballot else ",\n") + _json(told))
        self._first_ballot = False

    def _write(self, text: str) -> None:
        self._file.write(text.encode())


class _Tables(_Debates):
    """The rows of all tables."""

    @abstractmethod
    def _row(self, table: str, cells: Sequence[object]) -> None:
        """Write a row of a table."""

    def begin(self, debates: int, ballots: int) -> None:
        """How many there will be; the tables do not say it."""
        del debates, ballots

    def _begin_debate(self, snapshot: Snapshot) -> None:
        debate, told = snapshot.debate.id, report(snapshot, self._words)
        self._row("debates", _debate_row(snapshot, told))
        for number, option in enumerate(told["options"]):
            for platform, count in option["by_platform"].items():
                self._row("tallies", (debate, number, option["label"], option["emoji"], platform, count))
        size = len(told["options"])
        for first, row in enumerate(snapshot.shift or ()):
            for last, count in enumerate(row):
                names = (first if first < size else _UNDECIDED, last if last < size else _NONE)
                self._row("shifts", (debate, *names, count))

    def _ballot(self, debate: str, row: Row) -> None:
        chosen = _cell(row.first), row.first_at or "", _cell(row.last)
        self._row("ballots", (debate, row.voter, row.platform, *chosen))


class CsvExport(_Tables):
    """Writes one CSV to `file` with the rows of all tables; `table` says which, and what it lacks is empty."""

    def __init__(self, file: IO[bytes], naming: Naming, words: Words) -> None:
        super().__init__(naming, words)
        self._sheet = _Sheet(file, ALL_COLUMNS)

    def finish(self) -> None:
        self._end_debate()
        self._sheet.flush()

    def close(self) -> None:
        """Let go of the file, which stays open."""
        super().close()
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
        self._end_debate()
        self._ballots.close()
        for name, sheet in self._small.items():
            with self._zip.open(f"{name}.csv", "w", force_zip64=True) as entry:
                sheet.copy_to(entry)
        self._zip.close()

    def close(self) -> None:
        super().close()
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
