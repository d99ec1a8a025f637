"""A reading is read with what it takes to understand it: second names of emoji, and which accounts are bots."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app.one_shot import close_debate
from bot.config import load_config
from bot.core.recounts import Recounted
from bot.services.platform_errors import PlatformError
from bot.storage import Database, open_ledger
from tests.platforms.slack.slack_platforms import HELLO, SQUARE, only, platform_on, voter
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import DOOR, TREE, SlackBot, running_bot, write_place

A, B, C, D = (f"U0000000{number}" for number in range(1, 5))
OWL_OPTION = """---
title: 부엉이
category: 시험
published: 2025-01-02T09:00:00+09:00
summary: [첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: 어느 쪽이 좋아요?
options:
  - {label: 부엉이, emoji: {slack: our_owl, local: 🚪}}
  - {label: 광장, emoji: 🌳}
---
본문이에요.
"""


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people.newcomers(5)
        fake.world.add_channel(SQUARE)
        yield fake


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = await open_ledger(f"sqlite:///{tmp_path}/agora.db")
    yield made
    await made.close()


async def closes_exactly(slack: FakeSlack, folder: Path, debate: str, *ballots: int) -> None:
    """A command alone closes the debate, and its recount finds what the ledger had."""
    loaded = load_config(write_place(slack, folder, "socket"))
    assert loaded.config is not None
    closed = await close_debate(loaded.config, debate)
    snapshot = closed.shown.snapshot
    assert snapshot.tally.ballots == ballots
    assert snapshot.certificate is not None
    assert (snapshot.certificate.recounted, snapshot.certificate.differences) == (Recounted.EXACT, 0)


# Second names of emoji


async def test_a_first_reading_knows_second_names(slack: FakeSlack) -> None:
    slack.world.emoji["gate"] = "alias:door"
    platform = platform_on(slack)
    sent = await platform.send(SQUARE, HELLO, "key")
    for user in (A, B):
        slack.people.react(user, only(slack), "gate")
    scan = await platform.scan(SQUARE, sent, ("🚪",))
    assert scan.holders == {"🚪#gate": {voter(slack, A), voter(slack, B)}}
    await platform.close()


async def test_a_reading_without_the_list_of_emoji_is_unknown_and_asks_again(slack: FakeSlack) -> None:
    slack.world.emoji["gate"] = "alias:door"
    platform = platform_on(slack)
    sent = await platform.send(SQUARE, HELLO, "key")
    slack.people.react(A, only(slack), "gate")
    refused = slack.faults.error("emoji.list", "internal_error", 99)
    for _ in range(2):
        with pytest.raises(PlatformError):
            await platform.scan(SQUARE, sent, ("🚪",))
    refused.lift()
    assert (await platform.scan(SQUARE, sent, ("🚪",))).holders == {"🚪#gate": {voter(slack, A)}}
    await platform.close()


async def test_names_that_slack_has_itself_need_no_list(slack: FakeSlack) -> None:
    platform = platform_on(slack)
    sent = await platform.send(SQUARE, HELLO, "key")
    slack.people.react(A, only(slack), DOOR)
    slack.faults.error("emoji.list", "internal_error", 99)
    assert (await platform.scan(SQUARE, sent, ("🚪",))).holders == {"🚪": {voter(slack, A)}}
    assert not slack.called("emoji.list")
    await platform.close()


async def test_a_second_name_made_between_two_readings_is_known_and_one_removed_asks_once(slack: FakeSlack) -> None:
    platform = platform_on(slack)
    sent = await platform.send(SQUARE, HELLO, "key")
    slack.world.emoji["party"] = "https://emoji.test/party.png"
    slack.people.react(B, only(slack), "party")
    assert (await platform.scan(SQUARE, sent, ("🚪",))).holders == {}
    slack.world.emoji["gate"] = "alias:door"
    slack.people.react(A, only(slack), "gate")
    assert (await platform.scan(SQUARE, sent, ("🚪",))).holders == {"🚪#gate": {voter(slack, A)}}
    del slack.world.emoji["party"]
    before = len(slack.called("emoji.list"))
    for _ in range(5):
        assert (await platform.scan(SQUARE, sent, ("🚪",))).holders == {"🚪#gate": {voter(slack, A)}}
    assert len(slack.called("emoji.list")) - before <= 1
    await platform.close()


async def test_votes_by_an_alias_stand_when_the_list_comes_late_and_when_agora_closes_alone(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.world.emoji["gate"] = "alias:door"
    refused = slack.faults.error("emoji.list", "internal_error", 9)
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        card = bot.card()
        for user in (A, B, C, D):
            slack.people.react(user, card, "gate")
        await slack.deliveries.settled()
        refused.lift()
        await bot.until_ballots(debate, 4, 0, 0)
    await closes_exactly(slack, tmp_path, debate, 4, 0, 0)


async def test_an_alias_made_while_the_bot_runs_is_known_at_once(slack: FakeSlack, tmp_path: Path) -> None:
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        slack.world.add_emoji("gate", "alias:door")
        slack.people.react(A, bot.card(), "gate")
        # One of which no event told.
        slack.world.emoji["our_gate"] = "alias:gate"
        slack.people.react(B, bot.card(), "our_gate")
        await bot.until_ballots(debate, 2, 0, 0)
        # One that is made to stand for something else.
        slack.world.add_emoji("gate", "alias:deciduous_tree")
        slack.people.react(C, bot.card(), "gate")
        await bot.until_ballots(debate, 0, 3, 0)
        final = await bot.close(debate)
        assert final.tally.ballots == (0, 3, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.EXACT


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_votes_that_nobody_can_name_yet_keep_their_time(
    slack: FakeSlack, tmp_path: Path, transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.events._WITHIN", 0.1)
    async with running_bot(slack, tmp_path, transport) as bot:
        debate = await bot.open()
        hanging = slack.faults.hang("emoji.list", 99)
        slack.world.add_emoji("gate", "alias:door")
        slack.people.react(A, bot.card(), TREE)
        slack.people.react(A, bot.card(), "gate")
        slack.people.react(B, bot.card(), "gate")
        slack.people.react(B, bot.card(), TREE)
        await slack.deliveries.settled()
        assert all(delivery.acked for delivery in slack.deliveries.events("reaction_added"))
        assert await bot.ballots(debate) == (0, 2, 0)
        hanging.lift()
        # A's last vote was by the alias, and B's was not: by their times, which no recount knows.
        await bot.until_ballots(debate, 1, 1, 0)
        final = await bot.close(debate)
        assert final.tally.ballots == (1, 1, 0)
        assert final.tally.undecided == 0


async def test_an_option_whose_own_emoji_is_an_alias_has_every_vote(slack: FakeSlack, tmp_path: Path) -> None:
    slack.world.emoji |= {"our_owl": "alias:owl", "hibou": "alias:our_owl"}
    async with running_bot(slack, tmp_path, article=OWL_OPTION) as bot:
        debate = await bot.open()
        for user, name in ((A, "our_owl"), (B, "owl"), (C, "hibou"), (D, TREE)):
            slack.people.react(user, bot.card(), name)
        await bot.until_ballots(debate, 3, 1)
        slack.people.rate_limited()
        await slack.deliveries.settled()
        await bot.until_calm()
        assert await bot.ballots(debate) == (3, 1)
        slack.people.unreact(B, bot.card(), "owl")
        await bot.until_ballots(debate, 2, 1)
        final = await bot.close(debate)
        assert final.tally.ballots == (2, 1)
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)


async def test_votes_by_an_alias_stay_when_it_is_removed(slack: FakeSlack, tmp_path: Path) -> None:
    slack.world.emoji |= {"gate": "alias:door", "grove": "alias:deciduous_tree"}
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        for user, name in ((A, "gate"), (B, "gate"), (C, "grove")):
            slack.people.react(user, bot.card(), name)
        await bot.until_ballots(debate, 2, 1, 0)
        slack.world.remove_emoji("gate")
        slack.people.unreact(B, bot.card(), "gate")
        await bot.until_ballots(debate, 1, 1, 0)
        slack.people.rate_limited()
        await slack.deliveries.settled()
        await bot.until_calm()
    del slack.world.emoji["grove"]
    await closes_exactly(slack, tmp_path, debate, 1, 1, 0)


async def test_an_option_becomes_an_alias_amid_the_vote(slack: FakeSlack, tmp_path: Path) -> None:
    slack.world.emoji["our_owl"] = "https://emoji.test/owl.png"
    async with running_bot(slack, tmp_path, article=OWL_OPTION) as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), "our_owl")
        await bot.until_ballots(debate, 1, 0)
        slack.world.add_emoji("our_owl", "alias:owl")
        slack.people.react(B, bot.card(), "owl")
        await bot.until_ballots(debate, 2, 0)
        final = await bot.close(debate)
        assert final.tally.ballots == (2, 0)


async def test_sparks_and_saves_by_an_alias_count(slack: FakeSlack, tmp_path: Path) -> None:
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        slack.world.emoji |= {"전구": "alias:bulb", "keep": "alias:bookmark"}
        line, _ = slack.thread(bot.card())
        slack.people.react(A, line, "전구")
        slack.people.react(A, bot.card(), DOOR)
        slack.people.react(A, bot.card(), "keep")
        await bot.until_ballots(debate, 1, 0, 0)

        async def told() -> bool:
            talk = await bot.app.database.ledger.talk.told(debate)
            return talk is not None and talk.on(0) == 1 and (await bot.snapshot(debate)).tally.saves == 1

        await bot.until(told)


# Which accounts are bots


async def test_a_bot_at_the_end_of_a_list_of_thousands_never_counts(slack: FakeSlack) -> None:
    people = slack.people.newcomers(6_000)
    slack.world.add_user("U0ROBOT", bot=True)
    platform = platform_on(slack)
    sent = await platform.send(SQUARE, HELLO, "key")
    voters = people[::100]
    for user in (*voters, "U0ROBOT"):
        slack.people.react(user, only(slack), "+1")
    scan = await platform.scan(SQUARE, sent, ("👍",))
    assert scan.holders["👍"] == {voter(slack, user) for user in voters}
    await platform.close()


@pytest.mark.parametrize("voters", [1, 40])
async def test_a_reading_with_somebody_unknown_says_nothing(slack: FakeSlack, voters: int) -> None:
    people = slack.people.newcomers(voters, start=10)
    slack.world.add_user("U0ROBOT", bot=True)
    platform = platform_on(slack)
    sent = await platform.send(SQUARE, HELLO, "key")
    for user in (*people, "U0ROBOT"):
        slack.people.react(user, only(slack), "+1")
    refused = slack.faults.error("users.*", "internal_error", 999)
    for _ in range(2):
        with pytest.raises(PlatformError):
            await platform.scan(SQUARE, sent, ("👍",))
    refused.lift()
    scan = await platform.scan(SQUARE, sent, ("👍",))
    assert scan.holders["👍"] == {voter(slack, user) for user in people}
    await platform.close()


async def test_replies_by_somebody_unknown_say_nothing_either(slack: FakeSlack) -> None:
    platform = platform_on(slack)
    sent = await platform.send(SQUARE, HELLO, "key")
    slack.people.reply(A, only(slack), "hello")
    refused = slack.faults.error("users.*", "internal_error", 999)
    with pytest.raises(PlatformError):
        await platform.replies(SQUARE, sent)
    refused.lift()
    assert list((await platform.replies(SQUARE, sent) or {}).values()) == [voter(slack, A)]
    await platform.close()


async def test_what_is_known_of_accounts_is_kept_for_the_next_process(slack: FakeSlack, database: Database) -> None:
    slack.world.add_user("U0ROBOT", bot=True)
    first = platform_on(slack, database.ledger.learnt)
    sent = await first.send(SQUARE, HELLO, "key")
    for user in (A, "U0ROBOT"):
        slack.people.react(user, only(slack), "+1")
    await first.scan(SQUARE, sent, ("👍",))
    await first.close()
    slack.faults.hang("users.*", 999)
    second = platform_on(slack, database.ledger.learnt)
    async with asyncio.timeout(60):
        scan = await second.scan(SQUARE, sent, ("👍",))
    assert scan.holders["👍"] == {voter(slack, A)}
    await second.close()


async def test_a_bot_that_a_run_has_known_never_counts_when_agora_closes_alone(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.world.add_user("U0ROBOT", bot=True)
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        slack.people.react("U0ROBOT", bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
        await known(bot, A, "U0ROBOT")
    hanging = slack.faults.hang("users.*", 999)
    loaded = load_config(write_place(slack, tmp_path, "socket"))
    assert loaded.config is not None
    closed = await close_debate(loaded.config, debate)
    hanging.lift()
    snapshot = closed.shown.snapshot
    assert snapshot.tally.ballots == (1, 0, 0)
    assert snapshot.certificate is not None
    assert snapshot.certificate.recounted is Recounted.EXACT


async def known(bot: SlackBot, *users: str) -> None:
    """Wait until the ledger knows of these accounts; a recount learns of whom it reads."""
    team = bot.slack.world.team

    async def has_all() -> bool:
        return len(await bot.app.database.ledger.learnt.accounts("slack", team, users)) == len(users)

    bot.slack.people.rate_limited()
    await bot.until(has_all)


async def test_where_accounts_stay_unknown_the_ledger_decides_and_the_certificate_says_so(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.faults.error("users.*", "internal_error", 9_999)
    async with running_bot(slack, tmp_path, grace="1s") as bot:
        debate = await bot.open()
        slack.people.react(A, bot.card(), DOOR)
        await bot.until_ballots(debate, 1, 0, 0)
        final = await bot.close(debate)
        assert final.tally.ballots == (1, 0, 0)
        assert final.certificate is not None
        assert final.certificate.recounted is Recounted.NO
