"""What a recount reads, and how it mends the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, update

from bot.core.ballots import EMPTY, choices, count, option_of
from bot.core.debates import BallotKind, DebateState, PostState
from bot.core.marks import SAVE, Mark, Voter
from bot.core.presence import Presence
from bot.core.recounts import Key, Note, Scan, mending
from bot.core.tally import UNDECIDED_VOTERS, VOTERS
from bot.core.times import Micros, micros
from bot.services.records import Batch, DuePost, Mended
from bot.services.stores import Change
from bot.storage.codec import dump, load, load_article, load_rules
from bot.storage.engine import Connections
from bot.storage.idempotency import Once
from bot.storage.notices import say
from bot.storage.people import Account, Voters
from bot.storage.rows import GOING_ON, aliases_on
from bot.storage.sheet import Cause, Place, Sheet, load_votes, lock, to_mark, write_votes
from bot.storage.statements import MARK_STATE, Statements
from bot.storage.tables import debates, history, marks, posts, tally, voters

_NO_GAPS: Mapping[int, Presence] = MappingProxyType({})

CLEARED = "note-cleared"
"""The certificate's note about marks that moderators withdrew: argument `marks`."""

WITHDRAWN = "note-withdrawn"
"""The certificate's note about votes taken back while nobody listened: argument `ballots`."""

_OF_ALL = ("ledger", "added", "removed", "undatable", "withdrawn")
"""What a closing recount that was cut short keeps for the one after it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one recount changes: (voter, place, option) to add, (voter, place) to remove."""

    added: list[tuple[Voter, Place, int]]
    removed: list[tuple[Voter, Place]]

    @property
    def voters(self) -> set[Voter]:
        """Everybody whose marks change."""
        return {voter for voter, _, _ in self.added} | {voter for voter, _ in self.removed}


class Recounts:
    """RecountStore on SQL."""

    def __init__(self, connections: Connections, statements: Statements, numbers: Voters, once: Once) -> None:
        self._connections = connections
        self._statements = statements
        self._voters = numbers
        self._once = once

    async def due(self, now: datetime) -> Sequence[DuePost]:
        query = (
            select(posts.c.debate, posts.c.platform, posts.c.id, posts.c.recount_due)
            .join(debates, debates.c.id == posts.c.debate)
            .where(
                debates.c.state == DebateState.OPEN,
                debates.c.closes_at > micros(now),
                posts.c.state == PostState.SAID,
                posts.c.recount_due.is_not(None),
            )
            .order_by(debates.c.closes_at, posts.c.id)
        )
        return await self._connections.read(lambda db: [DuePost(*row) for row in db.execute(query)])

    async def mark_due(
        self, *, platform: str | None = None, channels: Collection[str] | None = None, posts: Iterable[int] = ()
    ) -> None:
        ids = tuple(posts)
        await self._connections.write(lambda db: mark_due(db, platform, ids, channels))

    async def watermark(self, debate: str) -> int:
        query = select(debates.c.next_seq - 1).where(debates.c.id == debate)
        return await self._connections.read(lambda db: db.execute(query).scalar() or 0)

    async def touched(self, post: int, watermark: int) -> frozenset[Key]:
        return await self._connections.read(lambda db: _touched(db, post, watermark))

    async def untold(self, debate: str, scans: Mapping[int, tuple[Scan, int]]) -> bool:
        def look(db: Connection) -> bool:
            found = _compare(db, debate, scans, _NO_GAPS)
            return bool(found.added or found.removed)

        return await self._connections.read(look)

    async def mend(
        self,
        debate: str,
        scans: Mapping[int, tuple[Scan, int]],
        *,
        closing: bool,
        at: Micros,
        gaps: Mapping[int, Presence] = _NO_GAPS,
        batch: Batch | None = None,
    ) -> Mended:
        def work(db: Connection) -> tuple[Mended, dict[Account, int]]:
            sheet = lock(db, [debate]).get(debate)
            # What an ordinary recount has read over closing time is for the closing one to date.
            if sheet is None or sheet.ended or sheet.certified or (not closing and sheet.is_late(at)):
                return Mended(0, 0, 0, 0, 0, 0), {}
            before = _counted(db, debate, VOTERS)
            found = _compare(db, debate, scans, gaps)
            concerned = sorted(found.voters, key=_account)
            numbers, learned = self._voters.numbers(db, concerned)
            ids = dict(zip(concerned, numbers, strict=True))
            load_votes(db, self._statements, {debate: sheet}, ((debate, number) for number in ids.values()))
            added = _add_found(sheet, ids, found.added, at)
            for voter, place in found.removed:
                sheet.withdraw(ids[voter], voter.platform, place, at, Cause.RECOUNT)
            doubtful = _doubtful(sheet, added, gaps)
            unheard = {ids[voter] for voter, (post, _) in found.removed if post in gaps} - doubtful
            changed = bool(write_votes(db, self._statements, [sheet]))
            _no_longer_due(db, scans)
            mended = Mended(
                ledger=before,
                recount=_counted(db, debate, VOTERS),
                added=len(found.added),
                removed=len(found.removed),
                undecided=_counted(db, debate, UNDECIDED_VOTERS),
                undatable=len(doubtful),
                withdrawn=sum(map(sheet.lost_vote, unheard)),
                changed=changed,
            )
            if closing:
                return _noted(db, debate, mended), learned
            # A closing that began and came to nothing has no part in a later one.
            db.execute(update(debates).where(debates.c.id == debate, debates.c.found.is_not(None)).values(found=None))
            return mended, learned

        mended, learned = await self._connections.write(lambda db: self._once(db, batch, work))
        self._voters.remember(learned)
        return mended


