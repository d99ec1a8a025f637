"""The shift in words: who changed their mind between the first ballot and the last."""

from __future__ import annotations

from bot.core.debates import Debate
from bot.core.tally import Tally
from bot.core.words import Words


def shift_lines(
    debate: Debate, tally: Tally, shift: tuple[tuple[int, ...], ...] | None, words: Words, platform: str
) -> tuple[str, ...]:
    """Sentences about the shift table, most frequent changes first; none for multiple choice or without votes."""
    if shift is None or not any(map(sum, shift)):
        return ()
    size = len(debate.article.options)
    forms = [option.emoji.on(platform) or option.label for option in debate.article.options]
    moves = [(shift[a][b], a, b) for a in range(size) for b in range(size) if a != b and shift[a][b]]
    moves.sort(key=lambda move: (-move[0], move[1:]))
    lines = []
    if moves:
        parts = [words.say("shift-move", before=forms[a], after=forms[b], people=n) for n, a, b in moves]
        lines.append(
            words.say("shift-changed", people=sum(n for n, _, _ in moves), moves=words.listing(parts, plain=True))
        )
    else:
        lines.append(words.say("shift-nobody"))
    withdrawn = sum(row[size] for row in shift) - tally.undecided
    if withdrawn > 0:
        lines.append(words.say("shift-withdrawn", people=withdrawn))
    return tuple(lines)
