"""A network in memory, on which aiohttp's own clients and servers talk.

What is written arrives after a while, whole and in order; a cable may be cut.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context

from prove.transport import SimulatedTransport
from prove.virtual_time import Life

LATENCY = 0.02
"""Seconds that what is written is on its way."""


class _End(SimulatedTransport):
    """One end of a connection. What happens to it happens in the context of who made it."""

    other: _End

    def __init__(self, loop: asyncio.AbstractEventLoop, context: Context, name: tuple[str, int]) -> None:
        super().__init__(context, {"peername": ("127.0.0.1", 50_000), "sockname": name, "sslcontext": None})
        self._loop = loop
        self._due = False

    # What a protocol asks of it

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._closing and data:
            self.other.arrive(bytes(data))

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self.other.arrive(None)
            self._loop.call_soon(self._lose, None, context=self.context)

    def abort(self) -> None:
        """End at once; what is on its way to either end is lost."""
        self.cut()
        self.other.cut()

    # What the network does

    def cut(self) -> None:
        """This end learns that the connection has broken."""
        self._closing = True
        self._arriving.clear()
        self._loop.call_soon(self._lose, ConnectionResetError("the connection was cut"), context=self.context)

    def arrive(self, data: bytes | None) -> None:
        """Take what was written at the other end; None for its end."""
        if not self._lost:
            self._arriving.append(data)
            self._go_on()

    def _go_on(self) -> None:
        if not self._due and self._arriving and not self._paused:
            self._due = True
            self._loop.call_later(LATENCY, self._hand_over, context=self.context)

    def _hand_over(self) -> None:
        self._due = False
        while self._arriving and not self._paused and not self._lost:
            data = self._arriving.popleft()
            assert self.protocol is not None
            if data is None:
                self.protocol.eof_received()
                self.close()
            elif not self._closing:
                self.protocol.data_received(data)


class Network:
    """Who listens at which port, and all connections."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._listening: dict[int, tuple[Callable[[], asyncio.Protocol], Context]] = {}
        self._ends: list[_End] = []
        self.away: set[int] = set()
        """Ports that nobody reaches now."""

    def listen(self, port: int, factory: Callable[[], asyncio.Protocol]) -> None:
        """Take connections at a port, in the present context."""
        self._listening[port] = (factory, copy_context())

    def connect(self, port: int, factory: Callable[[], asyncio.Protocol]) -> tuple[asyncio.Transport, asyncio.Protocol]:
        """A connection to a port, in the present context. Raises ConnectionRefusedError."""
        if port not in self._listening or port in self.away:
            raise ConnectionRefusedError(111, f"nobody listens at {port}")
        serve, context = self._listening[port]
        here = _End(self._loop, copy_context(), ("127.0.0.1", port))
        there = _End(self._loop, context.copy(), ("127.0.0.1", port))
        here.other, there.other = there, here
        here.protocol, there.protocol = factory(), there.context.run(serve)
        self._ends = [*(end for end in self._ends if not end._lost), here, there]
        there.context.run(there.protocol.connection_made, there)
        here.protocol.connection_made(here)
        return here, here.protocol

    def gone(self, life: Life) -> None:
        """A process has died: its machine ends all of its connections."""
        for end in [end for end in self._ends if end.life is life]:
            end.other.cut()
        self._ends = [end for end in self._ends if life not in (end.life, end.other.life)]

    def cut(self, port: int) -> None:
        """All connections to a port break, and new ones are refused until `mend`."""
        self.away.add(port)
        for end in [end for end in self._ends if end.get_extra_info("sockname")[1] == port]:
            end.cut()

    def mend(self, port: int) -> None:
        """A port can be reached again."""
        self.away.discard(port)
