"""`python -m prove`: plays seeds side by side, tells what did not hold, and makes the first story that failed short."""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import count, islice

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from prove.plan import PAIR_EVERY, acts, setting
from prove.planted import FAULTS, planted
from prove.run import Outcome, play
from prove.server import running_server
from prove.story import shrunk, told
from prove.virtual_time import REAL_TIME

_ORDERLY = "0"


def main() -> int:
    """Play; 0 when everything held, else 1."""
    asked = _asked()
    if asked.planted is not None and asked.planted != "all" and not asked.planted.isdecimal():
        raise SystemExit("--planted takes 'all', or the number of a fault")
    _be_orderly()
    logging.disable(logging.CRITICAL)
    began = REAL_TIME()
    seeds = range(asked.first, asked.first + (PAIR_EVERY if asked.seconds else asked.seeds))
    with running_server() if any(seed % PAIR_EVERY == 0 for seed in seeds) else nullcontext():
        return _find_planted(asked) if asked.planted is not None else _play(asked, began)


def _play(asked: argparse.Namespace, began: float) -> int:
    console = Console(stderr=True)
    outcomes, failed = [], []
    seeds: Iterable[int] = count(asked.first) if asked.seconds else range(asked.first, asked.first + asked.seeds)
    total = None if asked.seconds else asked.seeds
    with (
        Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
        ) as progress,
        multiprocessing.get_context("fork").Pool(asked.jobs, maxtasksperchild=1) as pool,
    ):
        bar = progress.add_task("Seeds", total=total)
        for outcome in _played(pool, seeds, asked.days, asked.jobs, asked.seconds, began):
            outcomes.append(outcome)
            progress.advance(bar)
            if asked.digests:
                print(f"seed {outcome.seed} {outcome.digest}", flush=True)
            if outcome.findings:
                failed.append(outcome)
                progress.console.print(
                    f"Seed {outcome.seed}:", *outcome.findings, sep="\n  ", highlight=False, markup=False
                )
        pool.terminate()
    _sum_up(outcomes, REAL_TIME() - began)
    if failed and not asked.whole:
        _tell_shortly(min(failed, key=lambda outcome: outcome.seed), console)
    return 1 if failed else 0


def _be_orderly() -> None:
    """Begin anew where texts have another place in sets at every run."""
    if os.environ.get("PYTHONHASHSEED") != _ORDERLY:
        os.environ["PYTHONHASHSEED"] = _ORDERLY
        os.execv(sys.executable, [sys.executable, "-m", "prove", *sys.argv[1:]])


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make prove ARGS=…", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many")
    parser.add_argument("--days", type=int, default=10, help="that each of them plays")
    parser.add_argument("--first", type=int, default=1, help="the first seed; one alone is repeated with --seeds 1")
    parser.add_argument("--seconds", type=float, default=0.0, help="as many seeds as fit in so many seconds instead")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="side by side")
    parser.add_argument("--digests", action="store_true", help="print what tells two histories apart")
    parser.add_argument(
        "--planted", metavar="all|NUMBER", help="plant a fault in the bot, or one after the other, and look for it"
    )
    parser.add_argument("--whole", action="store_true", help="don't make a story that failed short")
    return parser.parse_args()


def _find_planted(asked: argparse.Namespace) -> int:
    """Plant faults one by one, and tell by which seed and check each is found; 1 where one is not."""
    numbers = range(len(FAULTS)) if asked.planted == "all" else [int(asked.planted)]
    print("| what goes wrong | fault that was planted | found by seed | check |\n| --- | --- | --- | --- |")
    missed = 0
    for number in numbers:
        fault = FAULTS[number]
        found = None
        with multiprocessing.get_context("fork").Pool(asked.jobs, maxtasksperchild=1) as pool:
            seeds = range(asked.first, asked.first + asked.seeds)
            for outcome in pool.imap(_with_fault, [(number, seed, asked.days) for seed in seeds]):
                if outcome.findings:
                    found = outcome
                    break
            pool.terminate()
        missed += found is None
        told = "not found" if found is None else f"{found.seed} | {found.findings[0].check}"
        print(f"| {fault.mishap.replace('_', ' ')} | {fault.fault} | {told} |", flush=True)
    return 1 if missed else 0


def _with_fault(what: tuple[int, int, int]) -> Outcome:
    number, seed, days = what
    with planted(FAULTS[number]):
        return play(seed, days)


def _played(
    pool: multiprocessing.pool.Pool, seeds: Iterable[int], days: int, jobs: int, seconds: float, began: float
) -> Iterator[Outcome]:
    """The outcomes in the order of the seeds; where there is a limit, none is begun that would end after it."""
    waiting: list[multiprocessing.pool.AsyncResult[Outcome]] = []
    numbers = iter(seeds)
    longest = 0.0

    def begin(how_many: int) -> None:
        if not seconds or REAL_TIME() - began + longest < seconds:
            waiting.extend(pool.apply_async(play, (seed, days)) for seed in islice(numbers, how_many))

    begin(jobs)
    while waiting:
        outcome = waiting.pop(0).get()
        longest = max(longest, outcome.seconds)
        yield outcome
        begin(1)


def _sum_up(outcomes: list[Outcome], seconds: float) -> None:
    mishaps: Counter[str] = sum((outcome.mishaps for outcome in outcomes), Counter())
    days = sum(outcome.days for outcome in outcomes)
    lines = {
        "seeds": len(outcomes),
        "days": f"{days} ({days / 365:.1f} years)",
        "debates": sum(outcome.debates for outcome in outcomes),
        "messages": sum(outcome.messages for outcome in outcomes),
        "votes cast or taken back": sum(outcome.votes for outcome in outcomes),
        "restarts": sum(outcome.restarts for outcome in outcomes),
        "mishaps": f"{mishaps.total()} of {len(mishaps)} kinds",
        "seeds in which something did not hold": sum(bool(outcome.findings) for outcome in outcomes),
        "minutes": f"{seconds / 60:.1f}",
    }
    for name, value in lines.items():
        print(f"{name:40} {value}")


def _tell_shortly(failed: Outcome, console: Console) -> None:
    place = setting(failed.seed, failed.days)
    check = failed.findings[0].check
    console.print(f"Making seed {failed.seed} short …")
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        story = shrunk(place, acts(place), check, lambda *one: pool.apply(_replayed, one))
    print(f"\nThe shortest story in which this fails: {check}")
    print(*told(*story), sep="\n")
    print(f'\nThe whole of it: make prove ARGS="--first {failed.seed} --seeds 1 --days {failed.days} --whole"')


def _replayed(*story: object) -> Outcome:
    from prove.run import replay

    return replay(*story)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
