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
    content = _one_language(message)
    content.pop("speaker", None)
    others = {locale: _differing(message, other) for locale, other in message.others.items()}
    return content | {"others": others} if others else content


def _one_language(message: Message) -> dict[str, Any]:
    if isinstance(message, Line):
        return {
            "speaker": message.speaker,
            "text": message.text,
            "side": message.side,
            "picture": message.picture,
            "hint": message.hint,
        }
    return {name: value for name, value in plain_json(message).items() if name != "others"}


def _differing(message: Message, other: Message) -> Mapping[str, Any]:
    """What is otherwise in another language."""
    said = _one_language(message)
    return {name: value for name, value in _one_language(other).items() if value != said[name]}


def article_of(message: Message) -> Mapping[str, Any] | None:
    """What the page shows when somebody opens the article behind a card."""
    if not isinstance(message, Card):
        return None
    article: Mapping[str, Any] = {
        "title": message.title,
        "author": message.article.author,
        "source": message.article.source,
        "summary": list(message.summary),
        "body": message.article.body,
        **_about(message),
    }
    others = {locale: _about(other) for locale, other in message.others.items()}
    return {**article, "others": others} if others else article


def _about(card: Card) -> Mapping[str, Any]:
    """What the bot itself says above an article."""
    return {"category": card.category, "badge": card.badge, "published": card.published}


def in_language(content: Mapping[str, Any], locale: str) -> Mapping[str, Any]:
    """Content, or an article, as a reader of `locale` sees it: the bot's words in that language, where it has them."""
    own = content.get("others", {}).get(locale, {})
    return {name: value for name, value in {**content, **own}.items() if name != "others"}


def reply_json(reply: Reply) -> Mapping[str, Any]:
    """A command's answer; each part says its type."""
    parts = [{"type": _TYPES[type(part)], **plain_json(part)} for part in reply.parts]
    return {"parts": parts, "private": reply.private, "error": reply.is_error}


_LINKS = {"rel": "noopener noreferrer nofollow", "target": "_blank"}


def render_article(article: Mapping[str, Any], locale: str) -> Mapping[str, Any]:
    """The article for a page in `locale`: its fields with `html` in place of the Markdown `body`."""
    article = in_language(article, locale)
    shown = {key: value for key, value in article.items() if key != "body"}
    return {**shown, "html": joined_markup(to_html(article["body"], links=_LINKS, describe_pictures=True))}
