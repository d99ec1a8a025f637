"""The results page's two diagrams: turnout as a curve, the shift as ribbons from first ballots to last ones."""

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


_HEIGHT = 220.0
_MORE_FOR_EACH = 32.0
_OPTIONS = 3
_SLOT = 26.0
_GAP = 8.0
_ACROSS = 100


@dataclass(frozen=True, slots=True)
class Node:
    """People with one ballot at one end; `option` is None for undecided ones and, on the right, withdrawn ones."""

    option: int | None
    people: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Where its label stands: at its height, or below where it would lie across ribbons."""
        if self._is_below:
            return round(self.top + self.height + _SLOT / 2, 1)
        return round(self.top + self.height / 2, 1)

    @property
    def bottom(self) -> float:
        """Where it ends, its label included."""
        return self.middle + _SLOT / 2 if self._is_below else self.top + self.height

    @property
    def is_thin(self) -> bool:
        """Whether its label is higher than itself."""
        return self.height < _SLOT

    @property
    def _is_below(self) -> bool:
        return self.option is None and self.is_thin


@dataclass(frozen=True, slots=True)
class Ribbon:
    """People who went from one option to another (or stayed); `path` is SVG path data, 100 units wide."""

    option: int | None
    people: int
    moved: bool
    path: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole picture, `height` pixels high; ribbons of those who moved come last, so that they lie on top."""

    height: int
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


def flow(shift: Sequence[Sequence[int]]) -> Flow | None:
    """The picture of a shift table (bot.core.tally.shift_table); None where nobody voted."""
    people = sum(map(sum, shift))
    if not people:
        return None
    scale = (_HEIGHT + _MORE_FOR_EACH * max(0, len(shift) - 1 - _OPTIONS)) / people
    before = [sum(row) for row in shift]
    after = [sum(row[column] for row in shift) for column in range(len(shift))]
    left, right = _column(before, scale), _column(after, scale)
    height = max(node.bottom for node in (*left.values(), *right.values())) + _GAP / 2
    start = {place: node.top for place, node in left.items()}
    end = {place: node.top for place, node in right.items()}
    ribbons = []
    last = len(shift) - 1
    for a, row in enumerate(shift):
        for b, number in enumerate(row):
            if not number:
                continue
            thickness = number * scale
            path = _ribbon(start[a], end[b], thickness)
            start[a] += thickness
            end[b] += thickness
            ribbons.append(Ribbon(a if a < last else None, number, a != b, path))
    ribbons.sort(key=lambda ribbon: ribbon.moved)
    return Flow(round(height), tuple(left.values()), tuple(right.values()), tuple(ribbons))


def _column(counts: Sequence[int], scale: float) -> dict[int, Node]:
    """The nodes of one side from the top, each with room for its label."""
    nodes: dict[int, Node] = {}
    top = _GAP / 2
    for place, people in enumerate(counts):
        if not people:
            continue
        height = people * scale
        option = place if place < len(counts) - 1 else None
        slack = max(0.0, _SLOT - height) / 2 if option is not None else 0.0
        nodes[place] = Node(option, people, round(top + slack, 2), round(height, 2))
        top += height + 2 * slack + _GAP
    return nodes


def _ribbon(a: float, b: float, thickness: float) -> str:
    half = _ACROSS // 2
    upper = f"M0 {a:.1f}C{half} {a:.1f} {half} {b:.1f} {_ACROSS} {b:.1f}"
    lower = (
        f"L{_ACROSS} {b + thickness:.1f}C{half} {b + thickness:.1f} {half} {a + thickness:.1f} 0 {a + thickness:.1f}Z"
    )
    return upper + lower
