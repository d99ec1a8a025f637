"""What the crash points are for is found by them: faults that were put into the bot on purpose."""

from __future__ import annotations

import pytest

from tests.crash_points.planted import PLANTED
from tests.crash_points.runs import Way, lived_through

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_of_the_bot_is_found(name) -> None:
    planted = PLANTED[name]
    way = Way("sqlite", lambda _: "sqlite:///./agora.db", planted=name, patience=20.0)
    points = [f"{point} #1" for point in planted.shown_at]
    outcomes = lived_through(way, points, at_once=1)
    assert [outcome.reached for outcome in outcomes] == [True] * len(points)
    for outcome in outcomes:
        assert outcome.bad is not None
        assert planted.seen_as in outcome.bad