def mark_due(
    db: Connection, platform: str | None, ids: Collection[int], channels: Collection[str] | None = None
) -> None:
    """Make open posts due. Each debate's history moves on by one place, so that a scan begun before is too old."""
    mine = posts.c.platform == platform if platform is not None else posts.c.id.in_(ids)
    if channels is not None:
        mine = and_(mine, posts.c.channel_id.in_(channels))
    going_on = posts.c.debate.in_(select(debates.c.id).where(debates.c.state.in_(GOING_ON)))
    # Posts not said yet count here: one that becomes said before its debate is locked is due like the others.
    concerned = db.execute(select(posts.c.debate).where(mine, going_on).distinct()).scalars().all()
    lock(db, concerned)
    due = and_(mine, posts.c.state == PostState.SAID, posts.c.debate.in_(concerned))
    moved = (debates.c.id.in_(select(posts.c.debate).where(due)), debates.c.state.in_(GOING_ON))
    db.execute(update(debates).where(*moved).values(next_seq=debates.c.next_seq + 1))
    last = select(debates.c.next_seq - 1).where(debates.c.id == posts.c.debate).scalar_subquery()
    if db.execute(update(posts).where(due, going_on).values(recount_due=last)).rowcount:
        say(db, Change.RECOUNTS)


def _no_longer_due(db: Connection, scans: Mapping[int, tuple[Scan, int]]) -> None:
    covered = (posts.c.id == bindparam("p_post"), posts.c.recount_due <= bindparam("p_watermark"))
    rows = [{"p_post": post, "p_watermark": watermark} for post, (_, watermark) in scans.items()]
    if rows:
        db.execute(update(posts).where(*covered).values(recount_due=None), rows)


def _counted(db: Connection, debate: str, key: int) -> int:
    query = select(func.coalesce(func.sum(tally.c.count), 0)).where(tally.c.debate == debate, tally.c.key == key)
    return int(db.execute(query).scalar_one())


def _touched(db: Connection, post: int, watermark: int, heard: Presence | None = None) -> frozenset[Key]:
    """Marks that an event has touched since, but for what was told again late of a time when nobody listened."""
    debate = select(posts.c.debate).where(posts.c.id == post).scalar_subquery()
    rows = db.execute(
        select(
            voters.c.platform,
            voters.c.workspace,
            voters.c.native,
            history.c.reaction,
            history.c.cause,
            history.c.at,
            history.c.received_at,
        )
        .join(voters, voters.c.id == history.c.voter)
        .where(history.c.debate == debate, history.c.seq > watermark, history.c.post == post)
    )
    return frozenset(
        (Voter(platform, workspace, native), reaction)
        for platform, workspace, native, reaction, cause, at, received_at in rows
        if heard is None or cause != Cause.LATE or at is not None or heard.heard(received_at)
    )


def _compare(
    db: Connection, debate: str, scans: Mapping[int, tuple[Scan, int]], gaps: Mapping[int, Presence]
) -> _Found:
    """What the scans of a debate's posts show that the ledger does not, and the other way round."""
    row = db.execute(select(debates.c.article, debates.c.rules).where(debates.c.id == debate)).one()
    article, ballot = load_article(row.article), load_rules(row.rules).ballot
    places = db.execute(select(posts.c.id, posts.c.platform).where(posts.c.debate == debate)).all()
    found = _Found([], [])
    for post, platform in places:
        if post not in scans:
            continue
        scan, watermark = scans[post]
        among = choices(article, platform, ballot, aliases_on(db, platform))
        ledger = _marks_of_post(db, debate, post)
        if ballot is BallotKind.BUTTONS:
            ledger = {key: mark for key, mark in ledger.items() if mark.option == SAVE}
        late = _late(db, post, ledger, gaps.get(post))
        reactions = {*scan.holders, *(reaction for _, reaction in late)}
        options = {reaction: option for reaction in reactions if (option := option_of(reaction, among)) is not None}
        holders = {reaction: seen for reaction, seen in scan.holders.items() if reaction in options}
        votes = Scan(holders, scan.short, scan.own)
        difference = mending(votes, ledger, touched=_touched(db, post, watermark, gaps.get(post)), late=late)
        found.added.extend(
            (voter, (post, reaction), options[reaction]) for voter, reaction in sorted(difference.added, key=_order)
        )
        found.removed.extend((voter, (post, reaction)) for voter, reaction in sorted(difference.removed, key=_order))
    return found


