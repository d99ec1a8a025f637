"""A sample of the points of a life, held to be good."""

from __future__ import annotations

import random

from tests.crash_points.runs import Way, lived_through, points_of_a_life, sampled

AT_ONCE = 4


def hold(way: Way, every: int) -> None:
    """No point of a sample is bad, and nearly all that are the first of their kind were come to.

    How often a card is refreshed, and what is written in one transaction, depends on how fast the machine is just then.
    """
    points = points_of_a_life(way)
    for kind in ("commit Openings.open", "commit Votes.cast", "commit Recounts.mend", "commit Closings.finish"):
        assert {f"before {kind}", f"after {kind}"} <= {point.partition(" #")[0].partition(" (")[0] for point in points}
    for send in ("square:post", "square:line0", "square:result", "hall:post", "hall:closed"):
        assert any(f"({send})" in point for point in points), send
    offset = random.SystemRandom().randrange(every)
    outcomes = lived_through(way, sampled(points, every, offset), at_once=AT_ONCE)
    assert {outcome.point: outcome.bad for outcome in outcomes if outcome.bad} == {}, f"offset {offset}"
    first_ones = [outcome for outcome in outcomes if outcome.point.endswith(" #1")]
    missed = [outcome.point for outcome in first_ones if not outcome.reached]
    assert len(missed) < len(first_ones) / 10, missed
