"""Shares as they are read: whole percentages that add up to a hundred, and bars of cells."""

from __future__ import annotations

from bot.core.tally import Tally
from bot.core.words import Words

_A_LITTLE, _NEARLY_ALL = 0.001, 0.999


def whole_percents(tally: Tally) -> tuple[int, ...]:
    """Each option's share in whole percent, by largest remainders: together they are 100.

    At equal remainders more ballots come first, then the earlier option. Where ballots hold several options the
    shares are parts of the voters, which add up to nothing; each is then rounded by itself, halves upwards.
    """
    ballots, voters = tally.ballots, tally.voters
    if not voters:
        return (0,) * tally.options
    if sum(ballots) != voters:
        return tuple((200 * n + voters) // (2 * voters) for n in ballots)
    whole = [100 * n // voters for n in ballots]
    by_remainder = sorted(range(len(ballots)), key=lambda option: (-(100 * ballots[option] % voters), -ballots[option]))
    for option in by_remainder[: 100 - sum(whole)]:
        whole[option] += 1
    return tuple(whole)


def percents(tally: Tally, words: Words) -> tuple[str, ...]:
    """`whole_percents` in words; what rounds to nothing or to all, and is neither, says so: <1%, >99%."""
    told = []
    for whole, ballots in zip(whole_percents(tally), tally.ballots, strict=True):
        share = whole / 100
        if whole == 0 and ballots:
            share = _A_LITTLE
        elif whole == 100 and ballots != tally.voters:
            share = _NEARLY_ALL
        told.append(words.percent(share))
    return tuple(told)


def filled_cells(share: float, cells: int) -> int:
    """How many of the cells of a bar a share fills: any ballot shows as one, and only all of them fill it."""
    if share <= 0:
        return 0
    if share >= 1:
        return cells
    return min(max(int(share * cells + 0.5), 1), cells - 1)
