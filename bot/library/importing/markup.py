"""HTML from elsewhere as Markdown or as one line of text; what is written in it arrives whole."""

from __future__ import annotations

import html
import re
from types import ModuleType
from typing import Any
from urllib.parse import urljoin

from bot.errors import AgoraError
from bot.services.markdown import words_in_brackets_kept

_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|</?[A-Za-z!][^<>]*>", re.DOTALL)
_EMPTY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def markdown_of(piece: str, base: str = "") -> str:
    """All of a piece of HTML as Markdown: headings, quotations, lists, tables, code, links; pictures are left out.

    `base` is the address from which its links lead.
    """
    bs4, markdownify = needed("bs4"), needed("markdownify")
    soup: Any = bs4.BeautifulSoup(words_in_brackets_kept(piece), "html.parser")
    for code in soup.select("pre pre"):
        code.unwrap()
    for link in soup.find_all("a", href=True):
        link["href"] = _joined(base, str(link["href"]))
    converter: Any = markdownify.MarkdownConverter(heading_style="ATX", bullets="-", strip=["img"])
    try:
        written = str(converter.convert_soup(soup))
    except RecursionError:
        # Tags in tags without end: what they hold is still text.
        written = str(soup.get_text())
    return _EMPTY_LINES.sub("\n\n", written).strip()


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def line_of(piece: str) -> str:
    """A title's HTML as one line without its tags."""
    return " ".join(html.unescape(_TAG.sub("", words_in_brackets_kept(piece))).split())


def needed(name: str) -> ModuleType:
    """A package of the extra `summaries`. Raises AgoraError that says why it can't be used."""
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise AgoraError(
            f"importing pages and feeds needs packages that are not installed ({error})",
            "install them, in a checkout: .venv/bin/pip install -e '.[summaries]'",
        ) from None
