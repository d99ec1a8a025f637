"""Answers are compressed as the asker takes them, once where they are kept, and each form has an ETag of its own."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator

import aiohttp
import brotli
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.locales import words_for
from bot.web.content_coding import LEAST_BYTES, Forms, answer_of, coding_for
from bot.web.http_server import WebServer
from bot.web.pages.cache import Cache

LONG = "열린 광장에서는 누구나 말해요. " * 200
KEPT = Forms(LONG.encode())


async def _long(request: web.Request) -> web.Response:
    return web.Response(text=LONG[: int(request.query.get("length", len(LONG)))], headers={"Vary": "Cookie"})


async def _kept(_: web.Request) -> web.Response:
    return answer_of(KEPT, "text/plain; charset=utf-8", {})


async def _picture(_: web.Request) -> web.Response:
    return web.Response(body=b"\x89PNG" * 1000, content_type="image/png")


@pytest_asyncio.fixture
async def url() -> AsyncIterator[str]:
    server = WebServer("127.0.0.1:0", words_for, locale="en")
    server.add([web.get("/long", _long), web.get("/kept", _kept), web.get("/picture", _picture)])

    async def token(request: web.Request) -> web.Response:
        return web.Response(text=server.token_of(request))

    server.add([web.get("/token", token), web.post("/write", _long)])
    await server.start()
    yield server.url
    await server.stop()


@pytest_asyncio.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who sees what comes over the wire."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(
        auto_decompress=False, skip_auto_headers=["Accept-Encoding"], cookie_jar=jar
    ) as one:
        yield one


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (None, None),
        ("", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;Q=1", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0, gzip;q=0.1", "gzip"),
        ("identity, br;q=0.5", None),
        ("br;q=nonsense, gzip;q=2, deflate", None),
        ("br;level=1", None),
        ("a," * 100 + "br", None),
    ],
)
def test_the_coding_that_is_liked_best(said: str | None, taken: str | None) -> None:
    headers = {} if said is None else {"Accept-Encoding": said}
    assert coding_for(make_mocked_request("GET", "/", headers=headers)) == taken


@pytest.mark.parametrize(
    ("coding", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)]
)
async def test_what_is_long_is_compressed(url: str, client: aiohttp.ClientSession, coding: str, read: object) -> None:
    async with client.get(f"{url}/long", headers={"Accept-Encoding": coding}) as answer:
        body = await answer.read()
    assert callable(read)
    assert read(body).decode() == LONG
    assert answer.headers.get("Content-Encoding", "identity") == coding
    assert answer.headers["Vary"] == "Cookie, Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(body)


async def test_what_is_short_or_small_already_is_not(url: str, client: aiohttp.ClientSession) -> None:
    for path in (f"/long?length={LEAST_BYTES // 4}", "/picture", "/healthz"):
        async with client.get(url + path, headers={"Accept-Encoding": "br, gzip"}) as answer:
            assert "Content-Encoding" not in answer.headers, path
            assert "Accept-Encoding" not in answer.headers.get("Vary", ""), path


async def test_each_form_is_known_by_its_own_etag(url: str, client: aiohttp.ClientSession) -> None:
    tags = {}
    for coding in ("br", "gzip", "identity"):
        asked = {"Accept-Encoding": coding}
        async with client.get(f"{url}/kept", headers=asked) as answer:
            tags[coding] = answer.headers["ETag"]
        for known in (tags[coding], f'W/{tags[coding]}, "other"', "*"):
            async with client.get(f"{url}/kept", headers={**asked, "If-None-Match": known}) as answer:
                assert (answer.status, await answer.read()) == (304, b"")
                assert (answer.headers["ETag"], answer.headers["Vary"]) == (tags[coding], "Accept-Encoding")
                assert "Content-Encoding" not in answer.headers
    assert len(set(tags.values())) == 3
    async with client.get(f"{url}/kept", headers={"Accept-Encoding": "br", "If-None-Match": tags["gzip"]}) as answer:
        assert answer.status == 200


async def test_a_kept_body_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def compress(body: bytes, **_: object) -> bytes:
        made.append(len(body))
        return body[:10]

    monkeypatch.setattr(brotli, "compress", compress)
    for length, lasting in ((5_000, False), (500_000, False), (5_000, True)):
        forms = Forms(b"x" * length, lasting=lasting)
        assert {len(await forms.coded("br")) for _ in range(3)} == {10}
        assert forms.size == length + 10
    assert made == [5_000, 500_000, 5_000]


async def test_compressed_forms_count_in_the_memory_of_pages() -> None:
    cache = Cache(limit=2_500)

    async def page() -> str:
        return "x" * 1_000

    pages = [await cache.get(number, 1, page) for number in range(2)]
    await pages[0].forms.coded("br")
    assert cache.bytes == sum(one.forms.size for one in pages) > 2_000
    for number in range(2, 9):
        made = await cache.get(number, 1, page)
        await made.forms.coded("gzip")
        assert cache.bytes <= 2_500
    before = cache.bytes
    await pages[0].forms.coded("gzip")
    assert cache.bytes == before, "what is no longer kept does not count"


async def test_a_page_with_a_token_may_be_compressed_for_the_token_reads_otherwise_each_time(
    url: str, client: aiohttp.ClientSession
) -> None:
    tokens = []
    for _ in range(2):
        async with client.get(f"{url}/token") as answer:
            tokens.append(await answer.text())
    shared = sum(one == other for one, other in zip(*tokens, strict=True))
    assert shared < len(tokens[0]) // 4
    for token in tokens:
        async with client.post(f"{url}/write", headers={"Origin": url, "X-Agora-Token": token}) as answer:
            assert answer.status == 200
    for token in (tokens[0][:64] + tokens[1][64:], tokens[0][:-2], tokens[0][64:], "zz", ""):
        async with client.post(f"{url}/write", headers={"Origin": url, "X-Agora-Token": token}) as answer:
            assert answer.status == 403
