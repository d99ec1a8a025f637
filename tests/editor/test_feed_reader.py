"""Drafts from feeds: one for each entry that is new."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from import_site import BODY, Site, articles, drafts_in, page_html

from bot.editor.importer import import_from
from bot.errors import AgoraError
from bot.markdown import to_html


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
    assert article.title == "가져온 기사"


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
    assert "status 404" in str(done.failed[0])
    assert "has no text" in str(done.failed[1])
    assert all(str(why).isprintable() for why in done.failed)
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


async def test_entries_that_differ_by_their_place_in_a_page_are_different(content: Path, tmp_path: Path) -> None:
    place = tmp_path / "feed.xml"
    place.write_text(
        rss(*(item(f"하루 글 {n}", f"https://example.org/day.html#a{n}", f"{BODY[n]} {n}", n + 1) for n in range(3)))
    )
    done = await import_from(str(place), drafts_in(content))
    assert (len(done.drafts), done.known, done.failed) == (3, 0, [])
    found = articles(content)
    assert {article.source for article in found.values()} == {f"https://example.org/day.html#a{n}" for n in range(3)}
    assert all(f"{BODY[n]} {n}" in found[f"하루-글-{n}"].body for n in range(3))
    again = await import_from(str(place), drafts_in(content))
    assert (len(again.drafts), again.known) == (0, 3)


async def test_entries_of_one_title_and_without_a_link_are_different(content: Path, tmp_path: Path) -> None:
    place = tmp_path / "feed.xml"
    entries = "".join(
        f"<item><title>오늘의 글</title><description>{text * 9}</description></item>" for text in (BODY[0], BODY[1])
    )
    place.write_text(rss(entries))
    assert len((await import_from(str(place), drafts_in(content))).drafts) == 2
    assert {article.body[:10] for article in articles(content).values()} == {BODY[0][:10], BODY[1][:10]}
    again = await import_from(str(place), drafts_in(content))
    assert (len(again.drafts), again.known) == (0, 2)


@pytest.mark.parametrize(
    "told",
    ["<link>https://example.org/</link><guid>{n}</guid>", "<link>https://example.org/</link>", "<guid>one</guid>"],
    ids=["one address", "one address without ids", "one id"],
)
async def test_entries_of_one_address_or_one_id_are_different(content: Path, tmp_path: Path, told: str) -> None:
    place = tmp_path / "feed.xml"
    place.write_text(
        rss(
            "".join(
                f"<item><title>글 {n}</title>{told.format(n=n)}<description>{BODY[n] * 9}</description></item>"
                for n in range(2)
            )
        )
    )
    assert len((await import_from(str(place), drafts_in(content))).drafts) == 2
    assert [article.body[:9] for article in articles(content).values()] == [BODY[0][:9], BODY[1][:9]]
    again = await import_from(str(place), drafts_in(content))
    assert (len(again.drafts), again.known) == (0, 2)


async def test_an_entry_that_is_nested_without_end_is_text(content: Path, tmp_path: Path) -> None:
    nested = f"{'&lt;b&gt;' * 3000}{BODY[0] * 9}"
    entries = "".join(
        f"<item><title>글 {n}</title><guid>{n}</guid><description>{text}</description></item>"
        for n, text in enumerate((nested, BODY[1] * 9))
    )
    (tmp_path / "feed.xml").write_text(rss(entries))
    await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    assert [article.body[:9] for article in articles(content).values()] == [BODY[0][:9], BODY[1][:9]]


@pytest.mark.parametrize("in_cdata", [False, True])
async def test_signs_and_quotations_arrive_whole(content: Path, tmp_path: Path, in_cdata: bool) -> None:
    markup = (
        f"<p>R&amp;D 예산과 &lt;파묘&gt; 이야기. {BODY[0] * 9}</p>"
        f"<blockquote><p>{BODY[1]}</p><p>{BODY[2]}</p></blockquote>"
        "<ul><li>하나</li></ul><p>끝 &hellip; AT&amp;T <Dune> <파묘> 1 &lt; 2</p>"
    )
    title = "R&D 예산 & <파묘>"
    entry = (
        f"<title><![CDATA[{title}]]></title><description><![CDATA[{markup}]]></description>"
        if in_cdata
        else f"<title>R&D 예산 & &lt;파묘&gt;</title><description>{escape(markup)}</description>"
    )
    (tmp_path / "feed.xml").write_text(rss(f"<item>{entry}<guid>1</guid></item>"))
    await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    (article,) = articles(content).values()
    assert article.title == title
    assert f"> {BODY[1]}\n>\n> {BODY[2]}" in article.body
    for whole in ("R&D 예산과 <파묘> 이야기.", "- 하나", "끝 … AT&T <Dune> <파묘> 1 < 2"):
        assert whole in article.body
    shown = to_html(article.body)
    assert "&lt;파묘&gt; 이야기" in shown
    assert "&lt;Dune&gt;" in shown


@pytest.mark.parametrize("text", ["<파묘>를 보았다. R&D와 AT&T.", "짧은 <b>글</b> R&amp;D &lt;파묘&gt;"])
async def test_a_short_entry_arrives_whole(content: Path, tmp_path: Path, text: str) -> None:
    entry = f"<item><title>글</title><guid>1</guid><description><![CDATA[{text}]]></description></item>"
    (tmp_path / "feed.xml").write_text(rss(entry))
    await import_from(str(tmp_path / "feed.xml"), drafts_in(content))
    (article,) = articles(content).values()
    assert "<파묘>" in article.body
    assert "R&D" in article.body


async def test_a_pages_quotations_arrive_whole(site: Site, content: Path) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY * 2)
    page = (
        f"<html><body><article><h1>&lt;파묘&gt;와 R&amp;D</h1>{paragraphs}"
        f"<blockquote><p>{BODY[0]} &lt;파묘&gt; <파묘></p></blockquote><p>{BODY[2]}</p></article></body></html>"
    )
    await import_from(site.says("/1", page), drafts_in(content))
    (article,) = articles(content).values()
    assert article.title == "<파묘>와 R&D"
    assert f"> {BODY[0]} <파묘> <파묘>" in article.body
