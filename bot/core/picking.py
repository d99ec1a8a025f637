"""Picking: which article a schedule takes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.core.articles import Article
from bot.core.schedule import Order, Picks, WhenEmpty

SUMMARY_LINES = 3


def can_be_posted(article: Article) -> bool:
    """Whether an article is finished: no draft, and its three summary lines are there."""
    lines = [line for line in article.summary if line.strip()]
    return not article.draft and len(lines) == len(article.summary) == SUMMARY_LINES


def pick(articles: Iterable[Article], picks: Picks, debated: Mapping[str, datetime]) -> Article | None:
    """The next article by `picks`; `debated` maps slugs to their last opening in the schedule's channels.

    Of those that match (the category, and every tag listed) one that was not yet debated, by time of
    publication and then slug. When there is none: None, or under `repeat` the one debated longest ago.
    """
    matching = [article for article in articles if can_be_posted(article) and _matches(article, picks)]
    fresh = [article for article in matching if article.slug not in debated]
    if fresh:
        first = min if picks.order is Order.OLDEST else max
        return first(fresh, key=lambda article: (article.published, article.slug))
    if matching and picks.when_empty is WhenEmpty.REPEAT:
        return min(matching, key=lambda article: (debated[article.slug], article.slug))
    return None


def _matches(article: Article, picks: Picks) -> bool:
    return (picks.category is None or article.category == picks.category) and set(picks.tags) <= set(article.tags)
