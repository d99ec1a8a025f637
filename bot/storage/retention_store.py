"""Retention: an ended debate's ballots lose the accounts that cast them, or go; what they came to stays.

Whatever is done here is done under the debate's lock, after its end, when no event is taken any more. Accounts are cut
off some at a time, so that nobody waits for a large debate; what is begun stands in `meta` until nobody is left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Select,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    union,
    update,
)

from bot.core.debates import BallotKind, DebateState, Kept
from bot.core.marks import PSEUDONYM
from bot.core.pseudonyms import any_code
from bot.core.sparks import Stances, Talk
from bot.core.times import instant, micros
from bot.services.retention_stores import Aged
from bot.storage.codec import dump_talk
from bot.storage.codes import keep_codes, keep_codes_after
from bot.storage.deleted_bytes import note_deleted
from bot.storage.engine import Connections
from bot.storage.rows import rules_of
from bot.storage.seals import take_up
from bot.storage.sheet import lock
from bot.storage.statements import BELOW_ALL, Statements, among
from bot.storage.tables import ballots, codes, debates, history, marks, meta, presses, replies, sparks, voters
from bot.storage.talk_store import talk_of

NUMBERED: tuple[Table, ...] = (history, codes, marks, ballots)
"""Where a debate's voters stand by their numbers, and others can take the place of these."""

_BY_NUMBER: tuple[Table, ...] = (codes, marks, ballots)
"""Those of them that have an index by number, which name everybody: once codes are kept, history names nobody else."""

TALKED: tuple[Table, ...] = (replies, sparks)
"""What a platform shows under somebody's name: with a ballot's number it would name the voter, as a press would."""

_ENDED = (DebateState.CLOSED, DebateState.VOID)

_LESS: dict[Kept, tuple[Kept, ...]] = {Kept.PSEUDONYMS: (), Kept.COUNTS: (Kept.PSEUDONYMS,)}
"""By what is to be left: what may be left already and is more than that, besides everything."""

AT_ONCE = 4_000
"""How many voters one transaction cuts off."""

_BEGUN = "cutting_off:"
"""What a name in `meta` begins with that goes on with a debate, of whose voters not all have been cut off."""

_IS_SOMEBODY = or_(voters.c.workspace != PSEUDONYM, voters.c.id < 0)
"""The condition that a voter is an account, or the name by lot of somebody who was forgotten."""

_renumbered = Table(
    "renumbered",
    MetaData(),
    Column("old", BigInteger, primary_key=True, autoincrement=False),
    Column("new", BigInteger, nullable=False),
    prefixes=["TEMPORARY"],
)


class Retained:
    """RetentionStore on SQL."""

    def __init__(self, connections: Connections, statements: Statements) -> None:
        self._connections = connections
        self._statements = statements

    async def aged(self, until: datetime, kept: Kept) -> Sequence[Aged]:
        cast = select(func.count()).where(ballots.c.debate == debates.c.id).correlate(debates).scalar_subquery()
        query = (
            select(debates.c.id, debates.c.slug, debates.c.closed_at, cast)
            .where(
                debates.c.state.in_(_ENDED),
                debates.c.closed_at <= micros(until),
                or_(debates.c.kept.is_(None), debates.c.kept.in_(_LESS[kept]), debates.c.id.in_(_begun())),
            )
            .order_by(debates.c.closed_at, debates.c.id)
        )
        return await self._connections.read(
            lambda db: [Aged(debate, slug, instant(at), count) for debate, slug, at, count in db.execute(query)]
        )

    async def pseudonymise(self, debate: str, now: datetime) -> bool:
        write = self._connections.write
        after: int | None = BELOW_ALL
        while after is not None:
            after = await write(partial(_keep_codes, debate=debate, after=after))
        if not await write(lambda db: _begin(db, debate, now)):
            return False
        while people := await self._connections.read(lambda db: _somebodies_in(db, debate)):
            for first in range(0, len(people), AT_ONCE):
                await write(partial(self._cut_off, debate=debate, some=people[first : first + AT_ONCE]))
        return await write(lambda db: _end(db, debate, now))

    async def delete(self, debate: str, now: datetime) -> bool:
        return await self._connections.write(lambda db: _delete(db, debate, now))

    def _cut_off(self, db: Connection, debate: str, some: Collection[int]) -> None:
        """Put voters of no account into the places of those of `some` who still stand in the debate."""
        lock(db, [debate])
        still = union(*(_voters_in(table, debate).where(among(db, table.c.voter, some)) for table in _BY_NUMBER))
        query = select(voters.c.id, voters.c.platform).where(voters.c.id.in_(still), _IS_SOMEBODY)
        names = {number: (platform, PSEUDONYM, any_code()) for number, platform in db.execute(query)}
        # In the order of the names: that of the numbers must not tell who is who.
        new = sorted(names.values())
        self._statements.voter.each(db, new)
        numbers = {tuple(account): number for *account, number in self._statements.numbers_of(db, new)}
        _renumber(db, debate, {old: numbers[name] for old, name in names.items()})


