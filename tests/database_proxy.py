"""A way to the database that can be cut: one for each bot, so that it loses the database and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine
from typing import Any, Self

from tests.patience import PATIENCE


class Proxy:
    """Forwards TCP to a server's socket file, from a thread of its own; a context manager.

    `stall` keeps what is sent without a word to either side, as where the network swallows it; `reset` breaks every
    connection and refuses new ones; `mend` lets all through again.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._flows = asyncio.Event()
        self._refuses = False
        self._lines: set[asyncio.StreamWriter] = set()
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def stall(self) -> None:
        """From now on nothing arrives on the other side, and nobody is told."""
        self._do(self._set(flows=False, refuses=False))

    def reset(self) -> None:
        """What is connected breaks, and nothing connects."""
        self._do(self._set(flows=True, refuses=True))

    def mend(self) -> None:
        """New connections work."""
        self._do(self._set(flows=True, refuses=False))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _start(self) -> None:
        self._flows.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        self._break()
        await asyncio.sleep(0)

    async def _set(self, *, flows: bool, refuses: bool) -> None:
        self._refuses = refuses
        if refuses:
            self._break()
        (self._flows.set if flows else self._flows.clear)()

    def _break(self) -> None:
        for line in self._lines:
            line.transport.abort()
        self._lines.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._flows.wait()
        if self._refuses:
            _abort(writer)
            return
        try:
            there, back = await asyncio.open_unix_connection(self._target)
        except OSError:
            _abort(writer)
            return
        self._lines |= {writer, back}
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(reader, back))
                both.create_task(self._pass_on(there, writer))
        finally:
            for line in (writer, back):
                self._lines.discard(line)
                line.transport.abort()

    async def _pass_on(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(1 << 16):
                await self._flows.wait()
                to.write(data)
                await to.drain()
        to.close()


def _abort(writer: asyncio.StreamWriter) -> None:
    """Break a connection without a farewell (RST)."""
    line = writer.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
