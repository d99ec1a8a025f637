"""The chat's memory, an SQLite file of its own: messages, threads, people, reactions, and a log of every change.

Each method is one transaction, one at a time. It shares nothing with the ledger, so that a
recount compares two things.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import greenlet_spawn

from bot.core.times import Micros
from bot.files import keep_database_private
from bot.platforms.local import chat_forgetting, chat_queries, chat_records, chat_writes
from bot.platforms.local.chat_records import Change, ChangeLog, Draft, Kind, Person, Stored
from bot.sentences import sentence
from bot.services.platform_errors import Impossible, TryLater, Unclear
from bot.services.ports import Clock
from bot.services.records import Comment
from bot.transactions import BEGIN, SQLITE_FAULTS, UnderWay, empty_log, sqlite_engine, write_anew

T = TypeVar("T")
Work = Callable[[Connection], T]
VERSION = 1
_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  emoji TEXT NOT NULL,
  colour INTEGER NOT NULL,
  simulated INTEGER NOT NULL
);
CREATE TABLE messages (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  thread INTEGER,
  kind TEXT NOT NULL,
  person TEXT,
  author TEXT,
  content TEXT NOT NULL,
  article TEXT,
  key TEXT,
  at INTEGER NOT NULL,
  edited INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX messages_by_channel ON messages (channel, number) WHERE thread IS NULL;
CREATE INDEX messages_by_thread ON messages (thread, number) WHERE thread IS NOT NULL;
CREATE INDEX messages_by_key ON messages (key, channel) WHERE key IS NOT NULL;
CREATE TABLE threads (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  message INTEGER NOT NULL UNIQUE REFERENCES messages (number) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  title TEXT NOT NULL
);
CREATE TABLE reactions (
  message INTEGER NOT NULL REFERENCES messages (number) ON DELETE CASCADE,
  emoji TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (message, emoji, person)
) WITHOUT ROWID;
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  message INTEGER,
  thread INTEGER,
  person TEXT,
  reaction TEXT NOT NULL,
  held INTEGER NOT NULL
);
"""


class Database:
    """Opened at first use; several processes may have it open at once. `fill` is what a new file begins with."""

    def __init__(self, path: Path, fill: Work[None]) -> None:
        self._path = path
        self._fill = fill
        self._engine = sqlite_engine(path, _BUSY_SECONDS, "BEGIN", connections=1)
        self._writing = self._engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        self._turns = asyncio.Semaphore(1)
        self._under_way = UnderWay(lambda: TryLater(sentence("local-store-closed", file=path.name)))
        self._opened = False

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one state of the file. Raises TryLater."""
        return await self._run(self._engine, work)

    async def write(self, work: Work[T]) -> T:
        """Run `work` as one durable transaction. Raises TryLater if nothing was written, Unclear if nobody knows."""
        return await self._run(self._writing, work)

    async def overwrite(self) -> bool:
        """Write the file anew, without what was deleted from it; False where others read on from its log."""
        outside = self._engine.execution_options(**{BEGIN: ""})
        await self._run(outside, write_anew)
        return await self._run(outside, empty_log)

    async def close(self) -> None:
        """Let go of the file, when what is under way has ended."""
        await self._under_way.close()
        await greenlet_spawn(self._engine.dispose)

    async def _run(self, engine: Engine, work: Work[T]) -> T:
        return await self._under_way.carry(self._turns, lambda: greenlet_spawn(self._transaction, engine, work))

    def _transaction(self, engine: Engine, work: Work[T]) -> T:
        try:
            if not self._opened:
                self._open()
                self._opened = True
            with engine.connect() as connection:
                transaction = connection.begin()
                outcome = work(connection)
                try:
                    transaction.commit()
                except SQLITE_FAULTS as fault:
                    # Only a connection that is in no transaction any more is undone when it goes back.
                    transaction.close()
                    said = sentence("local-store-unclear", file=self._path.name, error=_said_by(fault))
                    raise Unclear(said) from fault
                return outcome
        except SQLITE_FAULTS as fault:
            said = sentence("local-store-unusable", file=self._path.name, error=_said_by(fault))
            raise TryLater(said) from fault

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keep_database_private(self._path)
        with self._engine.execution_options(**{BEGIN: ""}).begin() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        with self._writing.begin() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if found == 0:
                for statement in _SCHEMA.split(";\n"):
                    if statement:
                        connection.exec_driver_sql(statement)
                self._fill(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        if found > VERSION:
            raise Impossible(sentence("local-store-newer", file=self._path.name))


def is_usable(store: Path) -> bool:
    """Whether this version can go on from a chat's store, or there is none yet; blocks."""
    columns = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
    if not store.exists():
        return True
    try:
        with (
            closing(sqlite3.connect(":memory:")) as model,
            closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as found,
        ):
            model.executescript(_SCHEMA)
            (version,) = found.execute("PRAGMA user_version").fetchone()
            sound = found.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            there = set(found.execute(columns))
            return sound and (version == 0 or (version <= VERSION and set(model.execute(columns)) <= there))
    except sqlite3.Error:
        return False


