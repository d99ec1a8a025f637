"""The PostgreSQL server on which seeds have their databases: one for a whole run, with its processes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgres_server import PostgresServer, started

_running: list[PostgresServer] = []
_SETTINGS = {
    # What the server does by itself, it does at a moment that no seed decides.
    "autovacuum": "off",
    # Who waits for each other is found by the world.
    "deadlock_timeout": "'1h'",
    "synchronous_commit": "off",
    "max_parallel_workers_per_gather": "0",
}


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """A server; the one that runs, also where this process was forked from the one that started it."""
    if _running:
        yield _running[0]
        return
    with started() as server:
        asyncio.run(_prepare(server))
        _running.append(server)
        try:
            yield server
        finally:
            _running.clear()


async def _prepare(server: PostgresServer) -> None:
    for name, value in _SETTINGS.items():
        await server.execute(f"ALTER SYSTEM SET {name} = {value}")
    await server.prepare()
