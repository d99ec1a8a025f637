"""Slack over HTTP: only what Slack has signed is done, once, in bounded size and in time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.core.debates import DebateState, PostState
from bot.platforms.slack.message_rendering import VOTE
from tests.wire.slack import FakeSlack, sign, verify_url
from tests.wire.slack.broken import locked
from tests.wire.slack.deliveries import COMMANDS, EVENTS, INTERACTIVE, encode
from tests.wire.slack.whole import DOOR, SLUG, SQUARE, TREE, running_bot

A = "U00000001"
PATHS = {EVENTS: "/slack/events", COMMANDS: "/slack/commands", INTERACTIVE: "/slack/interactions"}


@pytest_asyncio.fixture
async def bot(slack, tmp_path):
    async with running_bot(slack, tmp_path, "http") as running:
        yield running


async def send(bot, kind: str, body: bytes, headers: dict[str, str], content_type: str) -> tuple[int, str]:
    """Send a request as anybody could."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{bot.app.web.url}{PATHS[kind]}", data=body, headers={**headers, "Content-Type": content_type}
        ) as answer,
    ):
        return answer.status, await answer.text()


def reaction(slack: FakeSlack, bot) -> tuple[bytes, str]:
    """A reaction that nobody gave."""
    card = bot.card()
    item = {"type": "message", "channel": SQUARE, "ts": card.ts}
    event = {"type": "reaction_added", "user": A, "reaction": DOOR, "item": item, "event_ts": slack.world.stamp()}
    return encode(EVENTS, slack.callback(event))


def command(slack: FakeSlack, text: str, user: str = "U0EDITOR") -> tuple[bytes, str]:
    """A command as its form."""
    world = slack.world
    form = {"token": "local", "team_id": world.team, "team_domain": "square", "channel_id": SQUARE}
    form |= {"channel_name": "square", "user_id": user, "user_name": user.lower(), "command": "/debate", "text": text}
    form |= {"api_app_id": world.app, "is_enterprise_install": "false", "response_url": slack.new_response_url()[0]}
    return encode(COMMANDS, {**form, "trigger_id": slack.new_trigger()})


def forged(headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "X-Slack-Signature": f"v0={'0' * 64}"}


def missing(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "X-Slack-Signature"}


def timeless(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "X-Slack-Request-Timestamp"}


def wordy(headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "X-Slack-Request-Timestamp": "yesterday"}


@pytest.mark.parametrize("spoilt", [forged, missing, timeless, wordy])
async def test_what_slack_has_not_signed_is_refused_and_not_done(bot, slack, spoilt) -> None:
    debate = await bot.open()
    for kind, (body, content) in (
        (EVENTS, reaction(slack, bot)),
        (COMMANDS, command(slack, f"post {SLUG}")),
        (INTERACTIVE, encode(INTERACTIVE, {"type": "block_actions", "user": {"id": A}, "actions": []})),
    ):
        status, _ = await send(bot, kind, body, spoilt(sign(body, slack.signing_secret)), content)
        assert status == 401
    status, _ = await send(bot, EVENTS, body, sign(body, "another secret"), "application/json")
    assert status == 401
    assert await bot.ballots(debate) == (0, 0, 0)
    assert len(slack.messages(SQUARE)) == 1


@pytest.mark.parametrize("seconds", [-400, 400])
async def test_signatures_of_another_time_are_refused(bot, slack, seconds) -> None:
    debate = await bot.open()
    body, content = reaction(slack, bot)
    status, _ = await send(bot, EVENTS, body, sign(body, slack.signing_secret, time.time() + seconds), content)
    assert status == 401
    assert await bot.ballots(debate) == (0, 0, 0)


def interaction(slack: FakeSlack, bot) -> dict[str, object]:
    """A press of the first voting button, as Slack tells it."""
    world = slack.world
    container = {"type": "message", "message_ts": bot.card().ts, "channel_id": SQUARE}
    button = {"type": "button", "action_id": f"{VOTE}0", "block_id": "b", "value": "x"}
    return {
        "type": "block_actions",
        "user": {"id": A, "team_id": world.team},
        "team": {"id": world.team, "domain": "square"},
        "api_app_id": world.app,
        "container": container,
        "actions": [button],
        "trigger_id": slack.new_trigger(),
    }


