"""The chat's memory: messages, threads, people, reactions, and a log of every change.

Each method is one transaction. It shares nothing with the ledger, so that a recount compares two things.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.core.times import Micros
from bot.platforms.local import changes, reading, writing
from bot.platforms.local.changes import ChangeLog
from bot.platforms.local.database import Database, T, Work
from bot.platforms.local.records import Change, Draft, Kind, Person, Stored
from bot.services.ports import Clock
from bot.services.records import Comment

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
        def fill(db: sqlite3.Connection) -> None:
            for person in first_people:
                writing.insert_person(db, person)

        self._database = Database(path, fill)
        self._log = ChangeLog(clock, changes_kept)
        self._news = asyncio.Event()

    async def close(self) -> None:
        """Let go of the file."""
        await self._database.close()

    # People

    async def join_crowd(self, people: Sequence[Person]) -> None:
        """Add simulated people, each where their id and name are free."""
        await self._database.write(lambda db: writing.join_crowd(db, people))

    async def add_person(self, name: str, faces: Sequence[str]) -> Person:
        """A new member called `name`, with the next of `faces` and colours. Refused when the name is taken."""
        return await self._write(lambda db: writing.add_person(db, self._log, name, faces))

    async def rename(self, person: str, name: str) -> None:
        """Call a member otherwise."""
        await self._write(lambda db: writing.rename(db, self._log, person, name))

    async def people(self, *, simulated: bool = False) -> list[Person]:
        """The members, or the demo's crowd, oldest first."""
        return await self._database.read(lambda db: reading.people(db, simulated))

    async def person(self, person: str) -> Person | None:
        """The member with this id."""
        return await self._database.read(lambda db: reading.person(db, person))

    # Writing

    async def write(self, draft: Draft) -> int:
        """Add a message; gives its number. Refused when its author or its thread isn't known."""
        return await self._write(lambda db: writing.write(db, self._log, draft))

    async def edit(
        self, number: int, kind: Kind, content: Mapping[str, Any], article: Mapping[str, Any] | None
    ) -> bool:
        """Replace what a message says; False when it is gone. Saying the same again changes nothing."""
        return await self._write(lambda db: writing.edit(db, self._log, number, kind, content, article))

    async def delete(self, number: int, by: str, *, moderator: bool) -> None:
        """Delete a message with its reactions and thread. Refused when it is neither theirs nor they a moderator."""
        await self._write(lambda db: writing.delete(db, self._log, number, by, moderator=moderator))

    async def react(self, number: int, person: str, emoji: str, *, on: bool) -> None:
        """Add or take back a raw reaction; BOT adds the bot's own. Doing it again changes nothing."""
        await self._write(lambda db: writing.react(db, self._log, number, person, emoji, on=on))

    async def open_thread(self, number: int, title: str) -> int | None:
        """The number of the thread under a message, made if there is none; None when the message is gone."""
        return await self._write(lambda db: writing.open_thread(db, self._log, number, title))

    # Reading

    async def find(self, channel: str, key: str, since: Micros, thread: int | None) -> int | None:
        """The first message sent under `key` since then; None when nothing was."""
        return await self._database.read(lambda db: reading.find(db, channel, key, since, thread))

    async def load(self, numbers: Collection[int]) -> list[Stored]:
        """The messages with these numbers that are still there, ascending."""
        return await self._database.read(lambda db: reading.load(db, numbers))

    async def page(self, channel: str, before: int | None, limit: int) -> tuple[list[Stored], bool]:
        """The latest `limit` messages of a channel before one, oldest first, and whether there are older ones."""
        return await self._database.read(lambda db: reading.page(db, channel, before, limit))

    async def thread(self, number: int, limit: int) -> tuple[Stored, list[Stored]] | None:
        """The message that a thread hangs under and the thread's latest messages; None when it is gone."""
        return await self._database.read(lambda db: reading.thread(db, number, limit))

    async def comments(self, thread: int, limit: int) -> list[Comment]:
        """The latest `limit` messages that people wrote in a thread, oldest first."""
        return await self._database.read(lambda db: reading.comments(db, thread, limit))

    async def authors(self, thread: int, before: Micros | None = None) -> dict[int, str] | None:
        """Who wrote each of the messages of people in a thread; None when the thread is gone."""
        return await self._database.read(lambda db: reading.authors(db, thread, before))

    async def holders(self, number: int) -> dict[str, list[str]] | None:
        """Who holds each raw reaction of a message, BOT among them; None when the message is gone."""
        return await self._database.read(lambda db: reading.holders(db, number))

    async def article(self, number: int) -> Mapping[str, Any] | None:
        """The article behind a card."""
        return await self._database.read(lambda db: reading.article(db, number))

    async def cards(self, limit: int) -> list[Stored]:
        """The cards that were posted last, oldest first."""
        return await self._database.read(lambda db: reading.cards(db, limit))

    # The change log

    async def last_change(self) -> int:
        """The id of the latest change; 0 before any."""
        return await self._database.read(changes.last_change)

    async def changes(self, after: int, limit: int = _BATCH) -> list[Change]:
        """The changes after the one with id `after`, in order. Raises Missed when some of them were pruned."""
        return await self._database.read(lambda db: changes.changes_after(db, after, limit))

    async def changes_since(self, at: Micros) -> list[Change]:
        """What has changed since an instant, in order; the latest few hundred at most."""
        return await self._database.read(lambda db: changes.changes_since(db, at, _BATCH))

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
