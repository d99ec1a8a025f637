"""An article's Markdown as HTML that is safe to put into the page."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from bot.services.markdown import new_parser


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
