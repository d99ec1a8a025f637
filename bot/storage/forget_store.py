"""Forgetting a person: pseudonyms in the place of the account, one for each debate, and the account deleted."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.debates import BallotKind, Debate, DebateState, PostState
from bot.core.history import Cause
from bot.core.marks import PSEUDONYM, SAVE, Voter, apply_removal
from bot.core.sparks import REPLY, Spoken
from bot.core.tally import COMMENTS
from bot.core.times import Micros, micros
from bot.services.personal_stores import Standing, Trace, Traces
from bot.storage.codec import dump_talk
from bot.storage.codes import keep_codes
from bot.storage.deleted_bytes import note_deleted
from bot.storage.engine import Connections
from bot.storage.personal_data import everything, is_of
from bot.storage.post_store import touch_index
from bot.storage.retention_store import NUMBERED, TALKED, told_in_numbers
from bot.storage.rows import DEBATE, to_debate
from bot.storage.sheet import Sheet, load_votes, lock, write_votes
from bot.storage.spark_marks import HELD, Kept, row, to_kept, write_sparks
from bot.storage.statements import FORGOTTEN, SPARK_KEY, SPARK_STATE, Statements
from bot.storage.tables import (
    accounts,
    debates,
    feedback,
    history,
    marks,
    met,
    meta,
    parked,
    posts,
    presses,
    replies,
    sparks,
    voters,
)

IN_DEBATES = (*NUMBERED, presses, *TALKED)
"""The tables of which a debate's rows name voters by their numbers."""
OF_ACCOUNTS: tuple[Table, ...] = (feedback, met)
"""Those whose rows name a voter, in no debate."""
BY_ACCOUNT: tuple[Table, ...] = (parked, accounts)
"""Those that name an account itself."""

_KEY = "forget_key"
_LARGEST = 2**62


class Forgetting:
    """ForgetStore on SQL."""

    def __init__(self, connections: Connections, statements: Statements) -> None:
        self._connections = connections
        self._statements = statements

    async def traces(self, voter: Voter, now: datetime) -> Traces:
        return await self._connections.read(lambda db: _traces(db, voter, micros(now)))

    async def everything(self, voter: Voter) -> Mapping[str, Any]:
        return await self._connections.read(lambda db: everything(db, voter))

    async def unname(
        self,
        voter: Voter,
        debate: str,
        now: datetime,
        *,
        words_gone: bool = False,
        taken_back: bool | None = None,
    ) -> bool:
        def work(db: Connection) -> bool:
            sheet = lock(db, [debate]).get(debate)
            number = _number_of(db, voter)
            if sheet is None or number is None:
                return True
            standing = _standing(sheet.state, sheet.certified, sheet.closes_at, micros(now))
            if standing is Standing.BEING_COUNTED and taken_back is None:
                return False
            goes_on = standing is not Standing.COUNTED
            if goes_on and taken_back is not False:
                in_time = min(micros(now), sheet.closes_at - 1)
                self._take_back(db, sheet, number, voter, in_time, words_gone=words_gone)
            _put_pseudonym(db, debate, number, voter, is_open=goes_on)
            db.execute(update(debates).where(debates.c.id == debate).values(retold=debates.c.retold + 1))
            if goes_on:
                # So every process reads the posts anew, and shows the tally as it is now.
                touch_index(db)
            return True

        return await self._connections.write(work)

    async def erase(self, voter: Voter, now: datetime) -> Sequence[str]:
        def work(db: Connection) -> Sequence[str]:
            # Whoever uses a number from memory comes before, or reads this count and looks it up.
            counted = upsert(meta).values(name=FORGOTTEN, value=1)
            counted = counted.on_conflict_do_update(index_elements=["name"], set_={"value": meta.c.value + 1})
            db.execute(counted)
            number = _number_of(db, voter)
            if number is not None:
                if still := _debates_with(db, number):
                    return still
                for table in OF_ACCOUNTS:
                    db.execute(delete(table).where(table.c.voter == number))
                db.execute(delete(voters).where(voters.c.id == number))
            for table in BY_ACCOUNT:
                db.execute(delete(table).where(is_of(table, voter)))
            note_deleted(db, now)
            return ()

        return await self._connections.write(work)

    async def key(self) -> bytes:
        mine = select(meta.c.value).where(meta.c.name == _KEY)

        def work(db: Connection) -> int:
            made = upsert(meta).values(name=_KEY, value=secrets.randbelow(_LARGEST))
            db.execute(made.on_conflict_do_nothing(index_elements=["name"]))
            return int(db.execute(mine).scalar_one())

        known = await self._connections.read(lambda db: db.execute(mine).scalar())
        return (known if known is not None else await self._connections.write(work)).to_bytes(8, "big")

    def _take_back(
        self, db: Connection, sheet: Sheet, number: int, voter: Voter, now: Micros, *, words_gone: bool
    ) -> None:
        """Take back what counts in an open debate, as events of its history like all others."""
        debate = sheet.debate
        load_votes(db, self._statements, {debate: sheet}, [(debate, number)])
        sheet.people[number] = voter
        for place, mark in sorted(sheet.marks[number].items()):
            if mark.held:
                sheet.withdraw(number, voter.platform, place, now, Cause.LIVE)
        _take_sparks_back(db, sheet, number)
        if words_gone:
            mine = (replies.c.debate == debate, replies.c.voter == number, replies.c.held)
            sheet.deltas[voter.platform, COMMENTS] -= db.execute(
                update(replies).where(*mine).values(held=False)
            ).rowcount
        write_votes(db, self._statements, [sheet])


