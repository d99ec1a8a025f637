"""A whole article as a modal, for readers whose community has no public pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.core.articles import Article
from bot.core.words import Words
from bot.platforms.slack import rendering_text as text
from bot.platforms.slack.rendering import OPEN
from bot.services.markdown import new_parser

_MOST_BLOCKS = 100
"""Blocks of a view (docs.slack.dev, views)."""
_TITLE_LIMIT = 24
_LINE_LIMIT = 600
_DEEPEST = 8
"""The last level that a list of Slack's may be indented to."""
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def article_view(article: Article, words: Words) -> dict[str, Any]:
    """The article with its three lines and its body; what would be too long ends in dots."""
    small = " · ".join(part for part in (article.category, article.author or "", words.date(article.published)) if part)
    blocks = [
        text.header(article.title),
        text.context(text.plain(small)),
        text.rich(text.bulleted(text.section(text.said(line, _LINE_LIMIT)) for line in article.summary)),
        {"type": "divider"},
        *body_blocks(article.body),
    ]
    source = text.on_web(article.source)
    end = [text.actions(text.button(words.say("slack-source"), OPEN, url=source))] if source is not None else []
    room = _MOST_BLOCKS - len(end)
    if len(blocks) > room:
        blocks = [*blocks[: room - 1], text.rich(text.section(text.said("…")))]
    return {
        "type": "modal",
        "title": text.plain(article.title, _TITLE_LIMIT),
        "close": text.plain(words.say("slack-close"), _TITLE_LIMIT),
        "blocks": [*blocks, *end],
    }


def body_blocks(markdown: str) -> list[text.Block]:
    """An article's Markdown as blocks: no pictures, no raw HTML, and no link but to the web."""
    blocks: list[text.Block] = []
    lists: list[str] = []
    quotes = 0
    heading = False
    for token in _parser().parse(markdown):
        match token.type:
            case "heading_open" | "heading_close":
                heading = token.nesting > 0
            case "bullet_list_open" | "ordered_list_open":
                lists.append("bullet" if token.type.startswith("bullet") else "ordered")
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "blockquote_open" | "blockquote_close":
                quotes += token.nesting
            case "hr":
                blocks.append({"type": "divider"})
            case "fence" | "code_block":
                code = [text.said(token.content.rstrip("\n"))]
                blocks.append(text.rich({"type": "rich_text_preformatted", "elements": code}))
            case "inline":
                said = list(_inline(token.children or [], bold=heading))
                if said and lists:
                    _add_item(blocks, said, lists[-1], min(len(lists) - 1, _DEEPEST))
                elif said:
                    kind = "rich_text_quote" if quotes else "rich_text_section"
                    blocks.append(text.rich({"type": kind, "elements": said}))
    return blocks


def _add_item(blocks: list[text.Block], said: list[text.Block], style: str, indent: int) -> None:
    """Add an item to the list that the last block ends in, or begin one."""
    item = {"type": "rich_text_section", "elements": said}
    elements = blocks[-1].get("elements", []) if blocks else []
    last = elements[-1] if elements else {}
    if last.get("type") == "rich_text_list" and (last["style"], last["indent"]) == (style, indent):
        last["elements"].append(item)
        return
    made = {"type": "rich_text_list", "style": style, "indent": indent, "elements": [item]}
    if last.get("type") == "rich_text_list":
        elements.append(made)
    else:
        blocks.append(text.rich(made))


def _inline(children: Sequence[Token], *, bold: bool) -> Iterator[text.Block]:
    """Runs of text with their styles, and links."""
    styles: list[str] = ["bold"] if bold else []
    link: str | None = None
    for token in children:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _STYLES:
            (styles.append if token.nesting > 0 else styles.remove)(_STYLES[name])
        elif token.type == "link_open":
            link = text.on_web(str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            link = None
        elif words := _words(token):
            style = dict.fromkeys((*styles, *(["code"] if token.type == "code_inline" else [])), True)
            run = text.linked(words, link) if link is not None else text.said(words)
            yield {**run, "style": style} if style else run


def _words(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return ""
        case _:
            return str(token.content)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return new_parser().disable("table")
