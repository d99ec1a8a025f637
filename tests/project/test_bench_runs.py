"""Every measurement still runs: on a very small scale, in one process, without meaning in its figures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.figures import FULL, SMALL, Figure, median, per_second, percentile
from bench.report import document

ROOT = Path(__file__).parents[2]
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
