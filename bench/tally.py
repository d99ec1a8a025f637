"""Reading a tally, with few marks in the ledger and with many."""

from __future__ import annotations

import tempfile
import time
from itertools import islice

from bench.crowd import REACTIONS, VotePath, vote_path
from bench.figures import Figure, Scale, median
from bot.core.marks import MarkEvent, Voter
from bot.services.records import OpenPost

AT_ONCE = 10_000
INDEPENDENT = 1.25
"""Medians that differ by less than this factor count as the same."""


async def measure(scale: Scale) -> list[Figure]:
    """The seconds that `snapshot` takes, by how many marks there are."""
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        few = await _read_with(f"sqlite:///{folder}/few.db", scale.few_marks, scale.reads)
        many = await _read_with(f"sqlite:///{folder}/many.db", scale.many_marks, scale.reads)
    return [
        Figure(
            f"reading a tally of {scale.many_marks:,} marks",
            f"{many * 1e6:,.0f} µs",
            f"of {scale.few_marks:,} marks: {few * 1e6:,.0f} µs",
            f"{many / few:.2f} times as long",
            f"independent of the marks (less than {INDEPENDENT:g} times as long)",
            many / few < INDEPENDENT,
        )
    ]


async def _read_with(url: str, marks: int, reads: int) -> float:
    async with vote_path(url) as path:
        await _fill(path, marks)
        took = []
        for _ in range(reads):
            began = time.perf_counter()
            snapshot = await path.database.ledger.debates.snapshot(path.debate)
            took.append(time.perf_counter() - began)
        if snapshot is None or snapshot.tally.voters != marks:
            raise AssertionError(f"the tally does not count {marks} voters")
        return median(took)


async def _fill(path: VotePath, marks: int) -> None:
    """Cast one vote for each of `marks` voters."""
    posts = path.index.all()
    votes = (_vote(posts[number % len(posts)], number) for number in range(marks))
    while some := list(islice(votes, AT_ONCE)):
        await path.database.ledger.votes.cast(some)


def _vote(post: OpenPost, number: int) -> tuple[OpenPost, MarkEvent]:
    voter = Voter(post.platform, "W1", f"U{number:08d}")
    reaction = REACTIONS[number % 3 == 0]
    return post, MarkEvent(post.platform, post.channel_id, post.message, voter, reaction, reaction, True, number)
