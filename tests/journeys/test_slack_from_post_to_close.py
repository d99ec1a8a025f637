"""A debate on Slack with the program as a process: thousands vote at once, it is killed, and all is said once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.journeys.ledger import audit, wait_for_ballots, wait_for_results, wait_until_closed, wait_until_settled
from tests.journeys.place import LINES, SLUG
from tests.journeys.slack_place import GARDEN, OPTIONS, SQUARE, STAFF, SlackPlace, lines, said, with_channels
from tests.wire.slack import Crowd, SlackApart, burst

pytestmark = pytest.mark.heavy

VOTERS = 2_000


@pytest.fixture
def slack() -> Iterator[SlackApart]:
    with SlackApart() as apart:
        yield with_channels(apart)


@pytest.fixture
def slack_places(slack, tmp_path) -> Iterator[Callable[..., SlackPlace]]:
    made: list[SlackPlace] = []

    def make(transport: str, **settings: Any) -> SlackPlace:
        made.append(SlackPlace(tmp_path / f"place{len(made)}", slack, transport, **settings))
        return made[-1]

    yield make
    for place in made:
        place.clear()


@pytest.fixture(params=["socket", "http"])
def place(slack_places, request) -> SlackPlace:
    return slack_places(request.param)


@pytest.mark.timeout(240)
def test_two_thousand_vote_at_once_and_the_bot_is_killed(place, slack) -> None:
    slack.slack.deliveries.pauses = (0.0, 3.0, 8.0)
    bot = place.run(real=True)
    debate = place.post()
    card = place.card()
    crowd = Crowd(slack.do(lambda fake: fake.people.newcomers(VOTERS)), OPTIONS)
    voting = threading.Thread(target=lambda: slack.wait(burst(slack.slack, card, crowd, seconds=2.0)))
    voting.start()
    slack.until(lambda fake: sum(d.acked for d in fake.deliveries.all) > VOTERS // 3, why="a third of the votes")
    bot.kill()
    slack.slack.deliveries.copies = 2
    voting.join(60)
    bot = place.run()
    slack.wait(slack.slack.deliveries.settled())
    expected = crowd.tally()
    wait_for_ballots(place, expected)
    done = place.agora("close", debate)
    assert done.code == 0, done
    wait_until_settled(place, debate)
    final = place.results(debate)
    assert [option["ballots"] for option in final["options"]] == expected
    assert final["certificate"]["recounted"] == "exact"
    assert final["certificate"]["recount"] == final["voters"] == crowd.voters
    assert final["certificate"]["differences"] == 0
    assert len(said(slack, SQUARE, "post")) == len(said(slack, SQUARE, "result")) == 1
    assert lines(slack, card) == list(LINES)
    bot.stop()
    audit(place, debate)


@pytest.mark.parametrize("fatal", ["chat.postMessage", "reactions.add"])
def test_a_bot_killed_amid_a_send_says_it_once(slack_places, slack, fatal) -> None:
    place = slack_places("socket")
    bot = place.run()
    hanging = slack.slack.faults.hang(fatal)
    posting = place.begin("post", SLUG, "--channel", "square", real=False)
    slack.until(lambda _: hanging.met, why="a send that hangs")
    bot.kill()
    slack.do(lambda _: hanging.lift())
    bot = place.run()
    assert posting.wait().code == 0
    card = place.card()
    debate = place.results()["debate"]
    wait_until_settled(place, debate)
    assert lines(slack, card) == list(LINES)
    assert set(card.reactions) == {name for names in OPTIONS for name in names}
    bot.stop()


def test_a_bot_killed_amid_its_result_says_it_once_and_stops_when_asked(slack_places, slack) -> None:
    place = slack_places("http")
    bot = place.run()
    debate = place.post()
    card = place.card()
    slack.do(lambda fake: fake.people.react("U0EDITOR", card, OPTIONS[1][0]))
    wait_for_results(place, lambda told: told["voters"] == 1)
    hanging = slack.slack.faults.hang("chat.postMessage")
    place.begin("close", debate)
    slack.until(lambda _: hanging.met, why="a result that hangs")
    bot.kill()
    slack.do(lambda _: hanging.lift())
    bot = place.run()
    wait_until_closed(place, debate)
    assert place.results(debate)["state"] == "closed"
    assert [option["ballots"] for option in place.results(debate)["options"]] == [0, 1, 0]
    assert len(said(slack, SQUARE, "result")) == 1
    slack.slack.faults.hang("chat.postMessage")
    place.begin("post", SLUG, "--channel", "garden")
    slack.until(lambda fake: fake.messages(GARDEN)[-1:] and fake.messages(GARDEN)[-1].key.endswith(":post"))
    bot.stop()


def test_one_shot_commands_work_alone_without_a_connection(slack_places, slack) -> None:
    place = slack_places("socket")
    debate = place.post("--channel", "square", "--channel", "garden")
    for channel in (SQUARE, GARDEN):
        card = place.card(channel)
        slack.do(lambda fake, card=card: fake.people.react("U0EDITOR", card, "door"))
    assert place.agora("close").code == 0
    final = place.results(debate)
    assert [option["ballots"] for option in final["options"]] == [1, 0, 0]
    assert [len(said(slack, channel, "result")) for channel in (SQUARE, GARDEN, STAFF)] == [1, 1, 0]
    assert slack.slack.sockets.opened == 0
    assert not slack.slack.called("apps.connections.open")


def test_members_are_answered(place, slack) -> None:
    bot = place.run()
    place.post()
    card = place.card()
    member = slack.do(lambda fake: fake.people.newcomers(1))[0]
    slack.do(lambda fake: fake.people.react(member, card, "door"))

    def ask(work: Callable[[Any], Any]) -> str:
        asked = slack.do(lambda fake: work(fake.people))
        answer = slack.wait(asked.answer())
        assert answer.get("response_type", "ephemeral") == "ephemeral"
        return str(answer)

    wait_for_results(place, lambda told: told["voters"] == 1)
    assert "열린 광장" in ask(lambda people: people.command(member, SQUARE, "today"))
    assert "열린 광장" in ask(lambda people: people.command(member, SQUARE, "오늘"))
    assert "첫째 줄이에요" in ask(lambda people: people.command(member, SQUARE, f"summary {SLUG}"))
    assert "100" in ask(lambda people: people.command(member, SQUARE, "results"))
    assert "100" in ask(lambda people: people.shortcut(member, card, "agora_results"))
    assert "100" in ask(lambda people: people.press(member, card, "agora:results"))
    home = slack.do(lambda fake: fake.people.open_home(member))
    view = slack.until(lambda fake: fake.world.homes.get(member), why="the home")
    assert "열린 광장" in str(view)
    slack.until(lambda _: home.acked)
    assert "U0EDITOR" not in ask(lambda people: people.command(member, SQUARE, f"post {SLUG}"))
    assert len(said(slack, SQUARE, "post")) == 1
    assert slack.slack.mentions == []
    bot.stop()
