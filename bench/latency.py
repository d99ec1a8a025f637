"""How long a vote takes from its arrival until it is durable, while votes arrive at a steady rate."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence

from bench.crowd import VotePath, vote_path
from bench.figures import Figure, Scale, percentile
from bot.core.marks import MarkEvent

P99_SECONDS = 0.050


async def measure(scale: Scale) -> list[Figure]:
    """p50 and p99, in an open loop: every vote is offered at its due time, whatever became of those before."""
    count = round(scale.arrival_rate * scale.arrival_seconds)
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        async with vote_path(f"sqlite:///{folder}/agora.db") as path:
            events = path.crowd(count, scale.voters)
            writer = asyncio.create_task(path.writer.run())
            waited = await _offer(path, events, scale.arrival_rate)
            writer.cancel()
            await asyncio.wait([writer])
            size = path.writer.figures.committed / path.writer.figures.batches
    p50, p99 = percentile(waited, 0.5), percentile(waited, 0.99)
    what = f"from arrival to durable at {scale.arrival_rate:,} votes/s for {scale.arrival_seconds:g} s"
    return [
        Figure(f"p50 {what} ({size:.1f} to a commit)", f"{p50 * 1000:.1f} ms"),
        Figure(
            f"p99 {what}",
            f"{p99 * 1000:.1f} ms",
            f"longest: {max(waited) * 1000:.1f} ms",
            "",
            f"under {P99_SECONDS * 1000:g} ms",
            p99 < P99_SECONDS,
        ),
    ]


async def _offer(path: VotePath, events: Sequence[MarkEvent], rate: int) -> list[float]:
    """Offer each event when it is due; gives for each the seconds from then until it was durable."""
    loop = asyncio.get_running_loop()
    waited: list[float] = []

    async def vote(event: MarkEvent, due: float) -> None:
        await path.writer.record(event)
        waited.append(loop.time() - due)

    began = loop.time()
    async with asyncio.TaskGroup() as group:
        for number, event in enumerate(events):
            due = began + number / rate
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            group.create_task(vote(event, due))
    return waited
