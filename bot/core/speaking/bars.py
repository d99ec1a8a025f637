"""Options as cards and results show them."""

from __future__ import annotations

from bot.core.debates import Debate, DebateState, ResultsShown
from bot.core.messages import Bar
from bot.core.speaking.percents import percents
from bot.core.tally import Tally
from bot.core.words import Words


def only(tally: Tally, platform: str) -> Tally:
    """What was counted on one platform."""
    return Tally(tally.options, {cell: n for cell, n in tally.cells.items() if cell[0] == platform})


def hidden(debate: Debate) -> bool:
    """Whether members may not yet see what each option has."""
    running = debate.state in (DebateState.OPEN, DebateState.CLOSING)
    return running and debate.rules.results is ResultsShown.AFTER_CLOSE


def bars(debate: Debate, tally: Tally, words: Words, platform: str) -> tuple[Bar, ...]:
    """One bar for each option, with its emoji on `platform`; without figures while these are hidden."""
    hide = hidden(debate)
    leaders = () if hide else tally.leaders
    told = percents(tally, words)
    shown = []
    for number, option in enumerate(debate.article.options):
        ballots = tally.of(number)
        shown.append(
            Bar(
                label=option.label,
                emoji=option.emoji.on(platform) or option.emoji.shown(option.label),
                ballots=None if hide else ballots,
                share=None if hide else tally.share(number),
                percent="" if hide else told[number],
                text="" if hide else words.say("bar-text", votes=ballots, share=told[number]),
                leading=number in leaders,
            )
        )
    return tuple(shown)