@pytest.mark.parametrize("foreign", [{"team": "T0OTHER"}, {"app": "A0OTHER"}])
async def test_what_is_for_another_workspace_or_app_is_refused_and_not_done(slack, tmp_path, foreign) -> None:
    async with running_bot(slack, tmp_path, "http", rules=", ballot: buttons") as bot:
        debate = await bot.open()
        await slack.until(lambda: slack.called("bots.info"))
        await bot.until(lambda: learnt(bot))
        before = {name: getattr(slack.world, name) for name in foreign}
        for name, value in foreign.items():
            setattr(slack.world, name, value)
        deleted = {"type": "message", "subtype": "message_deleted", "channel": SQUARE, "deleted_ts": bot.card().ts}
        limited = {"type": "app_rate_limited", "team_id": slack.world.team, "api_app_id": slack.world.app}
        refused = [
            (EVENTS, encode(EVENTS, slack.callback({**deleted, "event_ts": slack.world.stamp()}))),
            (EVENTS, encode(EVENTS, limited)),
            (COMMANDS, command(slack, f"close {debate}")),
            (INTERACTIVE, encode(INTERACTIVE, interaction(slack, bot))),
        ]
        for kind, (body, content) in refused:
            status, _ = await send(bot, kind, body, sign(body, slack.signing_secret), content)
            assert status == 401
        for name, value in before.items():
            setattr(slack.world, name, value)
        body, content = encode(INTERACTIVE, interaction(slack, bot))
        status, _ = await send(bot, INTERACTIVE, body, sign(body, slack.signing_secret), content)
        assert status == 200
        await bot.until_ballots(debate, 1, 0, 0)
        snapshot = await bot.snapshot(debate)
        assert snapshot.debate.state is DebateState.OPEN
        assert [post.state for post in snapshot.posts] == [PostState.SAID]


async def learnt(bot) -> bool:
    return bool(bot.app.adapters["slack"]._api.app)


async def test_what_is_for_another_workspace_is_not_done_over_socket_mode_either(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path) as bot:
        debate = await bot.open()
        mine, slack.world.team = slack.world.team, "T0OTHER"
        slack.people.react(A, bot.card(), DOOR)
        closing = slack.people.command("U0EDITOR", SQUARE, f"close {debate}")
        await closing.acked()
        await slack.deliveries.settled()
        assert slack.deliveries.events("reaction_added")[-1].acked
        slack.world.team = mine
        slack.people.react("U00000002", bot.card(), TREE)
        await bot.until_ballots(debate, 0, 1, 0)
        assert closing.answers == []
        assert (await bot.snapshot(debate)).debate.state is DebateState.OPEN


async def test_an_external_member_of_a_shared_channel_votes(bot, slack) -> None:
    """The event is told as seen by our workspace, though somebody of another one caused it."""
    debate = await bot.open()
    item = {"type": "message", "channel": SQUARE, "ts": bot.card().ts}
    event = {"type": "reaction_added", "user": A, "reaction": DOOR, "item": item, "event_ts": slack.world.stamp()}
    payload = slack.callback(event) | {"team_id": "T0OTHER", "is_ext_shared_channel": True}
    body, content = encode(EVENTS, payload)
    status, _ = await send(bot, EVENTS, body, sign(body, slack.signing_secret), content)
    assert status == 200
    await bot.until_ballots(debate, 1, 0, 0)


async def test_a_replayed_event_is_answered_and_counts_once(bot, slack) -> None:
    debate = await bot.open()
    body, content = reaction(slack, bot)
    headers = sign(body, slack.signing_secret)
    for number in range(3):
        more = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"} if number else {}
        status, _ = await send(bot, EVENTS, body, headers | more, content)
        assert status == 200
    assert await bot.ballots(debate) == (1, 0, 0)


