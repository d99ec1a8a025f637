"""What a recount reads, and how it mends the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select, tuple_, update

from bot.core.ballots import EMPTY, choices, count, option_of
from bot.core.debates import BallotKind, DebateState, PostState
from bot.core.history import Cause
from bot.core.marks import SAVE, Voter
from bot.core.presence import Presence
from bot.core.recounts import Comparison, Key, Note, Scan, mending
from bot.core.tally import UNDECIDED_VOTERS, VOTERS
from bot.core.times import Micros, micros
from bot.services.records import Batch, DuePost, Mended
from bot.services.stores import Change
from bot.storage.change_notices import say
from bot.storage.codec import dump, load
from bot.storage.echoes import beside_forgotten
from bot.storage.engine import Connections
from bot.storage.idempotency import Once
from bot.storage.people import Learned, Voters
from bot.storage.rows import ACCOUNT, GOING_ON, aliases_on, article_of, rules_of
from bot.storage.sheet import Place, Sheet, load_votes, lock, write_votes
from bot.storage.statements import Statements, among
from bot.storage.tables import debates, history, marks, posts, tally, voters
from bot.transactions import apart

_NO_GAPS: Mapping[int, Presence] = MappingProxyType({})

CLEARED = "note-cleared"
"""The certificate's note about marks that moderators withdrew: argument `marks`."""

WITHDRAWN = "note-withdrawn"
"""The certificate's note about votes taken back while nobody listened: argument `ballots`."""

_OF_ALL = ("ledger", "added", "removed", "undatable", "withdrawn")
"""What a closing recount that was cut short keeps for the one after it."""


_PAGE = 2_000
"""Held marks that are read at once."""
_VOTERS_AT_ONCE = 500
"""Voters who are mended at once: the event loop waits for no more of them, and no more are in memory."""


class _Late(NamedTuple):
    """An event that came too late to be a vote."""

    key: Key
    added: bool
    at: Micros | None
    received_at: Micros


class _Change(NamedTuple):
    """One mark to add, with its option, or to remove."""

    place: Place
    found: int | None
    """The option of a mark that is added; None of one that is removed."""


@dataclass(slots=True)
class _Outcome:
    """What was mended so far; `doubtful` and `withdrawn` count voters."""

    added: int = 0
    removed: int = 0
    doubtful: int = 0
    withdrawn: int = 0
    changed: bool = False
    learned: Learned = field(default_factory=dict)


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
        return await self._connections.read(lambda db: bool(_compare(db, debate, scans, _NO_GAPS)))

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
        def work(db: Connection) -> tuple[Mended, Learned]:
            sheet = lock(db, [debate]).get(debate)
            # What an ordinary recount has read over closing time is for the closing one to date.
            if sheet is None or sheet.ended or sheet.certified or (not closing and sheet.is_late(at)):
                return Mended(0, 0, 0, 0, 0, 0), {}
            before = _counted(db, debate, VOTERS)
            changes, outcome = _compare(db, debate, scans, gaps), _Outcome()
            for some in _pieces(changes):
                self._mend(db, debate, some, sheet.next_seq, at, gaps, outcome)
            _no_longer_due(db, scans)
            mended = Mended(
                ledger=before,
                recount=_counted(db, debate, VOTERS),
                added=outcome.added,
                removed=outcome.removed,
                undecided=_counted(db, debate, UNDECIDED_VOTERS),
                undatable=outcome.doubtful,
                withdrawn=outcome.withdrawn,
                changed=outcome.changed,
            )
            if closing:
                return _noted(db, debate, mended), outcome.learned
            # A closing that began and came to nothing has no part in a later one.
            db.execute(update(debates).where(debates.c.id == debate, debates.c.found.is_not(None)).values(found=None))
            return mended, outcome.learned

        mended, learned = await self._connections.write(lambda db: self._once(db, batch, work))
        self._voters.remember(learned)
        return mended

    def _mend(
        self,
        db: Connection,
        debate: str,
        changes: Mapping[Voter, Sequence[_Change]],
        shared: int,
        at: Micros,
        gaps: Mapping[int, Presence],
        outcome: _Outcome,
    ) -> None:
        """Change some voters' marks. All that a recount finds is in one place of the history, `shared`."""
        sheet = lock(db, [debate])[debate]
        numbers, learned = self._voters.numbers(db, changes)
        load_votes(db, self._statements, {debate: sheet}, ((debate, number) for number in numbers))
        for number, (voter, mine) in zip(numbers, changes.items(), strict=True):
            sheet.people[number] = voter
            added = [(place, option) for place, option in mine if option is not None]
            removed = [place for place, option in mine if option is None]
            if added:
                sheet.find(number, voter.platform, added, shared, at)
            for place in removed:
                sheet.withdraw(number, voter.platform, place, at, Cause.RECOUNT)
            outcome.added += len(added)
            outcome.removed += len(removed)
            if _is_doubtful(sheet, number, [place for place, _ in added if place[0] in gaps]):
                outcome.doubtful += 1
            elif any(post in gaps for post, _ in removed):
                outcome.withdrawn += sheet.lost_vote(number)
        outcome.changed |= bool(write_votes(db, self._statements, [sheet]))
        outcome.learned |= learned


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
            *ACCOUNT,
            history.c.reaction,
            history.c.cause,
            history.c.at,
            history.c.received_at,
        )
        .join(voters, voters.c.id == history.c.voter)
        .where(history.c.debate == debate, history.c.seq > min(watermarks.values(), default=0))
    )

    def collected() -> dict[int, set[Key]]:
        touched: dict[int, set[Key]] = {post: set() for post in watermarks}
        for post, seq, platform, workspace, native, reaction, cause, at, received_at in rows:
            if post not in watermarks or seq <= watermarks[post]:
                continue
            heard = gaps.get(post)
            if heard is None or cause != Cause.LATE or at is not None or heard.heard(received_at):
                touched[post].add((Voter(platform, workspace, native), reaction))
        return touched

    return apart(collected)


