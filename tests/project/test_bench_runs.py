"""Every measurement still runs: on a very small scale, in one process, without meaning in its figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.curves import COMMANDS, FLAT, growth
from bench.figures import FULL, SMALL, Figure, median, per_second, percentile
from bench.report import document
from bot.core.chat_commands import command_word

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
MEASUREMENTS = (
    *("votes", "latency", "tally", "check", "memory", "startup", "pictures", "related", "search", "pages", "discord"),
    *("curves", "processes"),
)


@pytest.mark.heavy
@pytest.mark.postgres
@pytest.mark.timeout(900)
def test_every_measurement_gives_figures() -> None:
    command = [sys.executable, "-m", "bench", *MEASUREMENTS, "--small", "--json"]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    figures = [Figure(**fields) for fields in json.loads(output)]

    said = " · ".join(figure.what for figure in figures)
    for words in (
        "whole path",
        "PostgreSQL",
        "p99",
        "tally",
        "agora check",
        "memory",
        "start-up",
        "PNG",
        "relations",
        "mistyped title",
        "home page",
        "article page",
        "results page",
        "front page",
        "Discord's gateway",
        "recount",
        "opening, for each of them, by channels",
        "by voters in a debate",
        "while another with",
        "by 4 processes on PostgreSQL",
    ):
        assert words in said
    assert all(figure.measured for figure in figures)


def test_a_small_run_writes_no_page() -> None:
    page = ROOT / "docs" / "performance.md"
    before = page.read_bytes() if page.exists() else None
    table = subprocess.run(
        [sys.executable, "-m", "bench", "latency", "--small"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout

    assert "p99 from arrival to durable" in table
    assert (page.read_bytes() if page.exists() else None) == before


def test_an_unknown_measurement_is_named() -> None:
    ended = subprocess.run([sys.executable, "-m", "bench", "speed"], cwd=ROOT, capture_output=True, text=True)

    assert ended.returncode == 2
    assert "there is no measurement 'speed'" in ended.stderr


def test_the_page_says_what_held_and_why_something_did_not() -> None:
    figures = [
        Figure("votes", "10/s", "bare: 40/s", "4.0 times as long", "at most 3", False, "Slow disk."),
        Figure("latency", "3 ms", expected="under 50 ms", held=True),
        Figure("start-up", "1.0 s"),
    ]
    page = document(figures, {"Processor": "one", "Command": "`make bench`"})

    assert "| votes | 10/s | bare: 40/s | 4.0 times as long | at most 3 | **no** |" in page
    assert "| latency | 3 ms |  |  | under 50 ms | yes |" in page
    assert "- **votes**: 4.0 times as long, expected at most 3. Slow disk." in page
    assert "- Processor: one" in page


def test_no_reasons_where_everything_held() -> None:
    assert "did not hold" not in document([Figure("latency", "3 ms", held=True)], {})


def test_figures_of_many_values() -> None:
    assert median([3.0, 1.0, 2.0]) == 2.0
    assert percentile([float(n) for n in range(101)], 0.99) == 99.0
    assert per_second(3_000, 2.0) == "1,500/s"
    assert SMALL.votes < FULL.votes


def test_every_command_along_the_curves_is_one() -> None:
    """The answer to a mistyped word had been measured under the name of a command."""
    assert [asked for asked in COMMANDS if command_word(asked.split()[0]) is None] == []


def test_growth_is_seen_wherever_it_is() -> None:
    assert growth([2.0, 1.0, 2.0]) == 2.0
    assert growth([1.0, 3.0, 1.0]) == 3.0
    assert growth([4.0, 2.0, 1.0]) == 0.5
    assert growth([1.0, 2.0]) == 2.0


def test_the_verdicts_of_the_page_follow_from_its_figures() -> None:
    rows = [row for row in PAGE.splitlines() if row.startswith("|") and "flat: at most" in row]
    assert rows
    for row in rows:
        what, measured, _, _, _, held = (cell.strip() for cell in row.strip("|").split("|"))
        costs = [
            float(number.replace(",", "")) * (1_000 if unit == "ms" else 1)
            for number, unit in re.findall(r": ([\d,]+) (µs|ms)", measured)
        ]
        assert held == ("yes" if growth(costs) <= FLAT else "**no**"), what


def test_the_page_says_in_the_benchs_words_what_it_measures_and_what_it_does_not() -> None:
    after = document([], {}).partition("## What was asked for and is not measured")[2]
    assert [line for line in after.splitlines() if line not in PAGE.splitlines()] == []
