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


def matches(article: Article, picks: Picks) -> bool:
    """Whether an article is one that `picks` takes, sooner or later: its category, every tag listed, and finished."""
    meant = picks.category is None or article.category == picks.category
    return meant and set(picks.tags) <= set(article.tags) and can_be_posted(article)


def pick(articles: Iterable[Article], picks: Picks, debated: Mapping[str, datetime], at: datetime) -> Article | None:
    """The article that `picks` takes at `at`; `debated` maps slugs to their last opening in the schedule's channels.

    Of those that match and whose time of publication has come one that was not yet debated, by that time and then
    slug. When there is none: None, or under `repeat` the one debated longest ago.
    """
    matching = [article for article in articles if article.published <= at and matches(article, picks)]
    fresh = [article for article in matching if article.slug not in debated]
    if fresh:
        first = min if picks.order is Order.OLDEST else max
        return first(fresh, key=lambda article: (article.published, article.slug))
    if matching and picks.when_empty is WhenEmpty.REPEAT:
        return min(matching, key=lambda article: (debated[article.slug], article.slug))
    return None
