"""Finding articles by what a person calls them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.articles import Article
from bot.core.hangul import fits, folded, nearest


@dataclass(frozen=True, slots=True)
class Named:
    """What a name may mean: one article, several candidates, or none and perhaps a likely slip."""

    article: Article | None = None
    candidates: tuple[Article, ...] = ()
    likely: Article | None = None


def name_article(name: str, articles: Iterable[Article]) -> Named:
    """The article meant by a slug, a title, or a part of either."""
    known = list(articles)
    wanted = folded(name)
    for exact in (
        [article for article in known if folded(article.slug) == wanted],
        [article for article in known if folded(article.title) == wanted],
        like(name, known),
    ):
        if len(exact) == 1:
            return Named(article=exact[0])
        if exact:
            return Named(candidates=tuple(exact))
    names = {form: article for article in known for form in (article.slug, article.title)}
    slip = nearest(name, names)
    return Named(likely=names[slip] if slip is not None else None)


def like(typed: str, articles: Iterable[Article]) -> list[Article]:
    """Articles whose title or slug unfinished text fits, the best first."""
    ranked = []
    for article in articles:
        ranks = [rank for form in (article.title, article.slug) if (rank := fits(typed, form)) is not None]
        if ranks:
            ranked.append((min(ranks), article))
    return [article for _, article in sorted(ranked, key=lambda pair: pair[0])]


def search(words: Sequence[str], articles: Iterable[Article]) -> list[Article]:
    """Articles that hold every word; a title weighs most, the body least."""
    wanted = [folded(word) for word in words]
    scored = []
    for article in articles:
        fields = (
            (8, folded(article.title)),
            (4, folded(f"{article.category} {' '.join(article.tags)}")),
            (2, folded(f"{' '.join(article.summary)} {article.question}")),
            (1, folded(article.body)),
        )
        weights = [max((weight for weight, field in fields if word in field), default=0) for word in wanted]
        if all(weights):
            scored.append((sum(weights), article))
    return [article for _, article in sorted(scored, key=lambda pair: -pair[0])]
