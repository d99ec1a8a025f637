"""Retention: an ended debate's ballots lose the accounts that cast them, or go; what they came to stays.

Whatever is done here is done under the debate's lock, after its end, when no event is taken any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, delete, func, insert, select, update

from bot.core.debates import BallotKind, DebateState, Kept
from bot.core.marks import PSEUDONYM
from bot.core.pseudonyms import any_code
from bot.core.sparks import Stances, Talk
from bot.core.times import instant, micros
from bot.services.retention_stores import Aged
from bot.storage.codec import dump_talk
from bot.storage.codes import keep_codes
from bot.storage.engine import Connections
from bot.storage.rows import rules_of
from bot.storage.seals import take_up
from bot.storage.sheet import lock
from bot.storage.statements import Statements
from bot.storage.tables import ballots, codes, debates, history, marks, presses, replies, sparks, voters
from bot.storage.talk_store import talk_of

NUMBERED: tuple[Table, ...] = (history, codes, marks, ballots)
"""Where a debate's voters stand by their numbers, and others can take the place of these."""

TALKED: tuple[Table, ...] = (replies, sparks)
"""What a platform shows under somebody's name: with a ballot's number it would name the voter, as a press would."""

_ENDED = (DebateState.CLOSED, DebateState.VOID)

_LESS: dict[Kept, tuple[Kept, ...]] = {Kept.PSEUDONYMS: (), Kept.COUNTS: (Kept.PSEUDONYMS,)}
"""By what is to be left: what may be left already and is more than that, besides everything."""

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
                debates.c.kept.is_(None) | debates.c.kept.in_(_LESS[kept]),
            )
            .order_by(debates.c.closed_at, debates.c.id)
        )
        return await self._connections.read(
            lambda db: [Aged(debate, slug, instant(at), count) for debate, slug, at, count in db.execute(query)]
        )

    async def pseudonymise(self, debate: str) -> bool:
        return await self._connections.write(lambda db: _leave(db, debate, Kept.PSEUDONYMS, self._rename))

    async def delete(self, debate: str) -> bool:
        return await self._connections.write(lambda db: _leave(db, debate, Kept.COUNTS, _delete))

    def _rename(self, db: Connection, debate: str) -> None:
        """Put voters of no account into the places of the debate's."""
        keep_codes(db, debate)
        people = _people_of(db, debate)
        names = {number: (platform, PSEUDONYM, any_code()) for number, platform in people.items()}
        # In the order of the names: that of the numbers must not tell who is who.
        new = sorted(names.values())
        self._statements.voter.each(db, new)
        numbers = {tuple(account): number for *account, number in self._statements.numbers_of(db, new)}
        _renumber(db, debate, {old: numbers[name] for old, name in names.items()})


def _leave(db: Connection, debate: str, kept: Kept, let_go: Callable[[Connection, str], None]) -> bool:
    """Let go of ballots and note what is `kept`; False where no more than that is left, or the debate goes on."""
    sheet = lock(db, [debate]).get(debate)
    left = db.execute(select(debates.c.kept).where(debates.c.id == debate)).scalar()
    if sheet is None or not sheet.ended or (left is not None and left not in _LESS[kept]):
        return False
    # By what an earlier version has left nobody could be found in the record afterwards.
    take_up(db, debate)
    talk = dump_talk(told_in_numbers(db, debate))
    let_go(db, debate)
    for table in (*TALKED, presses):
        db.execute(delete(table).where(table.c.debate == debate))
    db.execute(update(debates).where(debates.c.id == debate).values(kept=kept, talk=talk))
    return True


def told_in_numbers(db: Connection, debate: str) -> Talk:
    """What was said, in the numbers that anybody is told: where ballots are secret, nothing of them."""
    talk = talk_of(db, debate) or Talk()
    rules = db.execute(select(debates.c.rules).where(debates.c.id == debate)).scalar_one()
    if rules_of(rules).ballot is not BallotKind.BUTTONS:
        return talk
    sides = tuple(0 for _ in talk.stances.by_option)
    stances = Stances(sides, talk.stances.replies, talk.stances.replies)
    return Talk(tuple(replace(one, moves={}) for one in talk.sparked), stances)


def _delete(db: Connection, debate: str) -> None:
    for table in NUMBERED:
        db.execute(delete(table).where(table.c.debate == debate))
    db.execute(update(debates).where(debates.c.id == debate).values(secret=None))


def _people_of(db: Connection, debate: str) -> dict[int, str]:
    """The platforms of everybody whom a debate's rows name, by number."""
    found: dict[int, str] = {}
    for table in NUMBERED:
        mine = select(table.c.voter).where(table.c.debate == debate)
        query = select(voters.c.id, voters.c.platform).where(voters.c.id.in_(mine))
        found |= dict(db.execute(query).all())
    return found


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