async def test_a_replayed_command_is_answered_and_done_once(bot, slack) -> None:
    body, content = command(slack, f"post {SLUG}")
    headers = sign(body, slack.signing_secret)
    answers = await asyncio.gather(*(send(bot, COMMANDS, body, headers, content) for _ in range(3)))
    assert [status for status, _ in answers] == [200, 200, 200]
    await slack.until(lambda: slack.messages(SQUARE))
    status, _ = await send(bot, COMMANDS, body, headers, content)
    assert status == 200
    debate = await bot.app.database.ledger.finder.latest()
    assert debate is not None
    await bot.until(lambda: bot.settled(debate.id))
    assert len([m for m in slack.messages(SQUARE) if (m.key or "").endswith(":post")]) == 1
    assert len(await bot.app.database.ledger.debates.open_debates()) == 1


async def test_the_address_is_verified(bot, slack) -> None:
    assert await verify_url(slack)
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"}).encode()
    status, answer = await send(bot, EVENTS, body, forged(sign(body, slack.signing_secret)), "application/json")
    assert status == 401
    assert "challenge" not in answer


@pytest.mark.parametrize("chunked", [False, True])
async def test_bodies_are_bounded(bot, slack, chunked) -> None:
    await bot.open()
    body = b'{"type": "event_callback", "event": {"text": "' + b"x" * (8 << 20) + b'"}}'
    headers = sign(body, slack.signing_secret)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1 << 16):
            yield body[start : start + (1 << 16)]

    try:
        status, _ = await send(bot, EVENTS, pieces() if chunked else body, headers, "application/json")
    except aiohttp.ClientError:
        status = 413  # it hung up amid the body
    assert status == 413
    slack.people.react(A, bot.card(), DOOR)
    await slack.deliveries.settled()
    assert slack.deliveries.events("reaction_added")[-1].acked


def nested(depth: int, around: bytes = b"%s") -> bytes:
    return around % (b"[" * depth + b"]" * depth)


NONSENSE = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"type": "event_callback"}',
    b'{"event": 7}',
    b"\xff\xfe",
    *(nested(depth) for depth in (400, 900, 100_000)),
    *(nested(depth, b'{"type": "event_callback", "event": %s}') for depth in (400, 900, 100_000)),
    *(nested(depth, b'{"type": "event_callback", "event": {"type": %s}}') for depth in (400, 900, 100_000)),
    *(nested(depth, b'{"type": "url_verification", "challenge": %s}') for depth in (400, 900, 100_000)),
    *(nested(depth, b'payload={"type": "block_actions", "actions": [{"value": %s}]}') for depth in (400, 900, 100_000)),
    b'payload={"type": "block_actions", "user": {"id": "\\ud800"}, "actions": [{"action_id": "agora:vote:0"}]}',
    b'{"type": "event_callback", "event": {"type": "reaction_added", "user": "\\ud800", "reaction": "door"}}',
    b'{"type": "event_callback", "event": {"type": "reaction_added", "user": {}, "reaction": [], "item": 3}}',
    b'{"type": "event_callback", "event": {"type": "message", "thread_ts": {}, "ts": [], "user": 3}}',
    b'{"type": "event_callback", "event": {"type": [], "user": 3}}',
    b"payload=[]",
    b'payload={"type": 3, "actions": 4, "user": "x", "view": 3, "team": [], "message": "y"}',
]


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
async def test_signed_nonsense_harms_nothing(bot, slack, body) -> None:
    for kind in PATHS:
        status, answer = await send(bot, kind, body, sign(body, slack.signing_secret), "application/json")
        assert status < 500
        assert "Traceback" not in answer
    debate = await bot.open()
    slack.people.react(A, bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)


async def test_commands_are_acknowledged_while_the_database_is_busy(bot, slack) -> None:
    await bot.open()
    async with locked(bot.app.database.path):
        asked = slack.people.command(A, SQUARE, "feedback")
        await asked.acked()
        latency = asked.delivery.latency
    assert latency is not None
    assert latency < 2.5


async def test_votes_at_once_are_acknowledged_in_time(bot, slack) -> None:
    debate = await bot.open()
    people = slack.people.newcomers(700)
    for person in people:
        slack.people.react(person, bot.card(), TREE)
    await slack.deliveries.settled()
    deliveries = slack.deliveries.events("reaction_added")
    assert all(delivery.acked for delivery in deliveries)
    assert await bot.ballots(debate) == (0, 700, 0)
