"""Each page as HTML, built from the debate, the article and the library as they are now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from aiohttp import web

from bot.core.articles import Article
from bot.core.debates import Kept
from bot.core.words import Words
from bot.services.records import Front, Snapshot, Standing
from bot.services.reports import record_of, record_text
from bot.web.pages.article_page import (
    Bodies,
    Told,
    Written,
    around,
    comments_of,
    feedback_of,
    sparks_beside,
    squabble_of,
    told_of,
)
from bot.web.pages.cache import Passing
from bot.web.pages.diagrams import POINTS
from bot.web.pages.feeds import article_data, debate_data, feed_entries
from bot.web.pages.front_page import Wanted, front_page
from bot.web.pages.live import has_ended, token_of
from bot.web.pages.renderer import Renderer, Sparing, data_block, stamp
from bot.web.pages.results_page import details_of
from bot.web.pages.search_page import Searched, search_page
from bot.web.pages.sources import PageSettings, Sources
from bot.web.pages.vote import vote_of

_COMMENTS_SECONDS = 300.0
_INCOMPLETE_SECONDS = 5.0


class PageBuilder:
    """Makes pages. With `only_live` it makes the part of a page that follows the debate, without what is around it.

    What was there when it was asked for and is gone now raises HTTPNotFound, what retention deleted HTTPGone.
    """

    def __init__(self, sources: Sources, settings: PageSettings, renderer: Renderer, sparing: Sparing) -> None:
        self._sources = sources
        self._sparing = sparing
        self._settings = settings
        self._renderer = renderer
        self._bodies = Bodies(sources)
        self._searching = asyncio.Lock()

    def missing(self, words: Words) -> str:
        """The page for an address where nothing is."""
        mascot = next(iter(self._sources.articles.mascots().values()), None)
        return self._renderer.page(
            "missing.html",
            words,
            "/",
            words.say("page-missing-title"),
            face=mascot.emoji if mascot is not None else "🔎",
            mascot=mascot.name(words.locale) if mascot is not None else words.say("chat-bot-name"),
        )

    async def front(
        self,
        front: Front,
        shelf: tuple[Article, ...],
        articles_in_all: int,
        wanted: Wanted,
        coming: datetime | None,
        words: Words,
    ) -> str:
        """The front page; `shelf` are the articles of the wanted page, `coming` is when the next debate opens."""
        page = await front_page(front, shelf, articles_in_all, wanted, self._sources, words, self._sparing)
        title, description = words.say("page-title"), words.say("page-description")
        return self._renderer.page(
            "front.html", words, wanted.path, title, page=page, description=description, coming=coming
        )

    async def search(self, searched: Searched, words: Words) -> str:
        """The search page. One search is made at a time: whoever asks for many keeps nobody but themselves waiting."""
        async with self._searching:
            page = await search_page(searched, self._sources, words, self._sparing)
        title = words.say("page-search")
        return self._renderer.page("search.html", words, searched.path, title, page=page, listed=False)

    async def article(self, slug: str, standing: Standing | None, words: Words, *, only_live: bool) -> str:
        """An article with the latest debate over it; one that readers may not see is shown as it was debated."""
        snapshot = await self._sources.debates.snapshot(standing.debate) if standing is not None else None
        article = self._sources.articles.shown(slug)
        if snapshot is not None and article is None:
            article = snapshot.debate.article
        if article is None:
            raise web.HTTPNotFound
        vote = vote_of(snapshot, words) if snapshot is not None else None
        written = Written()
        if snapshot is not None and standing is not None:
            written = await comments_of(snapshot, standing.retold, self._sources)
        comments = written.number(vote.comments) if vote is not None else None
        told = await self._told_of(snapshot, words)
        live = {
            "vote": vote,
            "standing": token_of(standing) if standing is not None else "",
            "go": self._chat_link(snapshot),
            "question": snapshot.debate.article.question if snapshot is not None else article.question,
            "comments": written.comments,
            "comments_number": comments,
            "comments_remark": written.remark(vote.comments, words, ended=vote.ended) if vote is not None else "",
            "told": told,
            "sparks": sparks_beside(article, snapshot, told),
            "comments_shown": self._shows_comments,
            "options": article.options,
        }
        if only_live:
            return _for_a_while(self._renderer.part("article_live.html", words, **live), written)
        path = f"/articles/{quote(slug, safe='')}"
        page = self._renderer.page(
            "article.html",
            words,
            path,
            article.title,
            description=" ".join(article.summary),
            image=self._picture(vote.debate if vote is not None else None),
            kind="article",
            data=data_block(article_data(article, comments, self._absolute(path))),
            article=article,
            body=await self._bodies.of(article),
            squabble=squabble_of(article, self._sources.articles.mascots(), words),
            around=await around(article, self._sources, self._sparing),
            feedback=feedback_of(self._settings.platforms, words),
            **live | {"live": _stream_of(standing, beyond_its_end=self._shows_comments)},
        )
        return _for_a_while(page, written)

    async def debate(self, standing: Standing, words: Words, *, only_live: bool) -> str:
        """The results page."""
        snapshot = await snapshot_of(standing, self._sources)
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
            **live | {"live": _stream_of(standing)},
        )

    async def record(self, standing: Standing, words: Words) -> str:
        """The public record of a closed debate, written away from the event loop: it has every ballot."""
        filing = await self._sources.proofs.filing(standing.debate)
        if filing is None:
            raise web.HTTPGone if standing.kept is Kept.COUNTS else web.HTTPNotFound
        return await asyncio.to_thread(lambda: record_text(record_of(filing, words)))

    async def feed(self, standings: Sequence[Standing], base: str, words: Words) -> str:
        """The Atom feed of these debates."""
        listed = await self._sources.public.listed([standing.debate for standing in standings])
        entries = feed_entries((found.debate for found in listed.values()), words, self._sparing)
        updated = max((entry.updated for entry in entries), default=stamp(datetime.fromtimestamp(0, UTC)))
        return self._renderer.part("feed.xml", words, base=base, entries=entries, updated=updated)

    async def sitemap(self, slugs: Sequence[str], debates: Sequence[str], base: str, words: Words) -> str:
        """What search engines may visit, rendered away from the event loop: it may be long."""
        return await asyncio.to_thread(
            self._renderer.part, "sitemap.xml", words, base=base, slugs=slugs, debates=debates
        )

    @property
    def _shows_comments(self) -> bool:
        return not self._sources.audiences.is_silent

    async def _told_of(self, snapshot: Snapshot | None, words: Words) -> Told:
        talk = await self._sources.talk.told(snapshot.debate.id) if snapshot is not None else None
        if snapshot is None or talk is None:
            return Told()
        return told_of(snapshot, talk, self._sources.articles.mascots(), words)

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


async def snapshot_of(standing: Standing, sources: Sources) -> Snapshot:
    """The debate as it is now. HTTPNotFound for one that is gone."""
    snapshot = await sources.debates.snapshot(standing.debate)
    if snapshot is None:
        raise web.HTTPNotFound
    return snapshot


def _for_a_while(page: str, written: Written) -> str:
    """A page with comments is made anew after a while: that one was deleted may have been told to nobody."""
    if not written.complete:
        return Passing(page, _INCOMPLETE_SECONDS)
    return Passing(page, _COMMENTS_SECONDS) if written.comments else page


def _stream_of(standing: Standing | None, *, beyond_its_end: bool = False) -> str | None:
    """The stream that a page listens to while what it shows may change."""
    if standing is None or has_ended(standing, beyond_its_end=beyond_its_end):
        return None
    return f"/debates/{standing.debate}/events{'?comments' if beyond_its_end else ''}"
