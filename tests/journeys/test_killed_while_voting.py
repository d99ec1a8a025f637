"""Votes survive kill -9 at any moment: what the chat has acknowledged is counted, once, after the next start."""

from __future__ import annotations

import http.client
import itertools
import random
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.journeys.ledger import audit, ballots, wait_for_results, wait_until_settled
from tests.journeys.place import LINES, OPTIONS
from tests.journeys.processes import until
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.heavy

VOTERS = 12

Count = tuple[list[int], int]
"""Ballots by option, and undecided ones."""


@dataclass
class Voters:
    """People who vote, switch and take back, one after the other, and remember what was acknowledged.

    A switch adds the new reaction before it takes the old one back, as members do.
    """

    card: str
    people: list[str]
    chance: random.Random
    held: dict[str, set[str]] = field(default_factory=dict)
    unanswered: tuple[str, str, bool] | None = None
    acknowledged: int = 0

    def go_on(self, visitor: Visitor) -> None:
        """Act until nobody answers any more. Who was cut off amid a switch goes first, so that there is one at most."""
        for people in itertools.chain([sorted(self.people, key=self._settled)], itertools.repeat(self.people)):
            for person in people:
                now = sorted(self.held.setdefault(person, set()))
                other = self.chance.choice([emoji for emoji in OPTIONS if emoji not in now])
                moves = [(other, True), *((emoji, False) for emoji in now)]
                if now and self.chance.random() < 0.2:
                    moves = moves[1:]
                for emoji, on in moves:
                    self.unanswered = (person, emoji, on)
                    try:
                        visitor.react(person, self.card, emoji, on=on)
                    except (OSError, http.client.HTTPException):
                        return
                    self.unanswered = None
                    self.acknowledged += 1
                    (set.add if on else set.discard)(self.held[person], emoji)

    def compare(self, visitor: Visitor) -> None:
        """Assert that the chat has what was acknowledged; a request without an answer may have been carried out."""
        for person in self.people:
            there = visitor.held(person, "square", self.card)
            if self.unanswered is not None and self.unanswered[0] == person:
                _, emoji, on = self.unanswered
                undone = there - {emoji} if on else there | {emoji}
                assert self.held[person] in (there, undone)
            else:
                assert there == self.held[person], person
            self.held[person] = there

    def counts(self) -> list[Count]:
        """What may be counted.

        Only one who was cut off amid a switch holds two: the later of them counts. Where the ledger had heard
        of neither before the kill, a recount found both at once and nobody knows which was later: undecided
        (docs/rules.md).
        """
        ballots = [sum(held == {emoji} for held in self.held.values()) for emoji in OPTIONS]
        amid = [(person, held) for person, held in self.held.items() if len(held) > 1]
        assert len(amid) <= 1, amid
        if not amid:
            return [(ballots, 0)]
        assert self.unanswered is not None
        assert self.unanswered[0] == amid[0][0]
        later = [[n + (emoji == latest) for n, emoji in zip(ballots, OPTIONS, strict=True)] for latest in amid[0][1]]
        return [*((one, 0) for one in later), (ballots, 1)]

    def _settled(self, person: str) -> bool:
        return len(self.held.get(person, ())) < 2


def counted(told: dict[str, Any]) -> Count:
    """What the ledger counts, in results."""
    return ballots(told), told["undecided"]


def die_and_rise(place, debate: str, bot, voters: Voters, after: int):
    """Let people vote, kill the bot `after` so many acknowledged changes, start it again and compare."""
    busy = threading.Thread(target=voters.go_on, args=(bot.visitor(),))
    busy.start()
    enough = voters.acknowledged + after
    until(lambda: voters.acknowledged >= enough, why=lambda: bot.err)
    bot.kill()
    busy.join(30)
    risen = place.run()
    visitor = risen.visitor()
    voters.compare(visitor)
    allowed = voters.counts()

    def told_and_shown(told: dict[str, Any]) -> bool:
        return counted(told) in allowed and visitor.ballots("square", voters.card) == ballots(told)

    wait_for_results(place, told_and_shown, debate, why=lambda: f"none of {allowed}\n{risen.err}")
    return risen, visitor


@pytest.fixture
def database_place(places, database_url):
    return places(database=database_url)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", [1])
def test_every_acknowledged_vote_is_counted_once_after_kill_nine(database_place, seed) -> None:
    place = database_place
    chance = random.Random(seed)
    bot = place.run(real=True)
    debate = place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    voters = Voters(card, [visitor.join(f"사람 {number}") for number in range(VOTERS)], chance)
    for _ in range(4):
        bot, visitor = die_and_rise(place, debate, bot, voters, chance.randint(5, 150))
    allowed = voters.counts()
    assert counted(place.results(debate)) in allowed
    assert place.agora("close", debate).code == 0
    wait_until_settled(place, debate)
    cards, results = visitor.messages("square", "card"), visitor.messages("square", "result")
    assert (len(cards), len(results)) == (1, 1)
    assert [line["content"]["text"] for line in visitor.thread(cards[0])] == list(LINES)
    final = place.results(debate)
    assert counted(final) in allowed
    assert final["certificate"]["recounted"] == "exact"
    assert final["certificate"]["recount"] == final["voters"]
    assert final["voters"] + final["undecided"] == sum(1 for held in voters.held.values() if held)
    bot.stop()
    audit(place, debate)
