"""Staying connected to Slack: refreshes, broken and silent sockets, stale tickets, a network that goes, tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.core.recounts import Recounted
from bot.services.platform_errors import TokenRefused
from tests.patience import PATIENCE
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import DOOR, SQUARE, STAFF, running_bot

A, B = "U00000001", "U00000002"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people.newcomers(200)
        yield fake


async def test_two_connections_share_the_events(bot, slack) -> None:
    await slack.until(lambda: len(slack.sockets.ready) == 2)
    debate = await bot.open()
    for person in slack.people.newcomers(20):
        slack.people.react(person, bot.card(), DOOR)
    await bot.until_ballots(debate, 20, 0, 0)
    assert {delivery.attempts[0].via for delivery in slack.deliveries.events("reaction_added")} == {"s1", "s2"}


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "link_disabled"])
async def test_a_refresh_loses_nothing(bot, slack, reason) -> None:
    debate = await bot.open()
    people = slack.people.newcomers(60)
    for person in people[:20]:
        slack.people.react(person, bot.card(), DOOR)
    before = slack.sockets.opened
    await slack.sockets.disconnect(reason, close_after=0.3)
    for person in people[20:40]:
        slack.people.react(person, bot.card(), DOOR)
    await slack.until(lambda: slack.sockets.opened >= before + 2 and len(slack.sockets.ready) == 2)
    for person in people[40:]:
        slack.people.react(person, bot.card(), DOOR)
    await bot.until_ballots(debate, 60, 0, 0)


async def test_what_happened_while_a_connection_was_broken_is_found(bot, slack) -> None:
    debate = await bot.open()
    slack.deliveries.pauses = ()
    slack.sockets.break_off()
    slack.people.react(A, bot.card(), DOOR)
    await slack.until(lambda: len(slack.sockets.ready) == 2)
    await bot.until_ballots(debate, 1, 0, 0)


async def test_what_is_not_acknowledged_is_taken_by_the_other_connection_once(bot, slack) -> None:
    debate = await bot.open()
    slack.deliveries.pauses = (0.0, 0.0, 0.0)
    people = slack.people.newcomers(40)
    for number, person in enumerate(people):
        slack.people.react(person, bot.card(), DOOR)
        if number == 20:
            await asyncio.sleep(0)
            slack.sockets.connections[0].break_off()
    await slack.deliveries.settled()
    await bot.until_ballots(debate, 40, 0, 0)


async def test_marks_made_while_no_connection_stood_at_closing_time_can_not_be_dated(bot, slack) -> None:
    debate = await bot.open()
    slack.people.react(A, bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    slack.deliveries.pauses = ()
    slack.sockets.stale_tickets = True
    slack.sockets.break_off()
    await bot.until_ready(ready=False)
    slack.people.react(B, bot.card(), DOOR)
    final = await bot.close(debate)
    assert final.tally.ballots == (2, 0, 0)
    assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 1)
    assert [note.key for note in final.certificate.notes] == ["note-not-heard"]


async def test_a_refresh_leaves_no_gap_in_the_listening_record(bot, slack) -> None:
    debate = await bot.open()
    before = slack.sockets.opened
    await slack.sockets.disconnect(close_after=0.3)
    await slack.until(lambda: slack.sockets.opened >= before + 2 and len(slack.sockets.ready) == 2)
    final = await bot.close(debate)
    assert final.certificate.notes == ()


async def test_stale_tickets_are_given_up_for_new_ones(bot, slack) -> None:
    debate = await bot.open()
    slack.deliveries.pauses = ()
    slack.sockets.stale_tickets = True
    slack.sockets.break_off()
    await slack.until(lambda: slack.sockets.refused >= 3)
    await bot.until_ready(ready=False)
    slack.people.react(A, bot.card(), DOOR)
    slack.sockets.stale_tickets = False
    await slack.until(lambda: len(slack.sockets.ready) == 2, why="new tickets")
    await bot.until_ready()
    await bot.until_ballots(debate, 1, 0, 0)


async def test_a_connection_that_answers_no_ping_is_replaced(slack, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.slack.socket_mode._PINGS_EVERY", 0.3)
    async with running_bot(slack, tmp_path):
        await slack.until(lambda: len(slack.sockets.ready) == 2)
        before = {connection.name for connection in slack.sockets.connections}
        for connection in slack.sockets.connections:
            connection.silent = True
        await slack.until(lambda: len([c for c in slack.sockets.ready if c.name not in before]) == 2)


async def test_slack_goes_away_and_comes_back(bot, slack) -> None:
    debate = await bot.open()
    slack.people.react(A, bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    await slack.go_away()
    await bot.until_ready(ready=False)
    async with aiohttp.ClientSession() as session, session.get(f"{bot.app.web.url}/readyz") as answer:
        assert answer.status == 503
        assert "slack" in (await answer.json())["missing"]
    slack.deliveries.pauses = ()
    slack.people.react(B, bot.card(), DOOR)
    await slack.deliveries.settled()
    await slack.come_back()
    await bot.until_ready()
    await bot.until_ballots(debate, 2, 0, 0)


async def test_a_bot_that_starts_before_its_network_waits_for_it(slack, tmp_path) -> None:
    await slack.go_away()
    async with running_bot(slack, tmp_path, connected=False) as bot:
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        assert not bot.ready()
        await slack.come_back()
        await bot.until_ready()
        await bot.until(lambda: bot.settled(debate))
        assert len(slack.messages(SQUARE)) == 1


@pytest.mark.parametrize("transport", ["socket", "http"])
@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive"])
async def test_a_token_that_is_refused_at_start_ends_the_run(slack, tmp_path, transport, error) -> None:
    slack.faults.token_error = error
    async with running_bot(slack, tmp_path, transport, connected=False) as bot:
        with pytest.raises(TokenRefused, match="SLACK_BOT_TOKEN"):
            await asyncio.wait_for(bot.app.supervisor.wait(), PATIENCE)


async def test_an_app_token_that_is_refused_at_start_ends_the_run(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path, connected=False, app_token="xapp-of-another") as bot:
        with pytest.raises(TokenRefused, match="SLACK_APP_TOKEN") as refused:
            await asyncio.wait_for(bot.app.supervisor.wait(), PATIENCE)
    assert refused.value.message == "Slack does not accept the app’s own token."


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_token_that_is_revoked_later_is_tried_again(slack, tmp_path, transport) -> None:
    async with running_bot(slack, tmp_path, transport) as bot:
        slack.faults.token_error = "token_revoked"
        debate = await bot.app.debate_admin.post("square-test", ["square"])
        await slack.until(lambda: slack.called("chat.postMessage", "token_revoked"))
        await bot.until_ready(ready=False)
        slack.faults.token_error = None
        await bot.until(lambda: bot.settled(debate))
        await bot.until_ready()
        assert len(slack.messages(SQUARE)) == 1
        assert slack.messages(STAFF) == [] or "square" in str(slack.messages(STAFF)[0].text)
