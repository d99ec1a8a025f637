"""Which option a reaction stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.articles import Article
from bot.core.debates import BallotKind
from bot.core.emoji import SAVE_EMOJI, plain
from bot.core.marks import SAVE

BURST = "#burst"
"""What a raw reaction ends in where the platform has a second, louder kind of the same emoji."""

_VARIANT = re.compile(r"#[\w'+-]+$", re.ASCII)
"""`#burst`, or `#thumbsup` where a platform has a second name for one emoji: variants that are held separately."""


def unmarked(reaction: str) -> str:
    """A raw reaction without the mark that tells its variants apart."""
    return _VARIANT.sub("", reaction)


def choices(article: Article, platform: str, ballot: BallotKind = BallotKind.REACTIONS) -> dict[str, int]:
    """Plain emoji to option number on `platform`, and 🔖 to SAVE (unless it is an option).

    Where ballots are cast by button, reactions are no votes and only 🔖 stands for anything.
    """
    found = {plain(SAVE_EMOJI): SAVE}
    if ballot is BallotKind.BUTTONS:
        return found
    for number, option in enumerate(article.options):
        form = option.emoji.on(platform)
        if form is not None:
            found[plain(form)] = number
    return found


def option_of(reaction: str, among: Mapping[str, int]) -> int | None:
    """The option that a raw reaction stands for; None for one that is no vote."""
    return among.get(plain(unmarked(reaction)))
