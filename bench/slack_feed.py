"""`python -m bench.slack_feed`: a Slack of its own process that feeds reactions as fast as they are taken.

Reads one JSON order a line, answers each with one JSON line. Everything sent is made beforehand.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import deque
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from tests.wire.slack import FakeSlack, Message, sign
from tests.wire.slack.deliveries import encode

CHANNEL = "C0SQUARE"
CONNECTIONS = 64
"""HTTP requests that are under way at any moment."""
IN_FLIGHT = 2_000
"""Envelopes that are sent and not acknowledged yet, at most."""
_END = b"\r\n\r\n"


class Feed:
    """The server and what it was ordered to send."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        slack.world.add_channel(CHANNEL)
        slack.deliveries.wanted = lambda _: False

    async def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        """Do what a line says."""
        match order["do"]:
            case "card":
                card = await self._slack.until(self._card)
                await self._slack.until(lambda: len(card.reactions) >= order["seeds"])
                return {"message": card.ts}
            case "sockets":
                await self._slack.until(lambda: len(self._slack.sockets.ready) >= order["connections"])
                return {}
            case "socket":
                return await self._over_sockets(self._payloads(order), order.get("rate"))
            case "http":
                return await _over_http(order["url"], self._requests(order), order.get("rate"))
        raise AssertionError(order)

    def _card(self) -> Message | None:
        return next((m for m in self._slack.messages(CHANNEL) if (m.key or "").endswith(":post")), None)

    def _payloads(self, order: dict[str, Any]) -> Iterator[bytes]:
        card = Message(CHANNEL, order["message"], self._slack.world.bot.id)
        item = {"type": "message", "channel": card.channel, "ts": card.ts}
        for person, option, added in _draws(order["count"], order["voters"]):
            kind = "reaction_added" if added else "reaction_removed"
            event = {"type": kind, "user": f"U{person:08d}", "reaction": order["names"][option], "item": item}
            event |= {"item_user": card.user, "event_ts": self._slack.world.stamp()}
            yield encode("events_api", self._slack.callback(event))[0]

    def _requests(self, order: dict[str, Any]) -> list[bytes]:
        host = order["url"].partition("://")[2]
        made = []
        for body in self._payloads(order):
            head = {"Host": host, "Content-Type": "application/json", "Content-Length": str(len(body))}
            lines = "".join(
                f"{name}: {value}\r\n" for name, value in (head | sign(body, self._slack.signing_secret)).items()
            )
            made.append(f"POST /slack/events HTTP/1.1\r\n{lines}\r\n".encode() + body)
        return made

    async def _over_sockets(self, payloads: Iterator[bytes], rate: float | None) -> dict[str, Any]:
        """Send envelopes over all connections in turn; at a rate, or as fast as they are acknowledged."""
        frames: list[tuple[str, str]] = []
        for payload in payloads:
            name = str(uuid4())
            head = f'{{"envelope_id":"{name}","type":"events_api","accepts_response_payload":false,"payload":'
            frames.append((name, f"{head}{payload.decode()}}}"))
        due: dict[str, float] = {}
        took: list[float] = []
        moved = asyncio.Event()

        def acknowledged(name: str) -> None:
            took.append(time.perf_counter() - due.pop(name))
            moved.set()

        sockets = self._slack.sockets
        sockets.on_ack = acknowledged
        began = time.perf_counter()
        for number, (name, frame) in enumerate(frames):
            await _wait_for(number, rate, began)
            while rate is None and len(due) >= IN_FLIGHT:
                moved.clear()
                await moved.wait()
            due[name] = began + number / rate if rate else time.perf_counter()
            await sockets.connections[number % len(sockets.connections)].ws.send_str(frame)
            if number % 64 == 0:
                await asyncio.sleep(0)
        while due:
            moved.clear()
            async with asyncio.timeout(60):
                await moved.wait()
        sockets.on_ack = None
        return {"seconds": time.perf_counter() - began, "took": took}


class _Connection(asyncio.Protocol):
    """One kept-alive connection: a request at a time."""

    def __init__(self, free: asyncio.Queue[_Connection], took: list[float]) -> None:
        self._free = free
        self._took = took
        self._came = b""
        self._due = 0.0
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        self._free.put_nowait(self)

    def ask(self, request: bytes, due: float) -> None:
        assert self.transport is not None
        self._due = due
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, end, body = self._came.partition(_END)
        if not end:
            return
        if not head.startswith(b"HTTP/1.1 200"):
            raise AssertionError(head)
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if len(body) >= int(fields.get(b"content-length", b"0")):
            self._came = b""
            self._took.append(time.perf_counter() - self._due)
            self._free.put_nowait(self)


async def _over_http(url: str, requests: list[bytes], rate: float | None) -> dict[str, Any]:
    """Send signed requests over kept connections; at a rate, or each as soon as a connection is free."""
    host, _, port = url.rpartition("://")[2].rpartition(":")
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    took: list[float] = []
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(lambda: _Connection(free, took), host, int(port)))[1] for _ in range(CONNECTIONS)
    ]
    waiting = deque(requests)
    began = time.perf_counter()
    for number in range(len(requests)):
        await _wait_for(number, rate, began)
        due = began + number / rate if rate else None
        connection = await free.get()
        connection.ask(waiting.popleft(), due or time.perf_counter())
    async with asyncio.timeout(60):
        while len(took) < len(requests):
            await free.get()
    seconds = time.perf_counter() - began
    for connection in opened:
        if connection.transport is not None:
            connection.transport.close()
    return {"seconds": seconds, "took": took}


def _draws(count: int, voters: int) -> Iterator[tuple[int, int, bool]]:
    """Who moves, for which option, and whether the reaction is added: votes, switches and withdrawals, mixed."""
    chance = random.Random(20250428)
    held = [bytearray(voters), bytearray(voters)]
    for _ in range(count):
        person, option = chance.randrange(voters), int(chance.random() < 0.4)
        held[option][person] ^= 1
        yield person, option, bool(held[option][person])


async def _wait_for(number: int, rate: float | None, began: float) -> None:
    if rate is not None and (ahead := began + number / rate - time.perf_counter()) > 0:
        await asyncio.sleep(ahead)


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    async with FakeSlack() as slack:
        feed = Feed(slack)
        print(json.dumps({"api_url": slack.api_url}), flush=True)
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            print(json.dumps(await feed.carry_out(json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve())
