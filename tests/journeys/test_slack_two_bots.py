"""Two processes on one PostgreSQL database behind one load balancer: Slack over HTTP, each thing done once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.ledger import audit, wait_for_ballots, wait_until_settled
from tests.journeys.place import LINES, SLUG
from tests.journeys.processes import until
from tests.journeys.slack_place import OPTIONS, SQUARE, SlackPlace, lines, said, with_channels
from tests.ports import free_port
from tests.wire.slack import Crowd, SlackApart, burst

pytestmark = [pytest.mark.heavy, pytest.mark.postgres]


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def slack() -> Iterator[SlackApart]:
    with SlackApart() as apart:
        yield with_channels(apart)


@pytest.fixture
def place(tmp_path: Path, slack: SlackApart, database_url: str) -> Iterator[SlackPlace]:
    made = SlackPlace(tmp_path / "shared", slack, "http", database=database_url)
    yield made
    made.clear()


@pytest.mark.timeout(240)
def test_two_bots_share_a_workspace_and_one_is_killed(place, slack) -> None:
    first = place.run()
    place.configure(listen=f"127.0.0.1:{free_port()}")
    second = place.run()
    slack.slack.app_urls = [first.url, second.url]
    slack.slack.deliveries.pauses = (0.0, 1.0, 3.0)
    asked = slack.do(lambda fake: fake.people.command("U0EDITOR", SQUARE, f"post {SLUG}"))
    slack.do(lambda fake: fake.deliveries.again(asked.delivery))
    slack.wait(asked.answer())
    slack.wait(slack.slack.deliveries.settled())
    assert {attempt.via for attempt in asked.delivery.attempts} == {first.url, second.url}
    until(lambda: said(slack, SQUARE, "post"))
    debate = place.results()["debate"]
    wait_until_settled(place, debate)
    card = place.card()
    crowd = Crowd(slack.do(lambda fake: fake.people.newcomers(600)), OPTIONS)
    voting = threading.Thread(target=lambda: slack.wait(burst(slack.slack, card, crowd, seconds=1.5)))
    voting.start()
    slack.until(lambda fake: sum(d.acked for d in fake.deliveries.all) > 150, why="the first votes")
    second.kill()
    slack.slack.app_urls = [first.url]
    voting.join(60)
    slack.wait(slack.slack.deliveries.settled())
    assert any(len(delivery.attempts) > 1 and delivery.acked for delivery in slack.slack.deliveries.all)
    given_up = slack.do(lambda fake: [delivery for delivery in fake.deliveries.all if not delivery.acked])
    if not given_up:  # What Slack tried in vain, the closing recount brings back.
        wait_for_ballots(place, crowd.tally(), why=lambda: f"not {crowd.tally()}\n{first.err}")
    assert place.agora("close", debate).code == 0
    wait_until_settled(place, debate)
    final = place.results(debate)
    assert [option["ballots"] for option in final["options"]] == crowd.tally()
    assert final["certificate"]["recounted"] == "exact"
    assert len(said(slack, SQUARE, "post")) == len(said(slack, SQUARE, "result")) == 1
    assert lines(slack, card) == list(LINES)
    first.stop()
    audit(place, debate)