def _begun() -> Select[tuple[str]]:
    """The debates in which accounts are being cut off."""
    return select(func.substr(meta.c.name, len(_BEGUN) + 1)).where(meta.c.name.startswith(_BEGUN))


def _has_more(db: Connection, debate: str, kept: Kept) -> bool:
    """Whether a debate, whose row it locks, has ended and more than `kept` is left of it."""
    sheet = lock(db, [debate]).get(debate)
    left = db.execute(select(debates.c.kept).where(debates.c.id == debate)).scalar()
    return sheet is not None and sheet.ended and (left is None or left in _LESS[kept])


def _keep_codes(db: Connection, debate: str, after: int) -> int | None:
    return keep_codes_after(db, debate, after, AT_ONCE) if _has_more(db, debate, Kept.PSEUDONYMS) else None


def _begin(db: Connection, debate: str, now: datetime) -> bool:
    """Let go of what leads from messages to people, and of the debate's secret; whether accounts are to be cut off."""
    if not _has_more(db, debate, Kept.PSEUDONYMS):
        return db.execute(select(meta.c.name).where(meta.c.name == _BEGUN + debate)).first() is not None
    # By what an earlier version has left nobody could be found in the record afterwards.
    take_up(db, debate)
    keep_codes(db, debate)
    _leave_numbers(db, debate, Kept.PSEUDONYMS, now)
    db.execute(insert(meta).values(name=_BEGUN + debate, value=micros(now)))
    return True


def _end(db: Connection, debate: str, now: datetime) -> bool:
    """Whether it is this process that is done with it."""
    lock(db, [debate])
    note_deleted(db, now)
    return bool(db.execute(delete(meta).where(meta.c.name == _BEGUN + debate)).rowcount)


def _delete(db: Connection, debate: str, now: datetime) -> bool:
    if not _has_more(db, debate, Kept.COUNTS):
        return False
    # What an earlier version has left gets its head first, which stays.
    take_up(db, debate)
    _leave_numbers(db, debate, Kept.COUNTS, now)
    for table in NUMBERED:
        db.execute(delete(table).where(table.c.debate == debate))
    db.execute(update(debates).where(debates.c.id == debate).values(secret=None))
    db.execute(delete(meta).where(meta.c.name == _BEGUN + debate))
    return True


def _leave_numbers(db: Connection, debate: str, kept: Kept, now: datetime) -> None:
    """Keep what was said and pressed in numbers alone, and note what is `kept` of the ballots."""
    talk = dump_talk(told_in_numbers(db, debate))
    for table in (*TALKED, presses):
        db.execute(delete(table).where(table.c.debate == debate))
    db.execute(update(debates).where(debates.c.id == debate).values(kept=kept, talk=talk))
    note_deleted(db, now)


def told_in_numbers(db: Connection, debate: str) -> Talk:
    """What was said, in the numbers that anybody is told: where ballots are secret, nothing of them."""
    talk = talk_of(db, debate) or Talk()
    rules = db.execute(select(debates.c.rules).where(debates.c.id == debate)).scalar_one()
    if rules_of(rules).ballot is not BallotKind.BUTTONS:
        return talk
    sides = tuple(0 for _ in talk.stances.by_option)
    stances = Stances(sides, talk.stances.replies, talk.stances.replies)
    return Talk(tuple(replace(one, moves={}) for one in talk.sparked), stances)


def _voters_in(table: Table, debate: str) -> Select[tuple[int]]:
    return select(table.c.voter).where(table.c.debate == debate)


def _somebodies_in(db: Connection, debate: str) -> list[int]:
    """Whom a debate still names, in no order: who is cut off together must tell nothing."""
    everybody = union(*(_voters_in(table, debate) for table in _BY_NUMBER))
    query = select(voters.c.id).where(voters.c.id.in_(everybody), _IS_SOMEBODY).order_by(func.random())
    return list(db.execute(query).scalars())


def _renumber(db: Connection, debate: str, numbers: dict[int, int]) -> None:
    if not numbers:
        return
    _renumbered.create(db)
    db.execute(insert(_renumbered), [{"old": old, "new": new} for old, new in numbers.items()])
    for table in NUMBERED:
        new = select(_renumbered.c.new).where(_renumbered.c.old == table.c.voter).scalar_subquery()
        mine = (table.c.debate == debate, table.c.voter.in_(select(_renumbered.c.old)))
        db.execute(update(table).where(*mine).values(voter=new))
    _renumbered.drop(db)
