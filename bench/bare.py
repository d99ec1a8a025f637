"""What the vote path is measured against: the same marks written by hand, with nothing of ours in between."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.schema import CreateTable

from bot.core.marks import MarkEvent

Row = tuple[Any, ...]
T = TypeVar("T")

MARKS = Table(
    "marks",
    MetaData(),
    Column("debate", Text, primary_key=True),
    Column("voter", BigInteger, primary_key=True),
    Column("post", BigInteger, primary_key=True),
    Column("reaction", Text, primary_key=True),
    Column("option", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger),
    Column("more", Text),
    Column("removed_at", BigInteger),
    Column("standing", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""A table shaped like the ledger's, without its foreign keys."""

_NAMES = [column.name for column in MARKS.columns]
_STATE = [column.name for column in MARKS.columns if not column.primary_key]
_CREATE = str(CreateTable(MARKS).compile(dialect=sqlite.dialect()))
_UPSERT = (
    f"INSERT INTO marks ({', '.join(_NAMES)}) VALUES ({', '.join('?' for _ in _NAMES)}) "
    "ON CONFLICT (debate, voter, post, reaction) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _STATE)
)
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def rows_of(events: Sequence[MarkEvent]) -> list[Row]:
    """A row for each event, as the ledger would write it; voters are numbered as they come."""
    numbers: dict[str, int] = {}
    return [
        (
            "bench",
            numbers.setdefault(event.voter.native, len(numbers) + 1),
            1 if event.platform == "discord" else 2,
            event.reaction,
            0,
            seq,
            event.at if event.added else None,
            None,
            None if event.added else event.at,
            event.added and event.at is None,
        )
        for seq, event in enumerate(events, 1)
    ]


def executemany(path: Path, rows: Sequence[Row], batch: int) -> float:
    """Seconds that the sqlite3 module takes to upsert `rows`, `batch` to a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_CREATE)
    began = time.perf_counter()
    for some in _batches(rows, batch):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_UPSERT, some)
        connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return took


def sqlalchemy_core(path: Path, rows: Sequence[Row], batch: int) -> float:
    """Seconds that SQLAlchemy Core takes to upsert `rows`, `batch` to a transaction."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    upsert = insert(MARKS)
    upsert = upsert.on_conflict_do_update(
        index_elements=list(MARKS.primary_key), set_={name: upsert.excluded[name] for name in _STATE}
    )
    named = [dict(zip(_NAMES, row, strict=True)) for row in rows]
    MARKS.metadata.create_all(engine)
    began = time.perf_counter()
    for some in _batches(named, batch):
        with engine.begin() as connection:
            connection.execute(upsert, some)
    took = time.perf_counter() - began
    engine.dispose()
    return took


async def asyncpg_executemany(socket: str, database: str, rows: Sequence[Row], batch: int) -> float:
    """Seconds that asyncpg takes to upsert `rows` on a PostgreSQL server, `batch` to a transaction."""
    connection = await asyncpg.connect(host=socket, user="postgres", database=database)
    await connection.execute(str(CreateTable(MARKS).compile(dialect=postgresql.dialect())))
    places = iter(range(1, len(_NAMES) + 1))
    upsert = re.sub(r"\?", lambda _: f"${next(places)}", _UPSERT)
    began = time.perf_counter()
    for some in _batches(rows, batch):
        async with connection.transaction():
            await connection.executemany(upsert, some)
    took = time.perf_counter() - began
    await connection.close()
    return took


def _batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
