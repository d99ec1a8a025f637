"""Drafts from feeds: one for each entry that is new."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from import_site import BODY, Site, articles, drafts_in, page_html

from bot.errors import AgoraError
from bot.library.importing import import_from


def rss(*items: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def item(title: str, link: str, text: str = "", day: int = 1) -> str:
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><author>이둘</author>"
        f"<pubDate>{datetime(2025, 5, day, tzinfo=UTC):%a, %d %b %Y %H:%M:%S +0000}</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )


WHOLE = "".join(f"<p>{text}</p>" for text in BODY * 6)


async def test_a_feed_gives_a_draft_for_each_entry_not_yet_imported(site: Site, content: Path) -> None:
    site.says("/teaser", page_html("쪽의 제목"))
    items = [item("하나", f"{site.address}/whole", WHOLE, 1), item("둘", f"{site.address}/teaser", "짧은 소개", 2)]
    feed = site.says("/feed", rss(*items), "application/rss+xml")
    steps: list[tuple[int, int]] = []
    done = await import_from(feed, drafts_in(content), lambda at, of: steps.append((at, of)))
    assert [path.name for path in done.drafts] == ["2025-05-02-둘.md", "2025-05-01-하나.md"]
    assert steps == [(0, 2), (1, 2), (2, 2)]
    found = articles(content)
    assert found["하나"].author == "이둘"
    assert found["하나"].published == datetime(2025, 5, 1, tzinfo=UTC)
    assert found["하나"].source == f"{site.address}/whole"
    assert BODY[1] in found["하나"].body
    assert BODY[1] in found["둘"].body
    assert site.asked == ["/feed", "/teaser"]

    site.says("/feed", rss(*items, item("셋", f"{site.address}/new", WHOLE, 3)), "application/rss+xml")
    again = await import_from(feed, drafts_in(content))
    assert [path.name for path in again.drafts] == ["2025-05-03-셋.md"]
    assert (again.known, again.failed) == (2, [])


@pytest.mark.parametrize("link", ["http://[broken", "file:///etc/passwd", "https://user@example.org/1", "https://a b/"])
async def test_an_entry_with_a_link_that_is_no_address_has_no_source(content: Path, tmp_path: Path, link: str) -> None:
    (tmp_path / "feed.xml").write_text(rss(item("", link, WHOLE)))
    done = await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    assert len(done.drafts) == 1
    (article,) = articles(content).values()
    assert article.source is None
    assert article.title == "가져온 글"


async def test_an_entry_that_fails_does_not_keep_the_others_and_is_tried_again(site: Site, content: Path) -> None:
    items = [
        item("없는 쪽", f"{site.address}/missing", "소개", 3),
        item("이상한 \x9b31m 주소", "javascript:alert(1)", "", 2),
        item("좋은 글", f"{site.address}/good", WHOLE, 1),
    ]
    feed = site.says("/feed", rss(*items), "text/xml")
    done = await import_from(feed, drafts_in(content))
    assert [path.name for path in done.drafts] == ["2025-05-01-좋은-글.md"]
    assert len(done.failed) == 2
    assert "status 404" in done.failed[0]
    assert "has no text" in done.failed[1]
    assert all(why.isprintable() for why in done.failed)
    site.says("/missing", page_html())
    assert len((await import_from(feed, drafts_in(content))).drafts) == 1


@pytest.mark.parametrize("kind", ["application/atom+xml", "text/html", "", "application/octet-stream"])
async def test_an_atom_feed_is_known_by_what_it_says(site: Site, content: Path, kind: str) -> None:
    entry = (
        "<entry><title type='html'>&lt;b&gt;열린&lt;/b&gt; &amp;amp; 닫힌</title><link href='/a/1'/><id>urn:1</id>"
        f"<updated>2025-05-01T00:00:00Z</updated><content type='html'>{escape(WHOLE)}</content></entry>"
    )
    atom = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    await import_from(site.says("/feed", atom, kind), drafts_in(content))
    (article,) = articles(content).values()
    assert article.title == "열린 & 닫힌"
    assert article.source == f"{site.address}/a/1"


async def test_a_feed_in_a_file(content: Path, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(item("하나", "https://example.org/1", WHOLE)))
    done = await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    assert len(done.drafts) == 1
    assert articles(content)["하나"].source == "https://example.org/1"


async def test_a_feed_reads_no_file_and_swells_to_nothing(content: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("아주 비밀스러운 글")
    bombs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    outside = f'<!ENTITY out SYSTEM "file://{tmp_path}/secret">'
    bomb = rss(item("터지는 글", "https://example.org/1", WHOLE).replace("터지는", "&e8;&out;"))
    doctype = f'<!DOCTYPE rss [<!ENTITY e0 "가나다라">{bombs}{outside}]>'
    (tmp_path / "feed.xml").write_text(bomb.replace("\n", f"\n{doctype}\n", 1))
    done = await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    for path in done.drafts:
        assert path.stat().st_size < 100_000
        assert "비밀스러운" not in path.read_text()


async def test_something_that_only_looks_like_a_feed_is_told(site: Site, content: Path) -> None:
    with pytest.raises(AgoraError, match="not a feed"):
        await import_from(site.says("/feed", "nothing", "application/rss+xml"), drafts_in(content))
    done = await import_from(site.says("/none", rss(), "application/rss+xml"), drafts_in(content))
    assert (done.drafts, done.failed, done.known) == ([], [], 0)
