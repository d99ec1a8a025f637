"""An article's Markdown as HTML that may stand on a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.markdown import without_html

_SCHEMES = frozenset({"http", "https", "mailto"})
_TOP_HEADING = 3
_LAST_HEADING = 6


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002
        """Every link is parsed, so that one that isn't allowed leaves its text and not its markup."""
        return True


def to_html(body: str) -> str:
    """HTML of an article's body: no raw HTML, no pictures, only http, https and mailto links.

    Headings begin at `<h3>`, since the page has `<h1>` and `<h2>`.
    """
    parser = _parser()
    tokens = parser.parse(body)
    _lower_headings(tokens)
    for token in tokens:
        if token.children is not None:
            token.children = _safe_inline(token.children)
    return str(parser.renderer.render(_without_empty_paragraphs(tokens), parser.options, {}))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return without_html(_Parser("commonmark", {"html": True}).enable(["table", "strikethrough"]))


def _lower_headings(tokens: Sequence[Token]) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = _TOP_HEADING - min((int(token.tag[1:]) for token in headings), default=_TOP_HEADING)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1:]) + shift, _LAST_HEADING)}"


def _safe_inline(children: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    linked: list[bool] = []
    for token in children:
        if token.type == "image":
            continue
        if token.type == "link_open":
            linked.append(_is_allowed(str(token.attrGet("href") or "")))
            if not linked[-1]:
                continue
            token.attrSet("rel", "noopener nofollow")
        elif token.type == "link_close" and not linked.pop():
            continue
        kept.append(token)
    return kept


def _is_allowed(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc or parts.scheme == "mailto")


def _without_empty_paragraphs(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        if (
            token.type == "paragraph_close"
            and len(kept) >= 2
            and kept[-2].type == "paragraph_open"
            and not any(child.type != "softbreak" for child in kept[-1].children or [])
        ):
            del kept[-2:]
            continue
        kept.append(token)
    return kept
