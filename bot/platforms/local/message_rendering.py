"""What the bot says, as the JSON that the store keeps and the page shows (plain strings, no markup), and an article's
Markdown as HTML that is safe to put into the page.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from bot.core.articles import Article
from bot.core.messages import Card, Form, Line, Listing, Message, Notice, Reply, Result, Text, WholeArticle
from bot.markdown import new_parser
from bot.platforms.local.chat_records import Kind

_TYPES: Mapping[type, str] = {
    Text: "text",
    Listing: "listing",
    Card: "card",
    Result: "result",
    Form: "form",
    WholeArticle: "article",
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


@cache
def _markdown() -> MarkdownIt:
    """Markdown without raw HTML; pictures become their description, since the page loads nothing from elsewhere."""
    markdown = new_parser()
    markdown.add_render_rule("link_open", _link_open)
    markdown.add_render_rule("image", _image)
    markdown.add_render_rule("heading_open", _heading)
    markdown.add_render_rule("heading_close", _heading)
    return markdown


def _link_open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer nofollow")
    tokens[index].attrSet("target", "_blank")
    return renderer.renderToken(tokens, index, options, env)


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return f"<em>{renderer.renderInlineAsText(tokens[index].children or [], options, env)}</em>"


def _heading(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """Headings stay below the dialog's own title."""
    token = tokens[index]
    token.tag = f"h{min(6, max(3, int(token.tag[1]) + 1))}"
    return renderer.renderToken(tokens, index, options, env)


def render_article(article: Mapping[str, Any]) -> Mapping[str, Any]:
    """The article for the page: its fields with `html` in place of the Markdown `body`."""
    shown = {key: value for key, value in article.items() if key != "body"}
    return {**shown, "html": _markdown().render(article["body"])}
