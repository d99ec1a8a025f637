"""The two forms of an export: the same figures, pseudonyms for voters, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest

from bot.core.articles import DEFAULT_OPTIONS, Article, Option
from bot.core.ballots import UNDECIDED
from bot.core.debates import BallotKind, Choice, DebateState, Post, PostState, Rules, open_debate
from bot.core.emoji import Emoji
from bot.core.marks import Voter
from bot.core.pseudonyms import pseudonym
from bot.core.recounts import Certificate, Note, Recounted
from bot.core.tally import VOTERS, Tally
from bot.locales import words_for
from bot.services.exports import (
    ALL_COLUMNS,
    COLUMNS,
    CsvExport,
    Export,
    JsonExport,
    ZipExport,
)
from bot.services.records import Cast, Snapshot
from bot.services.reports import report

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
KEY = b"a key that is long enough"
NAMING = partial(pseudonym, KEY)
WORDS = words_for("ko", strict=True)
ANN, BO = Voter("discord", "", "ann"), Voter("slack", "W1", "bo")
CAST = [Cast(ANN, 1, NOW, 2), Cast(BO, UNDECIDED, None, UNDECIDED), Cast(Voter("slack", "W1", "cy"), 2, NOW, 0)]


def article(**fields: Any) -> Article:
    said = {
        "slug": "open", "title": "=HYPERLINK(\"evil\")", "category": "+기술", "question": "열까요,\n“정말”?",
        "published": NOW, "summary": ("a", "b", "c"), "body": "x" * 100_000,
        "options": (Option("@찬성", Emoji("👍")), DEFAULT_OPTIONS[1]),
    }  # fmt: skip
    return Article(**(said | fields))


def snapshot(**fields: Any) -> Snapshot:
    debate = open_debate(debate_id="d1", article=article(), rules=Rules(), at=NOW, schedule="morning")
    post = Post(1, "d1", "square", "discord", "100", "ko", PostState.SAID, "m1")
    said = Snapshot(
        debate=replace(debate, state=DebateState.CLOSED),
        posts=(post,),
        tally=Tally(2, {("discord", 1): 1, ("discord", VOTERS): 1}),
        shift=((0, 1, 0), (0, 0, 1), (0, 0, 1)),
        certificate=Certificate(Recounted.EXACT, 1, 1, undecided=1, notes=(Note("note-was-down"),)),
    )
    return replace(said, **fields)


@pytest.fixture(params=[CsvExport, ZipExport, partial(JsonExport, now=NOW)], ids=["csv", "zip", "json"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Export, IO[bytes]]]:
    with (tmp_path / "out").open("w+b") as file:
        sink: Export = request.param(file, NAMING, WORDS)
        yield sink, file
        sink.close()


def tables(file: IO[bytes]) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline=""))
            )
            for name in packed.namelist()
        }


def test_a_pseudonym_is_an_hmac_that_anyone_with_the_key_can_check() -> None:
    assert NAMING("d1", BO) == hmac.new(KEY, b"d1\nslack\nW1\nbo", hashlib.sha256).hexdigest()
    people = (ANN, BO, Voter("slack", "W1b", "o"), Voter("discord", "ann", ""))
    assert len({NAMING(debate, voter) for voter in people for debate in ("d1", "d2")}) == 8


def written(sink: Export) -> None:
    """A debate of three ballots goes through."""
    sink.begin(1, 3)
    sink.debate(snapshot())
    sink.ballots(CAST[:2])
    sink.ballots(CAST[2:])
    sink.finish()
    sink.close()


def test_one_csv_holds_the_rows_of_the_four_tables(tmp_path: Path) -> None:
    with (tmp_path / "out.csv").open("w+b") as file:
        written(CsvExport(file, NAMING, WORDS))
    with (tmp_path / "out.zip").open("w+b") as file:
        written(ZipExport(file, NAMING, WORDS))
        four = tables(file)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ALL_COLUMNS
    for table, columns in COLUMNS.items():
        mine = [row for row in rows if row["table"] == table]
        assert [{column: row[column] for column in columns} for row in mine] == four[table]
        assert not any(row[column] for row in mine for column in ALL_COLUMNS[1:] if column not in columns)
    assert len(rows) == sum(map(len, four.values()))


def test_a_zip_has_four_tables(tmp_path: Path) -> None:
    with (tmp_path / "out.zip").open("w+b") as file:
        written(ZipExport(file, NAMING, WORDS))
        found = tables(file)
    assert {name: tuple(rows[0]) for name, rows in found.items()} == COLUMNS
    (told,) = found["debates"]
    assert told["title"] == '\'=HYPERLINK("evil")'
    assert told["category"] == "'+기술"
    assert told["question"] == "열까요,\n“정말”?"
    assert (told["opened_at"], told["voters"], told["recounted"]) == ("2026-03-01T09:00:00Z", "1", "exact")
    assert (told["schedule"], told["choice"], told["results"], told["ballot"]) == (
        "morning",
        "single",
        "live",
        "reactions",
    )
    assert told["notes"].splitlines()[-1] == WORDS.say("note-was-down")
    assert [list(row.values()) for row in found["tallies"]] == [
        ["d1", "0", "'@찬성", "👍", "discord", "0"],
        ["d1", "1", "반대", "👎", "discord", "1"],
    ]
    assert [row for row in found["shifts"] if row["voters"] != "0"] == [
        {"debate": "d1", "first": "0", "last": "1", "voters": "1"},
        {"debate": "d1", "first": "1", "last": "none", "voters": "1"},
        {"debate": "d1", "first": "undecided", "last": "none", "voters": "1"},
    ]
    assert [list(row.values())[1:] for row in found["ballots"]] == sorted(
        [
            [NAMING("d1", ANN), "discord", "0", "2026-03-01T09:00:00Z", "1"],
            [NAMING("d1", BO), "slack", "undecided", "", "undecided"],
            [NAMING("d1", CAST[2].voter), "slack", "1", "2026-03-01T09:00:00Z", ""],
        ]
    )


def test_json_is_the_report_of_each_debate_with_its_ballots(tmp_path: Path) -> None:
    several = snapshot()
    several = replace(several, debate=replace(several.debate, id="d2", rules=Rules(choice=Choice.MULTIPLE)), shift=None)
    with (tmp_path / "out.json").open("w+b") as file:
        sink = JsonExport(file, NAMING, WORDS, NOW)
        sink.begin(2, 4)
        sink.debate(snapshot())
        sink.ballots(CAST[:2])
        sink.ballots(CAST[2:])
        sink.debate(several)
        sink.ballots([Cast(ANN, 1, None, 3)])
        sink.finish()
        file.seek(0)
        told = json.load(file)
    assert {key: told[key] for key in ("format", "version", "exported_at", "counts")} == {
        "format": "agora-export",
        "version": 1,
        "exported_at": "2026-03-01T09:00:00Z",
        "counts": {"debates": 2, "ballots": 4},
    }
    one, other = told["debates"]
    cast = one.pop("ballots")
    assert {key: one[key] for key in report(snapshot(), WORDS)} == report(snapshot(), WORDS)
    assert [(row["voter"], row["first"], row["last"]) for row in cast] == sorted(
        [
            (NAMING("d1", ANN), 0, [1]),
            (NAMING("d1", BO), "undecided", "undecided"),
            (NAMING("d1", CAST[2].voter), 1, []),
        ]
    )
    assert other["choice"] == "multiple"
    assert other["shift"] is None
    assert other["ballots"] == [
        {"voter": NAMING("d2", ANN), "platform": "discord", "first": 0, "first_at": None, "last": [0, 1]}
    ]


def test_an_export_of_nothing_is_whole(target: tuple[Export, IO[bytes]]) -> None:
    sink, file = target
    sink.begin(0, 0)
    sink.finish()
    sink.close()
    file.seek(0)
    if isinstance(sink, JsonExport):
        assert json.load(file)["debates"] == []
    elif isinstance(sink, CsvExport):
        assert file.read().decode("utf-8-sig").splitlines() == [",".join(ALL_COLUMNS)]
    else:
        assert tables(file) == {name: [] for name in COLUMNS}


def test_memory_does_not_grow_with_ballots(target: tuple[Export, IO[bytes]]) -> None:
    sink, _ = target
    piece = CAST * 200
    sink.begin(1, 60_000)
    sink.debate(snapshot())
    sink.ballots(piece)
    tracemalloc.start()
    for _ in range(100):
        sink.ballots(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sink.finish()
    assert peak < 2_000_000


def ballots_in(sink: Export, file: IO[bytes]) -> list[dict[str, Any]]:
    """The rows of all ballots, in their order, with the debate that each belongs to."""
    file.seek(0)
    if isinstance(sink, JsonExport):
        return [row | {"debate": told["debate"]} for told in json.load(file)["debates"] for row in told["ballots"]]
    if isinstance(sink, ZipExport):
        return list(tables(file)["ballots"])
    rows = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline=""))
    return [row for row in rows if row["table"] == "ballots"]


def test_no_row_tells_who_came_when_nor_who_is_who_elsewhere(target: tuple[Export, IO[bytes]]) -> None:
    sink, file = target
    people = [Voter("local", "local", f"member-{n}") for n in range(40)]
    sink.begin(2, 80)
    for debate, ballot in (("d1", BallotKind.BUTTONS), ("d2", BallotKind.REACTIONS)):
        of = snapshot()
        sink.debate(replace(of, debate=replace(of.debate, id=debate, rules=Rules(ballot=ballot))))
        for voter in people:
            sink.ballots([Cast(voter, 1, NOW, 2)])
    sink.finish()
    sink.close()
    rows = ballots_in(sink, file)
    by_debate = {debate: [row for row in rows if row["debate"] == debate] for debate in ("d1", "d2")}
    for debate, mine in by_debate.items():
        assert [row["voter"] for row in mine] == sorted(NAMING(debate, voter) for voter in people)
        assert {row["first_at"] or None for row in mine} == {None if debate == "d1" else "2026-03-01T09:00:00Z"}
    assert not {row["voter"] for row in by_debate["d1"]} & {row["voter"] for row in by_debate["d2"]}
