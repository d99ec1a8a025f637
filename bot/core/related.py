"""Which articles belong together: by their words, their tags and their category.

Korean sticks particles to its words, so words are compared by the pairs of syllables in them (광장은 and 광장에
share 광장); words in Latin letters are compared whole. A pair counts the more the fewer articles have it (TF-IDF),
and two texts are as alike as the cosine between their weights.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from bot.core.articles import Article
from bot.core.steps import Steps, at_once

_TEXT, _TAGS, _CATEGORY = 0.65, 0.3, 0.05
"""How much each may add to a score of at most 1.

A shared tag always relates (unless nearly everybody has it), a category alone never.
"""
_TITLE_TIMES, _SUMMARY_TIMES = 4, 2
_LEAST = 0.05
"""Articles without a shared tag that score less have nothing to do with each other."""
_KEPT = 64
"""How many of its heaviest features stand for a text."""
_COMMON, _FEW = 0.1, 20
"""A feature in more than this share of all articles (and in more than a few) says nothing about any."""

_WORDS = re.compile(r"[a-z]{3,}|[^\W\d_a-z]{2,}")
_ADDRESSES = re.compile(r"\]\([^()\s]*\)|(?<!\w)\w+://\S+")


class Related:
    """Relations among articles; of equally related ones those given earlier come first. Holds no article."""

    def __init__(self, articles: Iterable[Article]) -> None:
        at_once(self._relate(articles))

    @classmethod
    def in_steps(cls, articles: Iterable[Article]) -> Steps[Related]:
        """The relations, worked out article by article: of thousands that takes seconds."""
        related = cls(())
        yield from related._relate(articles)
        return related

    def _relate(self, articles: Iterable[Article]) -> Steps[None]:
        listed = {article.slug: article for article in articles}
        self._slugs = tuple(listed)
        self._numbers = {slug: number for number, slug in enumerate(self._slugs)}
        self._categories = tuple(article.category for article in listed.values())
        self._texts = yield from _space(_texts(listed.values()), len(listed), least=2)
        self._tags = yield from _space(_tags(listed.values()), len(listed), least=1)

    def of(self, slug: str, most: int = 4) -> list[str]:
        """The slugs of at most `most` related articles, the nearest first; none for an unknown slug."""
        number = self._numbers.get(slug)
        if number is None:
            return []
        by_text, by_tags = self._texts.near(number), self._tags.near(number)
        category = self._categories[number]
        scores = {
            other: _TEXT * by_text.get(other, 0.0)
            + _TAGS * by_tags.get(other, 0.0)
            + _CATEGORY * (self._categories[other] == category)
            for other in by_text.keys() | by_tags.keys()
        }
        ranked = (
            (-score, other)
            for other, score in scores.items()
            if other != number and (other in by_tags or score >= _LEAST)
        )
        return [self._slugs[other] for _, other in heapq.nsmallest(most, ranked)]


class _Space:
    """Texts as unit vectors over features, found through the features that they share."""

    def __init__(self) -> None:
        self._vectors: list[tuple[array[int], array[float]]] = []
        self._holders: dict[int, tuple[array[int], array[float]]] = {}

    def near(self, number: int) -> dict[int, float]:
        """The cosine to every text that shares a feature with this one, itself included."""
        found: dict[int, float] = defaultdict(float)
        for name, weight in zip(*self._vectors[number], strict=True):
            for other, others_weight in zip(*self._holders[name], strict=True):
                found[other] += weight * others_weight
        return found

    def add(self, vector: list[tuple[float, int]]) -> None:
        """Add the next text."""
        number = len(self._vectors)
        length = math.sqrt(math.fsum(weight * weight for weight, _ in vector))
        names, weights = array("I"), array("f")
        for weight, name in vector:
            names.append(name)
            weights.append(weight / length)
            holders = self._holders.setdefault(name, (array("I"), array("f")))
            holders[0].append(number)
            holders[1].append(weight / length)
        self._vectors.append((names, weights))


def _space(counted: Iterable[Mapping[int, int]], size: int, *, least: int) -> Steps[_Space]:
    """The space of texts whose features were counted.

    A feature counts if at least `least` texts have it: most pairs of syllables stand in one text only and would
    crowd out what relates it to others.
    """
    features = []
    spread: Counter[int] = Counter()
    for counts in counted:
        features.append((array("I", counts.keys()), array("I", counts.values())))
        spread.update(counts.keys())
        yield
    limit = max(_FEW, size * _COMMON)
    rarity = {name: math.log((size + 1) / n) for name, n in spread.items() if least <= n <= limit}
    space = _Space()
    for names, times in features:
        space.add(_heaviest(names, times, rarity))
        yield
    return space


def _heaviest(names: array[int], counts: array[int], rarity: Mapping[int, float]) -> list[tuple[float, int]]:
    """The features that say most about a text, with their weights."""
    known = ((name, n) for name, n in zip(names, counts, strict=True) if name in rarity)
    return heapq.nlargest(_KEPT, ((rarity[name] * (1 + math.log(n)), name) for name, n in known))


def _texts(articles: Iterable[Article]) -> Iterator[Counter[int]]:
    """How often each feature stands in each article, the title and the summary counted more than once."""
    numbers: dict[str, int] = {}
    known: dict[str, tuple[int, ...]] = {}
    for article in articles:
        counts: Counter[int] = Counter()
        said = ((article.title, _TITLE_TIMES), (" ".join(article.summary), _SUMMARY_TIMES), (article.body, 1))
        for text, times in said:
            for word, n in Counter(_WORDS.findall(_plain(text))).items():
                features = known.get(word)
                if features is None:
                    features = known[word] = tuple(numbers.setdefault(f, len(numbers)) for f in _features(word))
                for feature in features:
                    counts[feature] += n * times
        yield counts


def _tags(articles: Iterable[Article]) -> Iterator[Counter[int]]:
    """The tags of each article."""
    numbers: dict[str, int] = {}
    for article in articles:
        yield Counter({numbers.setdefault(_folded(tag), len(numbers)): 1 for tag in article.tags})


def _features(word: str) -> Iterable[str]:
    """A Latin word itself; the pairs of neighbours in any other."""
    return (word,) if word.isascii() else (a + b for a, b in pairwise(word))


def _plain(text: str) -> str:
    return _ADDRESSES.sub(" ", _folded(text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
