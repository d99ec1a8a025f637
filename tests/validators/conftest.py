"""A site with a debate in every state, for validators to look at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from tests.web.pages.pages_site import Site, running, write_article


@dataclass
class Visited:
    """The site, and an address of every kind of page."""

    site: Site
    pages: dict[str, str]
    debates: tuple[str, str]


@pytest_asyncio.fixture
async def visited(tmp_path: Path) -> AsyncIterator[Visited]:
    """Articles in Korean, one that was debated, one that is, one that never was; comments, a shift, a certificate."""
    content = tmp_path / "content"
    write_article(content, "open-square", month=3, more="pick: true\nprevious: first\ntags: [광장]\nauthor: 하루\n")
    write_article(content, "first", "첫 글", month=1, more="tags: [광장]\n")
    write_article(content, "other", "다른 글", month=2, category="생활", more="source: https://news.example.org/a\n")
    async with running(tmp_path, web=", comments: names") as site:
        ended = await site.open("first")
        for person, emoji in (("haru", "🚪"), ("noeul", "🚪"), ("dambi", "🌳"), ("p1", "🤔")):
            await site.react(ended, person, emoji)
        await site.react(ended, "noeul", "🚪", on=False)
        await site.react(ended, "noeul", "🌳")
        await site.reply(ended, "p2", "저는 광장이 좋아요.")
        await site.close(ended)
        debate = await site.open()
        await site.react(debate, "p1", "🌳")
        await site.reply(debate, "p3", "I prefer the door.")
        pages = {
            "front": "/",
            "front-en": "/?lang=en",
            "article-open": "/articles/open-square",
            "article-ended": "/articles/first?lang=en",
            "article-alone": "/articles/other",
            "debate-open": f"/debates/{debate}",
            "debate-ended": f"/debates/{ended}",
            "debate-ended-en": f"/debates/{ended}?lang=en",
            "search": "/search?q=%EA%B8%80",
            "search-none": "/search?q=zebra",
            "missing": "/nope",
            "chat": "/chat",
        }
        yield Visited(site, pages, (debate, ended))
