"""Hits: where in an article a search found something that its title does not show, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.articles import Article
from bot.core.search_words import SearchWord, initials_of
from bot.markdown.blocks import Kind, blocks_of

_BEFORE, _AFTER = 24, 48
"""How many characters around a hit are shown, at most."""


class HitPlace(StrEnum):
    """Where a hit is."""

    TITLE = "title"
    TAG = "tag"
    SUMMARY = "summary"
    QUESTION = "question"
    BODY = "body"
    SQUABBLE = "squabble"


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit with the words around it."""

    place: HitPlace
    before: str
    found: str
    after: str

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.before}{self.found}{self.after}"


def hit_in(article: Article, words: Sequence[SearchWord]) -> Hit | None:
    """The first hit of a word that is not in the title; None where the title, category and slug show them all."""
    for word in words:
        if any(_span(piece, word) is not None for piece in (article.title, article.category, article.slug)):
            continue
        for place, piece in _pieces(article, word):
            span = _span(piece, word)
            if span is not None:
                return _around(place, piece, *span)
    return None


def hit_in_title(article: Article, words: Iterable[SearchWord]) -> Hit | None:
    """The title with the first word that it shows."""
    spans = (span for word in words if (span := _span(article.title, word)) is not None)
    begin, end = min(spans, default=(0, 0))
    title = article.title
    return Hit(HitPlace.TITLE, title[:begin], title[begin:end], title[end:]) if end else None


def _pieces(article: Article, word: SearchWord) -> Iterator[tuple[HitPlace, str]]:
    """The texts of an article in the order in which they count."""
    yield from ((HitPlace.TAG, tag) for tag in article.tags)
    yield from ((HitPlace.SUMMARY, line) for line in article.summary)
    yield HitPlace.QUESTION, article.question
    yield from ((HitPlace.QUESTION, option.label) for option in article.options)
    for line in article.body.split("\n"):
        if _span(line, word) is not None:
            yield HitPlace.BODY, _plain(line)
    yield from ((HitPlace.SQUABBLE, line.says) for line in article.squabble)


def _span(text: str, word: SearchWord) -> tuple[int, int] | None:
    """Where in a text a word stands in its closest way."""
    for way in word.ways:
        found = way.pattern.search(text)
        if found is not None:
            return found.span()
    if word.by_initials is not None:
        found = word.by_initials.pattern.search(initials_of(text))
        return found.span() if found is not None else None
    return None


def _around(place: HitPlace, text: str, begin: int, end: int) -> Hit:
    """As much around a hit as is read at a glance, cut between words."""
    first, last = max(0, begin - _BEFORE), min(len(text), end + _AFTER)
    before, after = text[first:begin], text[end:last]
    if first:
        before = "…" + re.sub(r"^\S*\s", "", before, count=1)
    if last < len(text):
        after = re.sub(r"\s\S*$", "", after, count=1) + "…"
    return Hit(place, before, text[begin:end], after)


def _plain(line: str) -> str:
    """A line of Markdown as it is read."""
    runs = (run for block in blocks_of(line) for run in block.runs if run.kind is not Kind.PICTURE)
    return "".join(" " if run.kind in (Kind.SOFT_BREAK, Kind.HARD_BREAK) else run.text for run in runs)
