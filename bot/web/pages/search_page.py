"""The search page: the form, and the articles that were found with the words around each hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from bot.core.articles import Article
from bot.core.search_words import SearchWord
from bot.core.visible_text import composed
from bot.core.words import Words
from bot.services.commands.article_search import Found
from bot.services.commands.grammar import arguments_in
from bot.services.commands.search_hits import Hit, hit_in, hit_in_title
from bot.web.pages.front_page import Pager, pager_of, pages_of
from bot.web.pages.renderer import Sparing
from bot.web.pages.sources import Sources

LONGEST = 100
"""How many characters of what is searched for are read."""
_MOST_WORDS = 8
_RESULTS = 20


@dataclass(frozen=True, slots=True)
class Searched:
    """What is searched for, and the page of what is found; pages begin at 1."""

    text: str
    page: int

    @classmethod
    def of(cls, text: str, page: int) -> Searched:
        """As it was typed into the form."""
        return cls(composed(" ".join(text.split()))[:LONGEST].strip(), page)

    @property
    def path(self) -> str:
        """The address of this page."""
        query = ({"q": self.text} if self.text else {}) | ({"page": str(self.page)} if self.page > 1 else {})
        return f"/search?{urlencode(query)}" if query else "/search"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """An article that was found: its title with what was found in it, or the hit elsewhere and where that is."""

    article: Article
    title: Hit | None
    hit: Hit | None
    place: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was searched for, what is said of it, and a page of the articles."""

    text: str
    said: str
    rows: tuple[FoundRow, ...]
    pager: Pager


async def search_page(searched: Searched, sources: Sources, words: Words, sparing: Sparing) -> SearchPage:
    """The page as it is now. HTTPNotFound for one beyond the last."""
    typed = arguments_in(searched.text)[:_MOST_WORDS]
    found = await sources.search(typed) if typed else Found()
    last = pages_of(len(found.articles), _RESULTS)
    if searched.page > last:
        raise web.HTTPNotFound
    start = (searched.page - 1) * _RESULTS
    shown = found.articles[start : start + _RESULTS]
    return SearchPage(
        text=searched.text,
        said=_said(searched.text, found, words) if typed else "",
        rows=tuple(sparing.each(shown, lambda article: _row(article, found.words, words))),
        pager=pager_of(lambda at: Searched(searched.text, at).path, searched.page, last, words),
    )


def _said(text: str, found: Found, words: Words) -> str:
    if not found.articles:
        return words.say("search-none", text=text)
    if found.mended is not None:
        return words.say("search-heading-mended", text=text, mended=found.mended)
    return words.say("page-search-found", text=text, n=len(found.articles))


def _row(article: Article, searched: Sequence[SearchWord], words: Words) -> FoundRow:
    hit = hit_in(article, searched)
    place = words.say("search-place", place=hit.place.value) if hit is not None else ""
    return FoundRow(article, hit_in_title(article, searched), hit, place)
