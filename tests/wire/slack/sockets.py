"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from tests.wire.slack.deliveries import Attempt, Delivery
    from tests.wire.slack.server import FakeSlack

MOST_CONNECTIONS = 10
TICKET_SECONDS = 30.0


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app; `leaving` ones get nothing more."""

    name: str
    ws: web.WebSocketResponse
    request: web.Request
    leaving: bool = False
    silent: bool = False
    waiting: dict[str, asyncio.Future[str | None]] = field(default_factory=dict)
    acks: int = 0

    async def say(self, message: dict[str, Any]) -> None:
        """Send a frame."""
        await self.ws.send_str(json.dumps(message))

    def break_off(self) -> None:
        """End the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Sockets:
    """The server's side of Socket Mode.

    Faults: `stale_tickets` (addresses that are refused), `deaf` (connections are taken and pings not answered).
    """

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._tickets: dict[str, float] = {}
        self._names = count(1)
        self._turn = count()
        self.connections: list[Connection] = []
        self.stale_tickets = False
        self.deaf = False
        self.refused = 0
        self.opened = 0
        self.unknown_acks: list[str] = []
        self.on_ack: Callable[[str], None] | None = None
        """Told of acknowledgements instead of the deliveries, where frames are sent past them."""

    def ticket_url(self) -> str:
        """An address for one connection."""
        ticket = uuid4().hex
        if not self.stale_tickets:
            self._tickets[ticket] = time.monotonic()
        return f"{self._slack.base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._slack.world.app}"

    @property
    def ready(self) -> list[Connection]:
        """The connections that take envelopes."""
        return [connection for connection in self.connections if not connection.leaving]

    async def attempt(
        self, delivery: Delivery, attempt: Attempt, number: int, reason: str, seconds: float
    ) -> str | None:
        """Hand an envelope to one connection, another than before if there is one; None when it is acknowledged."""
        ready = self.ready
        before = {earlier.via for earlier in delivery.attempts[:-1]}
        others = [connection for connection in ready if connection.name not in before] or ready
        if not others:
            return "connection_failed"
        connection = others[next(self._turn) % len(others)]
        attempt.via = connection.name
        name = str(uuid4())
        envelope = {
            "envelope_id": name,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        acked: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[name] = acked
        try:
            async with asyncio.timeout(seconds):
                await connection.say(envelope)
                delivery.answer = await acked
        except TimeoutError:
            return "timeout"
        except (ConnectionError, RuntimeError):
            return "connection_failed"
        finally:
            connection.waiting.pop(name, None)
        return None

    async def disconnect(self, reason: str = "refresh_requested", *, close_after: float | None = 0.5) -> None:
        """Ask every connection to make way for a new one; None leaves it to the app to close."""
        for connection in self.ready:
            connection.leaving = reason != "warning"
            await connection.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}})
            if close_after is not None:
                asyncio.get_running_loop().call_later(close_after, connection.break_off)

    def break_off(self) -> None:
        """End all connections without a word."""
        for connection in list(self.connections):
            connection.break_off()

    async def link(self, request: web.Request) -> web.StreamResponse:
        """Take a connection, if its ticket is good."""
        made_at = self._tickets.pop(request.query.get("ticket", ""), None)
        if made_at is None or time.monotonic() - made_at > TICKET_SECONDS:
            self.refused += 1
            self._slack.moved()
            return web.Response(status=408)
        ws = web.WebSocketResponse(autoping=False, max_msg_size=1 << 20)
        await ws.prepare(request)
        connection = Connection(f"s{next(self._names)}", ws, request, silent=self.deaf)
        self.connections.append(connection)
        self.opened += 1
        try:
            await self._greet(connection)
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            for waiting in connection.waiting.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionResetError())
            self._slack.moved()
        return ws

    async def _greet(self, connection: Connection) -> None:
        if len(self.connections) > MOST_CONNECTIONS:
            connection.leaving = True
            await connection.say({"type": "disconnect", "reason": "too_many_websockets"})
            await connection.ws.close()
            return
        if self._slack.bare:
            await connection.say({"type": "hello"})
            return
        await connection.say(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "debug_info": {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060},
                "connection_info": {"app_id": self._slack.world.app},
            }
        )
        self._slack.moved()

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.ws:
            if message.type is WSMsgType.PING and not (connection.silent or self.deaf):
                await connection.ws.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledged(connection, json.loads(message.data))

    def _acknowledged(self, connection: Connection, ack: dict[str, Any]) -> None:
        connection.acks += 1
        if self.on_ack is not None:
            self.on_ack(ack["envelope_id"])
            return
        waiting = connection.waiting.get(ack.get("envelope_id", ""))
        if waiting is None or waiting.done():
            self.unknown_acks.append(ack.get("envelope_id", ""))
        else:
            waiting.set_result(ack.get("payload"))
