"""A PostgreSQL server as tests see it."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass

import asyncpg

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

    async def create(self, *, empty: bool = False) -> str:
        """The address of a fresh database, with tables or without."""
        name = f"t{os.getpid()}_{next(_numbers)}"
        await self.execute(f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {self.template}"))
        return self.url(name)
