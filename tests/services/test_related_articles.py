"""Related articles follow the library."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.articles import Article
from bot.library.library import Library
from bot.services.related_articles import RelatedArticles
from tests.patience import PATIENCE

ARTICLE = """\
---
title: {title}
category: 동네
published: 2025-04-28T09:00:00+09:00
tags: [{tag}]
summary: ["{title}", "{title}", "{title}"]
question: 열까요?
{more}---
{title}
"""


def write(folder: Path, slug: str, title: str, tag: str, more: str = "") -> None:
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "articles" / f"{slug}.md").write_text(ARTICLE.format(title=title, tag=tag, more=more), encoding="utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write(tmp_path, "one", "도서관의 저녁", "도서관")
    write(tmp_path, "two", "일요일 도서관", "도서관")
    write(tmp_path, "else", "바다와 배", "바다")
    loaded = Library(tmp_path)
    loaded.load()
    return loaded


def slugs(articles: list[Article]) -> list[str]:
    return [article.slug for article in articles]


async def test_relations_are_worked_out_when_first_asked_for(library: Library) -> None:
    related_articles = RelatedArticles(library)
    found = await asyncio.gather(*(related_articles.of("one") for _ in range(20)))
    assert {tuple(slugs(one)) for one in found} == {("two",)}


async def test_who_asks_while_the_library_has_changed_gets_what_was_known(library: Library, tmp_path: Path) -> None:
    related_articles = RelatedArticles(library)
    await related_articles.prepare()
    write(tmp_path, "three", "도서관의 저녁", "도서관")
    library.load()
    assert slugs(await related_articles.of("one")) == ["two"]
    await related_articles.prepare()
    assert slugs(await related_articles.of("one")) == ["three", "two"]


async def test_an_article_that_has_gone_is_left_out_at_once(library: Library, tmp_path: Path) -> None:
    related_articles = RelatedArticles(library)
    await related_articles.prepare()
    write(tmp_path, "two", "일요일 도서관", "도서관", "draft: true\n")
    library.load()
    assert await related_articles.of("one") == []


async def test_relations_are_known_before_anybody_asks_also_after_the_library_has_changed(
    library: Library, tmp_path: Path
) -> None:
    related_articles = RelatedArticles(library)
    running = asyncio.create_task(related_articles.run())
    try:
        await until_known(related_articles, "one", ["two"])
        write(tmp_path, "three", "도서관의 저녁", "도서관")
        library.load()
        related_articles.wake()
        await until_known(related_articles, "one", ["three", "two"])
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until_known(related_articles: RelatedArticles, slug: str, expected: list[str]) -> None:
    """Wait until the relations in memory, which nobody has asked for, are these."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if related_articles.known(slug) == expected:
                return
            await asyncio.sleep(0.01)
