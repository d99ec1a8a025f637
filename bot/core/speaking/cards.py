"""The summary card: a debate's post."""

from __future__ import annotations

from bot.core.debates import BallotKind, Choice, Debate, DebateState
from bot.core.messages import Card
from bot.core.speaking.bars import bars, hidden
from bot.core.tally import Tally
from bot.core.words import Words


def card(
    debate: Debate,
    tally: Tally,
    words: Words,
    platform: str,
    *,
    link: str | None = None,
    result_link: str | None = None,
) -> Card:
    """The debate's post as it should look now; `link` leads to the article, `result_link` to the result."""
    article = debate.article
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
        bars=bars(debate, tally, words, platform),
        turnout=turnout(debate, tally, words),
        voters=tally.voters,
        comments=tally.comments,
        saves=tally.saves,
        counts=words.say("card-counts", comments=tally.comments, saves=tally.saves),
        opened_at=debate.opened_at,
        closes_at=debate.closes_at,
        closing=closing(debate, words),
        result_link=result_link,
        choice=debate.rules.choice,
        buttons=debate.rules.ballot is BallotKind.BUTTONS,
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
    if debate.state is DebateState.OPEN:
        return words.say("turnout-open", voters=tally.voters)
    return words.say("turnout-closed", voters=tally.voters)


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
