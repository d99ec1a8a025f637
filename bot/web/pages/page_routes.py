"""The pages' addresses: each answer is rendered once and kept until what it shows has changed."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import replace

from aiohttp import web

from bot.core.articles import Article
from bot.core.visible_text import composed
from bot.core.words import Words
from bot.services.records import Snapshot, Standing
from bot.services.reports import as_told, public_report
from bot.web.content_coding import Forms, answer_of
from bot.web.language import Reader
from bot.web.pages.builder import PageBuilder, snapshot_of
from bot.web.pages.cache import Cache
from bot.web.pages.feeds import origin_of, robots
from bot.web.pages.front_page import ARTICLES, ENDED, Wanted, pages_of
from bot.web.pages.live import Hub, stream
from bot.web.pages.renderer import Renderer, Sparing
from bot.web.pages.search_page import Searched
from bot.web.pages.sources import PageSettings, Sources

_FEED_ENTRIES = 30
_SITEMAP_ARTICLES = 40_000
_LARGEST_PAGE = 100_000
_HTML = "text/html"
_SEARCHES_BYTES = 1024 * 1024


class Pages:
    """Brings the public pages to a web server."""

    def __init__(self, sources: Sources, settings: PageSettings, *, locale: str) -> None:
        self._sources = sources
        self._settings = settings
        self._reader = Reader(locale, accept_language=True)
        sparing = Sparing()
        self._renderer = Renderer(settings, sparing)
        self._maker = PageBuilder(sources, settings, self._renderer, sparing)
        self._shelf: Sequence[Article] = ()
        self._generation = 0
        self.cache = Cache()
        self.searches = Cache(_SEARCHES_BYTES)
        """Of its own: however many searches there are, articles stay in the other."""
        self.hub = Hub(sources.public)

    def routes(self) -> Sequence[web.RouteDef]:
        """Everything that the pages answer."""
        routes = [
            web.get("/", self._front),
            web.get("/search", self._search),
            web.get("/articles/{slug}", self._article),
            web.get("/debates/{debate:[a-z0-9]+}", self._debate),
            web.get("/debates/{debate:[a-z0-9]+}.json", self._json),
            web.get("/debates/{debate:[a-z0-9]+}/record.json", self._record),
            web.get("/feed.atom", self._feed),
            web.get("/robots.txt", self._robots),
            web.get("/pages/{path:.+}", self._renderer.static.answer),
        ]
        if self._settings.listed:
            routes.append(web.get("/sitemap.xml", self._sitemap))
        if self._sources.pictures is not None:
            routes += [
                web.get("/debates/{debate:[a-z0-9]+}.svg", self._svg),
                web.get("/debates/{debate:[a-z0-9]+}.png", self._png),
            ]
        return routes

    def streams(self) -> Sequence[web.RouteDef]:
        """The streams of events that open pages listen to."""
        return [web.get("/debates/{debate:[a-z0-9]+}/events", self._events)]

    async def hang_up(self) -> None:
        """End what open pages follow."""
        await self.hub.close()

    def missing(self, request: web.BaseRequest) -> web.Response:
        """The answer at an address where nothing is."""
        html = self._maker.missing(self._words(request))
        return web.Response(text=html, status=404, content_type=_HTML, headers={"Cache-Control": "no-store"})

    # Pages

    async def _front(self, request: web.Request) -> web.StreamResponse:
        library, generation = self._library()
        wanted = Wanted(_number(request, "page"), _number(request, "ended"))
        start = (wanted.articles - 1) * ARTICLES
        shelf = tuple(library[start : start + ARTICLES])
        front = await self._sources.public.front(
            [article.slug for article in shelf], ended=ENDED, skip=(wanted.ended - 1) * ENDED
        )
        if wanted.articles > pages_of(len(library), ARTICLES) or wanted.ended > pages_of(front.ended_in_all, ENDED):
            raise web.HTTPNotFound
        words = self._words(request)
        coming = await self._sources.coming() if wanted == Wanted(1, 1) and not front.open else None
        version = (generation, coming, front.open, front.ended, front.ended_in_all, tuple(front.over.items()))
        return await self._answer(
            ("front", wanted, words.locale),
            version,
            lambda: self._maker.front(front, shelf, len(library), wanted, coming, words),
        )

    async def _search(self, request: web.Request) -> web.StreamResponse:
        searched = Searched.of(request.query.get("q", ""), _number(request, "page"))
        words = self._words(request)
        key, generation = (searched, words.locale), self._library()[1]
        found = await self.searches.get(key, generation, lambda: self._maker.search(searched, words))
        return self._send(found.forms, _HTML)

    async def _article(self, request: web.Request) -> web.StreamResponse:
        slug = composed(request.match_info["slug"])
        _, generation = self._library()
        standing = await self._sources.public.standing_over(slug)
        if self._sources.articles.shown(slug) is None and standing is None:
            raise web.HTTPNotFound
        words = self._words(request)
        only_live = "part" in request.query
        return await self._answer(
            ("article", slug, only_live, words.locale),
            (generation, standing, self._sources.audiences.state()),
            lambda: self._maker.article(slug, standing, words, only_live=only_live),
        )

    async def _debate(self, request: web.Request) -> web.StreamResponse:
        standing = await self._standing(request)
        words = self._words(request)
        only_live = "part" in request.query
        return await self._answer(
            ("debate", standing.debate, only_live, words.locale),
            (self._library()[1], standing),
            lambda: self._maker.debate(standing, words, only_live=only_live),
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        beyond = "comments" in request.query and not self._sources.audiences.is_silent
        return await stream(request, self.hub, await self._standing(request), beyond_its_end=beyond)

    # Data

    async def _json(self, request: web.Request) -> web.StreamResponse:
        words = self._words(request)
        snapshot = await snapshot_of(await self._standing(request), self._sources)
        text = json.dumps(public_report(snapshot, words), ensure_ascii=False)
        return self._send(Forms(text.encode()), "application/json")

    async def _record(self, request: web.Request) -> web.StreamResponse:
        standing, words = await self._standing(request), self._words(request)
        if not standing.certified:
            raise web.HTTPNotFound
        return await self._answer(
            ("record", standing.debate, words.locale),
            standing,
            lambda: self._maker.record(standing, words),
            "application/json",
        )

    async def _svg(self, request: web.Request) -> web.StreamResponse:
        words = self._words(request)
        assert self._sources.pictures is not None
        snapshot = await self._told(request)
        picture = self._sources.pictures.svg(snapshot, words)
        return self._send(Forms(picture.encode()), "image/svg+xml")

    async def _png(self, request: web.Request) -> web.StreamResponse:
        words = self._words(request)
        assert self._sources.pictures is not None
        snapshot = await self._told(request)
        return self._send(Forms(await self._sources.pictures.png(snapshot, words)), "image/png")

    async def _told(self, request: web.Request) -> Snapshot:
        """The debate as members are told of it."""
        snapshot = await snapshot_of(await self._standing(request), self._sources)
        return replace(snapshot, debate=as_told(snapshot))

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        words, base = self._words(request), origin_of(request, self._settings.base)
        standings = await self._latest_debates()
        key = ("feed", base, words.locale)
        return await self._answer(
            key, standings, lambda: self._maker.feed(standings, base, words), "application/atom+xml"
        )

    async def _sitemap(self, request: web.Request) -> web.StreamResponse:
        library, generation = self._library()
        words, base = self._words(request), origin_of(request, self._settings.base)
        debates = tuple(standing.debate for standing in await self._latest_debates())
        slugs = [article.slug for article in library[:_SITEMAP_ARTICLES]]
        return await self._answer(
            ("sitemap", base),
            (generation, debates),
            lambda: self._maker.sitemap(slugs, debates, base, words),
            "application/xml",
        )

    async def _robots(self, request: web.Request) -> web.StreamResponse:
        text = robots(origin_of(request, self._settings.base), listed=self._settings.listed)
        return web.Response(text=text, headers={"Cache-Control": "max-age=3600"})

    # What the answers share

    def _library(self) -> tuple[Sequence[Article], int]:
        """The articles, and a number that changes whenever they do."""
        library = self._sources.articles.all()
        if library is not self._shelf:
            self._shelf = library
            self._generation += 1
        return library, self._generation

    def _words(self, request: web.BaseRequest) -> Words:
        return self._sources.words(self._reader.locale_of(request))

    async def _standing(self, request: web.Request) -> Standing:
        debate = request.match_info["debate"]
        found = (await self._sources.public.standings([debate])).get(debate)
        if found is None:
            raise web.HTTPNotFound
        return found

    async def _latest_debates(self) -> tuple[Standing, ...]:
        """The open debates, and the latest of those that have ended."""
        front = await self._sources.public.front([], ended=_FEED_ENTRIES, skip=0)
        return (*front.open, *front.ended)

    async def _answer(
        self,
        key: Hashable,
        version: Hashable,
        make: Callable[[], Awaitable[str]],
        kind: str = _HTML,
    ) -> web.Response:
        rendered = await self.cache.get(key, version, make)
        return self._send(rendered.forms, kind)

    def _send(self, forms: Forms, kind: str) -> web.Response:
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
        if not self._settings.listed:
            headers["X-Robots-Tag"] = "noindex"
        return answer_of(forms, kind if kind == "image/png" else f"{kind}; charset=utf-8", headers)


def _number(request: web.Request, name: str) -> int:
    """The page of a list that is asked for, from 1. HTTPNotFound for anything else."""
    text = request.query.get(name, "1")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text) or int(text) > _LARGEST_PAGE:
        raise web.HTTPNotFound
    return int(text)
