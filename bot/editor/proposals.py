"""Proposals: three lines out of a text's own sentences, one from each part of it, without help from outside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from bot.core.articles import SUMMARY_LINES
from bot.core.korean import hangul_in
from bot.core.visible_text import without_controls
from bot.editor.compression import forms_of, holds_half_a_quote
from bot.editor.lexrank import Weights, centrality, likeness, weigh
from bot.editor.sentence_splitting import is_credit, sections_of, without_dateline
from bot.editor.standing import LOOKED_AHEAD, speaks_of, standing
from bot.errors import AgoraError
from bot.library.style import MOST_IN_LINE
from bot.sentences import sentence

LONGEST_LINE = 2 * MOST_IN_LINE
"""The most characters of a proposed line in another language, whose letters are half as wide as Hangul."""
_MOST_SENTENCES = 250
"""How many sentences are compared; the time grows with their square, and what matters comes early."""
_LONGEST_BODY = 200_000
"""How many signs of a text are looked at."""
_SHORTEST = 10
_MOST_OF_A_PART = 6
"""How many sentences of a part are tried with those of the others."""
_TOO_ALIKE = 0.7
_LESS_CUT = 0.95
"""What a line is worth for each step of what it lost (bot.editor.compression)."""
_BARELY = 0.02
"""What a line is worth that does not stand on its own, where there is no other."""
_STANDS = 0.5
"""How well a line must stand for its part to need no line from another one."""
_ELSEWHERE = 0.6
"""What a line is worth that says nothing of its part."""
_TITLED = 1.4
"""What a line is worth more that speaks of something in the title."""
_MARKERS = re.compile(r"^(?:but|and|so|however|therefore|moreover|meanwhile|also|yet|thus|then),?\s+", re.IGNORECASE)
_LEANING = re.compile(r"^(?:it|this|that|these|those|they|he|she|here|there)(?![a-z])", re.IGNORECASE)
_QUESTION = re.compile(r"[?？][\"'”’)]{0,9}$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence's best line: where the sentence is, how much the line is worth, and how well it stands alone."""

    place: int
    line: str
    worth: float
    stands: float


def propose(body: str, title: str = "") -> tuple[str, ...]:
    """Three lines made of a text's own sentences, in its order, one from each part where each has one.

    A Korean line is short (bot.editor.compression) and in 해요 where its verb's stem is known; one in another
    language is a whole sentence of at most LONGEST_LINE characters. Raises AgoraError when there are no three.
    """
    sections = _told(body)
    sentences = [told for section in sections for told in section]
    *weighed, titled = weigh([*sentences, title])
    ranks = centrality(weighed, titled)
    best = max(ranks, default=0.0) or 1.0
    found = [
        candidate
        for place, rank in enumerate(ranks)
        if (candidate := _candidate(place, sentences, rank / best, title)) is not None
    ]
    chosen = _best_together(_shared_out(found, _parts(sections)), weighed)
    if len(chosen) < SUMMARY_LINES:
        raise AgoraError(sentence("summary-too-few", found=len(chosen)))
    return tuple(candidate.line for candidate in sorted(chosen, key=lambda candidate: candidate.place))


def lines_of(sentence: str) -> list[tuple[str, int]]:
    """What may stand in a summary for a sentence, each with how much it lost."""
    text = unicodedata.normalize("NFC", " ".join(without_controls(sentence, str.isspace).split()))
    if _QUESTION.search(text) or is_credit(text) or sum(c.isalnum() for c in text) < _SHORTEST:
        return []
    if hangul_in(text):
        return [(line, lost) for line, lost in forms_of(text) if not holds_half_a_quote(line)]
    line = _MARKERS.sub("", text)
    whole = len(line) <= LONGEST_LINE and line.endswith((".", "!", "…", '"', "”", ")"))
    return [(line[:1].upper() + line[1:], 0)] if whole and not holds_half_a_quote(line) else []


def _told(body: str) -> list[list[str]]:
    """The sentences of each section, each once, and no more of them than are compared."""
    seen: set[str] = set()
    sections: list[list[str]] = []
    for section in sections_of(body[:_LONGEST_BODY]):
        sections.append([])
        for told in map(without_dateline, section):
            if told and told not in seen and len(seen) < _MOST_SENTENCES:
                seen.add(told)
                sections[-1].append(told)
    return [section for section in sections if section]


def _candidate(place: int, sentences: Sequence[str], rank: float, title: str) -> _Candidate | None:
    sentence, following = sentences[place], sentences[place + 1 : place + 1 + LOOKED_AHEAD]
    rated = [
        (_standing(line, sentence, following) * pow(_LESS_CUT, lost), -lost, line) for line, lost in lines_of(sentence)
    ]
    if not rated:
        return None
    stands, _, line = max(rated)
    told = _TITLED if speaks_of(line, title) else 1.0
    return _Candidate(place, line, rank * told * max(stands, _BARELY), stands)


def _standing(line: str, sentence: str, following: Sequence[str]) -> float:
    if hangul_in(line):
        return standing(line, sentence, following)
    return 0.6 if _LEANING.match(line) else 1.0


def _parts(sections: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Where a text's second and third part begin, as places of sentences: at a section, if there are three."""
    count = sum(map(len, sections))
    starts = [sum(map(len, sections[:i])) for i in range(1, len(sections))]
    if len(starts) < SUMMARY_LINES - 1:
        starts = list(range(1, count))
    if len(starts) < SUMMARY_LINES - 1:
        return count, count
    second = min(starts[:-1], key=lambda start: abs(start - count / 3))
    third = min((start for start in starts if start > second), key=lambda start: abs(start - count * 2 / 3))
    return second, third


def _shared_out(found: Sequence[_Candidate], parts: tuple[int, int]) -> list[list[_Candidate]]:
    """For each of the three lines, what it may be: a part's own sentences, or others too where none of them stands."""
    others = sorted(found, key=_worth, reverse=True)[: 2 * _MOST_OF_A_PART]
    others = [replace(candidate, worth=candidate.worth * _ELSEWHERE) for candidate in others]
    shared: list[list[_Candidate]] = []
    for start, end in zip((0, *parts), (*parts, _MOST_SENTENCES), strict=True):
        own = sorted((c for c in found if start <= c.place < end), key=_worth, reverse=True)[:_MOST_OF_A_PART]
        stands = [candidate for candidate in own if candidate.stands >= _STANDS]
        shared.append(stands or [*own, *(c for c in others if not start <= c.place < end)])
    return shared


def _worth(candidate: _Candidate) -> float:
    return candidate.worth


def _best_together(parts: Sequence[Sequence[_Candidate]], weighed: Sequence[Weights]) -> tuple[_Candidate, ...]:
    """One line for each part, so that together they are worth most and say little twice."""
    best: tuple[float, tuple[_Candidate, ...]] = (-1e9, ())
    for chosen in product(*(part for part in parts if part)):
        if len({candidate.line for candidate in chosen}) < len(chosen):
            continue
        alike = sum(likeness(weighed[a.place], weighed[b.place]) for i, a in enumerate(chosen) for b in chosen[:i])
        value = sum(map(_worth, chosen)) - _TOO_ALIKE * alike
        if value > best[0]:
            best = (value, chosen)
    return best[1]
