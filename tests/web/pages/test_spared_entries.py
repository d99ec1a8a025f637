"""One article that can't be shown costs its own page and its own entries, and one line in the log."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.app.public_pages import audiences_of
from bot.core.articles import Article, Mascot
from bot.locales import words_for
from bot.markdown import to_html
from bot.services.commands.article_search import Found
from bot.web.http_server import WebServer
from bot.web.pages import Pages, PageSettings, Sources
from tests.web.pages.pages_site import Site

FAR_EAST, FAR_WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
EDGES = [
    *(datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)),
    *(datetime.max.replace(tzinfo=FAR_WEST), datetime.min.replace(tzinfo=FAR_EAST)),
]
ATOM = "{http://www.w3.org/2005/Atom}"


class Shelf:
    """The library of a site, with some articles put among the others."""

    def __init__(self, site: Site, added: Sequence[Article]) -> None:
        self._library = site.app.library
        self._articles = (*added, *self._library.all())

    def get(self, slug: str) -> Article | None:
        return next((article for article in self._articles if article.slug == slug), None)

    def shown(self, slug: str) -> Article | None:
        return self.get(slug)

    def all(self) -> Sequence[Article]:
        return self._articles

    def waiting(self) -> Sequence[Article]:
        return ()

    def mascots(self) -> Mapping[str, Mascot]:
        return self._library.mascots()

    def changed_at(self, slug: str) -> datetime | None:
        return self._library.changed_at(slug)

    def load(self) -> bool:
        return False


@asynccontextmanager
async def shown_with(site: Site, *added: Article) -> AsyncIterator[Site]:
    """The site's pages over a library that has more articles."""
    app, shelf = site.app, Shelf(site, added)

    async def related(_: str) -> Sequence[Article]:
        return shelf.all()

    async def found(_: Sequence[str]) -> Found:
        return Found(tuple(shelf.all()))

    sources = Sources(
        public=app.database.ledger.public,
        debates=app.database.ledger.debates,
        talk=app.database.ledger.talk,
        proofs=app.database.ledger.proofs,
        articles=shelf,
        words=words_for,
        to_html=to_html,
        related=related,
        search=found,
        link=lambda _: None,
        audiences=audiences_of(app.config, app.adapters),
    )
    pages = Pages(sources, PageSettings(listed=True), locale="ko")
    server = WebServer("127.0.0.1:0", words_for, locale="ko")
    server.add(pages.routes())
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield Site(app, site.chat, session, server.url)
    await server.stop()


def unprintable(site: Site) -> Article:
    """An article that no page can be made of: its title has half of a character."""
    good = site.app.library.get("first")
    assert good is not None
    return replace(good, slug="half", title="반쪽 \ud83d")


LISTS = ("/", "/search?q=a", "/articles/first", "/articles/open-square", "/feed.atom", "/sitemap.xml")


async def test_an_article_that_cannot_be_shown_is_left_out_of_every_list_and_said_once(site: Site) -> None:
    await site.open("first")
    async with shown_with(site, unprintable(site)) as with_it:
        with capture_logs() as logs:
            for path in (*LISTS, *(f"{path}?lang=en" for path in LISTS)):
                answer = await with_it.get(path)
                assert answer.status == 200, path
                assert "반쪽" not in answer.text
                if "xml" in path or "atom" in path:
                    ElementTree.fromstring(answer.text)
            front = await with_it.get("/")
            for title in ("열린 광장", "첫 글", "다른 글"):
                assert title in front.text
            assert (await with_it.get("/articles/half")).status == 500
            assert (await with_it.get("/articles/other")).status == 200
        loud = [(entry["event"], entry.get("what")) for entry in logs if entry["log_level"] in ("error", "warning")]
        assert loud == [("could not be shown and is left out", "half"), ("request failed unexpectedly", None)]


@pytest.mark.parametrize("published", EDGES, ids=["9999", "0001", "after 9999", "before 0001"])
async def test_the_edges_of_the_calendar_cost_nothing(site: Site, published: datetime) -> None:
    good = site.app.library.get("first")
    assert good is not None
    async with shown_with(site, replace(good, slug="edge", title="끝의 글", published=published)) as with_it:
        for path in (*LISTS, "/articles/edge"):
            assert (await with_it.get(path)).status == 200, path
        assert "끝의 글" in (await with_it.get("/")).text


@pytest.mark.parametrize(
    "published", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"]
)
async def test_a_debate_over_an_article_from_the_edge_is_shown(site: Site, folder: Path, published: str) -> None:
    """As an older version took it in: what a debate is about stays as it was."""
    debate = await site.open("first")

    def change() -> None:
        with closing(sqlite3.connect(folder / "agora.db", timeout=30)) as db, db:
            ((kept,),) = db.execute("SELECT article FROM debates WHERE id = ?", (debate,)).fetchall()
            changed = json.dumps({**json.loads(kept), "published": published})
            db.execute("UPDATE debates SET article = ? WHERE id = ?", (changed, debate))

    await asyncio.to_thread(change)
    (folder / "content" / "articles" / "first.md").unlink()
    site.app.library.load()
    for path in ("/", "/articles/first", f"/debates/{debate}", f"/debates/{debate}.json", "/feed.atom"):
        assert (await site.get(path)).status == 200, path


@pytest.mark.parametrize("locale", ["ko", "en"])
@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
@pytest.mark.parametrize("at", EDGES)
def test_every_instant_can_be_said(locale: str, zone: str, at: datetime) -> None:
    words = words_for(locale, zone)
    assert words.date(at)
    assert words.moment(at)
