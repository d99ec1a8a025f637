"""Several processes on one PostgreSQL database, under one load.

`python -m bench.processes URL PLACE COUNT` is one of them: it says `ready`, waits for a line, casts its votes and
says what became of them.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack

from bench.crowd import open_one, votes_of_crowd
from bench.figures import Figure, Scale, median, per_second, percentile
from bench.votes import CALLERS, create, postgres
from bot.app.run import spare_collector
from bot.core.marks import MarkEvent
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter
from bot.storage import open_ledger

PROCESSES = (1, 2, 4)


async def measure(scale: Scale) -> list[Figure]:
    """The same votes on the same debate, divided among one, two and four processes, taking turns."""
    took: dict[int, list[tuple[float, float, float]]] = {count: [] for count in PROCESSES}
    async with postgres() as socket:
        for number in range(scale.rounds):
            for count in PROCESSES:
                name = f"shared{number}x{count}"
                await create(socket, name)
                url = f"postgresql://postgres@/{name}?host={socket}"
                database = await open_ledger(url)
                await open_one(database, "bench")
                await database.close()
                took[count].append(await asyncio.to_thread(_together, url, count, scale.votes))
    middle = {count: sorted(runs)[(len(runs) - 1) // 2] for count, runs in took.items()}
    alone = middle[1][0]
    return [
        Figure(
            f"{scale.votes:,} votes on one debate by {count} process{'es' * (count > 1)} on PostgreSQL",
            per_second(scale.votes, seconds),
            f"waiting from hand-in to durable: p50 {p50 * 1e3:,.0f} ms, p99 {p99 * 1e3:,.0f} ms",
            "" if count == 1 else f"{alone / seconds:.2f} times as many as by one",
        )
        for count, (seconds, p50, p99) in middle.items()
    ]


def _together(url: str, processes: int, votes: int) -> tuple[float, float, float]:
    """Seconds from the word to start until the last vote is durable, and the middle p50 and longest p99 of all."""
    share = votes // processes
    with ExitStack() as stack:
        workers = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "bench.processes", url, str(place), str(share)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for place in range(processes)
        ]
        for worker in workers:
            _line_of(worker)
        began = time.perf_counter()
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        told = [json.loads(_line_of(worker)) for worker in workers]
        took = time.perf_counter() - began
    return took, median([one["p50"] for one in told]), max(one["p99"] for one in told)


def _line_of(worker: subprocess.Popen[str]) -> str:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    if not line:
        raise AssertionError("a process of the measurement ended early")
    return line


async def _be_one(url: str, place: int, count: int) -> None:
    spare_collector()
    database = await open_ledger(url)
    index = OpenPosts(database.ledger.posts)
    await index.refresh(force=True)
    writer = VoteWriter(
        database.ledger.votes, database.ledger.parking, database.ledger.recounts, index, on_change=lambda _: None
    )
    events = [
        replace_voter(event, f"P{place}-{event.voter.native}")
        for event in votes_of_crowd(index.all(), count, max(count // 5, 1))
    ]
    writing = asyncio.create_task(writer.run())
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    waited = await _hand_in(writer, events)
    print(json.dumps({"p50": percentile(waited, 0.5), "p99": percentile(waited, 0.99)}), flush=True)
    writing.cancel()
    await asyncio.wait([writing])
    await database.close()


async def _hand_in(writer: VoteWriter, events: Iterable[MarkEvent]) -> list[float]:
    """Many callers hand in votes until none is left; gives the seconds that each vote took."""
    remaining = iter(events)
    waited: list[float] = []

    async def caller() -> None:
        for event in remaining:
            began = time.perf_counter()
            await writer.record(event)
            waited.append(time.perf_counter() - began)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return waited


def replace_voter(event: MarkEvent, native: str) -> MarkEvent:
    """The same reaction by somebody else."""
    return event._replace(voter=event.voter._replace(native=native))


if __name__ == "__main__":
    asyncio.run(_be_one(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
