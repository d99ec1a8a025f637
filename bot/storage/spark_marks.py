"""Sparks on the way in: which line a 💡 is on, and what it does to the voter's spark there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.marks import Mark, MarkEvent, apply_add, apply_removal
from bot.core.sparks import REPLY, Late, Spoken, first_late
from bot.services.records import OpenPost, Part
from bot.storage.echoes import without_echoes_of_sparks
from bot.storage.people import Learned, Voters
from bot.storage.sheet import lock, to_mark, write_votes
from bot.storage.statements import SPARK_KEY, SPARK_STATE, Statements, among
from bot.storage.tables import deliveries, replies, sparks

Spark = tuple[MarkEvent, str, Spoken]
"""A 💡 added or removed, the debate that it belongs to, and the line that it is on."""

HELD = or_(sparks.c.standing, sparks.c.at.is_not(None))
"""Whether a row is a spark that is held."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one voter's 💡 on one line; `seq` is the place in the history of its latest event."""

    mark: Mark
    seq: int
    late: Late | None


def lines_named(db: Connection, events: Sequence[tuple[MarkEvent, Sequence[OpenPost]]]) -> list[Spark]:
    """The events whose message is a line of the squabble or a reply under one of their posts."""
    around = {post.post: post.debate for _, posts in events for post in posts}
    messages = sorted({event.message for event, _ in events})
    found: dict[tuple[int, str], int] = {}
    written = and_(
        among(db, replies.c.debate, set(around.values())),
        among(db, replies.c.post, around),
        among(db, replies.c.reply, messages),
    )
    for post, reply in db.execute(select(replies.c.post, replies.c.reply).where(written)):
        found[post, reply] = REPLY
    said = and_(
        among(db, deliveries.c.message, messages),
        among(db, deliveries.c.debate, set(around.values())),
        deliveries.c.part == Part.LINE,
    )
    for post, message, number in db.execute(
        select(deliveries.c.post, deliveries.c.message, deliveries.c.number).where(said)
    ):
        found[post, message] = number
    named = []
    for event, posts in events:
        for post in posts:
            number = found.get((post.post, event.message))
            if number is not None:
                named.append((event, post.debate, Spoken(number, post.post, event.message)))
                break
    return named


def apply_sparks(db: Connection, statements: Statements, numbers: Voters, events: Sequence[Spark]) -> Learned:
    """Apply 💡 in order; late ones only leave a note for the recount. Gives the voters' numbers to remember."""
    sheets = lock(db, {debate for _, debate, _ in events})
    events = without_echoes_of_sparks(db, numbers, events)
    voters, learned = numbers.numbers(db, [event.voter for event, _, _ in events])
    kept = _kept(db, statements, events, voters)
    changed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for voter, (event, debate, line) in zip(voters, events, strict=True):
        sheet = sheets.get(debate)
        if sheet is None or sheet.ended:
            continue
        key = (debate, voter, line.post, line.message, event.reaction)
        before = kept.get(key)
        after = _after(
            before, event, sheet.next_seq, late=sheet.is_late(event.received_at if event.at is None else event.at)
        )
        sheet.next_seq += 1
        kept[key] = after
        changed[key] = row(key, line.number, after)
    write_sparks(db, changed.values())
    write_votes(db, statements, sheets.values())
    return learned


def _after(before: Kept | None, event: MarkEvent, seq: int, *, late: bool) -> Kept:
    known = before or Kept(NEVER, seq, None)
    if late:
        note = first_late(known.late, added=event.added, at=event.at, held=known.mark.held)
        return Kept(known.mark, seq, note)
    change = apply_add if event.added else apply_removal
    return Kept(change(known.mark, option=0, seq=0, at=event.at), seq, known.late)


NEVER = Mark(option=0, seq=0)
"""A spark that nobody ever held. Of marks' places in the history sparks need none: no order decides among them."""


def _kept(
    db: Connection, statements: Statements, events: Sequence[Spark], voters: Sequence[int]
) -> dict[tuple[Any, ...], Kept]:
    wanted = {(debate, line.post, line.message, voter) for voter, (_, debate, line) in zip(voters, events, strict=True)}
    rows = statements.sparks_of(db, list(wanted))
    return {tuple(row[:5]): to_kept(row[5:]) for row in rows}


def to_kept(state: Sequence[Any]) -> Kept:
    """What the columns SPARK_STATE stand for."""
    seq, at, more, removed_at, standing, late_added, late_at = state
    late = None if late_added is None else Late(bool(late_added), late_at)
    return Kept(to_mark(0, 0, at, more, removed_at, standing), seq, late)


def row(key: tuple[Any, ...], line: int, kept: Kept) -> dict[str, Any]:
    """The row that keeps a spark."""
    adds = kept.mark.adds
    return dict(zip(SPARK_KEY, key, strict=True)) | {
        "line": line,
        "seq": kept.seq,
        "at": adds[0] if adds else None,
        "more": ",".join(map(str, adds[1:])) if len(adds) > 1 else None,
        "removed_at": kept.mark.removed_at,
        "standing": kept.mark.standing,
        "late_added": kept.late.added if kept.late is not None else None,
        "late_at": kept.late.at if kept.late is not None else None,
    }


def write_sparks(db: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep these rows in the place of what was kept before."""
    statement = upsert(sparks)
    state = {name: statement.excluded[name] for name in ("line", *SPARK_STATE)}
    replaced = statement.on_conflict_do_update(index_elements=SPARK_KEY, set_=state)
    if changed := list(rows):
        db.execute(replaced, changed)
