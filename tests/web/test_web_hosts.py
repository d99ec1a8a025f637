"""The names that the server answers to: a page of another site can have its own name point here."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web

from bot.locales import words_for
from bot.web.guard import HEADERS
from bot.web.hosts import is_loopback
from bot.web.http_server import WebServer
from tests.web.raw import ask, get


async def _page(_: web.Request) -> web.Response:
    return web.Response(text="<p>ours</p>", content_type="text/html")


async def started(listen: str, public_url: str | None = None) -> WebServer:
    server = WebServer(listen, words_for, locale="en", public_url=public_url)
    server.add([web.get("/page", _page), web.post("/page", _page)])
    server.add([web.post("/signed", _page)], signed=True)
    server.add([web.get("/near", _page)], near=True)
    await server.start()
    return server


@pytest_asyncio.fixture
async def server() -> AsyncIterator[WebServer]:
    running = await started("127.0.0.1:0", "https://agora.example.org")
    yield running
    await running.stop()


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:1",
        "localhost.",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.9.9.9",
        "[::1]",
        "[::1]:8080",
        "[::ffff:127.0.0.1]",
        "agora.example.org",
        "agora.example.org:443",
        "AGORA.example.org.",
    ],
)
async def test_its_own_names_are_answered(server: WebServer, host: str) -> None:
    assert (await get(server.url, "/page", host=host)).status == 200


OTHERS = [
    "rebound.example",
    "127.0.0.1.rebound.example",
    "localhost.rebound.example",
    "rebound.example:8080",
    "agora.example.org.rebound.example",
    "x.agora.example.org",
    "192.0.2.7",
    "10.0.0.1:8080",
    "0.0.0.0",
    "[::]",
    "[2001:db8::1]",
    "2130706433",
    "127.0.0.1@rebound.example",
    "localhost:8080, rebound.example",
    "",
]


@pytest.mark.parametrize("host", OTHERS)
@pytest.mark.parametrize("path", ["/page", "/healthz", "/readyz", "/metrics", "/static/page.css", "/nothing"])
async def test_other_names_are_answered_421_at_every_address(server: WebServer, path: str, host: str) -> None:
    answer = await get(server.url, path, host=host)
    assert answer.status in (400, 421), (host, answer)
    assert answer.status == 421 or host in ("", "127.0.0.1@rebound.example"), answer
    assert "ours" not in answer.body
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


async def test_the_answer_says_what_to_do(server: WebServer) -> None:
    answer = await get(server.url, "/page", host="rebound.example")
    assert "web.public_url" in json.loads(answer.body)["error"]
    page = await get(server.url, "/page?lang=ko", host="<b>.example", more="Accept: text/html\r\n")
    assert "web.public_url" in page.body
    assert "<b>" not in page.body


@pytest.mark.parametrize(
    "request_",
    [
        "POST /page HTTP/1.1\r\nHost: rebound.example\r\nContent-Length: 0\r\n",
        "POST /signed HTTP/1.1\r\nHost: rebound.example\r\nContent-Length: 0\r\n",
        "PUT /page HTTP/1.1\r\nHost: rebound.example\r\nContent-Length: 0\r\n",
        "GET /page HTTP/1.1\r\nHost: rebound.example\r\nExpect: something\r\n",
        "GET http://rebound.example/page HTTP/1.1\r\nHost: localhost\r\n",
        "GET http://localhost/page HTTP/1.1\r\nHost: rebound.example\r\n",
        "GET /page HTTP/1.1\r\nHost: rebound.example\r\nX-Forwarded-Host: localhost\r\n",
        "GET /page HTTP/1.0\r\n",
    ],
)
async def test_nothing_else_about_a_request_makes_up_for_its_host(server: WebServer, request_: str) -> None:
    assert (await ask(server.url, f"{request_}Connection: close\r\n\r\n")).status == 421


@pytest.mark.parametrize(
    "hosts", ["Host: localhost\r\nHost: rebound.example\r\n", "Host: rebound.example\r\nHost: localhost\r\n"]
)
async def test_two_hosts_are_none(server: WebServer, hosts: str) -> None:
    answer = await ask(server.url, f"GET /page HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")
    assert answer.status in (400, 421)


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 200), ("/metrics", 200), ("/page", 421)])
async def test_a_probe_that_names_no_host_hears_of_health_alone(server: WebServer, path: str, status: int) -> None:
    assert (await ask(server.url, f"GET {path} HTTP/1.0\r\n\r\n")).status == status


async def test_on_every_interface_the_address_that_was_reached_is_its_own() -> None:
    """Probes of a cluster come by the pod's address, which nobody wrote into the configuration."""
    server = await started("0.0.0.0:0")
    reached = server.url.replace("127.0.0.1", "127.0.0.2")
    assert (await get(reached, host="127.0.0.2:80")).status == 200
    assert (await get(server.url, host="192.0.2.7")).status == 421
    await server.stop()


