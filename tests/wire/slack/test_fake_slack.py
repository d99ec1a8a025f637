"""The fake Slack, driven by the real slack_sdk and slack_bolt."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.patience import PATIENCE
from tests.wire.slack import Crowd, FakeSlack, burst, sign, verify_url

PNG = b"\x89PNG not really"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.world.add_channel("C1", "square")
        fake.people.newcomers(3)
        yield fake


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


async def test_a_message_is_posted_read_back_and_edited(slack, client) -> None:
    assert (await client.auth_test())["team_id"] == slack.world.team
    metadata = {"event_type": "agora_delivery", "event_payload": {"key": "d:c:post"}}
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Hello* <!channel>"}}]
    sent = await client.chat_postMessage(channel="C1", text="Hello", blocks=blocks, metadata=metadata)
    assert slack.mentions == ["<!channel>"]
    (message,) = slack.messages("C1")
    assert message.key == "d:c:post"
    history = await client.conversations_history(channel="C1", include_all_metadata=True)
    assert history["messages"][0]["metadata"] == metadata
    assert "metadata" not in (await client.conversations_history(channel="C1"))["messages"][0]
    await client.chat_update(channel="C1", ts=sent["ts"], text="Bye")
    assert (message.text, message.blocks, message.metadata) == ("Bye", None, metadata)
    reply = await client.chat_postMessage(channel="C1", text="Aye", thread_ts=sent["ts"], username="Booki")
    thread = await client.conversations_replies(channel="C1", ts=sent["ts"])
    assert [m["ts"] for m in thread["messages"]] == [sent["ts"], reply["ts"]]
    assert len((await client.conversations_history(channel="C1"))["messages"]) == 1


async def test_history_is_paged_and_bounded(client) -> None:
    sent = [(await client.chat_postMessage(channel="C1", text=str(number)))["ts"] for number in range(7)]
    pages = [page["messages"] async for page in await client.conversations_history(channel="C1", limit=3)]
    assert [m["ts"] for page in pages for m in page] == sent[::-1]
    newer = await client.conversations_history(channel="C1", oldest=sent[4])
    assert [m["ts"] for m in newer["messages"]] == [sent[6], sent[5]]


async def test_reactions_have_their_rules(slack, client) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="Vote"))["ts"]
    (message,) = slack.messages("C1")
    await client.reactions_add(channel="C1", timestamp=ts, name="+1")
    for name, error in (("+1", "already_reacted"), ("no-such-emoji", "invalid_name")):
        with pytest.raises(SlackApiError, match=error):
            await client.reactions_add(channel="C1", timestamp=ts, name=name)
    slack.world.emoji["door-of-ours"] = "https://emoji.example/door.png"
    for user, name in (("U00000001", "+1::skin-tone-4"), ("U00000001", "door-of-ours"), ("U00000002", "+1")):
        slack.people.react(user, message, name)
    slack.people.unreact("U00000001", message, "door-of-ours")
    found = (await client.reactions_get(channel="C1", timestamp=ts, full=True))["message"]["reactions"]
    assert found == [
        {"name": "+1", "users": [slack.world.bot.id, "U00000002"], "count": 2},
        {"name": "+1::skin-tone-4", "users": ["U00000001"], "count": 1},
    ]
    slack.faults.most_people = 1
    short = (await client.reactions_get(channel="C1", timestamp=ts, full=True))["message"]["reactions"]
    assert short[0] == {"name": "+1", "users": [slack.world.bot.id], "count": 2}


async def test_errors_are_those_of_the_documents(slack, client) -> None:
    slack.world.add_channel("C2", "elsewhere", bot=False)
    slack.world.add_channel("C3", "old", archived=True)
    slack.world.add_channel("G4", "private", private=True, bot=False)
    for channel, error in (
        ("C9", "channel_not_found"),
        ("C2", "not_in_channel"),
        ("C3", "is_archived"),
        ("G4", "channel_not_found"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await client.chat_postMessage(channel=channel, text="x")
    too_many = [{"type": "divider"}] * 51
    too_long = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    for blocks in (too_many, too_long, [{"type": "section"}], [{"type": "no-such-block"}]):
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            await client.chat_postMessage(channel="C1", text="x", blocks=blocks)
    slack.scopes.discard("chat:write.customize")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C1", text="x", username="Booki")
    assert refused.value.response["needed"] == "chat:write.customize"
    slack.faults.token_error = "token_revoked"
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()
    slack.faults.clear()
    assert "reactions:read" in (await client.auth_test()).headers["x-oauth-scopes"].split(",")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await AsyncWebClient(token="xoxb-other", base_url=slack.api_url).auth_test()


async def test_faults_strike_before_or_after(slack, client) -> None:
    slack.faults.drop_before("chat.postMessage")
    slack.faults.drop_after("chat.postMessage")
    slack.faults.status("chat.postMessage", 503, after=True)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel="C1", text="x")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C1", text="x")
    assert len(slack.messages("C1")) == 2
    slack.faults.limits["chat.update"] = (1, 60)
    ts = slack.messages("C1")[0].ts
    await client.chat_update(channel="C1", ts=ts, text="y")
    with pytest.raises(SlackApiError, match="ratelimited") as limited:
        await client.chat_update(channel="C1", ts=ts, text="z")
    assert limited.value.response.status_code == 429
    assert 50 <= int(limited.value.response.headers["Retry-After"]) <= 61


async def test_a_picture_is_uploaded_and_shown_in_a_message(slack, client) -> None:
    await client.files_upload_v2(file=PNG, filename="chart.png", alt_txt="62 % for it")
    (file,) = slack.world.files.values()
    assert (file.data, file.alt, file.complete) == (PNG, "62 % for it", True)
    image = {"type": "image", "slack_file": {"id": file.id}, "alt_text": "62 % for it"}
    await client.chat_postMessage(channel="C1", text="Result", blocks=[image])
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel="C1", text="x", blocks=[{**image, "slack_file": {"id": "F9"}}])


class Socket:
    """The real Socket Mode client, which keeps what comes and acknowledges it unless told not to."""

    def __init__(self, slack: FakeSlack) -> None:
        web_client = AsyncWebClient(base_url=slack.api_url)
        self.client = SocketModeClient(app_token=slack.app_token, web_client=web_client, ping_interval=0.2)
        self.client.socket_mode_request_listeners.append(self._take)
        self.came: list[SocketModeRequest] = []
        self.acknowledges = True

    async def _take(self, client: Any, request: SocketModeRequest) -> None:
        self.came.append(request)
        if self.acknowledges:
            payload = {"text": "here"} if request.type == "slash_commands" else None
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))


@pytest_asyncio.fixture
async def sockets(slack: FakeSlack) -> AsyncIterator[list[Socket]]:
    made = [Socket(slack), Socket(slack)]
    for socket in made:
        await socket.client.connect()
    await slack.until(lambda: len(slack.sockets.ready) == 2)
    yield made
    for socket in made:
        await socket.client.close()


async def test_each_event_goes_to_one_connection_and_is_acknowledged(slack, client, sockets) -> None:
    await client.chat_postMessage(channel="C1", text="Vote")
    (message,) = slack.messages("C1")
    people = slack.people.newcomers(20, start=10)
    for person in people:
        slack.people.react(person, message, "+1")
    await slack.deliveries.settled()
    came = [request.payload["event"] for socket in sockets for request in socket.came]
    assert sorted(e["user"] for e in came if e["type"] == "reaction_added") == people
    assert all(socket.came for socket in sockets)
    assert all(delivery.acked for delivery in slack.deliveries.all)
    assert (await slack.people.command("U00000001", "C1", "today").answer())["text"] == "here"


async def test_what_is_not_acknowledged_goes_to_another_connection(slack, sockets) -> None:
    slack.deliveries.ack_seconds = 0.1
    for socket in sockets:
        socket.acknowledges = False
    slack.deliveries.pauses = (0, 0, 0)
    delivery = slack.people.open_home("U00000001")
    await delivery.done.wait()
    assert [attempt.failure for attempt in delivery.attempts] == ["timeout"] * 4
    assert delivery.attempts[0].via != delivery.attempts[1].via
    requests = [request for socket in sockets for request in socket.came]
    assert sorted(request.retry_attempt for request in requests) == [0, 1, 2, 3]


@pytest.mark.usefixtures("sockets")
async def test_connections_are_refreshed_broken_and_refused(slack) -> None:
    await slack.sockets.disconnect()
    await slack.until(lambda: slack.sockets.opened == 4 and len(slack.sockets.ready) == 2)
    slack.sockets.break_off()
    await slack.until(lambda: slack.sockets.opened == 6 and len(slack.sockets.ready) == 2)
    slack.sockets.stale_tickets = True
    slack.sockets.break_off()
    await slack.until(lambda: slack.sockets.refused >= 2)
    assert not slack.sockets.ready


async def test_events_over_http_are_signed_and_repeated(slack) -> None:
    answers = [500, 503, 200]
    came: list[tuple[str | None, str | None]] = []

    async def take(request: web.Request) -> web.Response:
        headers = request.headers
        body = await request.read()
        proof = sign(body, slack.signing_secret, float(headers["X-Slack-Request-Timestamp"]))
        assert headers["X-Slack-Signature"] == proof["X-Slack-Signature"]
        event = json.loads(body)
        if event["type"] == "url_verification":
            return web.json_response({"challenge": event["challenge"]})
        came.append((headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")))
        return web.Response(status=answers.pop(0))

    app = web.Application()
    app.router.add_post("/slack/events", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await verify_url(slack)
    delivery = slack.people.open_home("U00000001")
    await delivery.done.wait()
    assert came == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert delivery.acked
    await runner.cleanup()
    lost = slack.people.open_home("U00000001")
    await lost.done.wait()
    assert [attempt.failure for attempt in lost.attempts] == ["connection_failed"] * 4


async def test_bolt_takes_a_command_opens_a_form_and_gets_what_was_filled_in(slack) -> None:
    bolt = AsyncApp(token=slack.bot_token, signing_secret=slack.signing_secret)
    bolt.client.base_url = slack.api_url
    sent: list[Any] = []
    modal = {
        "type": "modal",
        "callback_id": "feedback",
        "title": {"type": "plain_text", "text": "Feedback"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {
                "type": "input",
                "block_id": "line",
                "label": {"type": "plain_text", "text": "Line"},
                "element": {"type": "plain_text_input", "action_id": "text"},
            }
        ],
    }

    @bolt.command("/debate")
    async def debate(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal)
        await respond("done")

    @bolt.view("feedback")
    async def filled(ack: Any, view: dict[str, Any]) -> None:
        await ack()
        sent.append(view["state"]["values"]["line"]["text"]["value"])

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/{kind}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    asked = slack.people.command("U00000001", "C1", "feedback")
    assert (await asked.answer())["text"] == "done"
    (view,) = slack.world.views.values()
    await slack.people.submit(
        "U00000001", view, {"line": {"text": {"type": "plain_text_input", "value": "Good"}}}
    ).acked()
    assert sent == ["Good"]
    await runner.cleanup()


async def test_a_crowd_knows_its_tally(slack, client) -> None:
    await client.chat_postMessage(channel="C1", text="Vote")
    (message,) = slack.messages("C1")
    slack.deliveries.wanted = lambda _: False
    crowd = Crowd(slack.people.newcomers(200, start=10), [("+1", "thumbsup"), ("-1",)])
    await burst(slack, message, crowd, seconds=0)
    assert sum(crowd.tally()) == crowd.voters > 100
    for person, names in crowd.held.items():
        assert {name for name in ("+1", "thumbsup", "-1") if person in message.people(name)} == set(names)


async def test_the_server_goes_away_and_comes_back(slack, client) -> None:
    await client.auth_test()
    await slack.go_away()
    with pytest.raises(aiohttp.ClientError):
        await client.auth_test()
    await slack.come_back()
    assert (await asyncio.wait_for(client.auth_test(), PATIENCE))["ok"]
