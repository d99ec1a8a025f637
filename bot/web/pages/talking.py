"""What was said about a debate: the line with most 💡, and where those stand who replied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.articles import Article, Mascot
from bot.core.sparks import Talk
from bot.core.speaking import moved, sparks_shown, stance_line
from bot.core.words import Words
from bot.services.composing import as_told
from bot.services.records import Snapshot
from bot.web.pages.articles import Said, squabble_of


@dataclass(frozen=True, slots=True)
class Told:
    """`sparks` has a word for each line of the squabble, empty without one; `lines` are those with sparks, most first.

    All of it is empty while results are hidden.
    """

    moved: str = ""
    stances: str = ""
    sparks: tuple[str, ...] = ()
    lines: tuple[tuple[Said, str], ...] = ()


def told_of(snapshot: Snapshot, talk: Talk, mascots: Mapping[str, Mascot], words: Words) -> Told:
    """The talk as members are told of it."""
    debate = as_told(snapshot)
    counts = sparks_shown(debate, talk)
    shown = tuple(words.say("page-sparks", people=people) if people else "" for people in counts)
    squabble = squabble_of(debate.article, mascots, words)
    said = squabble.lines if squabble is not None else ()
    most_first = sorted((number for number, people in enumerate(counts) if people), key=lambda n: (-counts[n], n))
    return Told(
        moved=moved(debate, talk, mascots, words),
        stances=stance_line(debate, talk.stances, words),
        sparks=shown,
        lines=tuple((said[number], shown[number]) for number in most_first),
    )


def sparks_beside(article: Article, snapshot: Snapshot | None, told: Told) -> tuple[str, ...]:
    """The words beside the lines of an article as it is now; none where its squabble is not the debated one."""
    same = snapshot is not None and snapshot.debate.article.squabble == article.squabble
    return told.sparks if same else ()
