"""What Slack hands to the app: events, commands and interactions, with its three seconds and its retries."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack

EVENTS, COMMANDS, INTERACTIVE = "events_api", "slash_commands", "interactive"
_PATHS = {EVENTS: "/slack/events", COMMANDS: "/slack/commands", INTERACTIVE: "/slack/interactions"}
ACK_SECONDS = PATIENCE
"""Slack's are 3. A slow machine makes none late, only a bot that hangs; a test of lateness sets `ack_seconds`."""
_AT_ONCE = 50
"""Requests that are under way at a time over HTTP."""


@dataclass
class Attempt:
    """One try: over which connection, when (monotonic), when it was acknowledged, or why not."""

    sent_at: float
    via: str = ""
    acked_at: float | None = None
    failure: str | None = None
    status: int | None = None


@dataclass
class Delivery:
    """Something handed to the app, with all its tries."""

    kind: str
    payload: dict[str, Any]
    attempts: list[Attempt] = field(default_factory=list)
    answer: Any = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acked(self) -> bool:
        """Whether the app has acknowledged it."""
        return any(attempt.acked_at is not None for attempt in self.attempts)

    @property
    def latency(self) -> float | None:
        """Seconds from the try that was acknowledged to its acknowledgement."""
        return next((a.acked_at - a.sent_at for a in self.attempts if a.acked_at is not None), None)

    @property
    def event(self) -> dict[str, Any]:
        """The event inside, if it is one."""
        found: dict[str, Any] = self.payload.get("event", {})
        return found


class Deliveries:
    """Hands over in order, each in a task of its own.

    Faults: `copies` of each event, `swallow` so many, `latency` before each try, `hold` and `release` to reorder.
    `pauses` are the seconds before the second, third and fourth try (Slack: at once, 1 minute, 5 minutes).
    """

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self.all: list[Delivery] = []
        self.ack_seconds = ACK_SECONDS
        self.pauses: Sequence[float] = (0.0, 0.2, 0.5)
        self.copies = 1
        self.swallow = 0
        self.latency = 0.0
        self.wanted: Callable[[dict[str, Any]], bool] = lambda _: True
        """Which events the app has subscribed to."""
        self._held: list[Delivery] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._turn = count()

    @property
    def under_way(self) -> int:
        """How many are neither acknowledged nor given up."""
        return len(self._tasks)

    def events(self, kind: str) -> list[Delivery]:
        """The events of one type."""
        return [delivery for delivery in self.all if delivery.event.get("type") == kind]

    def send(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """Hand something over."""
        delivery = Delivery(kind, payload)
        self.all.append(delivery)
        if kind == EVENTS and self.swallow > 0:
            self.swallow -= 1
            delivery.done.set()
        elif self._held is not None and kind == EVENTS:
            self._held.append(delivery)
        else:
            for _ in range(self.copies if kind == EVENTS else 1):
                self._begin(delivery)
        return delivery

    def again(self, delivery: Delivery) -> None:
        """Hand the same over once more."""
        self._begin(delivery)

    def hold(self) -> None:
        """Keep events back until `release`."""
        self._held = []

    def release(self, order: Callable[[list[Delivery]], list[Delivery]] = lambda held: held) -> None:
        """Hand over what was kept back, in another order if wanted."""
        held, self._held = self._held or [], None
        for delivery in order(held):
            for _ in range(self.copies):
                self._begin(delivery)

    async def settled(self) -> None:
        """Return when nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _begin(self, delivery: Delivery) -> None:
        delivery.done.clear()
        task = asyncio.create_task(self._carry(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, delivery: Delivery) -> None:
        try:
            pauses = self.pauses if delivery.kind == EVENTS else ()
            failure = await self._attempt(delivery, 0, "")
            for number, pause in enumerate(pauses, 1):
                if failure is None or failure == "no_retry":
                    break
                await asyncio.sleep(pause)
                failure = await self._attempt(delivery, number, failure)
        finally:
            delivery.done.set()
            self._slack.moved()

    async def _attempt(self, delivery: Delivery, number: int, reason: str) -> str | None:
        if self.latency:
            await asyncio.sleep(self.latency)
        if not self._slack.app_urls:
            attempt = _begun(delivery)
            failure = await self._slack.sockets.attempt(delivery, attempt, number, reason, self.ack_seconds)
        else:
            async with self._room:
                attempt = _begun(delivery)
                failure = await self._over_http(delivery, attempt, number, reason)
        attempt.failure = failure
        if failure is None:
            attempt.acked_at = attempt.acked_at or time.monotonic()
        self._slack.moved()
        return failure

    async def _over_http(self, delivery: Delivery, attempt: Attempt, number: int, reason: str) -> str | None:
        body, kind = encode(delivery.kind, delivery.payload)
        headers = sign(body, self._slack.signing_secret) | {"Content-Type": kind}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        urls = self._slack.app_urls
        attempt.via = urls[next(self._turn) % len(urls)]
        url = f"{attempt.via}{_PATHS[delivery.kind]}"
        try:
            async with (
                asyncio.timeout(self.ack_seconds),
                self._session.post(url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                answer = await response.text()
        except TimeoutError:
            return "http_timeout"
        except (aiohttp.ClientError, OSError):
            return "connection_failed"
        attempt.status = response.status
        if 200 <= response.status < 300:
            delivery.answer = _read(answer)
            return None
        return "no_retry" if response.headers.get("X-Slack-No-Retry") == "1" else "http_error"


def encode(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    """A delivery's body as it is sent over HTTP, and its content type."""
    if kind == EVENTS:
        return json.dumps(payload, separators=(",", ":")).encode(), "application/json"
    form = payload if kind == COMMANDS else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def sign(body: bytes, secret: str, at: float | None = None) -> dict[str, str]:
    """The headers that prove a request to be Slack's."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }


def _begun(delivery: Delivery) -> Attempt:
    delivery.attempts.append(Attempt(time.monotonic()))
    return delivery.attempts[-1]


def _read(answer: str) -> Any:
    try:
        return json.loads(answer)
    except ValueError:
        return answer or None
