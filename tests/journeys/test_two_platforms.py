"""One debate on Discord and on Slack at once: two posts, one tally, one result in each channel."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.app.one_shot import POST_PATIENCE
from tests.journeys.ledger import audit, wait_for_results, wait_until_settled
from tests.journeys.place import OPTIONS as EMOJI
from tests.journeys.place import SLUG
from tests.journeys.processes import until
from tests.journeys.slack_place import OPTIONS, SQUARE, SlackPlace, lines, said, with_channels
from tests.wire.discord import Channel, Message, Threaded
from tests.wire.slack import Crowd, SlackApart, burst

pytestmark = pytest.mark.heavy


@pytest.fixture
def slack() -> Iterator[SlackApart]:
    with SlackApart() as apart:
        yield with_channels(apart)


@pytest.fixture
def discord() -> Iterator[Threaded]:
    with Threaded() as apart:
        yield apart


class Both(SlackPlace):
    """Where bots work that are on Slack and on Discord; the channel on Discord is called hall."""

    def __init__(self, folder: Path, slack: SlackApart, discord: Threaded, transport: str, **settings: Any) -> None:
        self.discord = discord
        guild = discord.do(lambda fake: fake.guild("Hall"))
        self.hall: Channel = discord.do(lambda fake: fake.channel(guild, "hall"))
        self.other_platform = (
            f"discord: {{token: '${{DISCORD_TOKEN}}', api_url: '{discord.fake.api_url}',"
            f" gateway_url: '{discord.fake.gateway_url}'}}"
        )
        self.other_channels = f'  hall: {{platform: discord, id: "{self.hall.id}"}}'
        super().__init__(folder, slack, transport, **settings)

    def begin(self, *args: str, real: bool = False, env: dict[str, str] | None = None) -> Any:
        """Start a command with the secrets of both platforms."""
        return super().begin(*args, real=real, env={"DISCORD_TOKEN": self.discord.fake.token, **(env or {})})

    def in_hall(self) -> list[Message]:
        """What the bot said on Discord, but its welcome."""
        me = self.discord.fake.world.me
        return [one for one in self.discord.fake.messages(self.hall, me) if "🦉" not in one.text]

    def wait_for(self, discord: list[int], slack: list[int]) -> None:
        """Wait until each option has so many ballots on each platform."""

        def counted(told: dict[str, Any]) -> bool:
            by_platform = [option["by_platform"] for option in told["options"]]
            return [(here.get("discord", 0), here.get("slack", 0)) for here in by_platform] == expected

        expected = list(zip(discord, slack, strict=True))
        wait_for_results(self, counted)


@pytest.fixture
def place(tmp_path, slack, discord, request) -> Iterator[Both]:
    made = Both(tmp_path / "both", slack, discord, getattr(request, "param", "socket"))
    yield made
    made.clear()


def discord_votes(place: Both, card: Message, voters: int) -> list[int]:
    """So many members on Discord vote; some switch. Gives the ballots by option."""
    chance = random.Random(3)
    people = place.discord.do(lambda fake: fake.voters(voters))
    last = {}
    votes = []
    for person in people:
        first, second = chance.sample(EMOJI, 2)
        votes.append((person, card, first))
        last[person] = first
        if chance.random() < 0.2:
            votes.append((person, card, second))
            last[person] = second
    place.discord.do(lambda fake: fake.crowd(votes, 1.0))
    counted = Counter(last.values())
    return [counted[emoji] for emoji in EMOJI]


@pytest.mark.timeout(240)
def test_one_debate_two_posts_one_tally_one_result_in_each_channel(place, slack) -> None:
    bot = place.run()
    debate = place.post("--channel", "hall", "--channel", "square")
    card = place.card()
    (twin,) = place.in_hall()
    crowd = Crowd(slack.do(lambda fake: fake.people.newcomers(400)), OPTIONS)
    slack.wait(burst(slack.slack, card, crowd, seconds=1.0))
    on_discord = discord_votes(place, twin, 300)
    place.wait_for(on_discord, crowd.tally())

    bot.kill()
    slack.slack.deliveries.pauses = ()
    late = slack.do(lambda fake: fake.people.newcomers(20, start=5_000))
    crowd.held |= {person: [OPTIONS[0][0]] for person in late}
    slack.do(lambda fake: [fake.people.react(person, card, OPTIONS[0][0]) for person in late])
    newcomers = place.discord.do(lambda fake: fake.voters(10, "Late"))
    place.discord.do(lambda fake: [fake.react(person, twin, EMOJI[1]) for person in newcomers])
    on_discord[1] += 10
    bot = place.run()
    place.wait_for(on_discord, crowd.tally())

    both = [here + there for here, there in zip(on_discord, crowd.tally(), strict=True)]
    done = place.agora("close", debate)
    assert done.code == 0, done
    wait_until_settled(place, debate)
    final = place.results(debate)
    assert [option["ballots"] for option in final["options"]] == both
    assert final["voters"] == final["certificate"]["recount"] == sum(both)
    assert final["certificate"]["recounted"] == "exact"
    assert [(post["channel"], post["platform"], post["state"]) for post in final["posts"]] == [
        ("hall", "discord", "said"),
        ("square", "slack", "said"),
    ]
    assert len(said(slack, SQUARE, "post")) == len(said(slack, SQUARE, "result")) == 1
    assert len(place.in_hall()) == 2
    assert len(lines(slack, card)) == 3
    (result,) = said(slack, SQUARE, "result")
    told = [f"{result.text} {result.blocks}", str(place.in_hall()[-1].bodies)]
    for words in told:
        assert "Discord" in words
        assert "Slack" in words
        assert str(sum(both)) in words or f"{sum(both):,}" in words
    assert slack.slack.mentions == []
    bot.stop()
    audit(place, debate)


@pytest.mark.parametrize("place", ["http"], indirect=True)
@pytest.mark.parametrize(
    ("variable", "planned", "said_in"), [("SLACK_BOT_TOKEN", "square", "hall"), ("DISCORD_TOKEN", "hall", "square")]
)
def test_a_post_waits_no_longer_for_a_platform_that_refuses_the_token(place, variable, planned, said_in) -> None:
    posting = place.begin(
        "post", SLUG, "--channel", "hall", "--channel", "square", env={variable: "xoxb-of-somebody.else.here"}
    )
    done = posting.wait(POST_PATIENCE)
    assert done.code == 1
    opened, where, told = done.err.splitlines()
    assert "열린 광장" in opened
    assert where.startswith(f"{said_in}: ")
    assert told.startswith(f"agora: {planned}(아직 못 올림): ")
    assert "토큰" in told
    states = {post["channel"]: post["state"] for post in place.results(done.out.strip())["posts"]}
    assert states == {planned: "planned", said_in: "said"}
    bot = place.run()
    until(lambda: {post["state"] for post in place.results(done.out.strip())["posts"]} == {"said"})
    bot.stop()


@pytest.mark.parametrize("place", ["http"], indirect=True)
def test_each_card_shows_its_own_bars_and_the_common_total(place, slack) -> None:
    bot = place.run()
    place.post("--channel", "hall", "--channel", "square")
    card = place.card()
    (twin,) = place.in_hall()
    people = slack.do(lambda fake: fake.people.newcomers(3))
    slack.do(lambda fake: [fake.people.react(person, card, OPTIONS[0][0]) for person in people])
    haru = place.discord.do(lambda fake: fake.voters(1))[0]
    place.discord.do(lambda fake: fake.react(haru, twin, EMOJI[1]))
    slack.until(lambda _: "4" in str(card.blocks) and "75" in str(card.blocks), 40, "the common total on Slack")
    place.discord.until(lambda _: "75" in str(twin.bodies[-1]))
    bot.stop()


def test_one_platform_that_is_away_does_not_hold_the_other_up(place, slack) -> None:
    bot = place.run()
    slack.wait(slack.slack.go_away())
    done = place.begin("post", SLUG, "--channel", "hall", "--channel", "square")
    place.discord.until(lambda _: place.in_hall())
    wait_for_results(place, lambda told: [post["state"] for post in told["posts"]] == ["said", "planned"])
    slack.wait(slack.slack.come_back())
    assert done.wait().code == 0
    assert len(said(slack, SQUARE, "post")) == len(place.in_hall()) == 1
    bot.stop()
