"""What was said and who marked it: the mascots' lines, the line with most 💡, and where those stand who replied."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.articles import Mascot, mascot_called
from bot.core.debates import BallotKind, Debate
from bot.core.messages import Line
from bot.core.sparks import REPLY, Sparked, Stances, Talk
from bot.core.speaking.cards import hidden
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


_QUOTED = 80
"""How many characters of a line are quoted."""
_MOST_NAMED = 3
"""How many lines a tie names before it only counts them."""
_MOST_MOVES = 3
"""How many moves from option to option are told one by one."""


def moved(debate: Debate, talk: Talk, mascots: Mapping[str, Mascot], words: Words) -> str:
    """The line with most 💡 and which way its voters went; empty without a spark, and while results are hidden.

    Where ballots are secret nothing is said of anybody's way: who pressed 💡 can be seen.
    """
    leading = talk.leading
    if not leading or hidden(debate):
        return ""
    people = leading[0].voters
    if len(leading) > _MOST_NAMED:
        return words.say("moved-tie-many", lines=len(leading), people=people)
    if len(leading) > 1:
        named = words.listing([_named(debate, one, mascots, words) for one in leading], plain=True)
        return words.say("moved-tie", lines=named, people=people)
    (one,) = leading
    said = [words.say("moved-line", line=_named(debate, one, mascots, words), people=people)]
    if debate.rules.ballot is not BallotKind.BUTTONS:
        said += _ways(debate, one, words)
    return " ".join(said)


def stance_line(debate: Debate, stances: Stances, words: Words) -> str:
    """Replies by the side that their writers' ballots are on; empty where nothing is known or may be told."""
    if hidden(debate) or debate.rules.ballot is BallotKind.BUTTONS or not any(stances.by_option):
        return ""
    sides = [
        words.say("stance-side", option=option.label, replies=replies)
        for option, replies in zip(debate.article.options, stances.by_option, strict=True)
        if replies
    ]
    if stances.unknown:
        sides.append(words.say("stance-unknown", replies=stances.unknown))
    return words.say("stances", replies=stances.replies, sides=words.listing(sides, plain=True))


def sparks_shown(debate: Debate, talk: Talk) -> tuple[int, ...]:
    """The sparks on each line of the squabble; none are shown while results are hidden."""
    return tuple(0 if hidden(debate) else talk.on(number) for number in range(len(debate.article.squabble)))


def _named(debate: Debate, one: Sparked, mascots: Mapping[str, Mascot], words: Words) -> str:
    if one.line.number == REPLY:
        return words.say("moved-reply-gone" if one.gone else "moved-reply")
    said = line(debate, one.line.number, mascots, words)
    text = " ".join(said.text.split())
    short = text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"
    return words.say("moved-quote", speaker=said.speaker, text=short)


def _ways(debate: Debate, one: Sparked, words: Words) -> list[str]:
    """What is known of those who hold the spark: who moved from where to where, who kept their answer, who has none.

    Nothing is said of why: the line may argue for the other side.
    """
    if not one.moves:
        return []
    labels = [option.label for option in debate.article.options]
    size = len(labels)
    moves = sorted(
        ((people, a, b) for (a, b), people in one.moves.items() if a != b and a < size and b < size),
        key=lambda move: (-move[0], move[1:]),
    )
    kept = sum(people for (a, b), people in one.moves.items() if a == b and a < size)
    counted = sum(people for (_, b), people in one.moves.items() if b < size)
    said = [
        words.say("moved-from", people=people, before=labels[a], after=labels[b])
        for people, a, b in moves[:_MOST_MOVES]
    ]
    if rest := sum(people for people, _, _ in moves[_MOST_MOVES:]):
        said.append(words.say("moved-others", people=rest))
    if kept:
        said.append(words.say("moved-kept", people=kept))
    if one.voters > counted:
        said.append(words.say("moved-uncounted", people=one.voters - counted))
    return said
