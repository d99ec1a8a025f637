"""What is said under a debate: sparks and replies, counted, and mended by recounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select, union_all, update

from bot.core.ballots import EMPTY, First
from bot.core.debates import Choice, PostState
from bot.core.marks import Voter, apply_add, apply_removal
from bot.core.recounts import Key, Scan, compared, mending
from bot.core.sparks import REPLY, Spoken, Talk, is_spark, sparked_lines, stances_of
from bot.core.tally import COMMENTS
from bot.services.records import Batch, DeliveryState, Part
from bot.storage.codec import load_talk
from bot.storage.echoes import beside_forgotten
from bot.storage.engine import Connections
from bot.storage.idempotency import Once
from bot.storage.people import Learned, Voters
from bot.storage.sheet import lock, write_votes
from bot.storage.spark_marks import HELD, NEVER, Kept, row, to_kept, write_sparks
from bot.storage.statements import SPARK_STATE, Statements, among
from bot.storage.tables import ballots, debates, deliveries, posts, replies, sparks, voters


class Talks:
    """TalkStore on SQL."""

    def __init__(self, connections: Connections, statements: Statements, numbers: Voters, once: Once) -> None:
        self._connections = connections
        self._statements = statements
        self._voters = numbers
        self._once = once

    async def told(self, debate: str) -> Talk | None:
        return await self._connections.read(lambda db: talk_of(db, debate))

    async def lines(self, debate: str, replies: int) -> Sequence[Spoken]:
        return await self._connections.read(lambda db: [*_squabble(db, debate), *_sparked_replies(db, debate, replies)])

    async def mend_sparks(
        self, debate: str, scans: Mapping[Spoken, tuple[Scan, int]], batch: Batch | None = None
    ) -> int:
        def work(db: Connection) -> tuple[int, Learned]:
            sheet = lock(db, [debate]).get(debate)
            if sheet is None or sheet.ended or sheet.certified:
                return 0, {}
            differences = 0
            learned: Learned = {}
            for line, (scan, watermark) in scans.items():
                n, more = self._mend_line(db, debate, line, scan, watermark, sheet.next_seq)
                differences += n
                learned |= more
            if differences:
                sheet.next_seq += 1
                write_votes(db, self._statements, [sheet])
            return differences, learned

        differences, learned = await self._connections.write(lambda db: self._once(db, batch, work))
        self._voters.remember(learned)
        return differences

    async def replies(self, debate: str) -> Mapping[int, frozenset[str]]:
        def work(db: Connection) -> dict[int, frozenset[str]]:
            found: dict[int, set[str]] = {}
            query = select(replies.c.post, replies.c.reply).where(replies.c.debate == debate, replies.c.held)
            for post, reply in db.execute(query):
                found.setdefault(post, set()).add(reply)
            return {post: frozenset(written) for post, written in found.items()}

        return await self._connections.read(work)

    async def mend_replies(
        self,
        debate: str,
        found: Mapping[int, Mapping[str, Voter]],
        before: Mapping[int, frozenset[str]],
        batch: Batch | None = None,
    ) -> bool:
        def work(db: Connection) -> tuple[bool, Learned]:
            sheet = lock(db, [debate]).get(debate)
            if sheet is None or sheet.ended or sheet.certified:
                return False, {}
            learned: Learned = {}
            mended = 0
            for post, written in found.items():
                mine = (replies.c.debate == debate, replies.c.post == post)
                noted = set(db.execute(select(replies.c.reply).where(*mine)).scalars())
                new = sorted(written.keys() - noted)
                numbers, more = self._voters.numbers(db, [written[reply] for reply in new])
                learned |= more
                rows = [
                    {"debate": debate, "post": post, "reply": reply, "voter": number, "held": True}
                    for reply, number in zip(new, numbers, strict=True)
                ]
                if rows:
                    db.execute(insert(replies), rows)
                sheet.deltas.update((written[reply].platform, COMMENTS) for reply in new)
                platform = db.execute(select(posts.c.platform).where(posts.c.id == post)).scalar_one()
                missed = among(db, replies.c.reply, before.get(post, frozenset()) - written.keys())
                dropped = db.execute(delete(replies).where(*mine, missed, replies.c.held)).rowcount
                sheet.deltas[platform, COMMENTS] -= dropped
                mended += len(new) + dropped
            if mended:
                sheet.next_seq += 1
            return bool(write_votes(db, self._statements, [sheet])), learned

        changed, learned = await self._connections.write(lambda db: self._once(db, batch, work))
        self._voters.remember(learned)
        return changed

    async def retold(self, places: Collection[tuple[str, str, str]]) -> None:
        found = await self._connections.read(lambda db: _debates_at(db, sorted(places)))
        if found:
            await self._connections.write(lambda db: _retell(db, debates.c.id.in_(found)))

    async def retold_unheard(self, platform: str, channels: Collection[str] | None = None) -> None:
        mine = [posts.c.platform == platform, posts.c.state == PostState.SAID]
        if channels is not None:
            mine.append(posts.c.channel_id.in_(channels))
        concerned = debates.c.id.in_(select(posts.c.debate).where(*mine))
        await self._connections.write(lambda db: _retell(db, concerned))

    def _mend_line(
        self, db: Connection, debate: str, line: Spoken, scan: Scan, watermark: int, seq: int
    ) -> tuple[int, Learned]:
        kept = _kept_on(db, debate, line)
        shown = Scan({reaction: seen for reaction, seen in scan.holders.items() if is_spark(reaction)}, scan.short)
        late = {key: spark.late.added for key, spark in kept.items() if spark.late is not None}
        found = compared(shown, (key for key, spark in kept.items() if spark.mark.held), late)
        touched = {key for key, spark in kept.items() if spark.seq > watermark}
        touched |= beside_forgotten(touched, shown)
        change = mending(shown, found, touched=touched, late=late)
        keys = sorted(change.added | change.removed, key=_order)
        numbers, learned = self._voters.numbers(db, [voter for voter, _ in keys])
        rows = []
        for number, key in zip(numbers, keys, strict=True):
            known = kept.get(key, Kept(NEVER, seq, None))
            if key in change.added:
                mark = apply_add(known.mark, option=0, seq=0, at=None)
            else:
                adds = known.mark.adds
                mark = apply_removal(known.mark, option=0, seq=0, at=adds[-1] if adds else None)
            place = (debate, number, line.post, line.message, key[1])
            rows.append(row(place, line.number, Kept(mark, seq, known.late)))
        write_sparks(db, rows)
        return change.differences, learned


def _retell(db: Connection, concerned: ColumnElement[bool]) -> None:
    # Locked in one order, so that nobody waits in a circle.
    rows = db.execute(select(debates.c.id).where(concerned).order_by(debates.c.id).with_for_update())
    mine = among(db, debates.c.id, rows.scalars())
    db.execute(update(debates).where(mine).values(retold=debates.c.retold + 1))


def _debates_at(db: Connection, places: Sequence[tuple[str, str, str]]) -> list[str]:
    """The debates that have a post, or the thread under one, at these places."""
    natives = {native for _, _, native in places}
    mine = select(posts.c.debate, posts.c.platform, posts.c.channel_id, posts.c.thread, posts.c.message).where(
        posts.c.platform.in_({platform for platform, _, _ in places})
    )
    either = union_all(*(mine.where(among(db, column, natives)) for column in (posts.c.message, posts.c.thread)))
    rows = db.execute(either)
    wanted = set(places)
    return sorted(
        {
            debate
            for debate, platform, *ids in rows
            for place in ids
            for native in ids[1:]
            if (platform, place, native) in wanted
        }
    )


def talk_of(db: Connection, debate: str) -> Talk | None:
    """What is said about a debate, counted; what was, where retention has left the numbers alone."""
    columns = (debates.c.options, debates.c.choice, debates.c.talk)
    found = db.execute(select(*columns).where(debates.c.id == debate)).first()
    if found is None:
        return None
    options, choice, kept = found
    if kept is not None:
        return load_talk(kept)
    held: list[tuple[Spoken, int, int, int]] = []
    gone = set()
    on_lines = select(sparks.c.line, sparks.c.voter).where(sparks.c.debate == debate, HELD, sparks.c.line != REPLY)
    for line, *cast in _by_ballot(db, debate, on_lines.distinct()):
        held.append((Spoken(line), *_cast(cast)))
    written = and_(
        replies.c.debate == sparks.c.debate, replies.c.post == sparks.c.post, replies.c.reply == sparks.c.message
    )
    # What somebody thinks of their own reply says nothing about others.
    of_others = or_(replies.c.voter.is_(None), replies.c.voter != sparks.c.voter)
    on_replies = (
        select(sparks.c.post, sparks.c.message, func.coalesce(replies.c.held, False).label("held"), sparks.c.voter)
        .join_from(sparks, replies, written, isouter=True)
        .where(sparks.c.debate == debate, HELD, sparks.c.line == REPLY, of_others)
    )
    for post, message, still, *cast in _by_ballot(db, debate, on_replies.distinct()):
        spoken = Spoken(REPLY, post, message)
        held.append((spoken, *_cast(cast)))
        if not still:
            gone.add(spoken)
    writers = (
        select(ballots.c.last, func.count())
        .join_from(
            replies,
            ballots,
            and_(ballots.c.debate == replies.c.debate, ballots.c.voter == replies.c.voter),
            isouter=True,
        )
        .where(replies.c.debate == debate, replies.c.held)
        .group_by(ballots.c.last)
    )
    stances = stances_of([(ballot or EMPTY, n) for ballot, n in db.execute(writers)], options)
    return Talk(sparked_lines(held, options, Choice(choice), gone), stances)


def _by_ballot(db: Connection, debate: str, held: Select[Any]) -> Sequence[Any]:
    """How many of those who hold a spark (the last column of `held`) have which ballots, line by line."""
    people = held.subquery()
    *line, voter = people.c
    votes = (ballots.c.first_dated, ballots.c.first_found, ballots.c.last)
    query = (
        select(*line, *votes, func.count())
        .join_from(people, ballots, and_(ballots.c.debate == debate, ballots.c.voter == voter), isouter=True)
        .group_by(*line, *votes)
    )
    return db.execute(query).all()


def _cast(columns: Sequence[Any]) -> tuple[int, int, int]:
    dated, found, last, people = columns
    return First(dated=dated or EMPTY, found=found or EMPTY).ballot, last or EMPTY, people


def _squabble(db: Connection, debate: str) -> list[Spoken]:
    said = (
        select(deliveries.c.number, deliveries.c.post, deliveries.c.message)
        .join(posts, posts.c.id == deliveries.c.post)
        .where(
            deliveries.c.debate == debate,
            deliveries.c.part == Part.LINE,
            deliveries.c.state == DeliveryState.SAID,
            deliveries.c.message.is_not(None),
            posts.c.state == PostState.SAID,
        )
        .order_by(deliveries.c.post, deliveries.c.number)
    )
    return [Spoken(*line) for line in db.execute(said)]


def _sparked_replies(db: Connection, debate: str, most: int) -> list[Spoken]:
    written = and_(
        replies.c.debate == sparks.c.debate, replies.c.post == sparks.c.post, replies.c.reply == sparks.c.message
    )
    people = func.count(sparks.c.voter.distinct())
    query = (
        select(sparks.c.post, sparks.c.message)
        .join_from(sparks, replies, written)
        .join(posts, posts.c.id == sparks.c.post)
        .where(sparks.c.debate == debate, HELD, sparks.c.line == REPLY, replies.c.held, posts.c.state == PostState.SAID)
        .group_by(sparks.c.post, sparks.c.message)
        .order_by(people.desc(), sparks.c.post, sparks.c.message)
        .limit(most)
    )
    return [Spoken(REPLY, post, message) for post, message in db.execute(query)]


def _kept_on(db: Connection, debate: str, line: Spoken) -> dict[Key, Kept]:
    rows = db.execute(
        select(
            voters.c.platform,
            voters.c.workspace,
            voters.c.native,
            sparks.c.reaction,
            *(sparks.c[name] for name in SPARK_STATE),
        )
        .join(voters, voters.c.id == sparks.c.voter)
        .where(sparks.c.debate == debate, sparks.c.post == line.post, sparks.c.message == line.message)
    )
    return {
        (Voter(platform, workspace, native), reaction): to_kept(state)
        for platform, workspace, native, reaction, *state in rows
    }


def _order(key: Key) -> tuple[str, str, str, str]:
    voter, reaction = key
    return voter.platform, voter.workspace, voter.native, reaction
