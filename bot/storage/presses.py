"""Presses: ballots by button, kept as marks like all others."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, select

from bot.core.ballots import options_of
from bot.core.marks import SAVE, Voter
from bot.core.pressing import Press, Pressed, button, press
from bot.services.records import OpenPost
from bot.storage.rows import at_place
from bot.storage.sheet import Sheet, lock
from bot.storage.statements import Statements
from bot.storage.tables import ballots, posts, voters
from bot.storage.voters import Account, Voters


def apply_presses(
    db: Connection,
    statements: Statements,
    numbers: Voters,
    presses: Sequence[tuple[OpenPost, Press]],
    decided: dict[int, Pressed],
) -> tuple[list[Pressed | None], frozenset[str], dict[Account, int]]:
    """What each press did, the debates whose tally changed, and the numbers of voters to remember."""
    sheets = lock(db, {post.debate for post, _ in presses})
    people, learned = numbers.numbers(db, [pressed.voter for _, pressed in presses])
    for debate, sheet in sheets.items():
        sheet.load(
            db, statements, {voter for voter, (post, _) in zip(people, presses, strict=True) if post.debate == debate}
        )
    outcomes: list[Pressed | None] = []
    for place, (voter, (post, pressed)) in enumerate(zip(people, presses, strict=True)):
        ledger = sheets.get(post.debate)
        if ledger is None or not _counts(ledger, pressed):
            outcomes.append(None)
            continue
        if place not in decided:
            decided[place] = press(ledger.ballot(voter), pressed.option, ledger.choice)
        _hold(ledger, voter, post, pressed, options_of(decided[place].after))
        outcomes.append(decided[place])
    changed = frozenset(sheet.debate for sheet in sheets.values() if sheet.write(db, statements))
    return outcomes, changed, learned


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


def held_by(db: Connection, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
    """The options that the voter's ballot in the debate of a post counts for."""
    query = (
        select(ballots.c.last)
        .join(posts, posts.c.debate == ballots.c.debate)
        .join(
            voters,
            and_(
                voters.c.id == ballots.c.voter,
                voters.c.platform == voter.platform,
                voters.c.workspace == voter.workspace,
                voters.c.native == voter.native,
            ),
        )
        .where(at_place(platform, channel), posts.c.message == message)
    )
    return options_of(db.execute(query.limit(1)).scalar() or 0)
