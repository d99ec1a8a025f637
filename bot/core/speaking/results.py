"""The result message: how the vote went, who changed their mind, how the communities differed, and the certificate."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.debates import Debate, DebateState
from bot.core.messages import Result
from bot.core.recounts import Certificate, Recounted
from bot.core.speaking.cards import bars, only, percents, platform_name, several, turnout
from bot.core.tally import Tally
from bot.core.words import Words


def certificate_sentence(certificate: Certificate | None, words: Words) -> str:
    """What the closing recount found, and how the record's head begins, in a line; empty without one.

    Where nobody voted there is nothing to certify, and the head alone is told.
    """
    if certificate is None:
        return ""
    found = "" if certificate.is_of_nothing else _found(certificate, words)
    head = words.say("certificate-head", head=certificate.head[:HEAD_SHOWN]) if certificate.head else ""
    return words.say("certificate-with-head", found=found, head=head) if found and head else found or head


HEAD_SHOWN = 8
"""How many digits of a head people are shown."""


def _found(certificate: Certificate, words: Words) -> str:
    if certificate.of_buttons:
        return words.say("certificate-buttons", recount=certificate.recount)
    if certificate.recounted is Recounted.NO:
        return words.say("certificate-no", recount=certificate.recount)
    return words.say(
        "certificate-exact" if certificate.recounted is Recounted.EXACT else "certificate-partial",
        ledger=certificate.ledger,
        recount=certificate.recount,
        differences=certificate.differences,
    )


def certificate_notes(certificate: Certificate | None, words: Words) -> tuple[str, ...]:
    """Ballots that a rule touched, and the certificate's own notes."""
    if certificate is None:
        return ()
    notes = []
    if certificate.undecided:
        notes.append(words.say("certificate-undecided", ballots=certificate.undecided))
    if certificate.undatable:
        notes.append(words.say("certificate-undatable", ballots=certificate.undatable))
    notes.extend(words.say(note.key, **dict(note.args)) for note in certificate.notes)
    return tuple(notes)


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


_MOST_NAMED_IN_A_LEAD = 3
"""How many options a tie names before it is only called one."""


def communities(debate: Debate, tally: Tally, platforms: Collection[str], words: Words) -> tuple[str, ...]:
    """How the platforms differed, and that an account on each is a voter of its own; nothing with one platform."""
    if not several(platforms) or not tally.voters:
        return ()
    leads, silent = [], []
    for platform in sorted(set(platforms)):
        here, place = only(tally, platform), platform_name(platform, words)
        if here.voters and here.leaders:
            leads.append(_lead(debate, here, place, words))
        else:
            silent.append(words.say("community-silent", place=place))
    told = [words.say("communities", leads=words.listing(leads, plain=True))] if leads else []
    return (*told, *silent, words.say("communities-accounts"))


def _lead(debate: Debate, here: Tally, place: str, words: Words) -> str:
    leaders = here.leaders
    votes = here.of(leaders[0])
    if len(leaders) > _MOST_NAMED_IN_A_LEAD:
        return words.say("community-lead-many", place=place, options=len(leaders), votes=votes)
    named = words.listing([words.say("quoted", text=debate.article.options[number].label) for number in leaders])
    if len(leaders) > 1:
        return words.say("community-tie", place=place, options=named, votes=votes)
    return words.say("community-lead", place=place, option=named, share=percents(here, words)[leaders[0]])


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
