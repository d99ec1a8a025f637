"""The mascots' lines."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.articles import Mascot, mascot_called
from bot.core.debates import Debate
from bot.core.messages import Line
from bot.core.words import Words


def line(debate: Debate, number: int, mascots: Mapping[str, Mascot], words: Words) -> Line:
    """Line `number` (from 0) of the debate's squabble. IndexError where there is none."""
    said = debate.article.squabble[number]
    mascot = mascot_called(said.speaker, mascots)
    return Line(
        speaker=mascot.name(words.locale),
        emoji=mascot.emoji,
        side=said.side,
        text=said.says,
        picture=mascot.picture,
        option=next((i for i, option in enumerate(debate.article.options) if option.label == said.side), None),
        hint=words.say("line-hint") if number == len(debate.article.squabble) - 1 else "",
    )
