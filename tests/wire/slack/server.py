"""The server: Web API, uploads, response addresses, Socket Mode, and everything seen from inside."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self
from uuid import uuid4

from aiohttp import web

from tests.serving import Network
from tests.wire.slack.answering import Answering, Call, bared
from tests.wire.slack.deliveries import EVENTS, Deliveries, Delivery
from tests.wire.slack.faults import Faults
from tests.wire.slack.people import People
from tests.wire.slack.records import Message, SlackError
from tests.wire.slack.sockets import Sockets
from tests.wire.slack.world import Event, World

ALL_SCOPES = frozenset(
    {
        *("app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write"),
        *("chat:write.customize", "commands", "emoji:read", "files:read", "files:write", "groups:history"),
        *(
            "groups:read",
            "im:history",
            "im:write",
            "metadata.message:read",
            "reactions:read",
            "reactions:write",
            "team:read",
            "users:read",
        ),
    }
)
_LISTED_WITHOUT_FULL = 50


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
        self._answering = Answering(self)
        self.calls: list[Call] = []
        self.whispers: list[Whisper] = []
        self.mentions: list[str] = []
        self.triggers: dict[str, float] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self._events = count(1)
        self._moved = asyncio.Event()
        self._network = Network(port)

    # Being there

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen, on a free port unless one was given."""
        app = web.Application(client_max_size=16 << 20)
        app.router.add_route("*", "/api/{method}", self._answering.api)
        app.router.add_post("/upload/{file}", self._answering.upload)
        app.router.add_post("/respond/{name}", self._answering.respond)
        app.router.add_get("/link/", self.sockets.link)
        await self._network.start(app)

    async def stop(self) -> None:
        """End everything."""
        self.faults.clear()
        await self.deliveries.close()
        self.sockets.break_off()
        await self._network.stop()

    async def go_away(self) -> None:
        """Break every connection and refuse new ones."""
        self.sockets.break_off()
        await self._network.fall_off()

    async def come_back(self) -> None:
        """Take connections again, on the same port."""
        await self._network.come_back()

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._network.port}"

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
        """A message as the Web API shows it; its metadata only to an app that may read it."""
        metadata = metadata and "metadata.message:read" in self.scopes
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
