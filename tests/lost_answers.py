"""A way to PostgreSQL on which the answer to COMMIT is lost, as when a network fails at that moment."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

_SOCKET = ".s.PGSQL.5432"


class LossyWay:
    """A proxy before a server's socket.

    The connections of the next `answers` COMMITs of what was written end before their answer comes through; those
    of the next `orders` before the server hears of the COMMIT. `lost` counts both.
    """

    def __init__(self, server: Path, folder: Path) -> None:
        self._server = server / _SOCKET
        self.folder = folder
        self.answers = 0
        self.orders = 0
        self.lost = 0
        self._under_way: set[asyncio.Task[None]] = set()

    def connected(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection's bytes both ways."""
        task = asyncio.create_task(self._carry(client, back))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def end(self) -> None:
        """Cut every connection."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _carry(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        server, on = await asyncio.open_unix_connection(str(self._server))
        silent, reads = asyncio.Event(), False
        answers = asyncio.create_task(self._answers(server, back, silent))
        try:
            while said := await client.read(1 << 16):
                if b"BEGIN" in said:
                    reads = b"REPEATABLE READ" in said
                if b"COMMIT;" in said and not reads and (self.answers or self.orders):
                    self.lost += 1
                    if self.orders:
                        self.orders -= 1
                        return
                    self.answers -= 1
                    silent.set()
                on.write(said)
                await on.drain()
        except ConnectionError:
            pass
        finally:
            answers.cancel()
            for writer in (on, back):
                writer.close()

    async def _answers(self, server: asyncio.StreamReader, back: asyncio.StreamWriter, silent: asyncio.Event) -> None:
        with suppress(ConnectionError):
            while told := await server.read(1 << 16):
                if silent.is_set():
                    break
                back.write(told)
                await back.drain()
        back.close()


@asynccontextmanager
async def lossy_way(server: str) -> AsyncIterator[LossyWay]:
    """A lossy way to the server whose socket is in the folder `server`; clients use that of `folder`."""
    folder = Path(tempfile.mkdtemp(prefix="lossy-"))
    way = LossyWay(Path(server), folder)
    listening = await asyncio.start_unix_server(way.connected, str(folder / _SOCKET))
    try:
        yield way
    finally:
        listening.close()
        await way.end()
        shutil.rmtree(folder, ignore_errors=True)
