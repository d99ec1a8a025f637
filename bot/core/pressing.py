"""Ballots by button: what pressing an option makes of a voter's ballot.

A press holds no state of its own: the ledger decides, at its turn, whether it votes, changes or withdraws.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ballots import EMPTY, bit
from bot.core.debates import Choice
from bot.core.marks import Voter
from bot.core.times import Micros


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed under a post, as an adapter reports it.

    `option` is the option's number from 0; `received_at` is our time of receipt, which decides whether it came
    before closing; `locale` is the voter's language if the platform tells it.
    """

    platform: str
    channel: str
    message: str
    voter: Voter
    option: int
    received_at: Micros
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A voter's ballot before and after a press, as bit masks over the options."""

    before: int
    after: int


def press(ballot: int, option: int, choice: Choice) -> Pressed:
    """What pressing `option` makes of `ballot`: the held option is withdrawn.

    With a single choice any other takes its place; with several each option is held or not for itself.
    """
    if choice is Choice.MULTIPLE:
        return Pressed(ballot, ballot ^ bit(option))
    return Pressed(ballot, EMPTY if ballot == bit(option) else bit(option))


def button(option: int) -> str:
    """What stands for a pressed option where a mark has its raw reaction."""
    return f"button:{option}"
