"""Two processes on one PostgreSQL database and one chat: each thing is done once."""

from __future__ import annotations

import pytest

from tests.journeys.ledger import audit, wait_until_settled
from tests.journeys.place import LINES, OPTIONS, ready
from tests.journeys.processes import until

pytestmark = pytest.mark.postgres


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def shared(places, database_url):
    """A place whose database takes any number of bots."""
    return places(database=database_url)


def test_one_debate_through_two_bots(shared) -> None:
    starting = [shared.begin("run") for _ in range(2)]
    first, second = (ready(one) for one in starting)
    debate = shared.post("--channel", "square")
    visitors = [first.visitor(), second.visitor()]
    card = visitors[0].messages("square", "card")[0]["id"]
    people = [visitors[number % 2].join(f"사람 {number}") for number in range(12)]
    for number, person in enumerate(people):
        visitors[number % 2].react(person, card, OPTIONS[number % 3])
    for number, person in enumerate(people[:4]):
        other = visitors[(number + 1) % 2]
        other.react(person, card, OPTIONS[2])
        other.react(person, card, OPTIONS[number % 3], on=number % 3 == 2)
    expected = [sum(emoji in visitors[0].held(person, "square", card) for person in people) for emoji in OPTIONS]
    assert sum(expected) == len(people)
    for visitor in visitors:
        until(lambda visitor=visitor: visitor.ballots("square", card) == expected)
    closed = [shared.begin("close", debate) for _ in range(2)]
    codes = sorted(one.wait().code for one in closed)
    assert codes[0] == 0
    wait_until_settled(shared, debate)
    told = shared.results(debate)
    assert [option["ballots"] for option in told["options"]] == expected
    assert (told["state"], told["certificate"]["recounted"]) == ("closed", "exact")
    kinds = [message["kind"] for message in visitors[0].messages("square")]
    assert kinds == ["card", "result"]
    lines = visitors[0].thread(visitors[0].messages("square", "card")[0])
    assert [line["content"]["text"] for line in lines] == list(LINES)
    first.stop()
    second.stop()
    audit(shared, debate)
