"""Drafts from pages and files, read from a real server with its faults."""

from __future__ import annotations

import gzip
import socket
from datetime import datetime
from html import escape
from pathlib import Path

import pytest
from aiohttp import web
from import_site import BODY, SEOUL, Site, articles, drafts_in, page_html

from bot.editor.fetcher import LARGEST, Web
from bot.editor.importer import import_from
from bot.errors import AgoraError, Refused, UsageError
from bot.library.library import Library
from bot.locales import words_for

NO_ADDRESS = "웹 주소가 아니에요. https://…처럼 주소 전체를 적어 주세요."
GIVE_A_FILE = "파일의 경로나 https://로 시작하는 주소를 적어 주세요."


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
    ("place", "said", "in_korean"),
    [
        ("ftp://example.org/a", "not an address of the web", f"‘ftp://example.org/a’는 {NO_ADDRESS}"),
        ("file:///etc/passwd", "not an address of the web", f"‘file:///etc/passwd’는 {NO_ADDRESS}"),
        ("https://", "not an address of the web", f"‘https://’은(는) {NO_ADDRESS}"),
        ("no-such-file.html", "does not exist", f"no-such-file.html 파일이 없어요. {GIVE_A_FILE}"),
        (".", "is no file", f".에 있는 것은 파일이 아니에요. {GIVE_A_FILE}"),
    ],
)
async def test_a_place_that_is_none_is_told(content: Path, place: str, said: str, in_korean: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        await import_from(place, drafts_in(content))
    assert caught.value.sentence.in_full(words_for("ko", strict=True)) == in_korean


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
    async with Web() as web_of_all:
        with pytest.raises(AgoraError, match="did not answer within"):
            await web_of_all.fetch(f"{site.address}/hang", timeout=0.2, named=True)
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            with pytest.raises(AgoraError, match="can’t be reached"):
                await web_of_all.fetch(f"http://127.0.0.1:{held.getsockname()[1]}/", named=True)


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
