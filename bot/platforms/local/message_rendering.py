"""What the bot says, as the JSON that the store keeps and the page shows (plain strings, no markup), and an article's
Markdown as HTML that is safe to put into the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from bot.core.articles import Article
from bot.core.messages import Card, Download, Form, Line, Listing, Message, Notice, Reply, Result, Text, WholeArticle
from bot.core.particles import joined_markup
from bot.markdown import to_html
from bot.platforms.local.chat_records import Kind

_TYPES: Mapping[type, str] = {
    Text: "text",
    Listing: "listing",
    Card: "card",
    Result: "result",
    Form: "form",
    WholeArticle: "article",
    Download: "download",
}


def plain_json(value: Any) -> Any:
    """`value` with dataclasses as objects, tuples as lists, instants in ISO form; an article only as `true`."""
    if isinstance(value, Article):
        return True
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def kind_of(message: Message) -> Kind:
    """What kind of message this is in the store."""
    match message:
        case Card():
            return Kind.CARD
        case Line():
            return Kind.LINE
        case Result():
            return Kind.RESULT
        case Notice():
            return Kind.NOTICE


def content_of(message: Message) -> Mapping[str, Any]:
    """The message's content; a line's speaker is its author instead."""
    if isinstance(message, Line):
        return {"text": message.text, "side": message.side, "picture": message.picture, "hint": message.hint}
    content: Mapping[str, Any] = plain_json(message)
    return content


def article_of(message: Message) -> Mapping[str, Any] | None:
    """What the page shows when somebody opens the article behind a card."""
    if not isinstance(message, Card):
        return None
    return {
        "title": message.title,
        "category": message.category,
        "badge": message.badge,
        "published": message.published,
        "author": message.article.author,
        "source": message.article.source,
        "summary": list(message.summary),
        "body": message.article.body,
    }


def reply_json(reply: Reply) -> Mapping[str, Any]:
    """A command's answer; each part says its type."""
    parts = [{"type": _TYPES[type(part)], **plain_json(part)} for part in reply.parts]
    return {"parts": parts, "private": reply.private, "error": reply.is_error}


_LINKS = {"rel": "noopener noreferrer nofollow", "target": "_blank"}


def render_article(article: Mapping[str, Any]) -> Mapping[str, Any]:
    """The article for the page: its fields with `html` in place of the Markdown `body`."""
    shown = {key: value for key, value in article.items() if key != "body"}
    return {**shown, "html": joined_markup(to_html(article["body"], links=_LINKS, describe_pictures=True))}
