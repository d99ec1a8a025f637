"""Socket Mode: events over WebSockets that we open, several at once, each kept alive by itself.

Every attempt asks for a ticket of its own, the next connection stands before an old one is let go, and an envelope is
acknowledged on the connection that brought it. Why this is not slack_sdk's client: docs/decisions/0019.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import aiohttp

from bot.backoff import RECONNECT, Pauses
from bot.errors import AgoraError, StorageError
from bot.log import get_logger
from bot.platforms.slack.api_errors import AGAIN
from bot.platforms.slack.dispatch import is_sound, read_json
from bot.sentences import Sentence, english, sentence, verbatim
from bot.services.platform_errors import PlatformError, TokenRefused

CONNECTIONS = 2
"""How many stand side by side, so that a refresh or a lost one leaves no gap; Slack allows ten."""
_PINGS_EVERY = 15.0
_HANDSHAKE_WITHIN = 15.0
_HELLO_WITHIN = 10.0
_ACKS_WITHIN = 3.0
"""Seconds that a connection which is let go stays open for what it has brought already."""
_WELL_AFTER = 2.0
"""Seconds after which a connection counts as one that stood, so that its end is no reason for a longer pause."""
_IN_FLIGHT = 4_000
"""How many envelopes are taken at once; beyond that the socket is not read."""
_LARGEST = 16 * 1024 * 1024
_log = get_logger("slack")
Reply = Mapping[str, Any] | None
Take = Callable[[str, Mapping[str, Any]], Awaitable[Reply]]
"""Takes an envelope's type and payload; gives what goes back with the acknowledgement. Raises StorageError for none."""


class SocketMode:
    """Keeps connections to Slack until cancelled.

    `open_url` gives a fresh ticket, or raises PlatformError; `session` connects; `missed` is called whenever events
    may have been lost: at the first connection, after a gap, and after a connection that broke unannounced; `gone`
    when no connection stands any more.
    """

    def __init__(
        self,
        open_url: Callable[[], Awaitable[str]],
        session: Callable[[], aiohttp.ClientSession],
        take: Take,
        missed: Callable[[], None],
        *,
        gone: Callable[[], None] = lambda: None,
        connections: int = CONNECTIONS,
        proxy: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._open_url = open_url
        self._session = session
        self._take = take
        self._missed = missed
        self._gone = gone
        self._connections = connections
        self._proxy = proxy
        self._standing: set[_Connection] = set()
        self._was_up = False
        self._trouble = sentence("slack-socket-not-yet")

    def trouble(self) -> Sentence | None:
        """None while a connection stands, else what is in the way."""
        return None if self._standing else self._trouble

    async def run(self) -> None:
        """Keep the connections. Raises TokenRefused if the very first one is refused for its token."""
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._connections):
                    group.create_task(self._keep())
        except* TokenRefused as refused:
            raise refused.exceptions[0] from None

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        pauses = Pauses(RECONNECT)
        ours: list[_Connection] = []
        try:
            while True:
                new = await self._try_to_connect()
                if new is not None:
                    stood_since = loop.time()
                    ours.append(new)
                    for old in ours[:-1]:
                        await old.let_go()
                    del ours[:-1]
                    await new.wanted_no_more.wait()
                    if loop.time() - stood_since >= _WELL_AFTER:
                        pauses.reset()
                        if new.announced and not new.crowded:
                            continue  # The next one takes over while this one still listens.
                    if new.crowded or not new.announced:
                        ours.clear()
                        await new.let_go()
                await asyncio.sleep(pauses.next())
        finally:
            for connection in ours:
                await connection.let_go()

    async def _try_to_connect(self) -> _Connection | None:
        try:
            return await self._connect()
        except (AgoraError, aiohttp.ClientError, OSError, TimeoutError) as failure:
            if isinstance(failure, TokenRefused) and not self._was_up:
                raise
            self._note(failure)
            return None

    def _note(self, failure: Exception) -> None:
        self._trouble = failure.sentence if isinstance(failure, AgoraError) else _told(failure)
        _log.warning("a socket mode connection could not be made", reason=self._trouble.in_full(english()))

    async def _connect(self) -> _Connection:
        async with asyncio.timeout(_HANDSHAKE_WITHIN + _HELLO_WITHIN):
            url = await self._open_url()
            socket = await self._session().ws_connect(
                url, heartbeat=_PINGS_EVERY, max_msg_size=_LARGEST, proxy=self._proxy()
            )
        connection = _Connection(socket, self._take, self._ended)
        await connection.greeted()
        self._standing.add(connection)
        if len(self._standing) == 1:
            self._missed()
        self._was_up = True
        _log.info("a socket mode connection stands", standing=len(self._standing))
        connection.read()
        return connection

    def _ended(self, connection: _Connection) -> None:
        self._standing.discard(connection)
        if not self._standing:
            self._gone()
        if connection.announced:
            return
        self._trouble = sentence("slack-socket-broke")
        _log.warning("a socket mode connection broke", standing=len(self._standing))
        if self._standing:
            self._missed()


