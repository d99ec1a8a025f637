"""Summaries: what is proposed for the shipped articles, against their editors' own three lines.

`python -m bench.summaries` prints the table, with `--lines` every line. ROUGE-L is over syllable bigrams: each word's
letters and digits in pairs, so that a particle or an ending costs one pair; a word of one sign is itself.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from statistics import mean

from bot.core.articles import SUMMARY_LINES, Article
from bot.core.korean import hangul_in
from bot.editor.compression import is_short
from bot.editor.endings import is_polite
from bot.editor.proposals import propose
from bot.editor.sentence_splitting import sentences_of
from bot.editor.standing import leans
from bot.errors import AgoraError
from bot.library.article_file import read_article

ARTICLES = Path(__file__).parents[1] / "content" / "articles"
_WORD = re.compile(r"[^\W_]+")
_DAMPING, _STEPS = 0.85, 50


def bigrams(lines: Sequence[str]) -> list[str]:
    """The pairs of signs of each word, in order."""
    words = [word.casefold() for line in lines for word in _WORD.findall(line)]
    return [word[i : i + 2] for word in words for i in range(max(len(word) - 1, 1))]


def rouge_l(lines: Sequence[str], reference: Sequence[str]) -> float:
    """F1 of the longest common subsequence of two summaries' bigrams, from 0 to 1."""
    ours, theirs = bigrams(lines), bigrams(reference)
    row = [0] * (len(theirs) + 1)
    for a in ours:
        before = 0
        for j, b in enumerate(theirs, 1):
            before, row[j] = row[j], before + 1 if a == b else max(row[j], row[j - 1])
    return 2 * row[-1] / (len(ours) + len(theirs)) if ours and theirs else 0.0


def lead(article: Article) -> tuple[str, ...]:
    """The text's first three sentences."""
    return tuple(sentences_of(article.body)[:SUMMARY_LINES])


def textrank(article: Article) -> tuple[str, ...]:
    """TextRank as published (Mihalcea and Tarau, 2004): words in common, divided by the lengths' logarithms."""
    sentences = sentences_of(article.body)
    words = [set(_WORD.findall(sentence.casefold())) for sentence in sentences]
    count = len(sentences)
    alike = [[0.0] * count for _ in range(count)]
    for i in range(count):
        for j in range(count):
            length = log(len(words[i]) or 1) + log(len(words[j]) or 1)
            alike[i][j] = len(words[i] & words[j]) / length if i != j and length > 0 else 0.0
    sums = [sum(row) or 1.0 for row in alike]
    ranks = [1.0] * count
    for _ in range(_STEPS):
        ranks = [
            1 - _DAMPING + _DAMPING * sum(ranks[j] * alike[j][i] / sums[j] for j in range(count)) for i in range(count)
        ]
    best = sorted(sorted(range(count), key=lambda i: -ranks[i])[:SUMMARY_LINES])
    return tuple(sentences[i] for i in best)


def proposed(article: Article) -> tuple[str, ...]:
    """What `agora article summarise` proposes."""
    try:
        return propose(article.body, article.title)
    except AgoraError:
        return ()


WAYS: dict[str, Callable[[Article], tuple[str, ...]]] = {
    "editors": lambda article: article.summary,
    "lead-3": lead,
    "TextRank": textrank,
    "proposed": proposed,
}


def table(articles: Sequence[Article]) -> list[tuple[str, ...]]:
    """Each way with its figures over all articles, below a head."""
    rows: list[tuple[str, ...]] = [("way", "ROUGE-L", "Hangul a line", "short enough", "in 해요", "lean on others")]
    for name, way in WAYS.items():
        made = [way(article) for article in articles]
        lines = [line for three in made for line in three]
        score = mean(rouge_l(three, article.summary) for three, article in zip(made, articles, strict=True))
        count = len(lines) or 1
        rows.append(
            (
                name,
                f"{score:.3f}",
                f"{mean(map(hangul_in, lines)):.1f}",
                f"{sum(map(is_short, lines))} of {len(lines)}",
                f"{sum(map(is_polite, lines)) / count:.0%}",
                str(sum(map(leans, lines))),
            )
        )
    return rows


def shipped() -> list[Article]:
    """The articles that have three lines of their own."""
    found = [read_article(path).article for path in sorted(ARTICLES.glob("*.md"))]
    return [article for article in found if article is not None and article.summary]


def main() -> None:
    """Print the table, and with `--lines` what each article got."""
    parser = argparse.ArgumentParser(prog="python -m bench.summaries", description="Measures proposed summaries.")
    parser.add_argument("--lines", action="store_true", help="print the lines of each article too")
    asked = parser.parse_args()
    articles = shipped()
    for cells in table(articles):
        print("| " + " | ".join(cells) + " |")
    if asked.lines:
        for article in articles:
            print(f"\n{article.title}")
            for line in proposed(article):
                print(f"  {line}")


if __name__ == "__main__":
    main()
