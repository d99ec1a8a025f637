"""Searching on the pages: a form without a script, results with what was found, kept and bounded like other pages."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from tests.web.pages.pages_site import Answer, Site, write_article
from tests.web.pages.test_page_cache import renders


def search(text: str, more: str = "") -> str:
    return f"/search?q={quote(text)}{more}"


def found(page: Answer) -> list[str]:
    return re.findall(r'<h2 class="row-title"[^>]*><a href="/articles/([^"]+)"', page.text)


async def test_the_front_page_has_the_form_and_it_finds_articles(folder: Path, site: Site) -> None:
    write_article(folder / "content", "acorn", "숲의 셈법", more="tags: [도토리]\n")
    site.app.library.load()
    front = (await site.get("/")).text
    assert re.search(r'<form class="search" role="search" action="/search">\s*<input type="search" name="q"', front)
    for text in ("도토리는", "ㄷㅌㄹ", "숲의셈법", "도터리"):
        page = await site.get(search(text))
        assert page.status == 200
        assert found(page) == ["acorn"], text
        assert f'value="{text}"' in page.text
        assert "<script" not in page.text.partition("<body")[2]
    assert "‘도토리는’으로 찾은 기사 1개" in (await site.get(search("도토리는"))).words
    assert "태그 <span><mark>도토리</mark></span>" in re.sub(
        r'<span class="hit-place">(.*?)</span>', r"\1", (await site.get(search("도토리"))).text
    )
    assert "‘도터리’가 들어간 기사가 없어 ‘도토리’로 찾았어요" in (await site.get(search("도터리"))).words
    english = await site.get(search("도토리", "&lang=en"))
    assert "1 article with “도토리”" in english.words
    assert f'href="{search("도토리")}&amp;lang=ko"' in english.text


async def test_nothing_typed_and_nothing_found(site: Site) -> None:
    empty = await site.get("/search")
    assert empty.status == 200
    assert found(empty) == []
    none = await site.get(search("<b>바다</b>"))
    assert "찾지 못했어요" in none.words
    assert "<b>바다" not in none.text
    assert (await site.get(search("광장", "&page=2"))).status == 404
    assert (await site.get(search("광장", "&page=x"))).status == 404


async def test_many_results_are_turned_by_pages(folder: Path, site: Site) -> None:
    for number in range(45):
        write_article(folder / "content", f"more-{number:02}", f"도토리 이야기 {number}")
    site.app.library.load()
    first, third = await site.get(search("도토리")), await site.get(search("도토리", "&page=3"))
    assert (len(found(first)), len(found(third))) == (20, 5)
    assert f'href="{search("도토리")}&amp;page=2"' in first.text
    assert "찾은 기사 45개" in third.words


async def test_a_search_is_made_once_until_the_library_changes_and_no_search_engine_keeps_it(
    folder: Path, site: Site
) -> None:
    first = await site.get(search("셈법"))
    again = await site.get(search("  셈법 "), **{"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert '<meta name="robots" content="noindex">' in first.text
    write_article(folder / "content", "acorn", "숲의 셈법")
    site.app.library.load()
    assert found(await site.get(search("셈법"))) == ["acorn"]


async def test_what_is_typed_is_bounded_and_never_pushes_articles_out(site: Site) -> None:
    await site.get("/articles/first")
    long = await site.get(search("가" * 500))
    assert f'value="{"가" * 100}"' in long.text
    many = await site.get(search(" ".join("가나다라마바사아자차")))
    assert many.status == 200
    before = await renders(site)
    for number in range(300):
        await site.get(search(f"없는 {number}"))
    await site.get("/articles/first")
    assert await renders(site) == before + 300
