"""What stands in the place of sockets and threads while a simulation runs: everything else is the real library."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from unittest.mock import patch

import discord.gateway
from aiohttp import web
from aiohttp.connector import ClientConnectorError, TCPConnector

from bot.services.publishing.live_tally import LiveTally
from bot.services.publishing.outbox import Outbox
from bot.storage.coordination import RunLock
from prove.network import Network
from prove.process import Process
from prove.virtual_time import LIFE, Life


def connected_by(network: Network) -> AbstractContextManager[object]:
    """Within this, aiohttp's clients connect over `network`."""

    async def connect(_: TCPConnector, factory: Any, *__: Any, addr_infos: Any, req: Any, **___: Any) -> Any:
        await asyncio.sleep(0)
        try:
            return network.connect(addr_infos[0][4][1], factory)
        except OSError as error:
            raise ClientConnectorError(req.connection_key, error) from error

    async def resolve(_: TCPConnector, host: str, port: int, *__: Any, **___: Any) -> list[dict[str, Any]]:
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]

    stack = ExitStack()
    stack.enter_context(patch.object(TCPConnector, "_wrap_create_connection", connect))
    stack.enter_context(patch.object(TCPConnector, "_resolve_host", resolve))
    stack.enter_context(patch.object(discord.gateway, "KeepAliveHandler", _KeepAlive))
    return stack


def seldom_looking() -> AbstractContextManager[object]:
    """Within this, who looks again and again for what nobody tells (one-shot commands, other processes) looks seldom.

    A year has thirty million seconds, and most of them are spent looking in vain.
    """
    stack = ExitStack()
    for name, seconds in (
        ("bot.services.voting.catch_up._LOOKS_EVERY", 10.0),
        ("bot.services.voting.due_recounts._LOOKS_EVERY", 10.0),
        ("bot.services.one_shot_requests._LOOKS_EVERY", 60.0),
        ("bot.platforms.local.chat_store._POLL_SECONDS", 5.0),
    ):
        stack.enter_context(patch(name, seconds))
    for part, seconds in ((Outbox, 10.0), (LiveTally, 1.0)):
        stack.enter_context(patch.dict(part.__init__.__kwdefaults__, poll=seconds))
    return stack


class SimulatedPort:
    """In the place of `tests.serving.Network`: where a server of a platform listens."""

    def __init__(self, network: Network, port: int) -> None:
        self._network = network
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self, app: web.Application) -> None:
        """Listen."""
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        server = self._runner.server
        assert server is not None
        self._network.listen(self.port, server)

    async def stop(self) -> None:
        """End, with every connection."""
        self._network.cut(self.port)

    async def fall_off(self) -> None:
        """The network is down: connections break, new ones are refused."""
        self._network.cut(self.port)

    async def come_back(self) -> None:
        """The network is up again."""
        self._network.mend(self.port)


def locks_of(processes: Mapping[Life, Process]) -> AbstractContextManager[object]:
    """Within this, a process's lock on its file goes when the process dies."""
    take = RunLock.try_acquire

    def try_acquire(self: RunLock, kind: str) -> bool:
        taken = take(self, kind)
        life = LIFE.get()
        if taken and life is not None and life in processes:
            processes[life].holds(self)
        return taken

    return patch.object(RunLock, "try_acquire", try_acquire)


class _KeepAlive:
    """discord.py's heartbeat as a task: the thread that it has for this knows no virtual time."""

    def __init__(self, *, ws: Any, interval: float | None = None, shard_id: int | None = None, **_: Any) -> None:
        self._loop = asyncio.get_running_loop()
        self.ws = ws
        self.interval = interval
        self.shard_id = shard_id
        self._last_ack = self._last_send = self._last_recv = self._loop.time()
        self.latency = float("inf")
        self.heartbeat_timeout = ws._max_heartbeat_timeout
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = self._loop.create_task(self._run())

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self.interval or 0)
            if self._last_recv + self.heartbeat_timeout < self._loop.time():
                self._task = None
                await self.ws.close(4000)
                return
            try:
                await self.ws.send_heartbeat(self.get_payload())
            except Exception:
                return
            self._last_send = self._loop.time()

    def get_payload(self) -> dict[str, Any]:
        """A heartbeat."""
        return {"op": self.ws.HEARTBEAT, "d": self.ws.sequence}

    def beat(self) -> dict[str, Any]:
        """A heartbeat that the server has asked for."""
        self._last_send = self._loop.time()
        return self.get_payload()

    def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()

    def tick(self) -> None:
        """Something has come."""
        self._last_recv = self._loop.time()

    def ack(self) -> None:
        """A heartbeat was answered."""
        self._last_ack = self._loop.time()
        self.latency = self._last_ack - self._last_send
