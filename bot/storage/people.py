"""People: their numbers in the ledger, what they wrote to the editors, and whom the bot has greeted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.core.times import instant, micros
from bot.services.records import Feedback, Part
from bot.storage.engine import Connections
from bot.storage.planned_deliveries import new_delivery
from bot.storage.platform_facts import other_ids
from bot.storage.statements import Statements
from bot.storage.tables import deliveries, feedback, met, voters

_REMEMBERED = 50_000


Account = tuple[str, str, str]
"""Platform, workspace and native id of a voter."""


class Numbered(NamedTuple):
    """A voter's number, and how many people had been forgotten when it was read."""

    number: int
    forgotten: int


Learned = dict[Account, Numbered]
"""Numbers to `remember` once their transaction is committed."""


class Voters:
    """The numbers of voters; the latest 50,000 to 100,000 stay in memory until somebody is forgotten, in any process.

    A number that is used keeps whoever would forget its account waiting until the transaction has ended.
    """

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._known: dict[Account, int] = {}
        self._forgotten = 0

    def numbers(self, db: Connection, voters: Iterable[Voter]) -> tuple[list[int], Learned]:
        """The numbers of `voters`, in their order, and those of them to `remember` once this is committed."""
        known = self._up_to_date(db)
        accounts: list[Account] = list(voters)
        numbers = [known.get(account) for account in accounts]
        learned: Learned = {}
        if None in numbers:
            learned = self._learn(db, {account for account, n in zip(accounts, numbers, strict=True) if n is None})
        return [
            learned[account].number if n is None else n for account, n in zip(accounts, numbers, strict=True)
        ], learned

    def unknown(self, db: Connection, voters: Iterable[Voter]) -> frozenset[Account]:
        """Those of `voters` of whom the ledger knows nothing."""
        known = self._up_to_date(db)
        missing = {account for account in voters if account not in known}
        return frozenset(missing.difference(tuple(row[:3]) for row in self._statements.numbers_of(db, list(missing))))

    def _up_to_date(self, db: Connection) -> dict[Account, int]:
        ((forgotten,),) = self._statements.forgotten.all(db, ())
        if forgotten != self._forgotten:
            self._known, self._forgotten = {}, forgotten
        return self._known

    def _learn(self, db: Connection, missing: set[Account]) -> Learned:
        # Sorted, so that two processes that add the same voters wait for each other in one order.
        new = sorted(missing)
        self._statements.voter.each(db, new)
        rows = self._statements.numbers_of(db, new)
        return {tuple(account): Numbered(number, self._forgotten) for *account, number in rows}

    def remember(self, learned: Learned) -> None:
        """Keep numbers that a committed transaction has given out or found."""
        known = self._known
        known.update({account: each.number for account, each in learned.items() if each.forgotten == self._forgotten})
        if len(known) > 2 * _REMEMBERED:
            # Made anew: a dict whose first keys are deleted one by one is searched for its first key ever longer.
            self._known = dict(islice(known.items(), len(known) - _REMEMBERED, None))


class Feedbacks:
    """FeedbackStore on SQL."""

    def __init__(self, connections: Connections, voters: Voters) -> None:
        self._connections = connections
        self._voters = voters

    async def add(self, written: Feedback, *, most: int, since: datetime) -> bool:
        def work(db: Connection) -> tuple[bool, Learned]:
            (number,), learned = self._voters.numbers(db, [written.voter])
            # Whoever writes twice at once is counted once after the other.
            db.execute(select(voters.c.id).where(voters.c.id == number).with_for_update())
            mine = (feedback.c.voter == number, feedback.c.at > micros(since))
            if db.execute(select(func.count()).select_from(feedback).where(*mine)).scalar_one() >= most:
                return False, learned
            row = {"voter": number, "channel": written.channel, "rating": written.rating, "line": written.line}
            db.execute(insert(feedback).values(row | {"at": micros(written.at)}))
            return True, learned

        kept, learned = await self._connections.write(work)
        self._voters.remember(learned)
        return kept

    async def latest(self, most: int) -> Sequence[Feedback]:
        query = (
            select(
                voters.c.platform,
                voters.c.workspace,
                voters.c.native,
                feedback.c.channel,
                feedback.c.rating,
                feedback.c.line,
                feedback.c.at,
            )
            .join(voters, voters.c.id == feedback.c.voter)
            .order_by(feedback.c.at.desc(), feedback.c.id.desc())
            .limit(most)
        )
        rows = await self._connections.read(lambda db: db.execute(query).all())
        return [Feedback(Voter(*row[:3]), row[3], row[4], row[5], instant(row[6])) for row in rows]


WELCOME_WITHIN = timedelta(hours=24)
"""How long greeting a channel is tried."""


class Welcomes:
    """WelcomeStore on SQL."""

    def __init__(self, connections: Connections, voters: Voters) -> None:
        self._connections = connections
        self._voters = voters

    async def greeted(self, channels: Collection[Channel]) -> frozenset[Channel]:
        keys = {channel: _key(channel.platform, channel.id) for channel in channels}
        query = select(deliveries.c.key).where(deliveries.c.key.in_(keys.values()))
        known = await self._connections.read(lambda db: frozenset(db.execute(query).scalars()))
        return frozenset(channel for channel, key in keys.items() if key in known)

    async def plan(self, channel: Channel, title: str, text: str, now: datetime) -> bool:
        row = new_delivery(
            key=_key(channel.platform, channel.id),
            part=Part.WELCOME,
            channel=channel.name,
            platform=channel.platform,
            planned_at=micros(now),
            not_after=micros(now + WELCOME_WITHIN),
            title=title,
            text=text,
        )
        query = upsert(deliveries).values(row).on_conflict_do_nothing(index_elements=["key"])

        def work(db: Connection) -> bool:
            others = [_key(channel.platform, other) for other in other_ids(db, channel.platform, channel.id)]
            greeted = select(deliveries.c.id).where(deliveries.c.key.in_(others)).limit(1)
            if others and db.execute(greeted).first() is not None:
                return False
            return bool(db.execute(query).rowcount)

        return await self._connections.write(work)

    async def meet(self, voter: Voter, now: datetime) -> bool:
        def work(db: Connection) -> tuple[bool, Learned]:
            (number,), learned = self._voters.numbers(db, [voter])
            row = {"voter": number, "at": micros(now)}
            query = upsert(met).values(row).on_conflict_do_nothing(index_elements=["voter"])
            return bool(db.execute(query).rowcount), learned

        new, learned = await self._connections.write(work)
        self._voters.remember(learned)
        return new


def _key(platform: str, channel_id: str) -> str:
    return f"welcome:{platform}:{channel_id}"
