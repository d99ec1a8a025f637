"""Ballots by button: what pressing an option makes of a voter's ballot.

A press holds no state of its own: the ledger decides, at its turn, whether it votes, changes, withdraws or only
confirms what an earlier one did. The rules are docs/rules.md's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.ballots import EMPTY, bit
from bot.core.debates import Choice
from bot.core.marks import Voter
from bot.core.times import Micros

ANSWERED_WITHIN: Micros = 3_000_000
"""How old a press may be that its voter is still waiting for: platforms then say that it failed."""
DOUBLE_CLICK: Micros = 2_000_000
"""Presses of one option closer together than this are one."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed under a post, as an adapter reports it.

    `option` is the option's number from 0; `received_at` is our time of receipt, which decides whether it came
    before closing; `locale` is the voter's language if the platform tells it. `pressed_at` is the platform's time
    of the press, None where it tells none; `answerable` is False for one that is too old to be answered.
    """

    platform: str
    channel: str
    message: str
    voter: Voter
    option: int
    received_at: Micros
    locale: str | None = None
    pressed_at: Micros | None = None
    answerable: bool = True

    @property
    def at(self) -> Micros:
        """When it was pressed, as far as is known."""
        return self.received_at if self.pressed_at is None else self.pressed_at


@dataclass(frozen=True, slots=True)
class Pressed:
    """A voter's ballot before and after a press, as bit masks over the options."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last press of one option by one voter: when it was, and whether its answer is known to have been taken."""

    at: Micros
    answered: bool


def press(ballot: int, option: int, choice: Choice) -> Pressed:
    """What pressing `option` makes of `ballot`: the held option is withdrawn.

    With a single choice any other takes its place; with several each option is held or not for itself.
    """
    if choice is Choice.MULTIPLE:
        return Pressed(ballot, ballot ^ bit(option))
    return Pressed(ballot, EMPTY if ballot == bit(option) else bit(option))


def decide(ballot: int, pressed: Press, earlier: Mapping[int, Earlier], choice: Choice) -> Pressed:
    """What a press does, given the voter's last press of each option.

    The second click of a double click does nothing. A press too old to be answered never withdraws: it sets. One
    that follows a press of the same option which nobody was told about does nothing but confirm it. All others toggle.
    """
    last = _repeated(pressed.option, earlier, choice)
    if last is not None and abs(pressed.at - last.at) < DOUBLE_CLICK:
        return Pressed(ballot, ballot)
    if not pressed.answerable:
        held = bit(pressed.option)
        return Pressed(ballot, ballot | held if choice is Choice.MULTIPLE else held)
    if last is not None and not last.answered:
        return Pressed(ballot, ballot)
    return press(ballot, pressed.option, choice)


def _repeated(option: int, earlier: Mapping[int, Earlier], choice: Choice) -> Earlier | None:
    """The press that this one may repeat: with a single choice, none once another option was pressed after it."""
    last = earlier.get(option)
    if last is None or choice is Choice.MULTIPLE:
        return last
    return last if all(last.at >= other.at for other in earlier.values()) else None


def button(option: int) -> str:
    """What stands for a pressed option where a mark has its raw reaction."""
    return f"button:{option}"
