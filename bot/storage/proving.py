"""The check of a debate: its chain is walked, its ballots are counted anew, and what the ledger says is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from bot.core.ballots import EMPTY, First
from bot.core.debates import BallotKind, Choice, Kept
from bot.core.history import Event, noted
from bot.core.public_record import Record, difference, head_of, record
from bot.core.replay import Replay
from bot.core.tally import UNDECIDED_VOTERS, VOTERS, count_from_scratch, shift_cell, shift_table
from bot.sentences import Sentence, sentence
from bot.services.proof_stores import Proven
from bot.services.records import Snapshot
from bot.storage.chained_history import after, beginning, pages
from bot.storage.codec import dump_notes
from bot.storage.codes import codes_in
from bot.storage.debate_store import snapshot_of
from bot.storage.seals import Seal, facts_of, filed_in, seals_of
from bot.storage.tables import ballots, debates, history, marks
from bot.transactions import apart

_NEVER_VOTED = (First(), EMPTY)


class _Differs(Exception):
    """The ledger contradicts itself; `told` says where, as a clause."""

    def __init__(self, told: Sentence) -> None:
        super().__init__(told)
        self.told = told


def proven(db: Connection, debate: str) -> Proven | None:
    """Walk and recount a debate as it is at this moment; None where there is none."""
    snapshot = snapshot_of(db, debate)
    if snapshot is None:
        return None
    secret, head = db.execute(select(debates.c.secret, debates.c.head).where(debates.c.id == debate)).one()
    closings = seals_of(db, debate)
    if snapshot.debate.kept is Kept.COUNTS:
        return _proven_by_counts(db, snapshot, head, closings)
    walk = _Walk(beginning(db, debate), closings, snapshot.debate.rules.choice, chained=head is not None)
    found = None
    try:
        if head is None:
            _must_be_from_before(db, debate, closings)
        for page in pages(db, debate):
            codes = codes_in(db, debate, secret, list({event.voter for event, _ in page}))
            apart(walk.over, page, codes)
        walk.end(head)
        _compare_counts(db, snapshot, walk.replay)
        if closings:
            _compare_closing(db, snapshot, closings[-1])
        elif snapshot.certificate is not None and head is not None:
            raise _Differs(sentence("differs-closing-not-in-history"))
    except _Differs as differs:
        found = differs.told
    return _said(snapshot, walk.events, head, found)


def _proven_by_counts(db: Connection, snapshot: Snapshot, head: bytes | None, closings: Sequence[Seal]) -> Proven:
    """Compare what is there after ballots and history were deleted under retention."""
    found = None
    try:
        _must_be_deleted(db, snapshot.debate.id)
        _compare_sums(snapshot)
        if closings:
            _compare_heads(db, snapshot, head, closings[-1])
        elif snapshot.certificate is not None:
            raise _Differs(sentence("differs-closing-gone"))
    except _Differs as differs:
        found = differs.told
    if closings:
        return _said(snapshot, closings[-1].events, closings[-1].head, found)
    return _said(snapshot, 0, head, found)


def _said(snapshot: Snapshot, events: int, head: bytes | None, difference: Sentence | None) -> Proven:
    debate = snapshot.debate
    told = head.hex() if head is not None else None
    return Proven(debate.id, debate.slug, events, snapshot.tally.voters, told, difference, debate.kept)


class _Walk:
    """Goes over a debate's events, hash by hash, and replays them."""

    def __init__(self, begins: bytes, closings: Sequence[Seal], choice: Choice, *, chained: bool) -> None:
        self._hash = begins
        self._closings = list(closings)
        self._chained = chained
        self.replay = Replay(choice)
        self.events = 0

    def over(self, page: Sequence[tuple[Event, bytes | None]], codes: Mapping[int, str]) -> None:
        """Some more events, with what they carry."""
        for event, carried in page:
            while self._closings and self._closings[0].seq < event.seq:
                self._over(self._closings.pop(0))
            self.events += 1
            if self._chained:
                self._link(event, carried, codes.get(event.voter))
            self.replay.take(event)

    def end(self, head: bytes | None) -> None:
        """There are no more events: what the debate calls its head must be what was come to."""
        for closing in self._closings:
            self._over(closing)
        if self._chained and self._hash != head:
            raise _Differs(sentence("differs-head-not-of-last-event"))

    def _link(self, event: Event, carried: bytes | None, code: str | None) -> None:
        if code is None:
            raise _Differs(sentence("differs-event-without-code", event=self.events, place=event.seq))
        self._hash = after(self._hash, code, event)
        if self._hash != carried:
            raise _Differs(sentence("differs-event-does-not-follow", event=self.events, place=event.seq))

    def _over(self, closing: Seal) -> None:
        if closing.events != self.events:
            raise _Differs(sentence("differs-events-of-closing", closing=closing.events, history=self.events))
        if noted(self._hash, closing.notes) != closing.history:
            raise _Differs(sentence("differs-closing-does-not-follow"))
        self._hash = closing.head


