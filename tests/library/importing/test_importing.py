"""Drafts from pages, files and feeds, read from a real server with its faults."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from aiohttp import web

from bot.core.articles import Article
from bot.errors import AgoraError, Refused, UsageError
from bot.library import Library
from bot.library.importing import Drafts, import_from
from bot.library.importing.fetching import LARGEST, fetch, new_session

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2025, 6, 1, 12, tzinfo=SEOUL)
BODY = (
    "딥시크를 세운 사람들은 구글과 바이두 같은 큰 회사에서 일한 적이 있어요.",
    "가장 눈에 띄는 건 모델의 가중치를 공개한 일이에요. 자동차 회사가 모든 정비사에게 설계도를 나눠 준 것과 같아요.",
    "열려 있으니 재능 있는 사람들이 모였고, 그 재능이 다시 쓰는 사람들을 불러왔어요.",
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def page_html(title: str = "열린 AI", head: str = "") -> str:
    paragraphs = "<h2>왜?</h2>".join(f"<p>{text}</p>" for text in BODY)
    return (
        f'<html lang="ko"><head><title>{title} | 신문</title><meta property="og:title" content="{title}">{head}</head>'
        f'<body><nav><a href="/">홈으로</a></nav><article><h1>{title}</h1>{paragraphs}'
        "<script>alert(1)</script></article><footer>모든 권리 보유</footer></body></html>"
    )


class Site:
    """A web site of our own: what it says at each path, and what it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.handlers: dict[str, Handler] = {}
        self.asked: list[str] = []
        self.released = asyncio.Event()

    def says(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> str:
        data = body.encode() if isinstance(body, str) else body

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=data, status=status, headers={"Content-Type": kind} if kind else {})

        self.handlers[path] = answer
        return self.address + path

    def leads(self, path: str, to: str, status: int = 302) -> str:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, headers={"Location": to})

        self.handlers[path] = answer
        return self.address + path

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        handler = self.handlers.get(request.path)
        return await handler(request) if handler is not None else web.Response(status=404)


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    served = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", served.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield served
    finally:
        served.released.set()
        await runner.cleanup()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


def drafts_in(content: Path, locale: str = "ko") -> Drafts:
    return Drafts(content, SEOUL, locale, NOW)


def articles(content: Path) -> dict[str, Article]:
    """Every article there, drafts included; nothing may be wrong with any, and none may be posted."""
    (content / "articles").mkdir(parents=True, exist_ok=True)
    library = Library(content)
    library.load()
    assert [str(problem) for problem in library.problems] == []
    assert library.all() == ()
    found = {slug: library.get(slug) for slug in library.readings}
    assert all(article is not None and article.draft for article in found.values())
    return {slug: article for slug, article in found.items() if article is not None}


@pytest.mark.parametrize("locale", ["ko", "en"])
async def test_a_page_becomes_a_draft_with_all_that_it_says_of_itself(site: Site, content: Path, locale: str) -> None:
    head = (
        '<meta name="author" content="김하나"><meta property="article:published_time" content="2025-04-27T19:57:00Z">'
    )
    address = site.says("/news/1", page_html(head=head))
    done = await import_from(address, drafts_in(content, locale))
    assert [path.name for path in done.drafts] == ["2025-04-28-열린-ai.md"]
    article = articles(content)["열린-ai"]
    assert (article.title, article.author, article.source) == ("열린 AI", "김하나", address)
    assert article.published == datetime(2025, 4, 28, 4, 57, tzinfo=SEOUL)
    assert article.summary == ()
    assert all(text in article.body for text in BODY)
    assert "## 왜?" in article.body
    for unwanted in ("홈으로", "모든 권리", "alert", "# 열린 AI\n"):
        assert unwanted not in article.body
    text = done.drafts[0].read_text()
    assert sum(line.startswith('#   - "') for line in text.splitlines()) == 3


