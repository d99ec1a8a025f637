"""Finding the article that a command names."""

from __future__ import annotations

from bot.core.articles import Article
from bot.errors import UsageError
from bot.library import Library

_MOST_NAMED = 10


def article_named(library: Library, slug: str) -> Article:
    """The article `slug`, drafts included. Raises UsageError, which names the file where that has errors."""
    article = library.get(slug)
    if article is not None:
        return article
    broken = library.broken(slug)
    if broken is not None:
        raise UsageError(f"'{slug}' can't be used as long as {broken} has errors.", "'agora check' lists them.")
    slugs = ", ".join(known.slug for known in library.all()[:_MOST_NAMED])
    raise UsageError(
        f"There is no article '{slug}' in {library.folder}.",
        f"There are: {slugs}." if slugs else "The library is empty.",
    )
