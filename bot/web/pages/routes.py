"""The pages' addresses: each answer is rendered once and kept until what it shows has changed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from aiohttp import web

from bot.core.articles import Article
from bot.core.debates import Debate
from bot.core.words import Words
from bot.errors import Refused
from bot.services.composing import as_told
from bot.services.records import Snapshot, Standing
from bot.services.reporting import public_report
from bot.web.pages.articles import Bodies, around, comments_of, squabble_of
from bot.web.pages.cache import Cache, Rendered
from bot.web.pages.curve import POINTS
from bot.web.pages.feeds import feed_entries, origin_of, robots
from bot.web.pages.front import ARTICLES, ENDED, Wanted, front_page, pages_of
from bot.web.pages.hub import Hub, Watcher, has_ended, token_of
from bot.web.pages.rendering import Renderer, data_block
from bot.web.pages.results import details_of
from bot.web.pages.sources import PageSettings, Sources
from bot.web.pages.structured import article_data, debate_data
from bot.web.pages.talking import Told, sparks_beside, told_of
from bot.web.pages.voting import vote_of
from bot.web.reader import Reader

_HEARTBEAT_SECONDS = 20.0
_FEED_ENTRIES = 30
_LARGEST_PAGE = 100_000
_HTML = "text/html"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """Brings the public pages to a web server."""

    def __init__(self, sources: Sources, settings: PageSettings, *, locale: str) -> None:
        self._sources = sources
        self._settings = settings
        self._reader = Reader(locale, accept_language=True)
        self._renderer = Renderer(settings)
        self._bodies = Bodies(sources)
        self._shelf: Sequence[Article] = ()
        self._generation = 0
        self.cache = Cache()
        self.hub = Hub(sources.public)

    def routes(self) -> Sequence[web.RouteDef]:
        """Everything that the pages answer."""
        routes = [
            web.get("/", self._front),
            web.get("/articles/{slug}", self._article),
            web.get("/debates/{debate:[a-z0-9]+}", self._debate),
            web.get("/debates/{debate:[a-z0-9]+}/events", self._events),
            web.get("/debates/{debate:[a-z0-9]+}.json", self._json),
            web.get("/feed.atom", self._feed),
            web.get("/robots.txt", self._robots),
            web.get("/pages/{path:.+}", self._renderer.static),
        ]
        if self._settings.listed:
            routes.append(web.get("/sitemap.xml", self._sitemap))
        if self._sources.pictures is not None:
            routes += [
                web.get("/debates/{debate:[a-z0-9]+}.svg", self._svg),
                web.get("/debates/{debate:[a-z0-9]+}.png", self._png),
            ]
        return routes

    async def hang_up(self) -> None:
        """End every stream of events at once."""
        await self.hub.close()

    def missing(self, request: web.BaseRequest) -> web.Response:
        """The page for an address where nothing is."""
        words = self._sources.words(self._reader.locale_of(request))
        html = self._renderer.page("missing.html", words, "/", words.say("page-missing-title"))
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
        path = "/" if wanted == Wanted(1, 1) else str(request.rel_url.without_query_params("lang"))

        async def make() -> str:
            page = await front_page(front, shelf, len(library), wanted, self._sources, words)
            title = words.say("page-title")
            return self._renderer.page(
                "front.html", words, path, title, page=page, description=words.say("page-description")
            )

        version = (generation, front.open, front.ended, front.ended_in_all, tuple(front.over.items()))
        return await self._answer(request, ("front", wanted, words.locale), version, make)

    async def _article(self, request: web.Request) -> web.StreamResponse:
        slug = request.match_info["slug"]
        _, generation = self._library()
        article = self._sources.articles.get(slug)
        standing = await self._sources.public.standing_over(slug)
        if (article is None or article.draft) and standing is None:
            raise web.HTTPNotFound
        words = self._words(request)
        only_live = "part" in request.query
        key = ("article", slug, only_live, words.locale)
        return await self._answer(
            request, key, (generation, standing), lambda: self._make_article(slug, standing, words, only_live)
        )

    async def _make_article(self, slug: str, standing: Standing | None, words: Words, only_live: bool) -> str:
        snapshot = await self._sources.debates.snapshot(standing.debate) if standing is not None else None
        article = self._sources.articles.get(slug)
        if snapshot is not None and (article is None or article.draft):
            article = snapshot.debate.article
        if article is None:
            raise web.HTTPNotFound
        vote = vote_of(snapshot, words) if snapshot is not None else None
        comments = await comments_of(snapshot, self._sources, self._settings) if snapshot is not None else ()
        told = await self._told_of(snapshot, words)
        live = {
            "vote": vote,
            "standing": token_of(standing) if standing is not None else "",
            "go": self._chat_link(snapshot),
            "question": snapshot.debate.article.question if snapshot is not None else article.question,
            "comments": comments,
            "told": told,
            "sparks": sparks_beside(article, snapshot, told),
            "comments_shown": self._settings.comments,
            "options": article.options,
        }
        if only_live:
            return self._renderer.part("article_live.html", words, **live)
        path = f"/articles/{slug}"
        return self._renderer.page(
            "article.html",
            words,
            path,
            article.title,
            description=" ".join(article.summary),
            image=self._picture(vote.debate if vote is not None else None),
            kind="article",
            data=data_block(article_data(article, vote, self._absolute(path))),
            article=article,
            body=await self._bodies.of(article),
            squabble=squabble_of(article, self._sources.articles.mascots(), words),
            around=await around(article, self._sources),
            **live | {"live": _live(standing)},
        )

    async def _told_of(self, snapshot: Snapshot | None, words: Words) -> Told:
        talk = await self._sources.talk.told(snapshot.debate.id) if snapshot is not None else None
        if snapshot is None or talk is None:
            return Told()
        return told_of(snapshot, talk, self._sources.articles.mascots(), words)

    async def _debate(self, request: web.Request) -> web.StreamResponse:
        standing = await self._standing(request)
        words = self._words(request)
        only_live = "part" in request.query
        key = ("debate", standing.debate, only_live, words.locale)
        return await self._answer(request, key, standing, lambda: self._make_debate(standing, words, only_live))

    async def _make_debate(self, standing: Standing, words: Words, only_live: bool) -> str:
        snapshot = await self._snapshot(standing)
        vote = vote_of(snapshot, words)
        turnout = await self._sources.public.turnout(standing.debate, POINTS)
        debate = snapshot.debate
        live = {
            "vote": vote,
            "standing": token_of(standing),
            "go": self._chat_link(snapshot),
            "details": details_of(snapshot, turnout, words),
            "told": await self._told_of(snapshot, words),
            "article": debate.article,
        }
        if only_live:
            return self._renderer.part("debate_live.html", words, **live)
        path = f"/debates/{debate.id}"
        return self._renderer.page(
            "debate.html",
            words,
            path,
            vote.question,
            description=vote.headline or vote.turnout,
            image=self._picture(debate.id),
            kind="article",
            data=data_block(debate_data(debate, vote, self._absolute(path))),
            debate=debate,
            opened_text=words.say("page-opened", at=words.moment(debate.opened_at)),
            pictures=self._sources.pictures is not None,
            **live | {"live": _live(standing)},
        )

    # Data

    async def _json(self, request: web.Request) -> web.StreamResponse:
        words = self._words(request)
        snapshot = await self._snapshot(await self._standing(request))
        text = json.dumps(public_report(snapshot, words), ensure_ascii=False)
        return self._send(request, Rendered(text.encode(), None), "application/json")

    async def _svg(self, request: web.Request) -> web.StreamResponse:
        words = self._words(request)
        assert self._sources.pictures is not None
        snapshot = await self._told(request)
        picture = self._sources.pictures.svg(snapshot, words)
        return self._send(request, Rendered(picture.encode(), None), "image/svg+xml")

    async def _png(self, request: web.Request) -> web.StreamResponse:
        words = self._words(request)
        assert self._sources.pictures is not None
        snapshot = await self._told(request)
        return self._send(request, Rendered(await self._sources.pictures.png(snapshot, words), None), "image/png")

    async def _told(self, request: web.Request) -> Snapshot:
        """The debate as members are told of it."""
        snapshot = await self._snapshot(await self._standing(request))
        return replace(snapshot, debate=as_told(snapshot))

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        words, base = self._words(request), origin_of(request, self._settings.base)
        front = await self._sources.public.front([], ended=_FEED_ENTRIES, skip=0)
        standings = (*front.open, *front.ended)

        async def make() -> str:
            listed = await self._sources.public.listed([standing.debate for standing in standings])
            told: list[Debate] = [found.debate for found in listed.values()]
            entries = feed_entries(told, words)
            updated = max((entry.updated for entry in entries), default=datetime.fromtimestamp(0, UTC).isoformat())
            return self._renderer.part("feed.xml", words, base=base, entries=entries, updated=updated)

        return await self._answer(request, ("feed", base, words.locale), standings, make, "application/atom+xml")

    async def _sitemap(self, request: web.Request) -> web.StreamResponse:
        library, generation = self._library()
        words, base = self._words(request), origin_of(request, self._settings.base)
        front = await self._sources.public.front([], ended=_FEED_ENTRIES, skip=0)
        debates = [standing.debate for standing in (*front.open, *front.ended)]
        slugs = [article.slug for article in library[:40_000]]

        async def make() -> str:
            return await asyncio.to_thread(
                self._renderer.part, "sitemap.xml", words, base=base, slugs=slugs, debates=debates
            )

        return await self._answer(request, ("sitemap", base), (generation, tuple(debates)), make, "application/xml")

    async def _robots(self, request: web.Request) -> web.StreamResponse:
        text = robots(origin_of(request, self._settings.base), listed=self._settings.listed)
        return web.Response(text=text, headers={"Cache-Control": "max-age=3600"})

    # The stream

    async def _events(self, request: web.Request) -> web.StreamResponse:
        standing = await self._standing(request)
        if has_ended(standing):
            # An event source that is told "no content" does not come back.
            return web.Response(status=204, headers={"Cache-Control": "no-store"})
        try:
            watcher = self.hub.join(standing)
        except Refused:
            return web.Response(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
        stream = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        try:
            await stream.prepare(request)
            await stream.write(b"retry: 3000\n\n")
            await _pass_on(watcher, stream)
        except ConnectionResetError:
            pass
        finally:
            self.hub.leave(watcher)
        return stream

    # What the answers share

    def _library(self) -> tuple[Sequence[Article], int]:
        """The articles, and a number that changes whenever they do."""
        library = self._sources.articles.all()
        if library is not self._shelf:
            self._shelf = library
            self._generation += 1
        return library, self._generation

    def _words(self, request: web.Request) -> Words:
        return self._sources.words(self._reader.locale_of(request))

    async def _standing(self, request: web.Request) -> Standing:
        debate = request.match_info["debate"]
        found = (await self._sources.public.standings([debate])).get(debate)
        if found is None:
            raise web.HTTPNotFound
        return found

    async def _snapshot(self, standing: Standing) -> Snapshot:
        snapshot = await self._sources.debates.snapshot(standing.debate)
        if snapshot is None:
            raise web.HTTPNotFound
        return snapshot

    def _chat_link(self, snapshot: Snapshot | None) -> str | None:
        """Where to vote or to read along, if this server shows a post of the debate."""
        posts = snapshot.posts if snapshot is not None else ()
        return next((link for post in posts if (link := self._sources.link(post)) is not None), self._settings.chat)

    def _absolute(self, path: str) -> str | None:
        return None if self._settings.base is None else f"{self._settings.base}{path}"

    def _picture(self, debate: str | None) -> str | None:
        """The picture that previews show; they need its whole address."""
        if debate is None or self._sources.pictures is None:
            return None
        return self._absolute(f"/debates/{debate}.png")

    async def _answer(
        self,
        request: web.Request,
        key: Hashable,
        version: Hashable,
        make: Callable[[], Awaitable[str]],
        kind: str = _HTML,
    ) -> web.Response:
        rendered = await self.cache.get(key, version, make)
        return self._send(request, rendered, kind)

    def _send(self, request: web.Request, rendered: Rendered, kind: str) -> web.Response:
        headers = {
            "Cache-Control": "no-cache",
            "Vary": "Accept-Language, Cookie",
            "ETag": f'"{rendered.etag}"',
        }
        if not self._settings.listed:
            headers["X-Robots-Tag"] = "noindex"
        if any(known.value in (rendered.etag, "*") for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        response = web.Response(body=rendered.body, content_type=kind, charset="utf-8", headers=headers)
        if kind == "image/png":
            response.charset = None
        return response


def _live(standing: Standing | None) -> str | None:
    """The stream that a page listens to while its debate may change."""
    if standing is None or has_ended(standing):
        return None
    return f"/debates/{standing.debate}/events"


def _number(request: web.Request, name: str) -> int:
    text = request.query.get(name, "1")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text) or int(text) > _LARGEST_PAGE:
        raise web.HTTPNotFound
    return int(text)


async def _pass_on(watcher: Watcher, stream: web.StreamResponse) -> None:
    """Tell an open page whenever its debate has moved; a comment now and then keeps the connection."""
    while True:
        try:
            async with asyncio.timeout(_HEARTBEAT_SECONDS):
                standing = await watcher.news()
        except TimeoutError:
            await stream.write(b": still here\n\n")
            continue
        if standing is None:
            return
        await stream.write(f"event: standing\ndata: {token_of(standing)}\n\n".encode())
        if has_ended(standing):
            return