def _compare(
    db: Connection, debate: str, scans: Mapping[int, tuple[Scan, int]], gaps: Mapping[int, Presence]
) -> dict[Voter, list[_Change]]:
    """What the scans of a debate's posts show that the ledger does not, and the other way round, by voter."""
    row = db.execute(select(debates.c.article, debates.c.rules).where(debates.c.id == debate)).one()
    article, ballot = article_of(row.article), rules_of(row.rules).ballot
    places = db.execute(select(posts.c.id, posts.c.platform).where(posts.c.debate == debate)).all()
    platforms = {post: platform for post, platform in places if post in scans}
    forms = {each: choices(article, each, ballot, aliases_on(db, each)) for each in set(platforms.values())}
    told = _told_late(db, platforms)
    touched = _touched(db, debate, {post: scans[post][1] for post in platforms}, gaps)
    for post, keys in touched.items():
        keys |= beside_forgotten(keys, scans[post][0])
    votes: dict[int, Scan] = {}
    options: dict[int, dict[str, int]] = {}
    for post, platform in platforms.items():
        scan, _ = scans[post]
        reactions = {*scan.holders, *(late.key[1] for late in told[post])}
        known = {each: option for each in reactions if (option := option_of(each, forms[platform])) is not None}
        holders = {reaction: seen for reaction, seen in scan.holders.items() if reaction in known}
        options[post], votes[post] = known, Scan(holders, scan.short, scan.own)
    comparisons = apart(lambda: {post: Comparison(votes[post], (late.key for late in told[post])) for post in votes})
    for post, voter, reaction in _held(db, debate, only_saves=ballot is BallotKind.BUTTONS):
        if post in comparisons:
            comparisons[post].holds(voter, reaction)

    def differing() -> dict[Voter, list[_Change]]:
        by_voter: dict[Voter, list[_Change]] = {}
        for post, comparison in comparisons.items():
            difference = comparison.ended()
            late = _late(told[post], difference.held, gaps.get(post))
            mend = mending(votes[post], difference, touched=touched[post], late=late)
            for voter, reaction in mend.added:
                by_voter.setdefault(voter, []).append(_Change((post, reaction), options[post][reaction]))
            for voter, reaction in mend.removed:
                by_voter.setdefault(voter, []).append(_Change((post, reaction), None))
        # One order for all, so that two processes that add the same voters wait for each other in one order.
        return {voter: sorted(by_voter[voter], key=_place) for voter in sorted(by_voter)}

    return apart(differing)


def _place(change: _Change) -> Place:
    return change.place


def _pieces(changes: Mapping[Voter, list[_Change]]) -> Iterator[dict[Voter, list[_Change]]]:
    voters = iter(changes.items())
    while piece := dict(islice(voters, _VOTERS_AT_ONCE)):
        yield piece


def _held(db: Connection, debate: str, *, only_saves: bool) -> Iterator[tuple[int, Voter, str]]:
    """Every mark that is held in a debate: post, voter and reaction. Read in pages, so that none but one is kept."""
    mine = [marks.c.debate == debate, or_(marks.c.standing, marks.c.at.is_not(None))]
    if only_saves:
        mine.append(marks.c.option == SAVE)
    place = tuple_(marks.c.voter, marks.c.post, marks.c.reaction)
    query = (
        select(marks.c.voter, marks.c.post, marks.c.reaction, *ACCOUNT)
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
        select(history.c.post, *ACCOUNT, history.c.reaction, history.c.added, history.c.at, history.c.received_at)
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


def _is_doubtful(sheet: Sheet, voter: int, doubtful: Collection[Place]) -> bool:
    """Whether a voter's ballot counts for an option only because of marks that may have come after closing."""
    if not doubtful:
        return False
    ballot = sheet.ballot(voter)
    known = count((mark for place, mark in sheet.marks[voter].items() if place not in doubtful), sheet.choice)
    return ballot > EMPTY and ballot != known


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
