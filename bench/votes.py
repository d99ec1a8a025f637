"""Votes per second through the whole path to a durable commit."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from bench import bare
from bench.crowd import vote_path
from bench.figures import Figure, Scale, median, per_second
from bot.core.marks import MarkEvent
from tests.postgres_server import started

CALLERS = 4_000
"""How many callers wait for their vote at any moment."""

FACTOR = 3.0
TIMES_BETTER = 20.0


async def hand_over(mark: Callable[[MarkEvent], Awaitable[None]], events: Iterable[MarkEvent]) -> float:
    """Hand every event to the writer, from many callers at once, until all are durable; gives the seconds."""
    remaining = iter(events)

    async def caller() -> None:
        for event in remaining:
            await mark(event)

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return time.perf_counter() - began


async def cast(url: str, scale: tuple[int, int], batch: int | None = None) -> tuple[float, int, list[MarkEvent]]:
    """Cast so many votes by so many voters; gives the seconds, votes to a commit, and the votes."""
    async with vote_path(url, batch=batch) as path:
        events = path.crowd(*scale)
        writer = asyncio.create_task(path.writer.run())
        took = await hand_over(path.writer.record, events)
        writer.cancel()
        await asyncio.wait([writer])
        figures = path.writer.figures
        if figures.committed != len(events):
            raise AssertionError(f"{figures.committed} of {len(events)} votes were committed")
        return took, round(figures.committed / figures.batches), events


async def measure(scale: Scale) -> list[Figure]:
    """The whole path against bare upserts, and against one commit for each vote."""
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        figures = await _on_sqlite(scale, Path(folder))
    async with postgres() as server:
        return [*figures, await _on_postgres(scale, server)]


async def _on_sqlite(scale: Scale, folder: Path) -> list[Figure]:
    ours, marks_alone, all_rows, by_core = [], [], [], []
    size = 1
    for number in range(scale.rounds):
        took, size, events = await cast(f"sqlite:///{folder}/path{number}.db", (scale.votes, scale.voters))
        rows = bare.rows_of(events)
        marks = {"marks": rows["marks"]}
        ours.append(took)
        marks_alone.append(bare.executemany(folder / f"marks{number}.db", marks, size))
        all_rows.append(bare.executemany(folder / f"rows{number}.db", rows, size))
        by_core.append(bare.sqlalchemy_core(folder / f"core{number}.db", rows["marks"], size))
    singles = scale.single_commits
    alone, _, _ = await cast(f"sqlite:///{folder}/alone.db", (singles, max(singles // 5, 1)), batch=1)
    alone_by_hand = bare.executemany(folder / "alone-bare.db", {"marks": rows["marks"][:singles]}, 1)

    votes, path, by_hand = scale.votes, median(ours), median(marks_alone)
    better = (votes / path) / (singles / alone)

    def against(baseline: str, count: int, seconds: float) -> Figure:
        ratio = (votes / path) / (count / seconds)
        said = f"{ratio:.1f} times as many" if ratio >= 1 else f"{1 / ratio:.1f} times as long"
        return Figure("the same", per_second(votes, path), f"{baseline}: {per_second(count, seconds)}", said)

    return [
        Figure(
            f"{votes:,} votes by {scale.voters:,} voters, whole path, durable ({size:,} to a commit)",
            per_second(votes, path),
            f"bare `executemany` upserts of as many marks, same batches and pragmas: {per_second(votes, by_hand)}",
            f"{path / by_hand:.1f} times as long",
            f"at most {FACTOR:g} times as long",
            path / by_hand <= FACTOR,
            _WHY_NOT_BARE.format(rows=median(all_rows) / by_hand),
        ),
        against("bare upserts of all that a vote leaves (mark, ballot, history)", votes, median(all_rows)),
        against("upserts of the marks through SQLAlchemy Core", votes, median(by_core)),
        Figure(
            "the same",
            per_second(votes, path),
            f"the same path with a commit for each vote: {per_second(singles, alone)}",
            f"{better:.0f} times as many",
            f"at least {TIMES_BETTER:g} times as many",
            better >= TIMES_BETTER,
        ),
        against("bare upserts of marks with a commit for each", singles, alone_by_hand),
    ]


async def _on_postgres(scale: Scale, socket: str) -> Figure:
    ours, by_hand = [], []
    size = 1
    for number in range(scale.rounds):
        for name in (f"path{number}", f"bare{number}"):
            await create(socket, name)
        url = f"postgresql://postgres@/path{number}?host={socket}"
        took, size, events = await cast(url, (scale.votes, scale.voters))
        ours.append(took)
        by_hand.append(await bare.asyncpg_executemany(socket, f"bare{number}", bare.rows_of(events)["marks"], size))
    path, hand = median(ours), median(by_hand)
    return Figure(
        f"the same on PostgreSQL ({size:,} to a commit)",
        per_second(scale.votes, path),
        f"bare `executemany` upserts with asyncpg: {per_second(scale.votes, hand)}",
        f"{path / hand:.1f} times as long",
    )


@asynccontextmanager
async def postgres() -> AsyncIterator[str]:
    """A server of our own, with its settings as they come; gives the folder of its socket."""
    with started() as server:
        yield server.socket


async def create(socket: str, name: str) -> None:
    connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()


_WHY_NOT_BARE = (
    "A vote is more than its mark. It leaves a mark, a ballot and a row of history, which by hand take {rows:.1f} times"
    " as long as the mark alone. Before that its voter's marks and ballot are read; with that and the checks of foreign"
    " keys SQLite alone took 3.4 times the processor time of the bare upserts when the same statements were replayed."
    " The rest is the rules, applied in Python, and a caller for each vote that is told when it is durable."
)
