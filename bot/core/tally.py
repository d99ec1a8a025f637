"""The tally: ballots counted, by option and platform; and the shift from first to last ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.ballots import EMPTY, UNDECIDED, options_of

VOTERS = -1
UNDECIDED_VOTERS = -2
SAVES = -3
COMMENTS = -4


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a debate.

    `cells` maps (platform, key) to a count, where key is an option's number or one of
    VOTERS (ballots counted), UNDECIDED_VOTERS, SAVES (members holding 🔖) and COMMENTS (thread replies).
    """

    options: int
    cells: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def of(self, key: int, platform: str | None = None) -> int:
        """The count under `key`, on one platform or on all."""
        return sum(n for (where, what), n in self.cells.items() if what == key and platform in (None, where))

    @property
    def ballots(self) -> tuple[int, ...]:
        """Ballots by option, over all platforms."""
        return tuple(self.of(option) for option in range(self.options))

    @property
    def voters(self) -> int:
        """How many voters have a counted ballot."""
        return self.of(VOTERS)

    @property
    def undecided(self) -> int:
        """How many ballots are undecided and counted as none."""
        return self.of(UNDECIDED_VOTERS)

    @property
    def saves(self) -> int:
        """How many members hold 🔖 on a post."""
        return self.of(SAVES)

    @property
    def comments(self) -> int:
        """How many replies the threads have."""
        return self.of(COMMENTS)

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that anything was counted on, sorted."""
        return tuple(sorted({where for (where, _), n in self.cells.items() if n}))

    def share(self, option: int) -> float:
        """The option's ballots divided by the voters, 0 to 1; 0 where nobody voted."""
        return self.of(option) / self.voters if self.voters else 0.0

    @property
    def leaders(self) -> tuple[int, ...]:
        """The options with the most ballots, several at a tie; none where nobody voted."""
        most = max(self.ballots, default=0)
        return tuple(i for i, n in enumerate(self.ballots) if n == most) if most else ()


def tally_keys(ballot: int) -> tuple[int, ...]:
    """The tally keys that one ballot adds one to."""
    if ballot == EMPTY:
        return ()
    if ballot == UNDECIDED:
        return (UNDECIDED_VOTERS,)
    return (*options_of(ballot), VOTERS)


def count_from_scratch(options: int, ballots: Iterable[tuple[str, int]]) -> Tally:
    """The tally of (platform, ballot) pairs, counted anew; what a kept tally must equal."""
    cells: Counter[tuple[str, int]] = Counter()
    for platform, ballot in ballots:
        for key in tally_keys(ballot):
            cells[platform, key] += 1
    return Tally(options, dict(cells))


def shift_cell(first: int, last: int, options: int) -> tuple[int, int] | None:
    """Where a voter stands in the shift table; None for one who never voted.

    Row and column are option numbers; `options` stands for undecided (row) and for withdrawn or
    undecided (column).
    """
    if first == EMPTY:
        return None
    row = options_of(first)[0] if first > EMPTY else options
    column = options_of(last)[0] if last > EMPTY else options
    return row, column


def shift_table(options: int, cells: Mapping[tuple[int, int], int]) -> tuple[tuple[int, ...], ...]:
    """The (options + 1) × (options + 1) table of voters from first ballot (row) to last (column)."""
    size = range(options + 1)
    return tuple(tuple(cells.get((row, column), 0) for column in size) for row in size)
