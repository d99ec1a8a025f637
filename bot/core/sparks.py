"""Sparks: which line of an argument moved a voter, said with 💡; and where those stand who reply.

A spark is held like a mark (`bot.core.marks`): once for each voter and line, whatever the order of its events.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.ballots import options_of
from bot.core.debates import Choice
from bot.core.emoji import plain, unmarked
from bot.core.tally import shift_cell
from bot.core.times import Micros

SPARK_EMOJI = "💡"
REPLY = -1
"""The number of a line that is a member's reply, and none of the squabble's."""


class Spoken(NamedTuple):
    """A line that can hold sparks: one of the squabble by `number`, or a reply by the post and its native id."""

    number: int
    post: int | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Sparked:
    """How many voters hold a spark on a line; `moves` are those among them who voted, by cell of the shift table.

    `moves` is empty for multiple choice. `gone` is a reply that has been deleted: its sparks stand.
    """

    line: Spoken
    voters: int
    moves: Mapping[tuple[int, int], int] = field(default_factory=dict)
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Stances:
    """Replies by the option that their writers' ballots count for now; `unknown` are those of all others.

    A writer whose ballot counts for several options stands on each of these sides.
    """

    by_option: tuple[int, ...] = ()
    unknown: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said about a debate and what it did: lines with sparks, most first, and replies by stance."""

    sparked: tuple[Sparked, ...] = ()
    stances: Stances = Stances()

    @property
    def leading(self) -> tuple[Sparked, ...]:
        """The line with most sparks, several at a tie; none where there is no spark."""
        most = max((one.voters for one in self.sparked), default=0)
        return tuple(one for one in self.sparked if one.voters == most)

    def on(self, number: int) -> int:
        """How many voters hold a spark on the squabble's line `number`."""
        return next((one.voters for one in self.sparked if one.line.number == number), 0)


@dataclass(frozen=True, slots=True)
class Late:
    """The first event of a spark that came too late: whether it was an addition, and its time where known."""

    added: bool
    at: Micros | None


def is_spark(reaction: str) -> bool:
    """Whether a raw reaction is 💡, in whatever variant."""
    return plain(unmarked(reaction)) == SPARK_EMOJI


def first_late(known: Late | None, *, added: bool, at: Micros | None, held: bool) -> Late | None:
    """The first late event, after another one; without times only one that changes what is `held` says anything."""
    if at is None:
        return known if known is not None or added == held else Late(added, None)
    if known is None or known.at is None or at < known.at:
        return Late(added, at)
    return known


def sparked_lines(
    held: Iterable[tuple[Spoken, int, int, int]], options: int, choice: Choice, gone: Iterable[Spoken] = ()
) -> tuple[Sparked, ...]:
    """Lines with sparks, most first, from (line, first ballot, last ballot, voters who hold one and voted so)."""
    voters: Counter[Spoken] = Counter()
    moves: defaultdict[Spoken, Counter[tuple[int, int]]] = defaultdict(Counter)
    for line, first, last, people in held:
        voters[line] += people
        cell = shift_cell(first, last, options) if choice is Choice.SINGLE else None
        if cell is not None:
            moves[line][cell] += people
    deleted = frozenset(gone)
    found = [Sparked(line, n, dict(moves[line]), line in deleted) for line, n in voters.items() if n > 0]
    return tuple(sorted(found, key=lambda one: (-one.voters, _place(one.line))))


def stances_of(replies: Iterable[tuple[int, int]], options: int) -> Stances:
    """Replies by stance, from (ballot that the writers' marks count as now, replies)."""
    by_option = [0] * options
    unknown = total = 0
    for ballot, number in replies:
        total += number
        for option in options_of(ballot):
            by_option[option] += number
        if not options_of(ballot):
            unknown += number
    return Stances(tuple(by_option), unknown, total)


def _place(line: Spoken) -> tuple[Hashable, ...]:
    """Squabble lines in their order, then replies by native id."""
    return (line.number == REPLY, line.number, line.post or 0, len(line.message or ""), line.message or "")
