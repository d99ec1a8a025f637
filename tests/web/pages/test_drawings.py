"""The pictures of shift and turnout show the numbers that they are made from."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.web.pages.diagrams import curve, flow

T0 = datetime(2026, 3, 1, tzinfo=UTC)
_NUMBERS = st.integers(0, 40)


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(2, 5)) + 1
    return [[draw(_NUMBERS) for _ in range(size)] for _ in range(size)]


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_flow_is_to_scale_and_nothing_overlaps(table: list[list[int]]) -> None:
    people = sum(map(sum, table))
    picture = flow(table)
    if picture is None:
        assert people == 0
        return
    assert sum(node.people for node in picture.left) == sum(node.people for node in picture.right) == people
    assert sum(ribbon.people for ribbon in picture.ribbons) == people
    scale = picture.left[0].height / picture.left[0].people
    for side in (picture.left, picture.right):
        for node in side:
            assert abs(node.height - node.people * scale) < 0.02 * node.people
            assert node.top >= 0
            assert node.top + node.height <= picture.height
        for upper, lower in pairwise(side):
            assert upper.top + upper.height <= lower.top + 0.02
            assert lower.middle - upper.middle >= 25.8, "labels need room"
    for ribbon in picture.ribbons:
        a, lower = map(float, re.findall(r"^M0 ([\d.]+).* 0 ([\d.]+)Z$", ribbon.path)[0])
        assert abs(lower - a - ribbon.people * scale) < 0.2 + 0.02 * ribbon.people
    moved = [ribbon.moved for ribbon in picture.ribbons]
    assert moved == sorted(moved)


def test_the_label_of_a_few_who_took_their_votes_back_is_below_the_ribbons() -> None:
    picture = flow([[20, 1, 2], [0, 17, 0], [0, 0, 0]])
    assert picture is not None
    gone = picture.right[-1]
    assert (gone.option, gone.people, gone.is_thin) == (None, 2, True)
    assert gone.middle - 12 > gone.top + gone.height
    assert gone.middle + 12 < picture.height


def test_nobody_voted_is_no_picture() -> None:
    assert flow([[0, 0], [0, 0]]) is None
    assert curve([], T0, T0 + timedelta(hours=1)) is None
    assert curve([(T0, 1)], T0, T0) is None


def test_a_curve_steps_up_where_people_voted() -> None:
    hour = timedelta(hours=1)
    drawn = curve([(T0 + hour, 1), (T0 + 3 * hour, 4), (T0 + 9 * hour, 5)], T0, T0 + 4 * hour)
    assert drawn is not None
    assert drawn.line == "M0 100H25.00V80.00H75.00V20.00H100.00V0.00H100"
    assert drawn.people == 5
