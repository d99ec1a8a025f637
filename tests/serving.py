"""Servers of our own on this machine: one that only answers, and one that can fall off the network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.ports import free_port


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """An application that answers until the block ends; gives its address."""
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class Network:
    """Where a server listens: always on the same port, one of its own unless it is given."""

    def __init__(self, port: int = 0) -> None:
        self.port = port or free_port()
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    async def start(self, app: web.Application) -> None:
        """Listen."""
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await self.come_back()

    async def stop(self) -> None:
        """End, with every connection."""
        await self.fall_off()
        if self._runner is not None:
            await self._runner.cleanup()

    async def fall_off(self) -> None:
        """The network is down: connections break, new ones are refused."""
        if self._site is not None:
            await self._site.stop()
            self._site = None
        server = self._runner.server if self._runner is not None else None
        for connection in list(server.connections) if server is not None else ():
            if connection.transport is not None:
                connection.transport.abort()

    async def another_port(self) -> int:
        """A further port at which the same server listens until it ends, so that it can tell who asks."""
        assert self._runner is not None
        site = web.TCPSite(self._runner, "127.0.0.1", free_port())
        await site.start()
        return site.port

    async def come_back(self) -> None:
        """The network is up again, at the same address."""
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await self._site.start()
