"""Related articles: working them out for a whole library, and asking."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate

import psutil

from bench.figures import Figure, Scale, median
from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.related import Related

ASKED = 200
MIB = 1024 * 1024
_VOCABULARY, _TOPICS, _TOPIC_WORDS = 30_000, 200, 40
_PLAIN_WORDS, _OWN_WORDS = 350, 60


async def measure(scale: Scale) -> list[Figure]:
    """Seconds and memory by the number of articles, and how often the topic was found."""
    few = list(articles_about(scale.few_articles))
    many = list(articles_about(scale.many_articles))
    began = time.perf_counter()
    Related(few)
    few_seconds = time.perf_counter() - began
    before, began = psutil.Process().memory_info().rss, time.perf_counter()
    related = Related(many)
    many_seconds = time.perf_counter() - began
    memory = psutil.Process().memory_info().rss - before
    took, found, right = [], 0, 0
    tags = {article.slug: article.tags for article in many}
    for article in many[:ASKED]:
        began = time.perf_counter()
        others = related.of(article.slug)
        took.append(time.perf_counter() - began)
        found += len(others)
        right += sum(tags[other] == article.tags for other in others)
    return [
        Figure(
            f"relations of {scale.many_articles:,} articles of {len(many[0].body):,} characters, at load",
            f"{many_seconds:.2f} s",
            f"of {scale.few_articles:,}: {few_seconds:.2f} s",
            f"{many_seconds / scale.many_articles * 1000:.2f} ms for each article",
        ),
        Figure("memory of these relations", f"{memory / MIB:.0f} MiB"),
        Figure(
            f"related articles of one among {scale.many_articles:,}",
            f"{median(took) * 1e6:,.0f} µs",
            f"longest: {max(took) * 1e6:,.0f} µs",
            f"{right / found:.0%} on its topic" if found else "",
        ),
    ]


def articles_about(count: int) -> Iterator[Article]:
    """Articles of made-up words, some common and some rare as in real texts, each with words of its topic."""
    chance = random.Random(20250428)
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4, 9)]
    words = ["".join(chance.choices(syllables, k=chance.choice((2, 2, 3, 4)))) for _ in range(_VOCABULARY)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))
    for number in range(count):
        topic = chance.randrange(_TOPICS)
        own = words[1000 + topic * _TOPIC_WORDS : 1000 + (topic + 1) * _TOPIC_WORDS]
        said = chance.choices(words, cum_weights=weights, k=_PLAIN_WORDS) + chance.choices(own, k=_OWN_WORDS)
        chance.shuffle(said)
        yield Article(
            slug=f"article-{number}",
            title=" ".join(said[:6]),
            category=f"분야 {topic % 8}",
            published=datetime(2025, 4, 28, tzinfo=UTC),
            summary=tuple(" ".join(said[start : start + 10]) for start in (0, 10, 20)),
            question="?",
            options=DEFAULT_OPTIONS,
            body=" ".join(said),
            tags=(f"주제 {topic}",),
        )
