"""What the vote path is measured against: the same rows written by hand, with nothing of ours in between."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Column, MetaData, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.schema import CreateTable

from bot.core.marks import MarkEvent
from bot.storage import tables

T = TypeVar("T")
Row = tuple[Any, ...]
Rows = Mapping[str, Sequence[Row]]
"""Rows by the name of their table, one in each for every vote."""

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def rows_of(events: Sequence[MarkEvent]) -> Rows:
    """The mark, the ballot and the row of history that each event leaves; voters are numbered as they come."""
    numbers: dict[str, int] = {}
    rows: dict[str, list[Row]] = {"marks": [], "ballots": [], "history": []}
    for seq, vote in enumerate(events, 1):
        voter = numbers.setdefault(vote.voter.native, len(numbers) + 1)
        post = 1 if vote.platform == "discord" else 2
        added, removed = (vote.at, None) if vote.added else (None, vote.at)
        standing = vote.added and vote.at is None
        rows["marks"].append(("bench", voter, post, vote.reaction, 0, seq, added, None, removed, standing))
        rows["ballots"].append(("bench", voter, vote.platform, 1, vote.at, 0, int(vote.added)))
        history = (voter, vote.reaction, 0, vote.added, vote.at, vote.received_at, "live")
        rows["history"].append(("bench", seq, post, *history, sha256(seq.to_bytes(8)).digest()))
    return rows


def executemany(path: Path, rows: Rows, batch: int) -> float:
    """Seconds that the sqlite3 module takes to upsert `rows`, `batch` votes to a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for name in rows:
        connection.execute(str(CreateTable(_shaped_like(name)).compile(dialect=sqlite.dialect())))
    upserts = [(_upsert(_shaped_like(name)), mine) for name, mine in rows.items()]
    count = len(upserts[0][1])
    began = time.perf_counter()
    for start in range(0, count, batch):
        connection.execute("BEGIN IMMEDIATE")
        for upsert, mine in upserts:
            connection.executemany(upsert, mine[start : start + batch])
        connection.execute("COMMIT")
    took = time.perf_counter() - began
    connection.close()
    return took


def sqlalchemy_core(path: Path, marks: Sequence[Row], batch: int) -> float:
    """Seconds that SQLAlchemy Core takes to upsert `marks`, `batch` to a transaction."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    table = _shaped_like("marks")
    state = [column.name for column in table.columns if not column.primary_key]
    upsert = insert(table)
    upsert = upsert.on_conflict_do_update(
        index_elements=list(table.primary_key), set_={name: upsert.excluded[name] for name in state}
    )
    named = [dict(zip(table.columns.keys(), row, strict=True)) for row in marks]
    table.metadata.create_all(engine)
    began = time.perf_counter()
    for some in _batches(named, batch):
        with engine.begin() as connection:
            connection.execute(upsert, some)
    took = time.perf_counter() - began
    engine.dispose()
    return took


async def asyncpg_executemany(socket: str, database: str, marks: Sequence[Row], batch: int) -> float:
    """Seconds that asyncpg takes to upsert `marks` on a PostgreSQL server, `batch` to a transaction."""
    connection = await asyncpg.connect(host=socket, user="postgres", database=database)
    table = _shaped_like("marks")
    await connection.execute(str(CreateTable(table).compile(dialect=postgresql.dialect())))  # type: ignore[no-untyped-call]
    places = iter(range(1, len(table.columns) + 1))
    upsert = re.sub(r"\?", lambda _: f"${next(places)}", _upsert(table))
    began = time.perf_counter()
    for some in _batches(marks, batch):
        async with connection.transaction():
            await connection.executemany(upsert, some)
    took = time.perf_counter() - began
    await connection.close()
    return took


def _shaped_like(name: str) -> Table:
    """A table like one of the ledger's, without its foreign keys and further indexes."""
    columns = tables.metadata.tables[name].columns
    bare = [Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable) for c in columns]
    return Table(name, MetaData(), *bare, sqlite_with_rowid=False)


def _upsert(table: Table) -> str:
    names = [f'"{column.name}"' for column in table.columns]
    key = [f'"{column.name}"' for column in table.primary_key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
    )


def _batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
