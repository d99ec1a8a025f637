"""The server: Web API, uploads, response addresses, Socket Mode, and everything seen from inside."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import count
from typing import Any, Self
from uuid import uuid4

from aiohttp import web

from tests.wire.slack.deliveries import EVENTS, Deliveries, Delivery
from tests.wire.slack.faults import Fault, Faults, Kind
from tests.wire.slack.methods import METHODS, content_of
from tests.wire.slack.people import People
from tests.wire.slack.sockets import Sockets
from tests.wire.slack.world import Event, Message, SlackError, World

ALL_SCOPES = frozenset(
    {
        *("app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write"),
        *("chat:write.customize", "commands", "emoji:read", "files:read", "files:write", "groups:history"),
        *("groups:read", "im:history", "im:write", "reactions:read", "reactions:write", "team:read", "users:read"),
    }
)
_LISTED_WITHOUT_FULL = 50
_ANSWERS, _ANSWERED_WITHIN = 5, 1800.0


@dataclass
class Call:
    """A call of the Web API: when (monotonic), with what, and what it answered ("" where none was given)."""

    method: str
    args: dict[str, Any]
    at: float
    status: int = 0
    outcome: str = ""
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass
class Whisper:
    """An ephemeral message."""

    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]] | None
    thread: str | None = None


@dataclass
class ResponseUrl:
    """Where an answer to a command or an interaction may be sent: five times within half an hour."""

    made_at: float
    answers: list[dict[str, Any]] = field(default_factory=list)


class FakeSlack:
    """A workspace with one app in it.

    `app_urls` are where the app takes HTTP requests, in turn as behind a load balancer; none means Socket Mode.
    `bare` leaves out of every answer and event what a client must not depend on; `lacks` are methods that it
    does not know.
    """

    def __init__(
        self,
        *,
        bot_token: str = "xoxb-local-square",
        app_token: str = "xapp-local-square",
        signing_secret: str = "0123456789abcdef0123456789abcdef",
        port: int = 0,
    ) -> None:
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.app_urls: list[str] = []
        self.bare = False
        self.lacks: set[str] = set()
        self.scopes = set(ALL_SCOPES)
        self.world = World(self._tell)
        self.faults = Faults()
        self.deliveries = Deliveries(self)
        self.sockets = Sockets(self)
        self.people = People(self)
        self.calls: list[Call] = []
        self.whispers: list[Whisper] = []
        self.mentions: list[str] = []
        self.triggers: dict[str, float] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self._events = count(1)
        self._used: dict[str, deque[float]] = {}
        self._moved = asyncio.Event()
        self._port = port
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    # Being there

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen, on a free port unless one was given."""
        app = web.Application(client_max_size=16 << 20)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_post("/respond/{name}", self._respond)
        app.router.add_get("/link/", self.sockets.link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await self.come_back()

    async def stop(self) -> None:
        """End everything."""
        self.faults.clear()
        await self.deliveries.close()
        self.sockets.break_off()
        if self._runner is not None:
            await self._runner.cleanup()

    async def go_away(self) -> None:
        """Break every connection and refuse new ones."""
        if self._site is not None:
            await self._site.stop()
            self._site = None
        self.sockets.break_off()
        server = self._runner.server if self._runner is not None else None
        for connection in list(server.connections) if server is not None else ():
            if connection.transport is not None:
                connection.transport.abort()

    async def come_back(self) -> None:
        """Take connections again, on the same port."""
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        if not self._port:
            self._port = self._runner.addresses[0][1]

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """What to write in the configuration as `slack.api_url`."""
        return f"{self.base_url}/api/"

    @property
    def app_url(self) -> str | None:
        """Where the app takes HTTP requests, if it is in one place."""
        return self.app_urls[0] if self.app_urls else None

    @app_url.setter
    def app_url(self, url: str | None) -> None:
        self.app_urls = [] if url is None else [url]

    # Looking in

    def moved(self) -> None:
        """Something happened: whoever waits looks again."""
        self._moved.set()

    async def until(self, condition: Callable[[], Any], seconds: float = 20.0, why: str = "") -> Any:
        """Wait until a condition on this server holds; gives what the condition gave."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := condition()):
                    self._moved.clear()
                    await self._moved.wait()
                return found
        except TimeoutError:
            last = [f"{call.method} {call.outcome}" for call in self.calls[-10:]]
            raise AssertionError(f"waited {seconds} s in vain{why and f' for {why}'}; last calls: {last}") from None

    def called(self, method: str, outcome: str | None = None) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method and outcome in (None, call.outcome)]

    def messages(self, channel: str) -> list[Message]:
        """The app's own messages in a channel, without replies."""
        return [m for m in self.world.in_channel(channel) if m.user == self.world.bot.id]

    def thread(self, message: Message) -> list[Message]:
        """The app's own replies under a message."""
        return [m for m in self.world.thread(message.channel, message.ts) if m.user == self.world.bot.id]

    def need(self, scope: str) -> None:
        """Raise `missing_scope` where the app lacks it."""
        if scope not in self.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))

    def shown(self, message: Message, *, metadata: bool = False, full: bool = False) -> dict[str, Any]:
        """A message as the Web API shows it."""
        most = self.faults.most_people
        if not full:
            most = min(most or _LISTED_WITHOUT_FULL, _LISTED_WITHOUT_FULL)
        return self.world.as_json(message, metadata=metadata, most_people=most)

    def permalink(self, channel: str, ts: str) -> str:
        """A message's address."""
        return f"https://{self.world.team_name.lower()}.slack.com/archives/{channel}/p{ts.replace('.', '')}"

    def whispered(
        self, channel: str, user: str, text: str, blocks: list[dict[str, Any]] | None, thread: str | None
    ) -> None:
        """Keep an ephemeral message."""
        self.whispers.append(Whisper(channel, user, text, blocks, thread))

    def new_trigger(self) -> str:
        """A trigger id, good for one view within three seconds."""
        trigger = f"{uuid4().int >> 90}.{uuid4().hex}"
        self.triggers[trigger] = time.monotonic()
        return trigger

    def new_response_url(self) -> tuple[str, ResponseUrl]:
        """An address for answers."""
        name = uuid4().hex
        self.response_urls[name] = ResponseUrl(time.monotonic())
        return f"{self.base_url}/respond/{name}", self.response_urls[name]

    # Telling

    def _tell(self, event: Event) -> None:
        if self.deliveries.wanted(event):
            self.send_event(event)
        self.moved()

    def send_event(self, event: Event) -> Delivery:
        """Hand an event to the app, whether it happened here or not."""
        return self.deliveries.send(EVENTS, self.callback(event))

    def callback(self, event: Event) -> dict[str, Any]:
        """An event as it is delivered."""
        world = self.world
        if self.bare:
            head = {"type": "event_callback", "team_id": world.team, "api_app_id": world.app}
            return {**head, "event": bared(event), "event_id": f"Ev{next(self._events):09d}", "event_time": 0}
        return {
            "token": "local",
            "team_id": world.team,
            "context_team_id": world.team,
            "context_enterprise_id": None,
            "api_app_id": world.app,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{next(self._events):09d}",
            "event_time": int(float(event.get("event_ts", time.time()))),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": world.team,
                    "user_id": world.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{uuid4().hex}",
        }

    # Answering

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or args.pop("token", "")
        call = Call(name, args, time.monotonic())
        self.calls.append(call)
        try:
            return await self._answer(request, call, token)
        finally:
            self.moved()

    async def _answer(self, request: web.Request, call: Call, token: str) -> web.StreamResponse:
        fault = self.faults.next(call.method)
        kind = fault.kind if fault is not None else None
        pause = self._over_limit(call.method)
        if kind is Kind.DROP_BEFORE:
            return self._drop(request, call, "dropped before")
        if fault is not None and kind is Kind.STATUS_BEFORE:
            call.outcome, call.status = "status", fault.value
            return web.Response(status=fault.value, text="upstream connect error")
        if pause is not None or kind is Kind.LIMIT:
            return self._limited(call, pause if fault is None else fault.value)
        answer = self._do(call, token, fault)
        if fault is not None and kind is Kind.SLOW:
            await asyncio.sleep(fault.value)
        elif fault is not None and kind is Kind.HANG:
            await fault.lifted.wait()
            return self._drop(request, call, "hung")
        elif kind is Kind.DROP_AFTER:
            return self._drop(request, call, "dropped after")
        elif fault is not None and kind is Kind.STATUS_AFTER:
            call.outcome, call.status = "status", fault.value
            return web.Response(status=fault.value, text="upstream connect error")
        headers = {
            "x-slack-req-id": uuid4().hex,
            "x-accepted-oauth-scopes": METHODS.get(call.method, ("", ""))[1] or "",
        }
        if token == self.bot_token:
            headers["x-oauth-scopes"] = ",".join(sorted(self.scopes))
        call.status = 200
        return web.json_response(answer, headers=headers)

    def _do(self, call: Call, token: str, fault: Fault | None) -> dict[str, Any]:
        try:
            if fault is not None and fault.kind is Kind.ERROR:
                raise SlackError(fault.value, **fault.fields)
            self._admit(call.method, token)
            work, _ = METHODS[call.method]
            call.answer = {"ok": True, **work(self, call.args)}
            call.outcome = "ok"
        except SlackError as error:
            call.outcome = error.error
            call.answer = {"ok": False, "error": error.error, **error.fields}
        return call.answer

    def _admit(self, method: str, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if self.faults.token_error is not None and token == self.bot_token:
            raise SlackError(self.faults.token_error)
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != wanted:
            known = token in (self.app_token, self.bot_token)
            raise SlackError("not_allowed_token_type" if known else "invalid_auth")
        if method not in METHODS or any(fnmatchcase(method, lacking) for lacking in self.lacks):
            raise SlackError("unknown_method", req_method=method)
        scope = METHODS[method][1]
        if scope is not None:
            self.need(scope)

    def _over_limit(self, method: str) -> float | None:
        if method not in self.faults.limits:
            return None
        most, seconds = self.faults.limits[method]
        used, now = self._used.setdefault(method, deque()), time.monotonic()
        while used and now - used[0] >= seconds:
            used.popleft()
        if len(used) >= most:
            return seconds - (now - used[0])
        used.append(now)
        return None

    def _limited(self, call: Call, retry_after: float | None) -> web.Response:
        call.status, call.outcome = 429, "ratelimited"
        headers = {} if retry_after is None else {"Retry-After": str(max(1, round(retry_after + 0.5)))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    def _drop(self, request: web.Request, call: Call, outcome: str) -> web.StreamResponse:
        call.outcome = outcome
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["file"])
        call = Call("upload", {"file": request.match_info["file"]}, time.monotonic(), status=200, outcome="ok")
        self.calls.append(call)
        fault = self.faults.next("upload")
        if fault is not None:
            call.status, call.outcome = 500, "status"
            return web.Response(status=500)
        if request.content_type == "multipart/form-data":
            part = next(iter((await request.post()).values()))
            data = part.file.read() if isinstance(part, web.FileField) else str(part).encode()
        else:
            data = await request.read()
        if file is None or len(data) != file.length:
            call.status = 400
            return web.Response(status=400)
        file.data = data
        return web.Response(text=f"OK - {len(data)}")

    async def _respond(self, request: web.Request) -> web.Response:
        address = self.response_urls.get(request.match_info["name"])
        if address is None or time.monotonic() - address.made_at > _ANSWERED_WITHIN or len(address.answers) >= _ANSWERS:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        answer = await request.json()
        try:
            if not answer.get("delete_original"):
                content_of(self, answer)
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.error, **error.fields}, status=400)
        address.answers.append(answer)
        self.moved()
        return web.Response(text="ok")


_OPTIONAL = frozenset(
    {
        *("response_metadata", "has_more", "pin_count", "cache_ts", "bot_profile", "team", "app_id", "item_user"),
        *("channel_type", "parent_user_id", "reply_count", "reply_users", "latest_reply", "permalink", "edited"),
        *("authorizations", "event_context", "is_enterprise_install", "name_normalized", "num_members", "profile"),
    }
)


def bared(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer or event without what a client must not depend on."""

    def strip(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: strip(value) for name, value in part.items() if name not in _OPTIONAL}
        return [strip(value) for value in part] if isinstance(part, list) else part

    if (answer.get("response_metadata") or {}).get("next_cursor"):
        return strip(answer) | {"response_metadata": answer["response_metadata"]}
    found: dict[str, Any] = strip(answer)
    return found


async def _arguments(request: web.Request) -> dict[str, Any]:
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json() if request.can_read_body else {}
    elif request.can_read_body:
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return args
