"""What search engines and previews are told: schema.org data about articles and debates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.articles import Article
from bot.core.debates import Debate
from bot.web.pages.rendering import language_of
from bot.web.pages.voting import Vote


def article_data(article: Article, comments: int | None, url: str | None) -> Mapping[str, Any]:
    """An article, with how many comments it has."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
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
        "dateCreated": debate.opened_at.isoformat(),
        "answerCount": len(answers),
        "suggestedAnswer": answers,
    }
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}
    if url is not None:
        data["url"] = url
    return data
