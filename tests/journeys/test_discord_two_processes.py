"""Two processes on one PostgreSQL database share a Discord: its shards are divided, and each thing is done once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.discord_place import OPTIONS, DiscordPlace, one_complete_post
from tests.journeys.ledger import audit, wait_for_ballots, wait_until_settled
from tests.journeys.place import ready
from tests.wire.discord import Threaded

pytestmark = [pytest.mark.heavy, pytest.mark.postgres]
SHARDS = 2


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Iterator[DiscordPlace]:
    with Threaded() as discord:
        made = DiscordPlace(tmp_path, discord, ("square", "garden"), database=database_url)
        yield made
        made.clear()


def test_one_debate_through_shards_of_two_processes(place) -> None:
    discord = place.discord
    elsewhere = discord.do(lambda fake: fake.guild("Garden", id=place.guild.id + (1 << 22)))
    place.rooms["garden"] = discord.do(lambda fake: fake.channel(elsewhere, "garden"))
    place.configure()
    starting = [place.begin_shards(SHARDS, number) for number in range(SHARDS)]
    bots = [ready(one) for one in starting]
    assert sorted(session.shard for session in place.fake.gateway.connected) == [(0, SHARDS), (1, SHARDS)]
    debate = place.post("--channel", "square", "--channel", "garden")
    one_complete_post(place)
    one_complete_post(place, "garden")
    people = discord.do(lambda fake: fake.voters(60))
    cards = (place.card(), place.card("garden"))
    votes = [(person, cards[number % 2], OPTIONS[number % 3]) for number, person in enumerate(people)]
    discord.do(lambda fake: fake.crowd(votes, seconds=0.5))
    wait_for_ballots(place, [20, 20, 20], debate)
    bots[0].kill()
    discord.do(lambda fake: fake.react(people[0], cards[0], OPTIONS[1]))
    discord.do(lambda fake: fake.react(people[0], cards[1], OPTIONS[1]))
    wait_for_ballots(place, [19, 21, 20], debate)
    closing = place.begin("close", debate)
    assert closing.wait().code == 0
    wait_until_settled(place, debate)
    told = place.results(debate)
    assert [option["ballots"] for option in told["options"]] == [19, 21, 20]
    assert told["certificate"]["recounted"] == "exact"
    assert [len(place.said(name)) for name in ("square", "garden")] == [2, 2]
    place.nothing_pings()
    bots[1].stop()
    audit(place, debate)