async def test_a_name_to_listen_on_is_its_own() -> None:
    server = await started("localhost:0")
    assert (await get(server.url, "/page", host="localhost")).status == 200
    await server.stop()


@pytest.mark.parametrize(
    ("public_url", "host", "other"),
    [
        ("http://192.0.2.7:8080", "192.0.2.7:8080", "192.0.2.8"),
        ("http://192.0.2.7:8080/", "192.0.2.7", "7.192.0.2"),
        ("https://[2001:db8::7]", "[2001:db8:0:0::7]:443", "[2001:db8::8]"),
        ("https://AGORA.example.org/", "agora.Example.org", "example.org"),
    ],
)
async def test_a_public_address_is_known_however_it_is_written(public_url: str, host: str, other: str) -> None:
    """As that of a machine whose container knows its own address alone."""
    server = await started("127.0.0.1:0", public_url)
    assert (await get(server.url, "/page", host=host)).status == 200
    assert (await get(server.url, "/page", host=other)).status == 421
    await server.stop()


async def test_a_public_name_in_hangul_is_known_as_browsers_send_it() -> None:
    server = await started("127.0.0.1:0", "https://광장.example")
    assert (await get(server.url, "/page", host="xn--hc0b171c.example")).status == 200
    await server.stop()


@pytest.mark.parametrize(
    ("authority", "expected"),
    [("localhost:1", True), ("127.1.2.3", True), ("[::1]:1", True), ("10.0.0.1", False), ("local.example", False)],
)
def test_what_can_only_be_this_machine(authority: str, expected: bool) -> None:
    assert is_loopback(authority) is expected


@pytest.mark.parametrize(
    ("host", "more", "status"),
    [
        ("localhost", "", 200),
        ("127.0.0.1:8080", "", 200),
        ("localhost", "Origin: http://127.0.0.1:8080\r\n", 200),
        ("agora.example.org", "", 403),
        ("localhost", "X-Forwarded-For: 127.0.0.1\r\n", 403),
        ("localhost", "Forwarded: for=127.0.0.1\r\n", 403),
        ("localhost", "X-Real-IP: 127.0.0.1\r\n", 403),
        ("localhost", "Via: 1.1 proxy\r\n", 403),
        ("localhost", "Origin: https://agora.example.org\r\n", 403),
        ("localhost", "Origin: null\r\n", 403),
        ("localhost", "Origin: http://[::1\r\n", 403),
        ("localhost", "Referer: http://localhost:8080/chat\r\n", 200),
        ("localhost", "Referer: https://agora.example.org/chat\r\n", 403),
        ("localhost", "Referer: https://elsewhere.example/\r\nSec-Fetch-Mode: navigate\r\n", 200),
    ],
)
async def test_what_is_for_this_machine_alone_is_not_for_those_behind_a_proxy(
    server: WebServer, host: str, more: str, status: int
) -> None:
    answer = await get(server.url, "/near", host=host, more=more)
    assert answer.status == status
    if status == 403:
        assert "{open_to: everyone}" in json.loads(answer.body)["error"]
