"""What programs read: the feed of debates, what search engines may visit, and schema.org data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.core.articles import Article
from bot.core.debates import Debate, DebateState
from bot.core.words import Words
from bot.web.pages.renderer import Sparing, language_of, stamp
from bot.web.pages.vote import Vote, state_name

_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A debate in the feed; `updated` and `published` are instants in ISO form."""

    debate: str
    slug: str
    title: str
    summary: tuple[str, ...]
    note: str
    category: str
    published: str
    updated: str


def feed_entries(debates: Iterable[Debate], words: Words, sparing: Sparing) -> list[FeedEntry]:
    """The debates, opened last first; an entry changes when voting ends, not with every vote."""
    newest = sorted(debates, key=lambda debate: (debate.opened_at, debate.id), reverse=True)
    return sparing.each(newest, lambda debate: _entry(debate, words))


def _entry(debate: Debate, words: Words) -> FeedEntry:
    is_open = debate.state is DebateState.OPEN
    return FeedEntry(
        debate=debate.id,
        slug=debate.slug,
        title=debate.article.question,
        summary=debate.article.summary,
        note=f"{debate.article.title} · {state_name(debate, words)}",
        category=debate.article.category,
        published=stamp(debate.opened_at),
        updated=stamp(debate.opened_at if is_open else debate.closes_at),
    )


def origin_of(request: web.Request, base: str | None) -> str:
    """Where this server is reached: as configured, else as the request has it. HTTPBadRequest for a strange host."""
    if base is not None:
        return base
    if not _HOST.fullmatch(request.host):
        raise web.HTTPBadRequest
    return f"{request.scheme}://{request.host}"


def robots(origin: str, *, listed: bool) -> str:
    """robots.txt: everything but the chat, or nothing at all."""
    if not listed:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow: /chat\nDisallow: /search\nSitemap: {origin}/sitemap.xml\n"


def article_data(article: Article, comments: int | None, url: str | None) -> Mapping[str, Any]:
    """An article, with how many comments it has."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "datePublished": stamp(article.published),
        "articleSection": article.category,
        "abstract": " ".join(article.summary),
        "keywords": list(article.tags),
        "inLanguage": language_of(article.title) or "en",
        "publisher": {"@type": "Organization", "name": "Agora"},
    }
    if article.author is not None:
        data["author"] = {"@type": "Person", "name": article.author}
    if article.source is not None:
        data["isBasedOn"] = article.source
    if comments is not None:
        data["commentCount"] = comments
    if url is not None:
        data["url"] = data["mainEntityOfPage"] = url
    return data


def debate_data(debate: Debate, vote: Vote, url: str | None) -> Mapping[str, Any]:
    """A debate as a question with its answers; what each has is left out while it is hidden."""
    answers = []
    for bar in vote.bars:
        answer: dict[str, Any] = {"@type": "Answer", "text": bar.label}
        if bar.ballots is not None:
            answer["upvoteCount"] = bar.ballots
        answers.append(answer)
    question: dict[str, Any] = {
        "@type": "Question",
        "name": debate.article.question,
        "text": debate.article.title,
        "dateCreated": stamp(debate.opened_at),
        "answerCount": len(answers),
        "suggestedAnswer": answers,
    }
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}
    if url is not None:
        data["url"] = url
    return data
