"""Connections to a database through SQLAlchemy and an asyncio driver: one way for SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import greenlet_spawn

from bot.errors import AgoraError, StorageError
from bot.sentences import sentence
from bot.transactions import UnderWay

T = TypeVar("T")


class Connections(ABC):
    """Runs work in transactions: a plain function over a SQLAlchemy connection, whole or not at all.

    What has begun goes on to its end (`UnderWay`): a cancelled caller leaves its work whole in the database or, where
    it still waited for its turn, undone. `close` waits for what is under way.

    Driver errors become StorageError here, and nowhere else.
    """

    path: Path | None = None
    """The file of a SQLite database."""

    faults: ClassVar[tuple[type[Exception], ...]]
    """Everything that the driver, or the way to the database, may raise."""

    def __init__(
        self,
        reading: Engine,
        writing: Engine,
        reading_turns: asyncio.Semaphore,
        writing_turns: asyncio.Semaphore,
    ) -> None:
        self.dialect = writing.dialect
        self._reading = reading
        self._writing = writing
        # Who comes while as many as there are connections are at work queues here, in the order of the calls.
        self._reading_turns = reading_turns
        self._writing_turns = writing_turns
        self._under_way = UnderWay(lambda: StorageError(sentence("storage-closed")))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work` on one consistent view of the database. Raises StorageError."""
        return await self._under_way.carry(self._reading_turns, lambda: self._transaction(self._reading, work))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` and commit it, or nothing of it. Raises StorageError."""
        return await self._under_way.carry(self._writing_turns, lambda: self._written(work))

    async def close(self) -> None:
        """Let go of all connections, when what is under way has ended; nothing can be begun any more."""
        await self._under_way.close()
        for engine in (self._writing, self._reading):
            await greenlet_spawn(engine.dispose)

    @abstractmethod
    def translated(self, fault: BaseException) -> StorageError:
        """The StorageError that says what `fault` means."""

    async def _written(self, work: Callable[[Connection], T]) -> T:
        return await self._transaction(self._writing, work)

    async def _transaction(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        def whole() -> T:
            with engine.begin() as connection:
                return work(connection)

        try:
            return await greenlet_spawn(whole)
        except AgoraError:
            raise
        except self.faults as fault:
            raise self.translated(fault) from fault


def name_of(fault: BaseException) -> str:
    """The name of the driver's own error."""
    return type(fault.orig if isinstance(fault, DBAPIError) and fault.orig is not None else fault).__name__
