"""Seals: the last link of a debate's history, made with its certificate over everything that its public record says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from bot.core.ballots import First
from bot.core.debates import BallotKind, Choice
from bot.core.history import noted
from bot.core.public_record import Filed, Record, facts, figures_of, filed, head_of
from bot.core.recounts import Certificate
from bot.services.records import Snapshot
from bot.storage.chained_history import chain_up
from bot.storage.codec import dump_notes
from bot.storage.codes import codes_in
from bot.storage.debate_store import snapshot_of
from bot.storage.sheet import lock
from bot.storage.statements import BELOW_ALL
from bot.storage.tables import ballots, debates, history, seals
from bot.transactions import apart

_AT_ONCE = 2_000

VOTED = or_(ballots.c.first_dated != 0, ballots.c.first_found != 0)
"""The condition that a ballot's voter ever voted."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A closing in the history: its place `seq`, how many `events` came before, and its certificate's notes.

    `history` is the hash after these, `head` its own.
    """

    seq: int
    events: int
    notes: str
    history: bytes
    head: bytes


def sealed(db: Connection, snapshot: Snapshot, certificate: Certificate) -> Seal:
    """Seal a debate whose row is locked, and which is as `snapshot` says; it takes a place in the history."""
    debate = snapshot.debate.id
    _, last = chain_up(db, debate)
    counted = select(func.count()).select_from(history).where(history.c.debate == debate)
    events = db.execute(counted).scalar_one()
    seq = db.execute(select(debates.c.next_seq).where(debates.c.id == debate)).scalar_one()
    told, cast = facts_of(snapshot, certificate, events), filed_in(db, snapshot) or []
    notes = dump_notes(certificate)
    before = noted(last, notes)
    seal = Seal(seq, events, notes, before, apart(head_of, before, told, cast))
    db.execute(insert(seals), asdict(seal) | {"debate": debate})
    db.execute(update(debates).where(debates.c.id == debate).values(next_seq=seq + 1, head=seal.head))
    return seal


def take_up(db: Connection, debate: str) -> None:
    """Give a debate that an earlier version closed its hashes, unless somebody else just did."""
    sheet = lock(db, [debate]).get(debate)
    snapshot = snapshot_of(db, debate)
    if sheet is None or sheet.head is not None or snapshot is None or snapshot.certificate is None:
        return
    chain_up(db, debate)
    sealed(db, snapshot, snapshot.certificate)


def seals_of(db: Connection, debate: str) -> list[Seal]:
    """A debate's closings, in their order."""
    columns = (seals.c.seq, seals.c.events, seals.c.notes, seals.c.history, seals.c.head)
    return [Seal(*row) for row in db.execute(select(*columns).where(seals.c.debate == debate).order_by(seals.c.seq))]


def facts_of(snapshot: Snapshot, certificate: Certificate, events: int) -> Record:
    """The facts that a seal covers."""
    figures = figures_of(certificate)
    return facts(snapshot.debate, snapshot.tally, snapshot.shift, figures, events=events)


def filed_in(db: Connection, snapshot: Snapshot) -> list[Filed] | None:
    """The ballots of a debate's record, by code; None where votes are cast by button, which nobody is shown."""
    if snapshot.debate.rules.ballot is BallotKind.BUTTONS:
        return None
    debate, choice = snapshot.debate.id, snapshot.debate.rules.choice
    cast = list(_filed(db, debate, choice))
    return apart(lambda: sorted(cast, key=lambda ballot: ballot.code))


def _filed(db: Connection, debate: str, choice: Choice) -> Iterator[Filed]:
    secret = db.execute(select(debates.c.secret).where(debates.c.id == debate)).scalar()
    after = BELOW_ALL
    while True:
        columns = (ballots.c.voter, ballots.c.first_dated, ballots.c.first_at, ballots.c.first_found, ballots.c.last)
        mine = and_(ballots.c.debate == debate, ballots.c.voter > after, VOTED)
        page = db.execute(select(*columns).where(mine).order_by(ballots.c.voter).limit(_AT_ONCE)).all()
        if not page:
            return
        codes = codes_in(db, debate, secret, [row.voter for row in page])
        for voter, dated, at, found, last in page:
            yield filed(codes.get(voter, ""), First(dated, at, found).ballot, last, choice)
        after = page[-1].voter