class _Connection:
    def __init__(
        self, socket: aiohttp.ClientWebSocketResponse, take: Take, ended: Callable[[_Connection], None]
    ) -> None:
        self._socket = socket
        self._take = take
        self._ended = ended
        self._room = asyncio.Semaphore(_IN_FLIGHT)
        self._taking: set[asyncio.Task[None]] = set()
        self._first: Mapping[str, Any] | None = None
        self._reading: asyncio.Task[None] | None = None
        self.wanted_no_more = asyncio.Event()
        self.announced = False
        self.crowded = False

    async def greeted(self) -> None:
        """Wait for Slack's hello. Raises PlatformError where it says goodbye instead."""
        try:
            message = await self._socket.receive(timeout=_HELLO_WITHIN)
        except TimeoutError:
            return  # The ticket was taken, and pings will tell whether anybody is there.
        self._first = _envelope(message)
        if message.type is not aiohttp.WSMsgType.TEXT or (self._first or {}).get("type") == "disconnect":
            reason = str((self._first or {}).get("reason") or "")
            await self._socket.close()
            told = verbatim(reason) if reason else sentence("slack-socket-no-reason")
            raise PlatformError(sentence("slack-socket-closed-at-once", reason=told), AGAIN)

    def read(self) -> None:
        """Begin to take what comes."""
        self._reading = asyncio.create_task(self._read())

    async def let_go(self) -> None:
        """Close, once what was brought has been answered."""
        if self._taking:
            await asyncio.wait(self._taking, timeout=_ACKS_WITHIN)
        self.announced = True
        with suppress(TimeoutError, aiohttp.ClientError, OSError):
            async with asyncio.timeout(_ACKS_WITHIN):
                await self._socket.close()
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self) -> None:
        try:
            if self._first is not None:
                await self._heed(self._first)
            async for message in self._socket:
                envelope = _envelope(message)
                if envelope is not None:
                    await self._heed(envelope)
        finally:
            self._ended(self)
            self.wanted_no_more.set()
            if not self._socket.closed:
                with suppress(Exception):
                    await self._socket.close()

    async def _heed(self, envelope: Mapping[str, Any]) -> None:
        kind = str(envelope.get("type") or "")
        if kind == "disconnect":
            self.announced = True
            self.crowded = envelope.get("reason") == "too_many_websockets"
            self.wanted_no_more.set()
        elif kind != "hello" and envelope.get("envelope_id"):
            await self._room.acquire()
            task = asyncio.create_task(self._answer(kind, envelope))
            self._taking.add(task)
            task.add_done_callback(self._answered)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._taking.discard(task)
        self._room.release()

    async def _answer(self, kind: str, envelope: Mapping[str, Any]) -> None:
        """Take an envelope and acknowledge it; what could not be taken stays unacknowledged and comes again."""
        payload = envelope.get("payload") or {}
        try:
            sound = isinstance(payload, Mapping) and is_sound(payload)
            reply = await self._take(kind, payload) if sound else None
        except StorageError as failure:
            _log.warning("an event could not be written and is left to come again", reason=str(failure))
            return
        except Exception as error:
            _log.error("an event met an unexpected error and is left to come again", kind=kind, error=error)
            return
        answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if reply:
            answer["payload"] = reply
        with suppress(aiohttp.ClientError, OSError):
            await self._socket.send_str(json.dumps(answer))


def _told(failure: Exception) -> Sentence:
    """What went wrong, without the address: a ticket is in it."""
    status = f" {failure.status}" if isinstance(failure, aiohttp.WSServerHandshakeError) else ""
    return sentence("slack-socket-unreachable", error=f"{type(failure).__name__}{status}")


def _envelope(message: aiohttp.WSMessage) -> Mapping[str, Any] | None:
    if message.type is not aiohttp.WSMsgType.TEXT:
        return None
    return read_json(message.data)
