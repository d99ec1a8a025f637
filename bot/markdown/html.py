"""Markdown as HTML that may stand on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.markdown.parser import new_parser

_SCHEMES = frozenset({"http", "https", "mailto"})
_TOP_HEADING = 3
_LAST_HEADING = 6
_LINKS = {"rel": "noopener nofollow"}


def to_html(body: str, *, links: Mapping[str, str] = _LINKS, describe_pictures: bool = False) -> str:
    """HTML of an article's body: no raw HTML, no pictures, only http, https and mailto links, with `links` on each.

    Headings begin at `<h3>`, since the page has `<h1>` and `<h2>`. A picture leaves nothing, or with
    `describe_pictures` its description.
    """
    parser = _parser()
    tokens = parser.parse(body)
    _lower_headings(tokens)
    for token in tokens:
        if token.children is not None:
            token.children = list(_safe(token.children, links, describe_pictures=describe_pictures))
    return str(parser.renderer.render(_without_empty_paragraphs(tokens), parser.options, {}))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return new_parser()


def _lower_headings(tokens: Sequence[Token]) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = _TOP_HEADING - min((int(token.tag[1:]) for token in headings), default=_TOP_HEADING)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1:]) + shift, _LAST_HEADING)}"


def _safe(children: Sequence[Token], links: Mapping[str, str], *, describe_pictures: bool) -> Iterator[Token]:
    linked: list[bool] = []
    for token in children:
        if token.type == "image":
            if describe_pictures:
                yield from _description(token)
            continue
        if token.type == "link_open":
            linked.append(_is_allowed(str(token.attrGet("href") or "")))
            if not linked[-1]:
                continue
            for name, value in links.items():
                token.attrSet(name, value)
        elif token.type == "link_close" and not linked.pop():
            continue
        yield token


def _description(picture: Token) -> Sequence[Token]:
    text = _spoken(picture.children or [])
    return [Token("em_open", "em", 1), Token("text", "", 0, content=text), Token("em_close", "em", -1)]


def _spoken(children: Sequence[Token]) -> str:
    """The words of a description: it can hold no markup."""
    said = ""
    for child in children:
        match child.type:
            case "text":
                said += child.content
            case "softbreak":
                said += "\n"
            case "image":
                said += _spoken(child.children or [])
    return said


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
