"""Ballots: which option a reaction stands for, and what a voter's marks on all posts of a debate count as together.

A ballot is a bit mask over the options: bit i stands for option i. `EMPTY` counts as none;
`UNDECIDED` is a single-choice ballot whose latest option nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import NamedTuple

from bot.core.articles import Article
from bot.core.debates import BallotKind, Choice
from bot.core.emoji import SAVE_EMOJI, plain, unmarked
from bot.core.marks import SAVE, Mark
from bot.core.times import Micros


def choices(
    article: Article,
    platform: str,
    ballot: BallotKind = BallotKind.REACTIONS,
    aliases: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, int]:
    """Plain emoji to option number on `platform`, and 🔖 to SAVE (unless it is an option).

    `aliases` are the platform's second names for emoji: an option that is written with one is what it stands for.
    Where ballots are cast by button, reactions are no votes and only 🔖 stands for anything.
    """
    found: dict[str, int] = {}
    if ballot is BallotKind.REACTIONS:
        forms = [(number, form) for number, option in enumerate(article.options) if (form := option.emoji.on(platform))]
        for number, form in forms:
            found[plain(form)] = number
        for number, form in forms:
            if form in aliases:
                found.setdefault(plain(aliases[form]), number)
    found.setdefault(plain(SAVE_EMOJI), SAVE)
    return found


def option_of(reaction: str, among: Mapping[str, int]) -> int | None:
    """The option that a raw reaction stands for; None for one that is no vote."""
    return among.get(plain(unmarked(reaction)))


EMPTY = 0
UNDECIDED = -1


def bit(option: int) -> int:
    """The ballot that holds `option` alone."""
    return 1 << option


def options_of(ballot: int) -> tuple[int, ...]:
    """The options that `ballot` counts for, ascending."""
    if ballot <= EMPTY:
        return ()
    return tuple(i for i in range(ballot.bit_length()) if ballot >> i & 1)


def one_of(options: Iterable[int]) -> int:
    """The ballot for a set of options of which only one can count: it, none, or undecided."""
    distinct = set(options)
    if not distinct:
        return EMPTY
    return bit(distinct.pop()) if len(distinct) == 1 else UNDECIDED


def count(marks: Iterable[Mark], choice: Choice) -> int:
    """The ballot of one voter's marks on all posts of a debate.

    Single choice: the latest mark still held counts, by event time where it is known. A mark without a
    time is later than all that the ledger held when it came. Marks found by one recount share one place:
    where they name several options the ballot is undecided, also when the time of some became known,
    since that tells nothing of the others. So is a ballot with several options at one time.
    """
    held = [mark for mark in marks if mark.held and mark.option != SAVE]
    if len(held) <= 1:
        return bit(held[0].option) if held else EMPTY
    if choice is Choice.MULTIPLE:
        return reduce(or_, [bit(mark.option) for mark in held])
    places = [_place(mark, held) for mark in held]
    latest = max(places)
    found_with = {mark.seq for mark, place in zip(held, places, strict=True) if place == latest}
    return one_of(
        mark.option
        for mark, place in zip(held, places, strict=True)
        if place == latest or (mark.standing and mark.seq in found_with)
    )


def _place(mark: Mark, held: Iterable[Mark]) -> tuple[Micros, int, int]:
    """Where a mark stands in time: at its own, or just after all that was held when it came."""
    if mark.adds:
        return mark.adds[0], 0, 0
    return max((other.adds[0] for other in held if other.adds and other.seq < mark.seq), default=-1), 1, mark.seq


class First(NamedTuple):
    """A voter's first ballot: `dated` from an event (at `at`, or by arrival), `found` by a recount.

    A found one counts until an event dates it.
    """

    dated: int = EMPTY
    at: Micros | None = None
    found: int = EMPTY

    @property
    def ballot(self) -> int:
        """The first ballot as a mask, `UNDECIDED`, or `EMPTY` for one who never voted."""
        return self.found or self.dated


def first_after_add(first: First, *, option: int, at: Micros | None, dates_found: bool = False) -> First:
    """The first ballot after an addition; `dates_found` when it gives a found mark its time."""
    if option == SAVE:
        return first
    if at is None:
        return first if first.ballot != EMPTY else first._replace(dated=bit(option))
    found = EMPTY if dates_found else first.found
    if first.at is None or at < first.at:
        keeps_arrival = first.at is None and first.dated != EMPTY
        return first._replace(found=found) if keeps_arrival else First(bit(option), at, found)
    if at == first.at and first.dated != bit(option):
        return First(UNDECIDED, at, found)
    return first if found == first.found else first._replace(found=found)


def first_after_found(first: First, options: Iterable[int]) -> First:
    """The first ballot after a recount found a voter's marks for `options` at once."""
    if first.ballot != EMPTY:
        return first
    return first._replace(found=one_of(option for option in options if option != SAVE))
