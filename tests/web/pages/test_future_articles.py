"""An article dated in the future is on no page before its time, unless a debate over it was opened by hand."""

from __future__ import annotations

from pathlib import Path

from tests.web.pages.pages_site import running, write_article

PUBLIC = ", pages: public"


def put_ahead(folder: Path, slug: str) -> None:
    path = folder / "content" / "articles" / f"{slug}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("published: 2025", "published: 2999"), encoding="utf-8")


async def test_an_article_of_the_future_is_nowhere_until_it_is_debated(folder: Path) -> None:
    write_article(folder / "content", "ahead", "내일의 글", month=4, more="tags: [광장]\n")
    write_article(folder / "content", "after", "그 다음 기사", month=5, more="previous: ahead\ntags: [광장]\n")
    put_ahead(folder, "ahead")
    async with running(folder, web=PUBLIC) as site:
        assert (await site.get("/articles/ahead")).status == 404
        for path in ("/", "/articles/open-square", "/articles/after", "/sitemap.xml", "/feed.atom"):
            page = await site.get(path)
            assert page.status == 200, path
            assert "내일의 글" not in page.text, path
            assert "/articles/ahead" not in page.text, path
        debate = await site.open("ahead")
        page = await site.get("/articles/ahead")
        assert (page.status, "내일의 글" in page.words) == (200, True)
        assert "내일의 글" in (await site.get(f"/debates/{debate}")).words
        front = await site.get("/")
        assert "어느 쪽이 좋아요?" in front.words
        assert "내일의 글" not in (await site.get("/articles/first")).words


async def test_a_slug_in_pieces_leads_to_its_article(folder: Path) -> None:
    write_article(folder / "content", "광장", "한글 이름", month=4)
    async with running(folder) as site:
        page = await site.get("/articles/%E1%84%80%E1%85%AA%E1%86%BC%E1%84%8C%E1%85%A1%E1%86%BC")
        assert (page.status, "한글 이름" in page.words) == (200, True)