def _number_of(db: Connection, voter: Voter) -> int | None:
    return db.execute(select(voters.c.id).where(is_of(voters, voter))).scalar()


def _standing(state: DebateState, certified: bool, closes_at: Micros, now: Micros) -> Standing:
    if certified or state in (DebateState.CLOSED, DebateState.VOID):
        return Standing.COUNTED
    return Standing.OPEN if state is DebateState.OPEN and closes_at > now else Standing.BEING_COUNTED


def _debates_with(db: Connection, number: int) -> list[str]:
    """The debates in which any row names this voter."""
    each = (select(table.c.debate).where(table.c.voter == number).distinct() for table in IN_DEBATES)
    return sorted(set(db.execute(union_all(*each)).scalars()))


def _traces(db: Connection, voter: Voter, now: Micros) -> Traces:
    number = _number_of(db, voter)
    by_account = any(db.execute(select(func.count()).where(is_of(table, voter))).scalar() for table in BY_ACCOUNT)
    if number is None:
        return Traces((), 0, by_account)
    found = []
    columns = (*DEBATE, debates.c.certificate)
    query = select(*columns).where(debates.c.id.in_(_debates_with(db, number)))
    for *columns_of, certificate in db.execute(query.order_by(debates.c.opened_at, debates.c.id)).all():
        debate = to_debate(columns_of)
        standing = _standing(debate.state, certificate is not None, micros(debate.closes_at), now)
        on = _reacted_on(db, debate, number) if standing is Standing.OPEN else ()
        found.append(Trace(debate, standing, on))
    written = select(func.count()).select_from(feedback).where(feedback.c.voter == number)
    return Traces(tuple(found), db.execute(written).scalar_one(), True)


def _reacted_on(db: Connection, debate: Debate, number: int) -> tuple[tuple[str, str, str], ...]:
    """The posts under which a voter's reactions stand, or 💡 in the thread; a ballot by button is none."""
    held = select(marks.c.post).where(
        marks.c.debate == debate.id, marks.c.voter == number, or_(marks.c.standing, marks.c.at.is_not(None))
    )
    if debate.rules.ballot is BallotKind.BUTTONS:
        held = held.where(marks.c.option == SAVE)
    sparked = select(sparks.c.post).where(sparks.c.debate == debate.id, sparks.c.voter == number, HELD)
    query = (
        select(posts.c.platform, posts.c.channel_id, posts.c.message)
        .where(posts.c.id.in_(held.union(sparked)), posts.c.state == PostState.SAID)
        .order_by(posts.c.platform, posts.c.channel_id, posts.c.message)
    )
    return tuple((platform, channel, message) for platform, channel, message in db.execute(query))


