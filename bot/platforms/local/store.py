"""The chat's memory: messages, threads, people, reactions, and a log of every change.

Each method is one transaction. It shares nothing with the ledger, so that a recount compares two things.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.core.times import Micros, micros
from bot.platforms.local import reading, refusals
from bot.platforms.local.comments import comments_of
from bot.platforms.local.database import Database, T, Work
from bot.platforms.local.records import BOT, Change, ChangeKind, Draft, Kind, Person, Stored
from bot.services.ports import Clock
from bot.services.records import Comment

PEOPLE_LIMIT = 5000
_POLL_SECONDS = 0.5
CHANGES_KEPT = 20_000
_BATCH = 500


class Missed(Exception):
    """Changes were pruned before they were read."""


class Store:
    """Raises TryLater or Unclear when the file can't be used, and Refusal for what members may not do.

    A new file begins with `first_people`; the log keeps about the last `changes_kept` changes.
    """

    def __init__(
        self, path: Path, clock: Clock, first_people: Sequence[Person] = (), *, changes_kept: int = CHANGES_KEPT
    ) -> None:
        def fill(db: sqlite3.Connection) -> None:
            for person in first_people:
                _insert_person(db, person)

        self._database = Database(path, fill)
        self._clock = clock
        self._changes_kept = changes_kept
        self._news = asyncio.Event()

    async def close(self) -> None:
        """Let go of the file."""
        await self._database.close()

    # People

    async def join_crowd(self, people: Sequence[Person]) -> None:
        """Add simulated people, each where their id and name are free."""

        def work(db: sqlite3.Connection) -> None:
            for person in people:
                known = "SELECT 1 FROM people WHERE id = ? OR folded = ?"
                if db.execute(known, (person.id, person.name.casefold())).fetchone() is None:
                    _insert_person(db, person)

        await self._database.write(work)

    async def add_person(self, name: str, faces: Sequence[str]) -> Person:
        """A new member called `name`, with the next of `faces` and colours. Refused when the name is taken."""

        def work(db: sqlite3.Connection) -> Person:
            if db.execute("SELECT 1 FROM people WHERE folded = ?", (name.casefold(),)).fetchone():
                raise refusals.name_taken(name)
            (before,) = db.execute("SELECT count(*) FROM people").fetchone()
            if before >= PEOPLE_LIMIT:
                raise refusals.too_many_people()
            person = Person(f"p{before + 1}", name, faces[before % len(faces)], before % 12)
            _insert_person(db, person)
            self._log(db, ChangeKind.PERSON, person=person.id)
            return person

        return await self._write(work)

    async def people(self, *, simulated: bool = False) -> list[Person]:
        """The members, or the demo's crowd, oldest first."""
        return await self._database.read(lambda db: reading.people(db, simulated))

    async def person(self, person: str) -> Person | None:
        """The member with this id."""
        return await self._database.read(lambda db: reading.person(db, person))

    # Writing

    async def write(self, draft: Draft) -> int:
        """Add a message; gives its number. Refused when its author or its thread isn't known."""

        def work(db: sqlite3.Connection) -> int:
            if draft.person is not None and reading.person(db, draft.person) is None:
                raise refusals.nobody()
            parent = reading.parent(db, draft.thread) if draft.thread is not None else None
            if draft.thread is not None and parent is None:
                raise refusals.gone()
            at = self._now(db)
            cursor = db.execute(
                "INSERT INTO messages (channel, thread, kind, person, author, content, article, key, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    draft.channel,
                    draft.thread,
                    draft.kind,
                    draft.person,
                    _dump(draft.author),
                    _dump(draft.content),
                    _dump(draft.article),
                    draft.key,
                    at,
                ),
            )
            number = cursor.lastrowid or 0
            self._log(
                db,
                ChangeKind.MESSAGE,
                at=at,
                channel=draft.channel,
                thread=draft.thread,
                message=number,
                person=draft.person,
            )
            if parent is not None:
                self._log(db, ChangeKind.MESSAGE, channel=draft.channel, message=parent)
            return number

        return await self._write(work)

    async def edit(
        self, number: int, kind: Kind, content: Mapping[str, Any], article: Mapping[str, Any] | None
    ) -> bool:
        """Replace what a message says; False when it is gone. Saying the same again changes nothing."""
        said, behind = _dump(content), _dump(article)

        def work(db: sqlite3.Connection) -> bool:
            row = db.execute(
                "SELECT channel, thread, kind, content, article FROM messages WHERE number = ?", (number,)
            ).fetchone()
            if row is None:
                return False
            if row[2:] != (kind, said, behind):
                db.execute(
                    "UPDATE messages SET kind = ?, content = ?, article = ?, edited = edited OR ? WHERE number = ?",
                    (kind, said, behind, kind is not Kind.CARD, number),
                )
                self._log(db, ChangeKind.MESSAGE, channel=row[0], thread=row[1], message=number)
            return True

        return await self._write(work)

    async def delete(self, number: int, by: str, *, moderator: bool) -> None:
        """Delete a message with its reactions and thread. Refused when it is neither theirs nor they a moderator."""

        def work(db: sqlite3.Connection) -> None:
            row = db.execute("SELECT channel, thread, person FROM messages WHERE number = ?", (number,)).fetchone()
            if row is None:
                raise refusals.gone()
            channel, thread, author = row
            if author != by and not moderator:
                raise refusals.not_yours()
            db.execute("DELETE FROM messages WHERE thread IN (SELECT number FROM threads WHERE message = ?)", (number,))
            db.execute("DELETE FROM messages WHERE number = ?", (number,))
            self._log(
                db,
                ChangeKind.DELETED,
                channel=channel,
                thread=thread,
                message=number,
                person=author,
                held=False,
            )
            if thread is not None:
                self._log(db, ChangeKind.MESSAGE, channel=channel, message=reading.parent(db, thread))

        await self._write(work)

    async def react(self, number: int, person: str, emoji: str, *, on: bool) -> None:
        """Add or take back a raw reaction; BOT adds the bot's own. Doing it again changes nothing."""

        def work(db: sqlite3.Connection) -> None:
            if person != BOT and reading.person(db, person) is None:
                raise refusals.nobody()
            row = db.execute("SELECT channel, thread FROM messages WHERE number = ?", (number,)).fetchone()
            if row is None:
                raise refusals.gone()
            at = self._now(db)
            if on:
                present = {e for (e,) in db.execute("SELECT emoji FROM reactions WHERE message = ?", (number,))}
                if emoji not in present and len(present) >= refusals.REACTION_LIMIT:
                    raise refusals.too_many_reactions()
                cursor = db.execute("INSERT OR IGNORE INTO reactions VALUES (?, ?, ?, ?)", (number, emoji, person, at))
            else:
                cursor = db.execute(
                    "DELETE FROM reactions WHERE message = ? AND emoji = ? AND person = ?", (number, emoji, person)
                )
            if cursor.rowcount:
                self._log(
                    db,
                    ChangeKind.REACTION,
                    at=at,
                    channel=row[0],
                    thread=row[1],
                    message=number,
                    person=None if person == BOT else person,
                    reaction=emoji,
                    held=on,
                )

        await self._write(work)

    async def open_thread(self, number: int, title: str) -> int | None:
        """The number of the thread under a message, made if there is none; None when the message is gone."""

        def work(db: sqlite3.Connection) -> int | None:
            message = db.execute("SELECT channel FROM messages WHERE number = ?", (number,)).fetchone()
            if message is None:
                return None
            known = db.execute("SELECT number FROM threads WHERE message = ?", (number,)).fetchone()
            if known is not None:
                return int(known[0])
            cursor = db.execute(
                "INSERT INTO threads (message, channel, title) VALUES (?, ?, ?)", (number, message[0], title)
            )
            self._log(db, ChangeKind.THREAD, channel=message[0], message=number, thread=cursor.lastrowid)
            return cursor.lastrowid

        return await self._write(work)

    # Reading

    async def find(self, channel: str, key: str, since: Micros, thread: int | None) -> int | None:
        """The first message sent under `key` since then; None when nothing was."""

        def work(db: sqlite3.Connection) -> int | None:
            row = db.execute(
                "SELECT min(number) FROM messages WHERE key = ? AND channel = ? AND thread IS ? AND at >= ?",
                (key, channel, thread, since),
            ).fetchone()
            return row[0] if row else None

        return await self._database.read(work)

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
        return await self._database.read(lambda db: comments_of(db, thread, limit))

    async def authors(self, thread: int) -> dict[int, str] | None:
        """Who wrote each of the messages of people in a thread; None when the thread is gone."""
        return await self._database.read(lambda db: reading.authors(db, thread))

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
        return await self._database.read(reading.last_change)

    async def changes(self, after: int, limit: int = _BATCH) -> list[Change]:
        """The changes after the one with id `after`, in order. Raises Missed when some of them were pruned."""

        def work(db: sqlite3.Connection) -> list[Change]:
            first = db.execute("SELECT min(id) FROM changes").fetchone()[0]
            if first is not None and after + 1 < first:
                raise Missed
            return reading.changes(db, after, limit)

        return await self._database.read(work)

    async def changes_since(self, at: Micros) -> list[Change]:
        """What has changed since an instant, in order; the latest few hundred at most."""
        return await self._database.read(lambda db: reading.changes_since(db, at, _BATCH))

    async def follow(self, after: int) -> AsyncIterator[list[Change]]:
        """Batches of changes as they happen, also in other processes (within half a second); an empty
        batch when nothing did for that long. Raises Missed."""
        while True:
            news = self._news
            changes = await self.changes(after)
            if changes:
                after = changes[-1].id
            else:
                try:
                    async with asyncio.timeout(_POLL_SECONDS):
                        await news.wait()
                        continue
                except TimeoutError:
                    pass
            yield changes

    async def _write(self, work: Work[T]) -> T:
        outcome = await self._database.write(work)
        self._news.set()
        self._news = asyncio.Event()
        return outcome

    def _now(self, db: sqlite3.Connection) -> Micros:
        last = db.execute("SELECT at FROM changes ORDER BY id DESC LIMIT 1").fetchone()
        return max(micros(self._clock.now()), last[0] + 1 if last else 0)

    def _log(
        self,
        db: sqlite3.Connection,
        kind: ChangeKind,
        *,
        at: Micros | None = None,
        channel: str = "",
        message: int | None = None,
        thread: int | None = None,
        person: str | None = None,
        reaction: str = "",
        held: bool = True,
    ) -> None:
        cursor = db.execute(
            "INSERT INTO changes (kind, at, channel, message, thread, person, reaction, held)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (kind, at or self._now(db), channel, message, thread, person, reaction, held),
        )
        latest = cursor.lastrowid or 0
        if latest % max(1, self._changes_kept // 20) == 0:
            db.execute("DELETE FROM changes WHERE id <= ?", (latest - self._changes_kept,))


def _insert_person(db: sqlite3.Connection, person: Person) -> None:
    db.execute(
        "INSERT INTO people (id, name, folded, emoji, colour, simulated) VALUES (?, ?, ?, ?, ?, ?)",
        (person.id, person.name, person.name.casefold(), person.emoji, person.colour, person.simulated),
    )


def _dump(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