_LAST = 200
"""Of how many of a copy's last messages one must be in a store that goes on from it: some may have been deleted."""


def goes_on_from(store: Path, copy: Path) -> bool:
    """Whether a chat's store holds what came after a copy of it, so that the copy would take that away; blocks."""
    query = f"SELECT number, at FROM messages ORDER BY number DESC LIMIT {_LAST}"
    same = "SELECT 1 FROM messages WHERE number = ? AND at = ?"
    if not store.exists():
        return False
    try:
        with (
            closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as new,
        ):
            last = old.execute(query).fetchall()
            return not last or any(new.execute(same, row).fetchone() for row in last)
    except sqlite3.Error:
        return False


def _said_by(fault: Exception) -> str:
    """What the driver said, without the statement that it said it of."""
    return str(fault.orig if isinstance(fault, DBAPIError) else fault)


CHANGES_KEPT = 20_000
_POLL_SECONDS = 0.5
_BATCH = 500


class Store:
    """Raises TryLater or Unclear when the file can't be used, and Refusal for what members may not do.

    A new file begins with `first_people`; the log keeps about the last `changes_kept` changes.
    """

    def __init__(
        self, path: Path, clock: Clock, first_people: Sequence[Person] = (), *, changes_kept: int = CHANGES_KEPT
    ) -> None:
        def fill(db: Connection) -> None:
            for person in first_people:
                chat_writes.insert_person(db, person)

        self._database = Database(path, fill)
        self._log = ChangeLog(clock, changes_kept)
        self._news = asyncio.Event()

    async def close(self) -> None:
        """Let go of the file."""
        await self._database.close()

    # People

    async def join_crowd(self, people: Sequence[Person]) -> None:
        """Add simulated people, each where their id and name are free."""
        await self._database.write(lambda db: chat_writes.join_crowd(db, people))

    async def add_person(self, name: str, faces: Sequence[str]) -> Person:
        """A new member called `name`, with the next of `faces` and colours. Refused when the name is taken."""
        return await self._write(lambda db: chat_writes.add_person(db, self._log, name, faces))

    async def rename(self, person: str, name: str) -> None:
        """Call a member otherwise."""
        await self._write(lambda db: chat_writes.rename(db, self._log, person, name))

    async def people(self, *, simulated: bool = False) -> list[Person]:
        """The members, or the demo's crowd, oldest first."""
        return await self._database.read(lambda db: chat_queries.people(db, simulated))

    async def person(self, person: str) -> Person | None:
        """The member with this id."""
        return await self._database.read(lambda db: chat_queries.person(db, person))

    async def everything(self, person: str) -> Mapping[str, Any]:
        """All that is kept of a member; empty for nobody."""
        return await self._database.read(lambda db: chat_forgetting.everything(db, person))

    async def forget(self, person: str, going_on: Collection[int], stays: bool) -> None:
        """Forget a member: see `chat_forgetting.forget`."""
        await self._write(lambda db: chat_forgetting.forget(db, self._log, person, going_on, stays=stays))

    async def called(self, name: str) -> Person | None:
        """The member with this name or id."""
        return await self._database.read(lambda db: chat_queries.called(db, name))

    async def overwrite(self) -> bool:
        """Overwrite in the file what was deleted; False where it has to be tried again. Raises TryLater."""
        return await self._database.overwrite()

    # Writing

    async def write(self, draft: Draft) -> int:
        """Add a message; gives its number. Refused when its author or its thread isn't known."""
        return await self._write(lambda db: chat_writes.write(db, self._log, draft))

    async def edit(
        self, number: int, kind: Kind, content: Mapping[str, Any], article: Mapping[str, Any] | None
    ) -> bool:
        """Replace what a message says; False when it is gone. Saying the same again changes nothing."""
        return await self._write(lambda db: chat_writes.edit(db, self._log, number, kind, content, article))

    async def delete(self, number: int, by: str, *, moderator: bool) -> None:
        """Delete a message with its reactions and thread. Refused when it is neither theirs nor they a moderator."""
        await self._write(lambda db: chat_writes.delete(db, self._log, number, by, moderator=moderator))

    async def react(self, number: int, person: str, emoji: str, *, on: bool) -> None:
        """Add or take back a raw reaction; BOT adds the bot's own. Doing it again changes nothing."""
        await self._write(lambda db: chat_writes.react(db, self._log, number, person, emoji, on=on))

    async def open_thread(self, number: int, title: str) -> int | None:
        """The number of the thread under a message, made if there is none; None when the message is gone."""
        return await self._write(lambda db: chat_writes.open_thread(db, self._log, number, title))

    # Reading

    async def find(self, channel: str, key: str, since: Micros, thread: int | None) -> int | None:
        """The first message sent under `key` since then; None when nothing was."""
        return await self._database.read(lambda db: chat_queries.find(db, channel, key, since, thread))

    async def keys_since(self, channel: str, since: Micros) -> list[tuple[int, str]]:
        """The messages of a channel, without its threads, that were sent under a key since then: number and key."""
        return await self._database.read(lambda db: chat_queries.keys_since(db, channel, since))

    async def load(self, numbers: Collection[int]) -> list[Stored]:
        """The messages with these numbers that are still there, ascending."""
        return await self._database.read(lambda db: chat_queries.load(db, numbers))

    async def page(self, channel: str, before: int | None, limit: int) -> tuple[list[Stored], bool]:
        """The latest `limit` messages of a channel before one, oldest first, and whether there are older ones."""
        return await self._database.read(lambda db: chat_queries.page(db, channel, before, limit))

    async def thread(self, number: int, limit: int) -> tuple[Stored, list[Stored]] | None:
        """The message that a thread hangs under and the thread's latest messages; None when it is gone."""
        return await self._database.read(lambda db: chat_queries.thread(db, number, limit))

    async def comments(self, thread: int, limit: int) -> list[Comment]:
        """The latest `limit` messages that people wrote in a thread, oldest first."""
        return await self._database.read(lambda db: chat_queries.comments(db, thread, limit))

    async def authors(self, thread: int, before: Micros | None = None) -> dict[int, str] | None:
        """Who wrote each of the messages of people in a thread; None when the thread is gone."""
        return await self._database.read(lambda db: chat_queries.authors(db, thread, before))

    async def holders(self, number: int) -> dict[str, list[str]] | None:
        """Who holds each raw reaction of a message, BOT among them; None when the message is gone."""
        return await self._database.read(lambda db: chat_queries.holders(db, number))

    async def article(self, number: int) -> Mapping[str, Any] | None:
        """The article behind a card."""
        return await self._database.read(lambda db: chat_queries.article(db, number))

    async def cards(self, limit: int) -> list[Stored]:
        """The cards that were posted last, oldest first."""
        return await self._database.read(lambda db: chat_queries.cards(db, limit))

    # The change log

    async def last_change(self) -> int:
        """The id of the latest change; 0 before any."""
        return await self._database.read(chat_records.last_change)

    async def changes(self, after: int, limit: int = _BATCH) -> list[Change]:
        """The changes after the one with id `after`, in order. Raises Missed when some of them were pruned."""
        return await self._database.read(lambda db: chat_records.changes_after(db, after, limit))

    async def changes_since(self, at: Micros) -> list[Change]:
        """What has changed since an instant, in order; the latest few hundred at most."""
        return await self._database.read(lambda db: chat_records.changes_since(db, at, _BATCH))

    async def follow(self, after: int) -> AsyncIterator[list[Change]]:
        """Batches of changes as they happen, also in other processes (within half a second); an empty
        batch when nothing did for that long. Raises Missed."""
        while True:
            news = self._news
            batch = await self.changes(after)
            if batch:
                after = batch[-1].id
            else:
                try:
                    async with asyncio.timeout(_POLL_SECONDS):
                        await news.wait()
                        continue
                except TimeoutError:
                    pass
            yield batch

    async def _write(self, work: Work[T]) -> T:
        outcome = await self._database.write(work)
        self._news.set()
        self._news = asyncio.Event()
        return outcome
