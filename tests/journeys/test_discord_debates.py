"""Debates on Discord with the program as processes: beside a running bot, alone, with a crowd, before the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.discord_place import OPTIONS, DiscordPlace, one_complete_post
from tests.journeys.ledger import audit, wait_for_ballots
from tests.journeys.place import ready
from tests.journeys.processes import until
from tests.wire.discord import Threaded

VOTERS = 2_000


@pytest.fixture
def discord() -> Iterator[Threaded]:
    with Threaded() as running:
        yield running


@pytest.fixture
def place(discord: Threaded, tmp_path: Path) -> Iterator[DiscordPlace]:
    made = DiscordPlace(tmp_path, discord, ("square", "garden"))
    yield made
    made.clear()


def test_two_thousand_voters_within_two_seconds(place, discord) -> None:
    bot = place.run(real=True)
    debate = place.post("--channel", "square", "--channel", "garden")
    one_complete_post(place)
    one_complete_post(place, "garden")
    people = discord.do(lambda fake: fake.voters(VOTERS))
    cards = (place.card(), place.card("garden"))
    votes = [(person, cards[number % 2], OPTIONS[number % 3 % 2]) for number, person in enumerate(people)]
    expected = [sum(emoji == option for _, _, emoji in votes) for option in OPTIONS]
    discord.do(lambda fake: fake.crowd(votes, seconds=1.9))
    wait_for_ballots(place, expected)
    done = place.agora("close", debate)
    assert done.code == 0, done
    told = place.results(debate)
    assert [option["ballots"] for option in told["options"]] == expected
    certificate = told["certificate"]
    assert (certificate["recounted"], certificate["recount"]) == ("exact", VOTERS)
    assert certificate["differences"] == 0
    for channel in ("square", "garden"):
        until(lambda channel=channel: len(place.said(channel)) == 2)
        result = place.said(channel)[1]
        assert result.attachments[0].content.startswith(b"\x89PNG")
    place.nothing_pings()
    bot.stop()
    audit(place, debate)


def test_post_and_close_alone_over_http(place, discord) -> None:
    debate = place.post("--channel", "square")
    one_complete_post(place)
    assert place.fake.gateway.queries == []
    haru, noeul = discord.do(lambda fake: fake.voters(2))
    discord.do(lambda fake: fake.react(haru, place.card(), OPTIONS[1]))
    bot = place.run()
    wait_for_ballots(place, [0, 1, 0])
    bot.stop()
    discord.do(lambda fake: fake.react(noeul, place.card(), OPTIONS[0]))
    sessions = len(place.fake.gateway.queries)
    done = place.agora("close")
    assert (done.code, done.err) == (0, "")
    told = place.results(debate)
    assert [option["ballots"] for option in told["options"]] == [1, 1, 0]
    assert told["certificate"]["recounted"] == "exact"
    assert len(place.said()) == 2
    assert str(place.said()[1].id) in place.card().text + str(place.card().embeds) + str(place.card().components)
    assert len(place.fake.gateway.queries) == sessions
    place.nothing_pings()
    audit(place, debate)


def test_post_alone_where_nothing_may_be_said(place, discord) -> None:
    discord.do(lambda fake: fake.world.deny(place.rooms["square"], "Send Messages"))
    done = place.agora("post", "square-test", "--channel", "square")
    assert done.code == 1
    assert "Send Messages" in done.err
    assert "Traceback" not in done.err
    assert place.said() == []


def test_close_names_the_channel_that_was_not_told_the_result(place, discord) -> None:
    debate = place.post("--channel", "square", "--channel", "garden")
    discord.do(lambda fake: fake.world.deny(place.rooms["garden"], "Send Messages"))
    done = place.agora("close", debate)
    assert done.code == 1
    assert done.sentence.startswith("agora: garden: 결과를 올리지 못했어요. 이유: ")
    assert "Send Messages" in done.sentence
    assert "광장" in done.out, "the tally is printed all the same"
    assert place.results(debate)["state"] == "closed"
    assert [len(place.said(channel)) for channel in ("square", "garden")] == [2, 1]


def test_a_wrong_token_ends_the_run_with_the_way_out(place) -> None:
    done = place.begin("run", env={"DISCORD_TOKEN": "wrong"}).wait()
    assert done.code == 1
    sentence = done.err.splitlines()[-1]
    assert "token" in sentence.lower()
    assert "Traceback" not in done.err
    assert len(place.fake.asked("GET /users/@me")) == 1


def test_a_run_that_starts_before_its_network(place, discord) -> None:
    discord.do(lambda fake: fake.fall_off())
    running = place.begin("run")
    until(lambda: '"listening"' in running.err, why=lambda: running.err)
    discord.do(lambda fake: fake.come_back())
    bot = ready(running)
    place.post("--channel", "square")
    one_complete_post(place)
    bot.stop()


def test_votes_of_an_outage_are_found_again(place, discord) -> None:
    bot = place.run()
    debate = place.post("--channel", "square")
    haru, noeul, dambi = discord.do(lambda fake: fake.voters(3))
    discord.do(lambda fake: fake.react(haru, place.card(), OPTIONS[0]))
    wait_for_ballots(place, [1, 0, 0])
    bot.kill()
    discord.do(lambda fake: fake.react(noeul, place.card(), OPTIONS[1]))
    discord.do(lambda fake: fake.react(haru, place.card(), OPTIONS[2]))
    discord.do(lambda fake: fake.unreact(haru, place.card(), OPTIONS[0]))
    bot = place.run()
    discord.do(lambda fake: fake.react(dambi, place.card(), OPTIONS[1]))
    wait_for_ballots(place, [0, 2, 1])
    bot.stop()
    audit(place, debate)