async def test_the_proposal_is_a_summary_once_its_signs_are_removed(site: Site, content: Path) -> None:
    address = site.says("/1", page_html())
    path = (await import_from(address, drafts_in(content))).drafts[0]
    text = path.read_text().replace("# summary:", "summary:").replace("#   - ", "  - ").replace("draft: true\n", "")
    path.write_text(text)
    library = Library(content)
    library.load()
    assert library.problems == ()
    assert len(library.all()[0].summary) == 3


@pytest.mark.parametrize(
    ("codec", "kind", "head"),
    [
        ("cp949", "text/html; charset=euc-kr", ""),
        ("cp949", "text/html", '<meta charset="euc-kr">'),
        ("cp949", "text/html", '<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">'),
        ("utf-8", "text/html", ""),
        ("utf-8", "text/html; charset=no-such-thing", ""),
        ("utf-8", "", ""),
    ],
)
async def test_hangul_is_read_in_every_encoding(site: Site, content: Path, codec: str, kind: str, head: str) -> None:
    address = site.says("/1", page_html("뷁한 열린 AI", head).encode(codec), kind)
    await import_from(address, drafts_in(content))
    article = articles(content)["뷁한-열린-ai"]
    assert BODY[0] in article.body


async def test_redirects_are_followed_and_the_source_is_where_they_end(site: Site, content: Path) -> None:
    end = site.says("/end", page_html())
    site.leads("/3", "/end", 308)
    site.leads("/2", "3", 303)
    first = site.leads("/1", f"{site.address}/2", 301)
    await import_from(first, drafts_in(content))
    assert articles(content)["열린-ai"].source == end
    assert site.asked == ["/1", "/2", "/3", "/end"]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("/loop", "leads on more than 5 times"),
        ("file:///etc/passwd", "is not an address of the web"),
        ("ftp://127.0.0.1/x", "is not an address of the web"),
        ("http://user:pass@127.0.0.1/", "is not an address of the web"),
        ("http://[::1", "."),
    ],
)
async def test_redirects_lead_nowhere_else(site: Site, content: Path, to: str, said: str) -> None:
    address = site.leads("/loop", to)
    with pytest.raises(AgoraError, match=said):
        await import_from(address, drafts_in(content))
    assert articles(content) == {}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("ftp://example.org/a", "not an address of the web"),
        ("file:///etc/passwd", "not an address of the web"),
        ("https://", "not an address of the web"),
        ("no-such-file.html", "does not exist"),
        (".", "is no file"),
    ],
)
async def test_a_place_that_is_none_is_told(content: Path, place: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        await import_from(place, drafts_in(content))


async def test_a_page_that_is_missing_empty_or_of_another_kind_is_told(site: Site, content: Path) -> None:
    site.says("/empty", "<html><body></body></html>")
    site.says("/nothing", "")
    site.says("/pdf", b"%PDF-1.7", "application/pdf")
    site.says("/gone", "no", status=410)
    for path, said in (
        ("/empty", "no article was found"),
        ("/nothing", "no article was found"),
        ("/pdf", "is application/pdf, not a page"),
        ("/gone", "status 410"),
        ("/missing", "status 404"),
    ):
        with pytest.raises(AgoraError, match=said):
            await import_from(site.address + path, drafts_in(content))
    assert articles(content) == {}


@pytest.mark.parametrize("packed", [False, True])
async def test_what_is_too_large_is_not_read_to_its_end(site: Site, content: Path, packed: bool) -> None:
    sent = 0

    async def pour(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Encoding": "gzip"} if packed else {})
        await response.prepare(request)
        block = gzip.compress(b" " * 1024 * 1024) if packed else b" " * 1024 * 1024
        for _ in range(1 if packed else 60):
            await response.write(gzip.compress(b" " * 60 * 1024 * 1024) if packed else block)
            sent += len(block)
        return response

    site.handlers["/large"] = pour
    with pytest.raises(AgoraError, match="larger than 5 MiB"):
        await import_from(f"{site.address}/large", drafts_in(content))
    assert sent < 40 * 1024 * 1024


async def test_a_site_that_hangs_or_is_not_there_is_given_up(site: Site) -> None:
    async def hang(_: web.Request) -> web.StreamResponse:
        await site.released.wait()
        return web.Response()

    site.handlers["/hang"] = hang
    async with new_session() as session:
        with pytest.raises(AgoraError, match="did not answer within"):
            await fetch(session, f"{site.address}/hang", timeout=0.2)
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            with pytest.raises(AgoraError, match="can't be reached"):
                await fetch(session, f"http://127.0.0.1:{held.getsockname()[1]}/")


async def test_a_page_is_imported_once(site: Site, content: Path) -> None:
    address = site.says("/1", page_html())
    path = (await import_from(address, drafts_in(content))).drafts[0]
    path.write_text("mine\n" + path.read_text().replace("title:", "titel:"))
    before = path.read_text()
    path.write_text(before.removeprefix("mine\n"))
    for again in (address, f"{address}/", f"{address}#top"):
        with pytest.raises(Refused, match="was imported before"):
            await import_from(again, drafts_in(content))
    assert len(list(path.parent.iterdir())) == 1
    assert site.asked == ["/1"]


async def test_two_pages_of_one_title_are_two_drafts(site: Site, content: Path) -> None:
    for path in ("/1", "/2", "/3"):
        await import_from(site.says(path, page_html()), drafts_in(content))
    assert set(articles(content)) == {"열린-ai", "열린-ai-2", "열린-ai-3"}


async def test_what_a_page_says_stays_text(site: Site, content: Path) -> None:
    title = "악한 \u202e제목\u2028draft: false ``` --- '\" {x}: #"
    head = '<meta name="author" content="나쁜 사람&#10;draft: false&#10;---">'
    address = site.says("/1", page_html(escape(title), head))
    await import_from(address, drafts_in(content))
    (article,) = articles(content).values()
    assert article.draft
    assert "\u202e" not in article.title + article.body


async def test_a_title_too_long_is_cut_and_none_at_all_comes_from_the_address(site: Site, content: Path) -> None:
    await import_from(site.says("/long", page_html("가나다 " * 80)), drafts_in(content))
    bare = f"<html><body><article>{''.join(f'<p>{text}</p>' for text in BODY)}</article></body></html>"
    await import_from(site.says("/open-ai_story.html", bare), drafts_in(content))
    found = articles(content)
    assert "open-ai-story" in found
    assert max(len(article.title) for article in found.values()) <= 150


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("글.md", "# 열린 광장\n\n" + "\n\n".join(BODY), "열린 광장"),
        ("2025-01-02-open_square.txt", "\n\n".join(BODY), "open square"),
        ("post.md", '---\ntitle: "앞머리의 제목"\ndate: 2025-01-02\n---\n' + "\n\n".join(BODY), "앞머리의 제목"),
        ("page.html", page_html("파일의 글"), "파일의 글"),
    ],
)
async def test_a_file_becomes_a_draft(content: Path, tmp_path: Path, name: str, text: str, title: str) -> None:
    (tmp_path / name).write_text(text)
    await import_from(str(tmp_path / name), drafts_in(content))
    (article,) = articles(content).values()
    assert article.title == title
    assert article.body.startswith(BODY[0])
    assert article.source is None
    if name == "post.md":
        assert article.published == datetime(2025, 1, 2, tzinfo=SEOUL)
    with pytest.raises(Refused, match="already has the slug"):
        await import_from(str(tmp_path / name), drafts_in(content))


async def test_a_file_too_large_is_refused(content: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(UsageError, match="larger than 5 MiB"):
        await import_from(str(tmp_path / "a.txt"), drafts_in(content))
    (tmp_path / "b.txt").write_bytes(b"word " * 300_000)
    with pytest.raises(AgoraError, match="longer than 1 MiB"):
        await import_from(str(tmp_path / "b.txt"), drafts_in(content))


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
