"""The summary card: a debate's post."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.debates import BallotKind, Choice, Debate, DebateState
from bot.core.messages import Card
from bot.core.speaking.bars import bars, hidden, only
from bot.core.speaking.communities import platform_name, several
from bot.core.speaking.percents import percents
from bot.core.tally import Tally
from bot.core.words import Words

_WITHOUT_SEEDS = frozenset({"local"})
"""Platforms whose figures beside emoji leave out the reactions that the bot adds first."""


def card(
    debate: Debate,
    tally: Tally,
    words: Words,
    platform: str,
    *,
    link: str | None = None,
    result_link: str | None = None,
    platforms: Collection[str] = (),
    channels: int = 1,
) -> Card:
    """The debate's post as it should look now; `link` leads to the article, `result_link` to the result.

    `platforms` are those that the debate was opened on: with several, the card shows the bars of its own
    and says how it stands over all. `channels` says in how many it was opened, all platforms together.
    """
    article = debate.article
    shared = several(platforms) and platform in platforms
    return Card(
        debate=debate.id,
        article=article,
        state=debate.state,
        category=article.category,
        badge=words.say("card-pick") if article.pick else None,
        title=article.title,
        link=link,
        published=words.date(article.published),
        summary=article.summary,
        question=article.question,
        invitation=invitation(debate, words),
        bars=bars(debate, only(tally, platform) if shared else tally, words, platform),
        turnout=_turnout_here(debate, tally, words, platform) if shared else turnout(debate, tally, words),
        voters=tally.voters,
        comments=tally.comments,
        saves=tally.saves,
        counts=_counts(tally, words, channels),
        opened_at=debate.opened_at,
        closes_at=debate.closes_at,
        closing=closing(debate, words),
        result_link=result_link,
        choice=debate.rules.choice,
        buttons=debate.rules.ballot is BallotKind.BUTTONS,
        total=_total(debate, tally, words) if shared else "",
        note=_note(debate, words, platform),
    )


def thread_title(debate: Debate, words: Words) -> str:
    """The title of the thread under a post."""
    return words.say("thread-title", question=debate.article.question)


def invitation(debate: Debate, words: Words) -> str:
    """How to vote; empty when voting is over."""
    if debate.state is not DebateState.OPEN:
        return ""
    if debate.rules.ballot is BallotKind.BUTTONS:
        multiple = debate.rules.choice is Choice.MULTIPLE
        return words.say("card-invitation-buttons-multiple" if multiple else "card-invitation-buttons")
    if debate.rules.choice is Choice.MULTIPLE:
        return words.say("card-invitation-multiple")
    return words.say("card-invitation")


def turnout(debate: Debate, tally: Tally, words: Words) -> str:
    """How many have voted, and why figures are missing while they are hidden."""
    if hidden(debate):
        return words.say("turnout-hidden", voters=tally.voters)
    said = words.say("turnout-open" if debate.state is DebateState.OPEN else "turnout-closed", voters=tally.voters)
    return _of_several_answers(debate, said, words) if tally.voters else said


def _turnout_here(debate: Debate, tally: Tally, words: Words, platform: str) -> str:
    """How many have voted on the card's own platform."""
    if not tally.voters:
        return turnout(debate, tally, words)
    here = only(tally, platform).voters
    said = words.say("turnout-here", place=platform_name(platform, words), voters=here)
    return _of_several_answers(debate, said, words) if here and not hidden(debate) else said


def _of_several_answers(debate: Debate, turnout: str, words: Words) -> str:
    """The turnout with the reason why shares beside it may add up to more than all."""
    if debate.rules.choice is not Choice.MULTIPLE:
        return turnout
    return words.say(
        "turnout-multiple" if debate.state is DebateState.OPEN else "turnout-multiple-over", turnout=turnout
    )


def _counts(tally: Tally, words: Words, channels: int) -> str:
    """Comments and saves: of members, over all channels, where a platform's own figures are those of one post."""
    return words.say("card-counts-all" if channels > 1 else "card-counts", comments=tally.comments, saves=tally.saves)


def _note(debate: Debate, words: Words, platform: str) -> str:
    """What the figures beside a post's emoji are, where the platform puts some: no votes."""
    if debate.rules.ballot is BallotKind.BUTTONS or debate.state is DebateState.VOID:
        return ""
    return words.say("card-reactions-own" if platform in _WITHOUT_SEEDS else "card-reactions")


def _total(debate: Debate, tally: Tally, words: Words) -> str:
    """How the debate stands over all platforms; empty while nobody has voted."""
    if not tally.voters:
        return ""
    if hidden(debate):
        return words.say("total-hidden", voters=tally.voters)
    shares = zip(debate.article.options, percents(tally, words), strict=True)
    told = " · ".join(f"{option.label} {percent}" for option, percent in shares)
    return words.say("total", voters=tally.voters, shares=told)


def closing(debate: Debate, words: Words) -> str:
    """When voting ends, or that it has ended."""
    match debate.state:
        case DebateState.OPEN:
            return words.say("card-closes", at=words.moment(debate.closes_at))
        case DebateState.CLOSING:
            return words.say("card-closing")
        case DebateState.CLOSED:
            return words.say("card-closed", at=words.moment(debate.closes_at))
        case DebateState.VOID:
            return words.say("card-void")
