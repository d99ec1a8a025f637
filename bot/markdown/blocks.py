"""Markdown as blocks of text runs, for what is no HTML: a chat's own blocks, plain text, sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.markdown.parser import new_parser

_STYLES = frozenset({"strong", "em", "s"})


class Kind(Enum):
    """What a block or a run is."""

    TEXT = auto()
    HEADING = auto()
    CODE = auto()
    RULE = auto()
    SOFT_BREAK = auto()
    HARD_BREAK = auto()
    PICTURE = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style: text, code, a break between lines, or a picture's description.

    `styles` are strong, em and s, outermost first; `link` is where it leads, whatever that is.
    """

    kind: Kind
    text: str = ""
    styles: tuple[str, ...] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading with its runs, code with its text as one, or a rule.

    `lists` are the lists that it stands in, outermost first: "bullet" or "ordered"; `quotes` counts the quotations.
    """

    kind: Kind
    runs: tuple[Run, ...] = ()
    lists: tuple[str, ...] = ()
    quotes: int = 0
    in_table: bool = False


def blocks_of(markdown: str, *, tables: bool = True) -> Iterator[Block]:
    """The blocks of a Markdown text in their order. Without `tables` those are lines like any other."""
    lists: list[str] = []
    quotes = tabled = 0
    kind = Kind.TEXT
    for token in _parser(tables).parse(markdown):
        match token.type:
            case "heading_open" | "heading_close":
                kind = Kind.HEADING if token.nesting > 0 else Kind.TEXT
            case "bullet_list_open" | "ordered_list_open":
                lists.append(token.type.removesuffix("_list_open"))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "blockquote_open" | "blockquote_close":
                quotes += token.nesting
            case "table_open" | "table_close":
                tabled += token.nesting
            case "hr":
                yield Block(Kind.RULE, (), tuple(lists), quotes)
            case "fence" | "code_block":
                yield Block(Kind.CODE, (Run(Kind.CODE, token.content),), tuple(lists), quotes)
            case "inline":
                yield Block(kind, tuple(_runs(token.children or [])), tuple(lists), quotes, tabled > 0)


def _runs(children: Sequence[Token]) -> Iterator[Run]:
    styles: list[str] = []
    link: str | None = None
    for token in children:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _STYLES:
            (styles.append if token.nesting > 0 else styles.remove)(name)
        elif name == "link":
            link = str(token.attrGet("href") or "") if token.nesting > 0 else None
        else:
            yield Run(_KINDS.get(token.type, Kind.TEXT), token.content, tuple(styles), link)


_KINDS = {
    "code_inline": Kind.CODE,
    "softbreak": Kind.SOFT_BREAK,
    "hardbreak": Kind.HARD_BREAK,
    "image": Kind.PICTURE,
}


@lru_cache(maxsize=2)
def _parser(tables: bool) -> MarkdownIt:
    return new_parser() if tables else new_parser().disable("table")
