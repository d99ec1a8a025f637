"""`python -m bench`: every measurement in a process of its own, then the table."""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from rich.console import Console

from bench.figures import FULL, SMALL, Figure
from bench.machine import machine
from bench.report import document, print_table

MEASUREMENTS = (
    *("votes", "latency", "tally", "check", "memory", "startup", "commands"),
    *("pictures", "related", "search", "pages"),
    *("discord", "slack", "curves", "processes"),
)
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def main() -> None:
    """Measure, print the table, and write the page unless only a part or little was measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures the bot.")
    parser.add_argument("only", nargs="*", metavar="measurement", help=f"only these: {', '.join(MEASUREMENTS)}")
    parser.add_argument("--small", action="store_true", help="quick and without meaning: shows that it runs")
    parser.add_argument("--json", action="store_true", help="measure in this process and print figures as JSON")
    asked = parser.parse_args()
    unknown = [name for name in asked.only if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"there is no measurement {unknown[0]!r}; there are {', '.join(MEASUREMENTS)}")
    wanted = asked.only or MEASUREMENTS
    if asked.json:
        print(json.dumps([asdict(figure) for name in wanted for figure in _measure(name, asked.small)]))
        return
    figures = _measure_each(wanted, asked.small)
    print_table(figures, Console(width=None if sys.stdout.isatty() else 240, highlight=False))
    if not asked.small and not asked.only:
        PAGE.write_text(document(figures, {**machine(), "Command": "`make bench`"}), encoding="utf-8")


def _measure(name: str, small: bool) -> list[Figure]:
    measured: list[Figure] = asyncio.run(import_module(f"bench.{name}").measure(SMALL if small else FULL))
    return measured


def _measure_each(names: list[str] | tuple[str, ...], small: bool) -> list[Figure]:
    console = Console(stderr=True)
    figures = []
    for name in names:
        command = [sys.executable, "-m", "bench", name, "--json", *(["--small"] if small else [])]
        if console.is_terminal:
            with console.status(f"Measuring {name} …"):
                output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        else:
            output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        figures += [Figure(**fields) for fields in json.loads(output)]
    return figures


if __name__ == "__main__":
    main()
