"""Which option a reaction stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.core.articles import Article
from bot.core.debates import BallotKind
from bot.core.emoji import SAVE_EMOJI, plain
from bot.core.marks import SAVE

BURST = "#burst"
"""What a raw reaction ends in where the platform has a second, louder kind of the same emoji."""

_VARIANT = re.compile(r"(?<=.)#[^#]+$", re.DOTALL)
"""`#burst`, or `#thumbsup` where a platform has a second name (in any script) for one emoji: variants that are held
separately. The key cap of `#` begins with it and has nothing before."""


def unmarked(reaction: str) -> str:
    """A raw reaction without the mark that tells its variants apart."""
    return _VARIANT.sub("", reaction)


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
