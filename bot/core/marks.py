"""Marks: one voter holding one raw reaction on one post.

A mark is a small replicated state: with event times it is the same whatever the order and however
often its events arrive; without them, arrival decides. The rules are docs/rules.md's.

Every reaction makes some of these records, so they are named tuples, which are made fastest.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.core.times import Micros

SAVE = -1
"""The option number of 🔖: held and counted like a mark, but no vote."""


class Voter(NamedTuple):
    """A person's account on a platform."""

    platform: str
    workspace: str
    native: str


PSEUDONYM = "pseudonym"
"""The workspace of a voter whose account is not known any more: the native id is a pseudonym in one debate."""


class MarkEvent(NamedTuple):
    """A reaction added or removed, as an adapter reports it.

    `reaction` is the raw variant (skin tone and burst kept), `plain` the emoji it stands for;
    `at` is the platform's time of the event, None where the platform gives none;
    `received_at` is our time of receipt.
    """

    platform: str
    channel: str
    message: str
    voter: Voter
    reaction: str
    plain: str
    added: bool
    received_at: Micros
    at: Micros | None = None


PSEUDONYM = "pseudonym"
"""The workspace of a voter whose account is not known any more: the native id is a name of nobody's."""


class Mark(NamedTuple):
    """What is known of one (post, voter, reaction).

    `adds` are the known times of additions after the last known removal, ascending;
    `standing` is a mark held without a known time: a platform without event times, or found by a recount;
    `seq` is the place in the ledger's history since which it is not known to have been absent: of the event
    that made it held, or of a removal learned later that lies before its present additions. Every event has
    a place of its own; the marks that one recount finds share one.
    """

    option: int
    seq: int
    adds: tuple[Micros, ...] = ()
    removed_at: Micros | None = None
    standing: bool = False

    @property
    def held(self) -> bool:
        """Whether the voter holds this reaction."""
        return self.standing or bool(self.adds)

    @property
    def at(self) -> Micros | None:
        """The first addition after the last removal; None when no event told."""
        return self.adds[0] if self.adds else None


def apply_add(mark: Mark | None, *, option: int, seq: int, at: Micros | None) -> Mark:
    """The mark after an addition at `at`, or without a known time. Adding a held one changes nothing."""
    if mark is None:
        return Mark(option, seq, standing=True) if at is None else Mark(option, seq, (at,))
    if at is None:
        return mark if mark.held else Mark(mark.option, seq, mark.adds, mark.removed_at, True)
    if at in mark.adds or (mark.removed_at is not None and at <= mark.removed_at):
        return mark
    adds = tuple(sorted((*mark.adds, at))) if mark.adds else (at,)
    return Mark(mark.option, mark.seq if mark.held else seq, adds, mark.removed_at)


def apply_removal(mark: Mark | None, *, option: int, seq: int, at: Micros | None) -> Mark:
    """The mark after a removal; at equal times the removal wins. Removing an absent one changes nothing.

    With a time, a removal known before, or older than one known before, changes nothing;
    a new one also ends a mark whose time nobody knows. A mark that stays held by later additions is held
    anew since `seq`, as if they had arrived after the removal: order of arrival must not show.
    A removal that no event told (a recount's, a moderator's) is dated as the mark's last addition,
    `mark.adds[-1]`, so that no addition known so far brings it back when it is delivered again.
    """
    if mark is None:
        return Mark(option, seq, removed_at=at)
    if at is None:
        return Mark(mark.option, mark.seq, (), mark.removed_at) if mark.held else mark
    if mark.removed_at is not None and at <= mark.removed_at:
        return mark
    later = tuple(added for added in mark.adds if added > at)
    return Mark(mark.option, seq if later else mark.seq, later, at)
