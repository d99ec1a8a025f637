"""What a voter is told, privately, about a pressed button."""

from __future__ import annotations

from bot.core.ballots import EMPTY, bit, options_of
from bot.core.debates import Choice, Debate
from bot.core.messages import Confirmation
from bot.core.pressing import Pressed
from bot.core.words import Words


def confirmation(debate: Debate, option: int, pressed: Pressed, words: Words) -> Confirmation:
    """That the press of `option` is written down, and what the next one would do."""
    label = debate.article.options[option].label
    if not pressed.after & bit(option):
        text = words.say("press-withdrawn", option=label)
    elif pressed.before == pressed.after:
        text = words.say("press-stands", option=label)
    elif pressed.before != EMPTY and debate.rules.choice is Choice.SINGLE:
        text = words.say("press-changed", option=label)
    else:
        text = words.say("press-voted", option=label)
    return Confirmation(text, options_of(pressed.after))


def press_over(held: tuple[int, ...] | None, words: Words) -> Confirmation:
    """That the press came too late to be a vote."""
    return Confirmation(words.say("press-over"), held, is_error=True)


def press_failed(words: Words) -> Confirmation:
    """That the press may not have been written down."""
    return Confirmation(words.say("press-failed"), None, is_error=True)
