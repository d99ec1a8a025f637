"""Two processes on one PostgreSQL database and one chat: each thing is done once."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import update

from bot.storage.tables import deliveries
from tests.journeys.killed_at_a_step import post_until
from tests.journeys.ledger import audit, latest, look, wait_until_settled
from tests.journeys.place import LINES, OPTIONS, SLUG, ready
from tests.journeys.processes import CODE_OF_KILLED, until

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


@pytest.mark.parametrize("step", ["before chat.send", "after chat.send"])
def test_what_a_killed_bot_was_sending_is_taken_over_by_the_other(shared, step) -> None:
    number = {"before chat.send": 4, "after chat.send": 5}[step]
    dying = shared.begin_work(partial(post_until, early_vote=False), number, str(shared.config), SLUG, "steps")
    assert dying.wait().code == CODE_OF_KILLED, dying.err
    assert (shared.folder / "steps").read_text(encoding="utf-8").splitlines()[-1] == step
    debate = latest(shared)
    assert debate is not None
    look(shared, lease_has_run_out)
    bot = shared.run()
    wait_until_settled(shared, debate.id)
    visitor = bot.visitor()
    cards = visitor.messages("square", "card")
    assert len(cards) == 1
    assert [line["content"]["text"] for line in visitor.thread(cards[0])] == list(LINES)
    bot.stop()


async def lease_has_run_out(database) -> None:
    """Let time go by for what a dead process has claimed: its lease lasts half a minute."""
    await database.connections.write(
        lambda db: db.execute(update(deliveries).where(deliveries.c.lease_until.is_not(None)).values(lease_until=1))
    )
