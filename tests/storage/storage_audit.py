"""Counting a debate anew from its marks, to compare with what the ledger keeps."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.core.ballots import First, count
from bot.core.debates import Choice
from bot.core.marks import SAVE, Mark
from bot.core.tally import COMMENTS, SAVES, Tally, count_from_scratch, shift_cell
from bot.storage import Database
from bot.storage.sheet import to_mark
from bot.storage.statements import BALLOT_STATE, MARK_STATE
from bot.storage.tables import ballots, debates, history, marks, replies, shift, tally, voters

Account = tuple[str, str, str]


@dataclass(frozen=True)
class Books:
    """What the tables say of one debate, in terms that do not depend on numbers or order."""

    marks: dict[tuple[Account, int, str], tuple[Any, ...]]
    ballots: dict[Account, tuple[First, int]]
    tally: dict[tuple[str, int], int]
    shift: dict[tuple[int, int], int]


async def books(database: Database, debate: str) -> Books:
    """Read the tables and assert that tally, ballots and shift equal a count from scratch, and the history's replay."""
    proven = await database.ledger.proofs.prove(debate)
    assert proven is not None
    assert proven.difference is None
    return await database.connections.read(lambda db: _audited(db, debate))


async def causes(database: Database, debate: str) -> list[tuple[int, str, bool]]:
    """The history's rows: place, cause, added."""
    query = select(history.c.seq, history.c.cause, history.c.added).where(history.c.debate == debate)
    return await database.connections.read(
        lambda db: [(seq, cause, bool(added)) for seq, cause, added in db.execute(query.order_by(history.c.seq))]
    )


def _audited(db: Connection, debate: str) -> Books:
    choice, options, next_seq = db.execute(
        select(debates.c.choice, debates.c.options, debates.c.next_seq).where(debates.c.id == debate)
    ).one()
    people = {row[0]: tuple(row[1:]) for row in db.execute(select(voters))}
    held: dict[int, dict[tuple[int, str], Mark]] = defaultdict(dict)
    columns = (marks.c.voter, marks.c.post, marks.c.reaction, *(marks.c[name] for name in MARK_STATE))
    for number, post, reaction, *state in db.execute(select(*columns).where(marks.c.debate == debate)):
        held[number][post, reaction] = to_mark(*state)
    kept: dict[int, tuple[str, First, int]] = {}
    columns = (ballots.c.voter, *(ballots.c[name] for name in BALLOT_STATE))
    for number, platform, dated, at, found, last in db.execute(select(*columns).where(ballots.c.debate == debate)):
        kept[number] = (platform, First(dated, at, found), last)
    last_by_voter = {number: count(of_voter.values(), Choice(choice)) for number, of_voter in held.items()}
    for number, last in last_by_voter.items():
        assert kept.get(number, ("", First(), 0))[2] == last, people[number]
    for number, (platform, _, last) in kept.items():
        assert platform == people[number][0]
        assert last == last_by_voter.get(number, 0)

    cells: Counter[tuple[str, int]] = Counter(
        count_from_scratch(options, ((people[n][0], last) for n, last in last_by_voter.items())).cells
    )
    for number, of_voter in held.items():
        if any(mark.option == SAVE and mark.held for mark in of_voter.values()):
            cells[people[number][0], SAVES] += 1
    for number, is_held in db.execute(select(replies.c.voter, replies.c.held).where(replies.c.debate == debate)):
        if is_held:
            cells[people[number][0], COMMENTS] += 1
    rows = db.execute(select(tally.c.platform, tally.c.key, tally.c["count"]).where(tally.c.debate == debate))
    kept_tally = {(platform, key): n for platform, key, n in rows if n}
    assert kept_tally == dict(cells)

    moved: Counter[tuple[int, int]] = Counter()
    if choice == Choice.SINGLE:
        for _, first, last in kept.values():
            cell = shift_cell(first.ballot, last, options)
            if cell is not None:
                moved[cell] += 1
    rows = db.execute(select(shift.c.first, shift.c.last, shift.c["count"]).where(shift.c.debate == debate))
    kept_shift = {(first, last): n for first, last, n in rows if n}
    assert kept_shift == dict(moved)
    if choice == Choice.SINGLE:
        total = Tally(options, kept_tally)
        for option in range(options):
            assert sum(n for (_, last), n in kept_shift.items() if last == option) == total.ballots[option]

    places = db.execute(select(history.c.seq).where(history.c.debate == debate)).scalars().all()
    assert all(place < next_seq for place in places)
    return Books(
        marks={
            (people[number], post, reaction): (mark.option, mark.adds, mark.removed_at, mark.standing)
            for number, of_voter in held.items()
            for (post, reaction), mark in of_voter.items()
            if mark.held or mark.removed_at is not None
        },
        ballots={people[number]: (first, last) for number, (_, first, last) in kept.items()},
        tally=kept_tally,
        shift=kept_shift,
    )
