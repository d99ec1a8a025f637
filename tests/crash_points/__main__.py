"""The table of crash points: `python -m tests.crash_points [--database sqlite|postgresql] [--every N] …`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.crash_points.runs import Outcome, Way, lived_through, points_of_a_life, sampled, table
from tests.postgres_server import started

_DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Print how each point went as it comes, then the table; 1 if any was bad."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash_points", description=__doc__)
    parser.add_argument("--database", choices=_DATABASES, action="append", help="both, unless one is named")
    parser.add_argument("--every", type=int, default=1, help="every so manieth point only")
    parser.add_argument("--offset", type=int, default=0, help="the number of the first of these")
    parser.add_argument("--point", default="", help="only points in whose name this stands")
    parser.add_argument("--at-once", type=int, default=3, help="lives at the same time")
    given = parser.parse_args()
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        for kind in given.database or _DATABASES:
            way = Way(kind, _addresses(kind, stack))
            points = [point for point in points_of_a_life(way) if given.point in point]
            chosen = sampled(points, given.every, given.offset)
            outcomes += lived_through(way, chosen, at_once=given.at_once, told=_Progress(kind, len(chosen)))
    bad = sum(outcome.bad is not None for outcome in outcomes)
    reached = sum(outcome.reached for outcome in outcomes)
    print(f"\n{table(outcomes)}\n\n{len(outcomes)} points, {reached} reached, {bad} bad.")
    return 1 if bad or not outcomes else 0


def _addresses(kind: str, stack: ExitStack) -> Callable[[Path], str]:
    if kind == "sqlite":
        return lambda _: "sqlite:///./agora.db"
    server = stack.enter_context(started())
    asyncio.run(server.prepare())
    return lambda _: asyncio.run(server.create())


class _Progress:
    """Counts what is done; several threads tell."""

    def __init__(self, database: str, points: int) -> None:
        self._database, self._points, self._done = database, points, 0
        self._turn = threading.Lock()

    def __call__(self, outcome: Outcome) -> None:
        with self._turn:
            self._done += 1
            where = f"{self._database} {self._done}/{self._points}"
            print(f"{where} {outcome.seconds:4.1f} s  {outcome.point}: {outcome.said}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
