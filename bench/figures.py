"""What a measurement hands back: figures, each beside what it is compared with and what was expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is done; `small` only shows that the measurements still run."""

    votes: int
    voters: int
    single_commits: int
    rounds: int
    arrival_rate: int
    arrival_seconds: float
    few_marks: int
    many_marks: int
    few_articles: int
    many_articles: int
    remembered_votes: int
    reads: int
    pictures: int
    asked_seconds: float
    gateway_events: int
    recounted_voters: int
    curve_rounds: int
    curve_channels: tuple[int, ...]
    curve_debates: tuple[int, ...]
    curve_articles: tuple[int, ...]
    curve_voters: tuple[int, ...]


FULL = Scale(
    votes=100_000,
    voters=20_000,
    single_commits=3_000,
    rounds=3,
    arrival_rate=1_000,
    arrival_seconds=20.0,
    few_marks=1_000,
    many_marks=1_000_000,
    few_articles=100,
    many_articles=10_000,
    remembered_votes=1_000_000,
    reads=500,
    pictures=100,
    asked_seconds=5.0,
    gateway_events=100_000,
    recounted_voters=33_547,
    curve_rounds=3,
    curve_channels=(1, 30, 300),
    curve_debates=(100, 10_000, 100_000),
    curve_articles=(100, 10_000),
    curve_voters=(1_000, 300_000),
)
SMALL = Scale(
    votes=400,
    voters=80,
    single_commits=20,
    rounds=1,
    arrival_rate=200,
    arrival_seconds=0.25,
    few_marks=50,
    many_marks=500,
    few_articles=3,
    many_articles=12,
    remembered_votes=500,
    reads=10,
    pictures=2,
    asked_seconds=0.05,
    gateway_events=300,
    recounted_voters=250,
    curve_rounds=1,
    curve_channels=(1, 3, 5),
    curve_debates=(3, 10, 20),
    curve_articles=(3, 12),
    curve_voters=(10, 50),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table.

    `ratio` says how it relates to the baseline measured in the same run, `expected` what the project asks of it,
    `held` whether that came true (None where nothing is asked), `reason` why it did not.
    """

    what: str
    measured: str
    baseline: str = ""
    ratio: str = ""
    expected: str = ""
    held: bool | None = None
    reason: str = ""


def per_second(count: int, seconds: float) -> str:
    """A rate that a person can read."""
    return f"{count / seconds:,.0f}/s"


def median(values: Sequence[float]) -> float:
    """The middle value; the lower one of two."""
    return sorted(values)[(len(values) - 1) // 2]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
