"""Presses: ballots by button, kept as marks like all others."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select, update

from bot.core.ballots import options_of
from bot.core.buttons import Earlier, Press, Pressed, button, decide
from bot.core.marks import SAVE
from bot.services.records import OpenPost
from bot.storage.people import Learned, Voters
from bot.storage.sheet import Sheet, load_votes, lock, write_votes
from bot.storage.statements import Statements
from bot.storage.tables import presses, voters

_Earlier = dict[tuple[str, int], dict[int, Earlier]]
"""By debate and voter: the last press of each option."""


def apply_presses(
    db: Connection,
    statements: Statements,
    numbers: Voters,
    taken: Sequence[tuple[OpenPost, Press]],
    decided: dict[int, Pressed],
) -> tuple[list[Pressed | None], frozenset[str], Learned]:
    """What each press did, the debates whose tally changed, and the numbers of voters to remember."""
    sheets = lock(db, {post.debate for post, _ in taken})
    people, learned = numbers.numbers(db, [pressed.voter for _, pressed in taken])
    mine = [(post.debate, voter) for voter, (post, _) in zip(people, taken, strict=True) if post.debate in sheets]
    load_votes(db, statements, sheets, mine)
    earlier = _earlier(db, statements, mine)
    outcomes: list[Pressed | None] = []
    noted: dict[tuple[str, int, int], Earlier] = {}
    for place, (voter, (post, pressed)) in enumerate(zip(people, taken, strict=True)):
        ledger = sheets.get(post.debate)
        if ledger is None or not _counts(ledger, pressed):
            outcomes.append(None)
            continue
        before = earlier[post.debate, voter]
        if place not in decided:
            decided[place] = decide(ledger.ballot(voter), pressed, before, ledger.choice)
        ledger.people[voter] = pressed.voter
        _hold(ledger, voter, post, pressed, options_of(decided[place].after))
        before[pressed.option] = noted[post.debate, voter, pressed.option] = Earlier(pressed.at, answered=False)
        outcomes.append(decided[place])
    statements.press.each(db, [(*key, note.at, note.answered) for key, note in noted.items()])
    return outcomes, write_votes(db, statements, sheets.values()), learned


def note_answered(db: Connection, answered: Sequence[tuple[OpenPost, Press]]) -> None:
    """Note that the answers to these presses were taken. Of one that was pressed again since, nothing is noted."""
    lock(db, {post.debate for post, _ in answered})
    voter = select(voters.c.id).where(
        voters.c.platform == bindparam("p_platform"),
        voters.c.workspace == bindparam("p_workspace"),
        voters.c.native == bindparam("p_native"),
    )
    mine = (
        presses.c.debate == bindparam("p_debate"),
        presses.c.voter == voter.scalar_subquery(),
        presses.c.option == bindparam("p_option"),
        presses.c.at == bindparam("p_at"),
    )
    rows = [
        {
            "p_platform": press.voter.platform,
            "p_workspace": press.voter.workspace,
            "p_native": press.voter.native,
            "p_debate": post.debate,
            "p_option": press.option,
            "p_at": press.at,
        }
        for post, press in answered
    ]
    db.execute(update(presses).where(*mine).values(answered=True), rows)


def _earlier(db: Connection, statements: Statements, mine: Sequence[tuple[str, int]]) -> _Earlier:
    earlier: _Earlier = {each: {} for each in mine}
    for debate, voter, option, at, answered in statements.presses_of(db, list(earlier)):
        earlier[debate, voter][option] = Earlier(at, bool(answered))
    return earlier


def _counts(ledger: Sheet, pressed: Press) -> bool:
    return not ledger.ended and not ledger.is_late(pressed.received_at) and 0 <= pressed.option < ledger.options


def _hold(sheet: Sheet, voter: int, post: OpenPost, pressed: Press, wanted: Sequence[int]) -> None:
    """Make the voter's marks stand for the options `wanted`, on whichever posts they are."""
    held = {place: mark.option for place, mark in sheet.marks[voter].items() if mark.held and mark.option != SAVE}
    platform, received_at = pressed.voter.platform, pressed.received_at
    for option in wanted:
        if option not in held.values():
            sheet.add(voter, platform, (post.post, button(option)), option, None, received_at)
    for place, option in held.items():
        if option not in wanted:
            sheet.remove(voter, platform, place, option, None, received_at)
