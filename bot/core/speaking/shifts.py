"""The shift in words: who changed their mind between the first ballot and the last."""

from __future__ import annotations

from bot.core.debates import Debate, DebateState
from bot.core.tally import Tally
from bot.core.words import Words

_MOST_MOVES = 6
"""How many moves from option to option are told one by one."""


def shift_lines(
    debate: Debate, tally: Tally, shift: tuple[tuple[int, ...], ...] | None, words: Words
) -> tuple[str, ...]:
    """Sentences about the shift table, the largest moves first; none for multiple choice or without votes.

    A voter who ends undecided has neither moved nor withdrawn.
    """
    if shift is None or not any(map(sum, shift)):
        return ()
    size = len(debate.article.options)
    moves = [(shift[a][b], a, b) for a in range(size) for b in range(size) if a != b and shift[a][b]]
    moves.sort(key=lambda move: (-move[0], move[1:]))
    withdrawn = sum(row[size] for row in shift) - tally.undecided
    lines = []
    if moves:
        lines.append(_changed(debate, moves, words))
    elif tally.voters:
        lines.append(words.say("shift-nobody-yet" if debate.state is DebateState.OPEN else "shift-nobody"))
    if withdrawn > 0:
        lines.append(words.say("shift-withdrawn", people=withdrawn))
    return tuple(lines)


def _changed(debate: Debate, moves: list[tuple[int, int, int]], words: Words) -> str:
    forms = [option.emoji.shown(option.label) for option in debate.article.options]
    told = [words.say("shift-move", before=forms[a], after=forms[b], people=n) for n, a, b in moves[:_MOST_MOVES]]
    rest = sum(n for n, _, _ in moves[_MOST_MOVES:])
    if rest:
        told.append(words.say("shift-more", people=rest))
    return words.say("shift-changed", people=sum(n for n, _, _ in moves), moves=words.listing(told, plain=True))
