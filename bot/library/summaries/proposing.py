"""Three lines out of a text, without help from outside."""

from __future__ import annotations

import re
import unicodedata

from bot.core.picking import SUMMARY_LINES
from bot.errors import AgoraError
from bot.library.invisible import without_invisible
from bot.library.summaries.press import is_credit, without_dateline
from bot.library.summaries.ranking import choose
from bot.library.summaries.sentences import sentences_of

LONGEST_LINE = 160
"""The most characters of a proposed line: more is no longer read at a glance."""

_MOST_SENTENCES = 250
"""How many sentences are compared; the time grows with their square, and what matters comes early."""

_LONGEST_BODY = 200_000
"""How many signs of a text are looked at."""

_SHORTEST = 12
_COMFORTABLE = 18
_MARKERS = re.compile(
    r"^(?:그러나|하지만|그런데|그리고|그래서|따라서|그러므로|그러자|또한?|즉|한편|다만|게다가|반면"
    r"|but|and|so|however|therefore|moreover|meanwhile|also|yet|thus|then),?\s+",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"^(?:이는|이것|그것|그들|이들|이런|그런|이렇|그렇|이처럼|거기|여기|그곳|이곳|이때|그때|나머지|그 |이 글"
    r"|다른 하나|하나는|it|this|that|these|those|they|he|she|here|there)(?![a-z])",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:니까|고|지만|거든|는데|은데|라서|테니|려고|면서)(?:요)?[.!…]*$")
"""Endings of a Korean clause that hangs on the sentence before it."""
_QUESTION = re.compile(r"[?？][\"'”’)]{0,9}$")


def propose(body: str, title: str = "") -> tuple[str, ...]:
    """Three of a text's own sentences, in its order, each at most LONGEST_LINE characters.

    Raises AgoraError when the text has fewer than three sentences that can stand in a summary.
    """
    told = (without_dateline(sentence) for sentence in sentences_of(body[:_LONGEST_BODY]))
    sentences = list(dict.fromkeys(sentence for sentence in told if sentence))[:_MOST_SENTENCES]
    places = choose(sentences, SUMMARY_LINES, [fitness(sentence) for sentence in sentences], title)
    lines = tuple(shaped(sentences[place]) for place in places)
    if len(set(lines)) < SUMMARY_LINES:
        raise AgoraError(
            f"the text has too few sentences for a summary ({len(set(lines))} that could stand in one)",
            "write its three lines yourself",
        )
    return lines


def fitness(sentence: str) -> float:
    """How well a sentence can stand alone in a summary: 0 not at all, 1 well."""
    letters = sum(c.isalnum() for c in sentence)
    if letters < _SHORTEST or is_credit(sentence) or _holds_half_a_quote(shaped(sentence)):
        return 0.0
    fit = 1.0 if letters >= _COMFORTABLE else 0.6
    if len(sentence) > LONGEST_LINE:
        fit *= 0.5
    if _QUESTION.search(sentence):
        fit *= 0.4
    if _TRAILING.search(sentence):
        fit *= 0.6
    if _LEANING.match(_MARKERS.sub("", sentence)):
        fit *= 0.6
    return fit


def _holds_half_a_quote(line: str) -> bool:
    pairs = any(line.count(opened) != line.count(closed) for opened, closed in ("“”", "「」", "『』", "«»"))
    return pairs or line.count('"') % 2 == 1 or (line.count("‘") > line.count("’"))


def shaped(sentence: str) -> str:
    """A sentence as a line: no linking word at its head, and cut after a clause or a word where it is too long."""
    seen = without_invisible(sentence, str.isspace)
    line = unicodedata.normalize("NFC", _MARKERS.sub("", " ".join(seen.split())))
    line = line[:1].upper() + line[1:]
    if len(line) <= LONGEST_LINE:
        return line
    head = line[: LONGEST_LINE - 1]
    cut = max(head.rfind(", "), head.rfind("; "))
    if cut < LONGEST_LINE // 2:
        cut = head.rfind(" ")
    return head[: cut if cut > 0 else None].rstrip(" ,;:") + "…"
