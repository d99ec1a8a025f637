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
from bot.storage.sheet import lock, to_mark
from bot.storage.statements import Statements, in_pieces
from bot.storage.tables import deliveries, replies, sparks
from bot.storage.voters import Account, Voters

Spark = tuple[MarkEvent, str, Spoken]
"""A 💡 added or removed, the debate that it belongs to, and the line that it is on."""

SPARK_STATE = (
    sparks.c.seq,
    sparks.c.at,
    sparks.c.more,
    sparks.c.removed_at,
    sparks.c.standing,
    sparks.c.late_added,
    sparks.c.late_at,
)
HELD = or_(sparks.c.standing, sparks.c.at.is_not(None))
"""Whether a row is a spark that is held."""

_KEY = ("debate", "voter", "post", "message", "reaction")


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
    for some in in_pieces(messages):
        said = and_(
            deliveries.c.debate.in_(set(around.values())),
            deliveries.c.part == Part.LINE,
            deliveries.c.message.in_(some),
        )
        for post, message, number in db.execute(
            select(deliveries.c.post, deliveries.c.message, deliveries.c.number).where(said)
        ):
            found[post, message] = number
        written = and_(
            replies.c.debate.in_(set(around.values())), replies.c.post.in_(around), replies.c.reply.in_(some)
        )
        for post, reply in db.execute(select(replies.c.post, replies.c.reply).where(written)):
            found.setdefault((post, reply), REPLY)
    named = []
    for event, posts in events:
        for post in posts:
            number = found.get((post.post, event.message))
            if number is not None:
                named.append((event, post.debate, Spoken(number, post.post, event.message)))
                break
    return named


def apply_sparks(
    db: Connection, statements: Statements, numbers: Voters, events: Sequence[Spark]
) -> dict[Account, int]:
    """Apply 💡 in order; late ones only leave a note for the recount. Gives the voters' numbers to remember."""
    sheets = lock(db, {debate for _, debate, _ in events})
    voters, learned = numbers.numbers(db, [event.voter for event, _, _ in events])
    kept = _kept(db, events, voters)
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
    write(db, changed.values())
    for sheet in sheets.values():
        sheet.write(db, statements)
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


def _kept(db: Connection, events: Sequence[Spark], voters: Sequence[int]) -> dict[tuple[Any, ...], Kept]:
    found: dict[tuple[Any, ...], Kept] = {}
    by_line: dict[tuple[str, int | None, str | None], set[int]] = {}
    for voter, (_, debate, line) in zip(voters, events, strict=True):
        by_line.setdefault((debate, line.post, line.message), set()).add(voter)
    for (debate, post, message), people in by_line.items():
        for some in in_pieces(sorted(people)):
            mine = and_(
                sparks.c.debate == debate,
                sparks.c.voter.in_(some),
                sparks.c.post == post,
                sparks.c.message == message,
            )
            for voter, reaction, *state in db.execute(
                select(sparks.c.voter, sparks.c.reaction, *SPARK_STATE).where(mine)
            ):
                found[debate, voter, post, message, reaction] = to_kept(state)
    return found


def to_kept(state: Sequence[Any]) -> Kept:
    """What the columns SPARK_STATE stand for."""
    seq, at, more, removed_at, standing, late_added, late_at = state
    late = None if late_added is None else Late(bool(late_added), late_at)
    return Kept(to_mark(0, 0, at, more, removed_at, standing), seq, late)


def row(key: tuple[Any, ...], line: int, kept: Kept) -> dict[str, Any]:
    """The row that keeps a spark."""
    adds = kept.mark.adds
    return dict(zip(_KEY, key, strict=True)) | {
        "line": line,
        "seq": kept.seq,
        "at": adds[0] if adds else None,
        "more": ",".join(map(str, adds[1:])) if len(adds) > 1 else None,
        "removed_at": kept.mark.removed_at,
        "standing": kept.mark.standing,
        "late_added": kept.late.added if kept.late is not None else None,
        "late_at": kept.late.at if kept.late is not None else None,
    }


def write(db: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep these rows in the place of what was kept before."""
    statement = upsert(sparks)
    state = {column.name: statement.excluded[column.name] for column in (sparks.c.line, *SPARK_STATE)}
    replaced = statement.on_conflict_do_update(index_elements=_KEY, set_=state)
    if changed := list(rows):
        db.execute(replaced, changed)
