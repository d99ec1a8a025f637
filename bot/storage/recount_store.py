"""What a recount reads, and how it mends the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select, tuple_, update

from bot.core.ballots import EMPTY, choices, count, option_of
from bot.core.debates import BallotKind, DebateState, PostState
from bot.core.marks import SAVE, Voter
from bot.core.presence import Presence
from bot.core.recounts import Comparison, Key, Note, Scan, mending
from bot.core.tally import UNDECIDED_VOTERS, VOTERS
from bot.core.times import Micros, micros
from bot.services.records import Batch, DuePost, Mended
from bot.services.stores import Change
from bot.storage.change_notices import say
from bot.storage.codec import dump, load
from bot.storage.engine import Connections
from bot.storage.idempotency import Once
from bot.storage.people import Account, Voters
from bot.storage.rows import GOING_ON, aliases_on, article_of, rules_of
from bot.storage.sheet import Cause, Place, Sheet, load_votes, lock, write_votes
from bot.storage.statements import Statements, among
from bot.storage.tables import debates, history, marks, posts, tally, voters

_NO_GAPS: Mapping[int, Presence] = MappingProxyType({})

CLEARED = "note-cleared"
"""The certificate's note about marks that moderators withdrew: argument `marks`."""

WITHDRAWN = "note-withdrawn"
"""The certificate's note about votes taken back while nobody listened: argument `ballots`."""

_OF_ALL = ("ledger", "added", "removed", "undatable", "withdrawn")
"""What a closing recount that was cut short keeps for the one after it."""


_PAGE = 2_000
"""Held marks that are read at once."""
_ACCOUNT = (voters.c.platform, voters.c.workspace, voters.c.native)


class _Late(NamedTuple):
    """An event that came too late to be a vote."""

    key: Key
    added: bool
    at: Micros | None
    received_at: Micros


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
        def look(db: Connection) -> frozenset[Key]:
            debate = db.execute(select(posts.c.debate).where(posts.c.id == post)).scalar()
            return frozenset(_touched(db, debate, {post: watermark}, _NO_GAPS)[post]) if debate else frozenset()

        return await self._connections.read(look)

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


def _touched(
    db: Connection, debate: str, watermarks: Mapping[int, int], gaps: Mapping[int, Presence]
) -> dict[int, set[Key]]:
    """Marks, by post, that an event has touched since its watermark.

    Left out is what was told again late of a time when nobody listened.
    """
    rows = db.execute(
        select(
            history.c.post,
            history.c.seq,
            *_ACCOUNT,
            history.c.reaction,
            history.c.cause,
            history.c.at,
            history.c.received_at,
        )
        .join(voters, voters.c.id == history.c.voter)
        .where(history.c.debate == debate, history.c.seq > min(watermarks.values(), default=0))
    )
    touched: dict[int, set[Key]] = {post: set() for post in watermarks}
    for post, seq, platform, workspace, native, reaction, cause, at, received_at in rows:
        if post not in watermarks or seq <= watermarks[post]:
            continue
        heard = gaps.get(post)
        if heard is None or cause != Cause.LATE or at is not None or heard.heard(received_at):
            touched[post].add((Voter(platform, workspace, native), reaction))
    return touched