def _take_sparks_back(db: Connection, sheet: Sheet, number: int) -> None:
    mine = select(*(sparks.c[name] for name in (*SPARK_KEY, "line", *SPARK_STATE)))
    held = db.execute(mine.where(sparks.c.debate == sheet.debate, sparks.c.voter == number, HELD)).all()
    rows = []
    for found in held:
        kept = to_kept(found[len(SPARK_KEY) + 1 :])
        at = kept.mark.adds[-1] if kept.mark.adds else None
        taken = apply_removal(kept.mark, option=0, seq=0, at=at)
        rows.append(row(tuple(found[: len(SPARK_KEY)]), found.line, Kept(taken, sheet.next_seq, kept.late)))
    if rows:
        sheet.next_seq += 1
        write_sparks(db, rows)


def _put_pseudonym(db: Connection, debate: str, number: int, voter: Voter, *, is_open: bool) -> None:
    """Give all that a voter has in a debate to a pseudonym of which nothing is kept that leads back."""
    if _has(db, history, debate, number):
        keep_codes(db, debate)
    if is_open:
        # A recount must know replies again, so each keeps its id, under a pseudonym that has no ballot.
        _give(db, TALKED, debate, number, voter)
    else:
        _leave_numbers_of_talk(db, debate, number)
    _give(db, (*NUMBERED, presses), debate, number, voter)


def _give(db: Connection, tables: Iterable[Table], debate: str, number: int, voter: Voter) -> None:
    """Put one new voter, who is nobody, in the place of a voter in some tables.

    Numbers are given by chance: those of one person's pseudonyms must not stand together.
    """
    mine = [table for table in tables if _has(db, table, debate, number)]
    if not mine:
        return
    nobody = -1 - secrets.randbelow(_LARGEST)
    name = {"platform": voter.platform, "workspace": PSEUDONYM, "native": secrets.token_hex(16)}
    db.execute(insert(voters).values(id=nobody, **name))
    for table in mine:
        db.execute(update(table).where(table.c.debate == debate, table.c.voter == number).values(voter=nobody))


def _has(db: Connection, table: Table, debate: str, number: int) -> bool:
    mine = select(table.c.voter).where(table.c.debate == debate, table.c.voter == number).limit(1)
    return db.execute(mine).first() is not None


def _leave_numbers_of_talk(db: Connection, debate: str, number: int) -> None:
    """Of what a voter said and pressed under a debate that is over keep what it came to, as retention does of all.

    The platform tells to anybody who wrote a reply, and who pressed 💡 on a line: beside a ballot each would name it.
    """
    if any(_has(db, table, debate, number) for table in TALKED):
        mine = select(replies.c.post, replies.c.reply).where(replies.c.debate == debate, replies.c.voter == number)
        written = {(post, reply) for post, reply in db.execute(mine)}
        talk = told_in_numbers(db, debate)
        lines = tuple(
            replace(one, line=Spoken(REPLY, one.line.post), gone=True)
            if (one.line.post, one.line.message) in written
            else one
            for one in talk.sparked
        )
        kept = dump_talk(replace(talk, sparked=lines))
        db.execute(update(debates).where(debates.c.id == debate).values(talk=kept))
        for post, reply in written:
            under = (sparks.c.debate == debate, sparks.c.post == post, sparks.c.message == reply)
            db.execute(delete(sparks).where(*under))
    for table in (*TALKED, presses):
        db.execute(delete(table).where(table.c.debate == debate, table.c.voter == number))
