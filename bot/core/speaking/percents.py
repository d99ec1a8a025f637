"""Whole percentages that add up: 57.5% and 42.5% are shown as 58% and 42%, never as 58% and 43%."""

from __future__ import annotations

from bot.core.tally import Tally

_SMALLEST = 0.01


def shown_shares(tally: Tally) -> tuple[float, ...]:
    """Each option's share as it is shown, 0 to 1 in hundredths, by largest remainders.

    Options with equal ballots get equal shares, so three equal ones are 33% each. Where a share is below
    one percent, or ballots may hold several options, each share stays what it is.
    """
    ballots, voters = tally.ballots, tally.voters
    exact = tuple(tally.share(option) for option in range(tally.options))
    if not voters or sum(ballots) != voters or any(0 < share < _SMALLEST for share in exact):
        return exact
    whole = [100 * n // voters for n in ballots]
    left = 100 - sum(whole)
    for count in sorted(set(ballots), key=lambda n: (-(100 * n % voters), -n)):
        same = [option for option, n in enumerate(ballots) if n == count]
        if 100 * count % voters == 0 or len(same) > left:
            break
        for option in same:
            whole[option] += 1
        left -= len(same)
    return tuple(percent / 100 for percent in whole)