def _compare(
    db: Connection, debate: str, scans: Mapping[int, tuple[Scan, int]], gaps: Mapping[int, Presence]
) -> _Found:
    """What the scans of a debate's posts show that the ledger does not, and the other way round."""
    row = db.execute(select(debates.c.article, debates.c.rules).where(debates.c.id == debate)).one()
    article, ballot = article_of(row.article), rules_of(row.rules).ballot
    places = db.execute(select(posts.c.id, posts.c.platform).where(posts.c.debate == debate)).all()
    platforms = {post: platform for post, platform in places if post in scans}
    forms = {each: choices(article, each, ballot, aliases_on(db, each)) for each in set(platforms.values())}
    told = _told_late(db, platforms)
    touched = _touched(db, debate, {post: scans[post][1] for post in platforms}, gaps)
    votes: dict[int, Scan] = {}
    options: dict[int, dict[str, int]] = {}
    for post, platform in platforms.items():
        scan, _ = scans[post]
        reactions = {*scan.holders, *(late.key[1] for late in told[post])}
        known = {each: option for each in reactions if (option := option_of(each, forms[platform])) is not None}
        holders = {reaction: seen for reaction, seen in scan.holders.items() if reaction in known}
        options[post], votes[post] = known, Scan(holders, scan.short, scan.own)
    comparisons = {post: Comparison(votes[post], (late.key for late in told[post])) for post in votes}
    for post, voter, reaction in _held(db, debate, only_saves=ballot is BallotKind.BUTTONS):
        if post in comparisons:
            comparisons[post].holds(voter, reaction)
    found = _Found([], [])
    for post, comparison in comparisons.items():
        difference = comparison.ended()
        late = _late(told[post], difference.held, gaps.get(post))
        change = mending(votes[post], difference, touched=touched[post], late=late)
        found.added.extend(
            (voter, (post, reaction), options[post][reaction]) for voter, reaction in sorted(change.added, key=_order)
        )
        found.removed.extend((voter, (post, reaction)) for voter, reaction in sorted(change.removed, key=_order))
    return found


def _account(voter: Voter) -> Account:
    return voter.platform, voter.workspace, voter.native


def _order(key: Key) -> tuple[Account, str]:
    return _account(key[0]), key[1]


def _held(db: Connection, debate: str, *, only_saves: bool) -> Iterator[tuple[int, Voter, str]]:
    """Every mark that is held in a debate: post, voter and reaction. Read in pages, so that none but one is kept."""
    mine = [marks.c.debate == debate, or_(marks.c.standing, marks.c.at.is_not(None))]
    if only_saves:
        mine.append(marks.c.option == SAVE)
    place = tuple_(marks.c.voter, marks.c.post, marks.c.reaction)
    query = (
        select(marks.c.voter, marks.c.post, marks.c.reaction, *_ACCOUNT)
        .join(voters, voters.c.id == marks.c.voter)
        .where(*mine)
        .order_by(marks.c.voter, marks.c.post, marks.c.reaction)
        .limit(_PAGE)
    )
    page = db.execute(query).all()
    while page:
        for _, post, reaction, platform, workspace, native in page:
            yield post, Voter(platform, workspace, native), reaction
        if len(page) < _PAGE:
            return
        last = page[-1]
        after = and_(marks.c.voter >= last[0], place > tuple_(*last[:3]))
        page = db.execute(query.where(after)).all()


def _told_late(db: Connection, posts: Iterable[int]) -> dict[int, list[_Late]]:
    """The late events of each of these posts, in order."""
    found: dict[int, list[_Late]] = {post: [] for post in posts}
    rows = db.execute(
        select(history.c.post, *_ACCOUNT, history.c.reaction, history.c.added, history.c.at, history.c.received_at)
        .join(voters, voters.c.id == history.c.voter)
        .where(among(db, history.c.post, found), history.c.cause == literal_column(f"'{Cause.LATE}'"))
        .order_by(history.c.at, history.c.seq)
    )
    for post, platform, workspace, native, reaction, added, at, received_at in rows:
        key = (Voter(platform, workspace, native), reaction)
        found[post].append(_Late(key, bool(added), at, received_at))
    return found


def _late(told: Iterable[_Late], held: Collection[Key], heard: Presence | None) -> dict[Key, bool]:
    """Whether the first late event of each mark that one has touched was an addition.

    With event times the first in time tells how the mark stood at closing, whatever the ledger holds. Without
    them only an event that differs from what the ledger holds counts: a late addition of a held mark, delivered
    a second time, changes nothing. What was received while nobody listened (`heard` tells when; None: always) was
    told again later, and may have happened in time: nobody knows, so it is no reason to undo anything.
    """
    timed: dict[Key, bool] = {}
    by_arrival: dict[Key, bool] = {}
    standing: dict[Key, bool] = {}
    for key, added, at, received_at in told:
        if at is not None:
            timed.setdefault(key, added)
        elif heard is not None and not heard.heard(received_at):
            standing[key] = added
        elif added != standing.get(key, key in held):
            by_arrival[key] = added
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
