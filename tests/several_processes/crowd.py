"""People who vote all the while, and what each of them has really done."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Self

from tests.journeys.people import People
from tests.journeys.place import OPTIONS
from tests.several_processes.town import HALL, Town

_TURN = 0.05
"""Seconds between two turns, in each of which as many people act as make up the crowd's pace."""
_IN_TIME = 2.0
"""So many seconds before a debate closes by itself its last votes are cast: none is in doubt."""


@dataclass(eq=False)
class Voter:
    """Somebody in one place; `settled` when their vote is known to be counted, `done` when they stay with it."""

    place: str
    account: Any
    settled: bool = False
    done: bool = False

    @property
    def person(self) -> tuple[str, str]:
        """Platform and account."""
        return ("slack" if self.place == HALL else "discord", str(getattr(self.account, "id", self.account)))


@dataclass(eq=False)
class Poll:
    """A debate as people see it. Nobody votes in it any more when it `is_over`, as it is shortly before it `closes`."""

    debate: str
    people: People = field(default_factory=lambda: People(OPTIONS))
    regulars: list[Voter] = field(default_factory=list)
    cards: dict[str, Any] = field(default_factory=dict)
    closes: float | None = None
    is_over: bool = False
    late: list[Voter] = field(default_factory=list)
    """Who voted when it was closed."""


class Crowd:
    """Casts so many votes a second, in every place where the card of an open poll stands.

    Whoever votes while something goes wrong votes once. The regulars, whose first vote was counted before, change their
    minds, take votes back, cast them again, and some at last add another to the one that they have. So it is known
    what must be counted, also of what no bot was told in the order in which it was done.
    """

    def __init__(self, town: Town, chance: random.Random, a_second: float) -> None:
        self._town = town
        self._chance = chance
        self._each_turn = max(1, round(a_second * _TURN))
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="crowd")
        self._failure: BaseException | None = None
        self.polls: list[Poll] = []
        self.cast = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def gather(self, poll: Poll, in_each: int) -> None:
        """In every place so many people vote; they are the poll's regulars from now on."""
        self._look(poll)
        assert poll.cards.keys() == set(self._town.places)
        poll.regulars = [self.vote(poll, place) for place in self._town.places for _ in range(in_each)]

    def vote(self, poll: Poll, place: str) -> Voter:
        """Somebody new votes in a place where the card stands."""
        with self._lock:
            return self._vote(poll, place)

    def vote_late(self, poll: Poll) -> None:
        """In every place somebody votes when the debate is closed."""
        self._look(poll)
        for place in self._town.places:
            voter = Voter(place, self._town.newcomer(place))
            self._town.react(place, voter.account, poll.cards[place], OPTIONS[0])
            poll.late.append(voter)

    def leave(self, poll: Poll) -> None:
        """Nobody votes any more."""
        with self._lock:
            poll.is_over = True

    def _go_on(self) -> None:
        try:
            while not self._over.wait(_TURN):
                with self._lock:
                    for _ in range(self._each_turn):
                        self._act()
        except BaseException as failure:
            self._failure = failure

    def _act(self) -> None:
        for poll in self.polls:
            poll.is_over = poll.is_over or (poll.closes is not None and time.time() > poll.closes - _IN_TIME)
        open_ones = [poll for poll in self.polls if not poll.is_over]
        if not open_ones:
            return
        poll = self._chance.choice(open_ones)
        if poll.regulars and self._chance.random() < 0.4:
            self._change(poll, self._chance.choice(poll.regulars))
            return
        self._look(poll)
        if poll.cards:
            self._vote(poll, self._chance.choice(sorted(poll.cards)))

    def _look(self, poll: Poll) -> None:
        for place in self._town.places:
            if place not in poll.cards and (card := self._town.card(poll.debate, place)) is not None:
                poll.cards[place] = card

    def _vote(self, poll: Poll, place: str) -> Voter:
        voter = Voter(place, self._town.newcomer(place))
        self._react(poll, voter, self._chance.choice(OPTIONS))
        return voter

    def _change(self, poll: Poll, voter: Voter) -> None:
        if voter.done:
            return
        held = poll.people.held(*voter.person)
        others = [emoji for emoji in OPTIONS if emoji not in held]
        if voter.settled and self._chance.random() < 0.3:
            # What is added to a vote that is known is later than that, whoever finds it.
            voter.done = True
            self._react(poll, voter, self._chance.choice(others))
            return
        voter.settled = False
        for emoji in held:
            self._react(poll, voter, emoji, on=False)
        if not held or self._chance.random() < 0.7:
            self._react(poll, voter, self._chance.choice(others))

    def _react(self, poll: Poll, voter: Voter, emoji: str, *, on: bool = True) -> None:
        self._town.react(voter.place, voter.account, poll.cards[voter.place], emoji, on=on)
        (poll.people.add if on else poll.people.take_back)(*voter.person, emoji)
        self.cast += 1
