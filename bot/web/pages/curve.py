"""Turnout over time as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

POINTS = 60
_SIDE = 100.0


@dataclass(frozen=True, slots=True)
class Curve:
    """`line` and `area` are SVG path data in a square of 100 units; `people` had voted at the end."""

    line: str
    area: str
    people: int
    begins: datetime
    ends: datetime


def curve(turnout: Sequence[tuple[datetime, int]], begins: datetime, ends: datetime) -> Curve | None:
    """Steps up from `begins` to `ends`; None where nobody voted or no time passed."""
    span = (ends - begins).total_seconds()
    people = turnout[-1][1] if turnout else 0
    if span <= 0 or people <= 0:
        return None
    line = [f"M0 {_SIDE:g}"]
    for at, number in turnout:
        x = min(max((at - begins).total_seconds() / span, 0.0), 1.0) * _SIDE
        line.append(f"H{x:.2f}V{_SIDE - number / people * _SIDE:.2f}")
    line.append(f"H{_SIDE:g}")
    path = "".join(line)
    return Curve(path, f"{path}V{_SIDE:g}H0Z", people, begins, ends)