def _account(voter: Voter) -> Account:
    return voter.platform, voter.workspace, voter.native


def _order(key: Key) -> tuple[Account, str]:
    return _account(key[0]), key[1]


def _marks_of_post(db: Connection, debate: str, post: int) -> dict[Key, Mark]:
    rows: Iterable[Any] = db.execute(
        select(
            voters.c.platform,
            voters.c.workspace,
            voters.c.native,
            marks.c.reaction,
            *(marks.c[name] for name in MARK_STATE),
        )
        .join(voters, voters.c.id == marks.c.voter)
        .where(marks.c.debate == debate, marks.c.post == post)
    )
    return {
        (Voter(platform, workspace, native), reaction): to_mark(*state)
        for platform, workspace, native, reaction, *state in rows
    }


def _late(db: Connection, post: int, ledger: Mapping[Key, Mark], heard: Presence | None) -> dict[Key, bool]:
    """Whether the first late event of each mark that one has touched was an addition.

    With event times the first in time tells how the mark stood at closing, whatever the ledger holds. Without
    them only an event that differs from what the ledger holds counts: a late addition of a held mark, delivered
    a second time, changes nothing. What was received while nobody listened (`heard` tells when; None: always) was
    told again later, and may have happened in time: nobody knows, so it is no reason to undo anything.
    """
    rows = db.execute(
        select(
            voters.c.platform,
            voters.c.workspace,
            voters.c.native,
            history.c.reaction,
            history.c.added,
            history.c.at,
            history.c.received_at,
        )
        .join(voters, voters.c.id == history.c.voter)
        .where(history.c.post == post, history.c.cause == Cause.LATE)
        .order_by(history.c.at, history.c.seq)
    )
    timed: dict[Key, bool] = {}
    by_arrival: dict[Key, bool] = {}
    standing: dict[Key, bool] = {}
    for platform, workspace, native, reaction, added, at, received_at in rows:
        key = (Voter(platform, workspace, native), reaction)
        if at is not None:
            timed.setdefault(key, bool(added))
            continue
        if heard is not None and not heard.heard(received_at):
            standing[key] = bool(added)
            continue
        mark = ledger.get(key)
        if bool(added) != standing.get(key, mark is not None and mark.held):
            by_arrival[key] = bool(added)
    return by_arrival | timed


def _add_found(
    sheet: Sheet, ids: Mapping[Voter, int], added: Sequence[tuple[Voter, Place, int]], at: Micros
) -> dict[int, set[Place]]:
    """Add the marks that were found, all in one place of the history; gives them by voter number."""
    shared = sheet.next_seq
    by_voter: dict[Voter, list[tuple[Place, int]]] = {}
    for voter, place, option in added:
        by_voter.setdefault(voter, []).append((place, option))
    for voter, places in by_voter.items():
        sheet.find(ids[voter], voter.platform, places, shared, at)
    return {ids[voter]: {place for place, _ in places} for voter, places in by_voter.items()}


def _doubtful(sheet: Sheet, added: Mapping[int, set[Place]], gaps: Mapping[int, Presence]) -> set[int]:
    """Voters whose ballot counts for an option only because of marks that this recount found on posts with `gaps`."""
    found = set()
    for voter, places in added.items():
        doubtful = {place for place in places if place[0] in gaps}
        held = sheet.marks[voter]
        known = count((mark for place, mark in held.items() if place not in doubtful), sheet.choice)
        ballot = sheet.ballot(voter)
        if ballot > EMPTY and ballot != known:
            found.add(voter)
    return found


def _noted(db: Connection, debate: str, mended: Mended) -> Mended:
    """Keep what a closing recount found, and add what one before it, cut short, had found."""
    cleared, text = db.execute(select(debates.c.cleared, debates.c.found).where(debates.c.id == debate)).one()
    earlier = dict.fromkeys(_OF_ALL, 0) | (load(text) if text else {"ledger": mended.ledger})
    total = Mended(
        ledger=earlier["ledger"],
        recount=mended.recount,
        added=earlier["added"] + mended.added,
        removed=earlier["removed"] + mended.removed,
        undecided=mended.undecided,
        undatable=earlier["undatable"] + mended.undatable,
        withdrawn=earlier["withdrawn"] + mended.withdrawn,
        changed=mended.changed,
    )
    cleared_told = (Note(CLEARED, (("marks", cleared),)),) if cleared else ()
    withdrawn_told = (Note(WITHDRAWN, (("ballots", total.withdrawn),)),) if total.withdrawn else ()
    total = replace(total, notes=cleared_told + withdrawn_told)
    found = {name: getattr(total, name) for name in _OF_ALL}
    db.execute(update(debates).where(debates.c.id == debate).values(found=dump(found)))
    return total
