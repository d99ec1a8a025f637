"""The result message: how the vote went, who changed their mind, and what the closing recount found."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.certificate import Certificate
from bot.core.debates import Debate
from bot.core.messages import Result
from bot.core.speaking.bars import bars
from bot.core.speaking.cards import turnout
from bot.core.speaking.certificates import certificate_notes, certificate_sentence
from bot.core.speaking.communities import communities
from bot.core.speaking.percents import percents
from bot.core.speaking.shifts import shift_lines
from bot.core.tally import Tally
from bot.core.words import Words

_MOST_NAMED = 3
"""How many options a tie names before it only counts them."""


def result(
    debate: Debate,
    tally: Tally,
    shift: tuple[tuple[int, ...], ...] | None,
    certificate: Certificate | None,
    words: Words,
    platform: str,
    *,
    link: str | None = None,
    platforms: Collection[str] = (),
) -> Result:
    """How a debate ended; `shift` is None for multiple choice, `link` leads to the debate's post or page.

    `platforms` are those that it was held on.
    """
    return Result(
        debate=debate.id,
        title=debate.article.title,
        question=debate.article.question,
        headline=headline(debate, tally, shift, words),
        bars=bars(debate, tally, words, platform),
        turnout=turnout(debate, tally, words),
        shift=shift_lines(debate, tally, shift, words),
        certificate=certificate_sentence(certificate, words),
        notes=certificate_notes(certificate, words),
        communities=communities(debate, tally, platforms, words),
        link=link,
    )


def headline(debate: Debate, tally: Tally, shift: tuple[tuple[int, ...], ...] | None, words: Words) -> str:
    """The outcome in one sentence."""
    leaders = [debate.article.options[number].label for number in tally.leaders]
    if not leaders:
        anybody = tally.undecided or any(map(sum, shift or ()))
        return words.say("headline-uncounted" if anybody else "headline-nobody")
    votes = tally.of(tally.leaders[0])
    if len(leaders) > _MOST_NAMED:
        return words.say("headline-tie-many", options=len(leaders), votes=votes)
    if len(leaders) > 1:
        named = words.listing([words.say("quoted", text=label) for label in leaders])
        return words.say("headline-tie", options=named, votes=votes)
    if tally.voters == 1:
        return words.say("headline-single", option=leaders[0])
    if votes == tally.voters:
        return words.say("headline-unanimous", option=leaders[0], voters=tally.voters)
    return words.say("headline-winner", option=leaders[0], share=percents(tally, words)[tally.leaders[0]])
