"""A connection to PostgreSQL within a simulation: the transport that asyncpg's own protocol speaks over."""

from __future__ import annotations

from collections import deque
from contextvars import Context
from typing import TYPE_CHECKING

from prove.postgres_messages import DESCRIBED, END, READY, Asked, Client, dialled, messages
from prove.transport import SimulatedTransport

if TYPE_CHECKING:
    from prove.postgres import Database

UNHEARD = b"z"
"""A ReadyForQuery that the world has asked for: the client knows nothing of it."""
_CANCELLED, _DEADLOCK = b"C57014\x00", b"C40P01\x00"


class Line(SimulatedTransport):
    """A process's connection to the server."""

    def __init__(self, database: Database, context: Context) -> None:
        super().__init__(context, {"peername": "", "sockname": "", "ssl_object": None})
        self._database = database
        self.wire = dialled(database.folder)
        self.pid = 0
        self.awaited: deque[bytes] = deque()
        """By what the requests that the server has will be answered."""
        self.listens = False
        self.is_victim = False
        """Whether its statement is given up, since it and others wait for each other."""
        self.in_transaction = False
        self.cut_off_after_this = False
        self.leaving: deque[Asked] = deque()
        """What was written and has not arrived."""
        self._client = Client()
        self._unread = b""
        self._gathered = b""
        self.turns = 0
        """Counts what is asked and answered, to tell whether a transaction was gone on with."""
        self.watched = -1

    # What a protocol asks of it

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._closing:
            self.leaving.append(self._client.read(bytes(data)))
            self._database.soon(self._arrives)

    def close(self) -> None:
        self.abort()

    def abort(self) -> None:
        """End at once; what was written and has not arrived is lost."""
        if not self._closing:
            self.end(None)
            self._database.cut(self)

    # What the world does

    @property
    def is_open(self) -> bool:
        """Whether the client has not learnt of its end."""
        return not self._closing

    def end(self, why: Exception | None) -> None:
        """The client learns that it has ended; what is on its way is lost."""
        self._closing = True
        self.leaving.clear()
        self._arriving.clear()
        self._database.loop.call_soon(self._lose, why, context=self.context)

    def _go_on(self) -> None:
        self._database.soon(self._deliver, self.context)

    def _arrives(self) -> None:
        if self.leaving and not self._closing and not self._database.is_silent(self.life):
            self._database.take(self, self.leaving.popleft())

    def take_up(self) -> None:
        """What was held up on its way goes on."""
        for _ in self.leaving:
            self._database.soon(self._arrives)
        self.deliver_soon()

    def read(self) -> None:
        """Take what the server has said."""
        try:
            data = self.wire.recv(1 << 20)
        except ConnectionError:
            data = b""
        if not data:
            self.awaited.clear()
            self._database.left(self)
            self.deliver_soon(END)
            return
        self._unread += data
        for kind, body in messages(self._unread):
            whole, self._unread = self._unread[: len(body) + 5], self._unread[len(body) + 5 :]
            if self.is_victim and kind == b"E":
                self.is_victim, whole = False, whole.replace(_CANCELLED, _DEADLOCK)
            if not self._answers(kind, body):
                self._gathered += whole

    def _answers(self, kind: bytes, body: bytes) -> bool:
        """Note what is said; whether it is for the world alone."""
        if kind == b"K":
            self.pid = int.from_bytes(body[:4])
        expected = self.awaited[0] if self.awaited else None
        if kind == READY:
            self.in_transaction = body != b"I"
            self.awaited.popleft()
            if expected == UNHEARD:
                return True
            self._database.committed = self._database.committed or not self.in_transaction
        elif expected == DESCRIBED and kind in (b"T", b"n", b"E"):
            self.awaited.popleft()
        return expected == UNHEARD and kind != b"A"

    def deliver_soon(self, last: bytes | None = None) -> None:
        """Let the client have what was gathered, and then, if it is END, the end."""
        gathered, self._gathered = self._gathered, b""
        if gathered:
            self.turns += 1
            self._arriving.append(gathered)
        if last is not None:
            self._arriving.append(None)
        if self._arriving and not self._closing:
            self._go_on()

    def say(self, words: bytes) -> None:
        """The server says something of its own accord, and ends the session."""
        self._gathered = words
        self.awaited.clear()
        self.deliver_soon(END)

    def _deliver(self) -> None:
        while self._arriving and not self._paused and not self._closing and not self._database.is_silent(self.life):
            data = self._arriving.popleft()
            assert self.protocol is not None
            if data is None:
                self._closing = True
                self._lose(None)
            else:
                self.protocol.data_received(data)