def _must_be_from_before(db: Connection, debate: str, closings: Sequence[Seal]) -> None:
    """A debate without a head was written by an earlier version, and then nothing of it has a hash."""
    hashed = select(func.count(history.c.hash)).where(history.c.debate == debate)
    if closings or db.execute(hashed).scalar_one():
        raise _Differs(sentence("differs-head-missing"))


def _compare_counts(db: Connection, snapshot: Snapshot, replay: Replay) -> None:
    """Ballots against the history; tally, shift and certificate against the ballots."""
    options, choice = len(snapshot.debate.article.options), snapshot.debate.rules.choice
    columns = (ballots.c.voter, ballots.c.platform, ballots.c.first_dated, ballots.c.first_at, ballots.c.first_found)
    rows = db.execute(select(*columns, ballots.c.last).where(ballots.c.debate == snapshot.debate.id)).all()
    kept = {voter: (First(dated, at, found), last) for voter, _, dated, at, found, last in rows}
    counted = apart(replay.ballots)
    for voter in sorted(kept.keys() | counted.keys()):
        if kept.get(voter, _NEVER_VOTED) != counted.get(voter, _NEVER_VOTED):
            raise _Differs(sentence("differs-ballot", voter=str(voter)))
    cells = count_from_scratch(options, ((row.platform, row.last) for row in rows)).cells
    if cells != {key: n for key, n in snapshot.tally.cells.items() if key[1] >= UNDECIDED_VOTERS}:
        raise _Differs(sentence("differs-tally"))
    if choice is Choice.SINGLE:
        moves = Counter(shift_cell(first.ballot, last, options) for first, last in kept.values())
        del moves[None]
        if snapshot.shift != shift_table(options, moves):  # type: ignore[arg-type]
            raise _Differs(sentence("differs-shift"))
    _compare_votes(snapshot)


def _compare_votes(snapshot: Snapshot) -> None:
    certificate, tally = snapshot.certificate, snapshot.tally
    if certificate is not None and (certificate.recount, certificate.undecided) != (tally.voters, tally.undecided):
        raise _Differs(sentence("differs-certificate-votes"))


def _must_be_deleted(db: Connection, debate: str) -> None:
    for table in (history, ballots, marks):
        if db.execute(select(table.c.debate).where(table.c.debate == debate).limit(1)).first() is not None:
            raise _Differs(sentence("differs-not-deleted"))


def _compare_sums(snapshot: Snapshot) -> None:
    """Tally, shift and certificate against each other, without the ballots that they are of."""
    tally, choice = snapshot.tally, snapshot.debate.rules.choice
    options = range(tally.options)
    if choice is Choice.SINGLE:
        for platform in tally.platforms:
            if sum(tally.of(option, platform) for option in options) != tally.of(VOTERS, platform):
                raise _Differs(sentence("differs-tally-sum"))
    shift = snapshot.shift
    if shift is not None and tuple(sum(row[option] for row in shift) for option in options) != tally.ballots:
        raise _Differs(sentence("record-shift-sum"))
    _compare_votes(snapshot)


def _compare_heads(db: Connection, snapshot: Snapshot, head: bytes | None, closing: Seal) -> None:
    """The last closing against the certificate and the head, as far as both go without ballots and later events."""
    certificate = snapshot.certificate
    if certificate is None or dump_notes(certificate) != closing.notes:
        raise _Differs(sentence("differs-certificate-notes"))
    after_it = db.execute(select(debates.c.next_seq).where(debates.c.id == snapshot.debate.id)).scalar_one()
    if head is None or (head != closing.head and after_it == closing.seq + 1):
        raise _Differs(sentence("differs-head-not-of-closing"))
    if snapshot.debate.rules.ballot is BallotKind.BUTTONS:
        told = facts_of(snapshot, certificate, closing.events)
        if head_of(closing.history, told, ()) != closing.head:
            raise _Differs(sentence("differs-facts-without-ballots"))


def _compare_closing(db: Connection, snapshot: Snapshot, closing: Seal) -> None:
    """The last closing against the certificate, and both against the public record."""
    certificate = snapshot.certificate
    if certificate is None:
        return
    if dump_notes(certificate) != closing.notes:
        raise _Differs(sentence("differs-certificate-notes"))
    told, cast = facts_of(snapshot, certificate, closing.events), filed_in(db, snapshot)

    def compared() -> Sentence | None:
        if head_of(closing.history, told, cast or ()) != closing.head:
            return sentence("differs-facts")
        whole: Record = record(told, cast, closing.history.hex(), closing.head.hex())
        wrong = difference(whole)
        return sentence("differs-record", difference=wrong) if wrong is not None else None

    found = apart(compared)
    if found is not None:
        raise _Differs(found)
