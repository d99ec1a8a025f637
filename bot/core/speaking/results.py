"""The result message: how the vote went, who changed their mind, and what the closing recount found."""

from __future__ import annotations

from bot.core.certificate import Certificate
from bot.core.debates import Debate
from bot.core.messages import Result
from bot.core.speaking.bars import bars
from bot.core.speaking.cards import turnout
from bot.core.speaking.certificates import certificate_notes, certificate_sentence
from bot.core.speaking.shifts import shift_lines
from bot.core.tally import Tally
from bot.core.words import Words


def result(
    debate: Debate,
    tally: Tally,
    shift: tuple[tuple[int, ...], ...] | None,
    certificate: Certificate | None,
    words: Words,
    platform: str,
    *,
    link: str | None = None,
) -> Result:
    """How a debate ended; `shift` is None for multiple choice, `link` leads to the debate's post or page."""
    return Result(
        debate=debate.id,
        title=debate.article.title,
        question=debate.article.question,
        headline=headline(debate, tally, words),
        bars=bars(debate, tally, words, platform),
        turnout=turnout(debate, tally, words),
        shift=shift_lines(debate, tally, shift, words, platform),
        certificate=certificate_sentence(certificate, words),
        notes=certificate_notes(certificate, words),
        link=link,
    )


def headline(debate: Debate, tally: Tally, words: Words) -> str:
    """The outcome in one sentence."""
    leaders = [debate.article.options[number].label for number in tally.leaders]
    if not leaders:
        return words.say("headline-nobody")
    if len(leaders) == 1:
        share = tally.share(tally.leaders[0])
        return words.say("headline-winner", option=leaders[0], share=words.percent(share))
    return words.say("headline-tie", options=words.listing(leaders))
