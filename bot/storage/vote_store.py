"""The ledger's way in: marks, presses, moderators' removals, replies and sparks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.buttons import Press, Pressed
from bot.core.debates import BallotKind, DebateState
from bot.core.emoji import plain as plain_of
from bot.core.emoji import unmarked
from bot.core.history import Cause
from bot.core.marks import SAVE, MarkEvent, Voter
from bot.core.tally import COMMENTS
from bot.core.times import Micros
from bot.services.records import Batch, OpenPost
from bot.storage.button_votes import apply_presses, note_answered
from bot.storage.echoes import without_echoes
from bot.storage.engine import Connections
from bot.storage.idempotency import Once
from bot.storage.people import Learned, Voters
from bot.storage.rows import ACCOUNT, post_named
from bot.storage.sheet import Sheet, load_votes, lock, write_votes
from bot.storage.spark_marks import apply_sparks, lines_named
from bot.storage.statements import Statements
from bot.storage.tables import debates, marks, replies, voters

Changed = frozenset[str]


class Votes:
    """VoteStore on SQL."""

    def __init__(self, connections: Connections, statements: Statements, numbers: Voters, once: Once) -> None:
        self._connections = connections
        self._statements = statements
        self._voters = numbers
        self._once = once

    async def cast(self, events: Sequence[tuple[OpenPost, MarkEvent]], batch: Batch | None = None) -> Changed:
        if not events:
            return frozenset()
        changed, learned = await self._connections.write(
            lambda db: self._once(db, batch, lambda db: cast_events(db, self._statements, self._voters, events))
        )
        self._voters.remember(learned)
        return changed

    async def press(
        self, presses: Sequence[tuple[OpenPost, Press]], decided: dict[int, Pressed], batch: Batch | None = None
    ) -> tuple[Sequence[Pressed | None], Changed]:
        def work(db: Connection) -> tuple[list[Pressed | None], Changed, Learned]:
            return apply_presses(db, self._statements, self._voters, presses, decided)

        outcomes, changed, learned = await self._connections.write(lambda db: self._once(db, batch, work))
        self._voters.remember(learned)
        return outcomes, changed

    async def answered(self, presses: Sequence[tuple[OpenPost, Press]]) -> None:
        if presses:
            await self._connections.write(lambda db: note_answered(db, presses))

    async def clear(
        self, post: OpenPost, plain: str | None, received_at: Micros, batch: Batch | None = None
    ) -> Changed:
        def work(db: Connection) -> Changed:
            return self._clear(db, post, plain, received_at)

        return await self._connections.write(lambda db: self._once(db, batch, work))

    async def reply(
        self,
        platform: str,
        channel: str,
        thread: str,
        reply: str,
        voter: Voter | None,
        held: bool,
        batch: Batch | None = None,
    ) -> Changed:
        def work(db: Connection) -> tuple[Changed, Learned]:
            place = db.execute(post_named(platform, channel, thread)).first()
            if place is None:
                return frozenset(), {}
            debate, post = place
            sheet = lock(db, [debate])[debate]
            if sheet.state is not DebateState.OPEN:
                return frozenset(), {}
            numbers, learned = self._voters.numbers(db, [voter] if voter is not None else [])
            if numbers:
                news = note_reply(db, debate, post, reply, numbers[0], held)
            else:
                news = not held and take_reply_back(db, debate, post, reply)
            if news:
                sheet.deltas[platform, COMMENTS] += 1 if held else -1
            return write_votes(db, self._statements, [sheet]), learned

        changed, learned = await self._connections.write(lambda db: self._once(db, batch, work))
        self._voters.remember(learned)
        return changed

    async def spark(self, events: Sequence[tuple[MarkEvent, Sequence[OpenPost]]], batch: Batch | None = None) -> None:
        mine = await self._connections.read(lambda db: lines_named(db, events))

        def work(db: Connection) -> Learned:
            return apply_sparks(db, self._statements, self._voters, mine)

        if mine:
            learned = await self._connections.write(lambda db: self._once(db, batch, work))
            self._voters.remember(learned)

    def _clear(self, db: Connection, post: OpenPost, plain: str | None, received_at: Micros) -> Changed:
        sheet = lock(db, [post.debate]).get(post.debate)
        if sheet is None or sheet.ended:
            return frozenset()
        rows = db.execute(
            select(marks.c.voter, marks.c.reaction, marks.c.option, *ACCOUNT)
            .join(voters, voters.c.id == marks.c.voter)
            .where(marks.c.debate == post.debate, marks.c.post == post.post)
            .order_by(marks.c.voter, marks.c.reaction)
        ).all()
        named = [
            row
            for row in rows
            if plain in (None, plain_of(unmarked(row[1]))) and (post.ballot is BallotKind.REACTIONS or row[2] == SAVE)
        ]
        load_votes(db, self._statements, {sheet.debate: sheet}, ((sheet.debate, row[0]) for row in named))
        late = sheet.is_late(received_at)
        withdrawn = 0
        for voter, reaction, _, *account in named:
            place = (post.post, reaction)
            mark = sheet.marks[voter][place]
            if not mark.held:
                continue
            sheet.people[voter] = Voter(*account)
            if late:
                sheet.record(voter, place, mark.option, False, None, received_at, Cause.LATE)
            else:
                sheet.withdraw(voter, account[0], place, received_at, Cause.MODERATOR)
                withdrawn += 1
        if withdrawn:
            cleared = debates.c.cleared + withdrawn
            db.execute(update(debates).where(debates.c.id == post.debate).values(cleared=cleared))
        return write_votes(db, self._statements, [sheet])


def cast_events(
    db: Connection, statements: Statements, people: Voters, events: Sequence[tuple[OpenPost, MarkEvent]]
) -> tuple[Changed, Learned]:
    """Apply marks in order; gives the debates whose tally changed, and the numbers of voters to remember."""
    sheets = lock(db, {post.debate for post, _ in events})
    events = without_echoes(db, people, events)
    numbers, learned = people.numbers(db, [event.voter for _, event in events])
    voting = {debate for debate, sheet in sheets.items() if not sheet.ended}
    counted = [
        (number, post, event) for number, (post, event) in zip(numbers, events, strict=True) if post.debate in voting
    ]
    load_votes(db, statements, sheets, ((post.debate, number) for number, post, _ in counted))
    for number, post, event in counted:
        sheet = sheets[post.debate]
        sheet.people[number] = event.voter
        _apply(sheet, number, post, event)
    return write_votes(db, statements, sheets.values()), learned


def _apply(sheet: Sheet, voter: int, post: OpenPost, event: MarkEvent) -> None:
    option = post.choices.get(event.plain)
    if option is None:
        return
    place, at, received_at = (post.post, event.reaction), event.at, event.received_at
    if sheet.is_late(received_at if at is None else at):
        sheet.record(voter, place, option, event.added, at, received_at, Cause.LATE)
    elif event.added:
        sheet.add(voter, event.platform, place, option, at, received_at)
    else:
        sheet.remove(voter, event.platform, place, option, at, received_at)


def note_reply(db: Connection, debate: str, post: int, reply: str, voter: int, held: bool) -> bool:
    """Note a reply, or that it was deleted, which is final; False when nothing is new."""
    row = {"debate": debate, "post": post, "reply": reply, "voter": voter, "held": held}
    noted = upsert(replies).values(row).on_conflict_do_nothing(index_elements=["debate", "post", "reply"])
    if db.execute(noted).rowcount:
        return held
    if held:
        return False
    return take_reply_back(db, debate, post, reply)


def take_reply_back(db: Connection, debate: str, post: int, reply: str) -> bool:
    """Note that a reply was deleted; False for one that did not count."""
    mine = (replies.c.debate == debate, replies.c.post == post, replies.c.reply == reply, replies.c.held)
    return bool(db.execute(update(replies).where(*mine).values(held=False)).rowcount)
