"""The web server on a real socket: what all answers share, health, metrics, starting and stopping."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.errors import AgoraError, NotFound, Refused, StorageBusy, UsageError
from bot.locales import words_for
from bot.sentences import Sentence, verbatim
from bot.web.http_server import WebServer, parse_listen
from bot.web.monitoring import Metrics


class Plug:
    """A platform that is connected or not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.missing: Sentence | None = None

    def ready(self) -> Sentence | None:
        return self.missing


class Database:
    """A database that answers, fails or hangs."""

    def __init__(self) -> None:
        self.state = "up"

    async def ping(self) -> None:
        if self.state == "down":
            raise StorageBusy("the database is locked")
        if self.state == "hangs":
            await asyncio.Event().wait()


async def _fail(request: web.Request) -> web.Response:
    raise {
        "notfound": NotFound("there is no debate 'x'", "look at agora results"),
        "refused": Refused("it is closed"),
        "usage": UsageError("that is no date"),
        "busy": StorageBusy("disk /secret/place is full"),
        "bug": RuntimeError("secret detail"),
        "agora": AgoraError("secret detail"),
    }[request.match_info["kind"]]


async def _echo(request: web.Request) -> web.Response:
    return web.json_response({"length": len(await request.read())})


@pytest.fixture
def plugs() -> list[Plug]:
    return [Plug("discord"), Plug("local")]


@pytest.fixture
def database() -> Database:
    return Database()


@pytest_asyncio.fixture
async def server(plugs: list[Plug], database: Database) -> AsyncIterator[WebServer]:
    metrics = Metrics()
    metrics.gauge("agora_open_debates", "Open debates", lambda: 2)
    metrics.counter("agora_votes_total", "Votes", lambda: {"local": 5, "discord": 7}, label="platform")
    started = WebServer(
        "127.0.0.1:0",
        words_for,
        locale="en",
        public_url="https://agora.example.org",
        ping=database.ping,
        platforms=plugs,
        metrics=metrics,
    )
    started.add([web.get("/fail/{kind}", _fail), web.post("/browser", _echo)])
    started.add([web.post("/signed", _echo)], signed=True)

    async def token(request: web.Request) -> web.Response:
        return web.Response(text=started.token_of(request))

    started.add([web.get("/token", token)])
    await started.start()
    yield started
    await started.stop()


@pytest_asyncio.fixture
async def client(server: WebServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def _json(client: aiohttp.ClientSession, path: str, status: int = 200) -> Any:
    async with client.get(path) as response:
        assert response.status == status
        return await response.json()


async def test_health_is_about_the_process_and_readiness_about_what_it_needs(
    client: aiohttp.ClientSession, plugs: list[Plug], database: Database
) -> None:
    assert await _json(client, "/readyz") == {"ready": True, "missing": {}}
    plugs[0].missing = verbatim("Discord refuses the token")
    database.state = "down"
    assert await _json(client, "/readyz", 503) == {
        "ready": False,
        "missing": {"database": "the database is locked", "discord": "Discord refuses the token"},
    }
    assert await _json(client, "/healthz") == {"up": True}


async def test_a_database_that_hangs_is_not_ready(client: aiohttp.ClientSession, database: Database) -> None:
    database.state = "hangs"
    assert "database" in (await _json(client, "/readyz", 503))["missing"]


async def test_metrics_are_read_when_asked_and_all_are_ours(client: aiohttp.ClientSession) -> None:
    await _json(client, "/nothing", 404)
    async with client.get("/metrics") as response:
        assert response.content_type == "text/plain"
        text = await response.text()
    assert "agora_open_debates 2.0" in text
    assert 'agora_votes_total{platform="discord"} 7.0' in text
    assert 'agora_http_answers_total{status="4xx"} 1.0' in text
    names = {line.split(" ")[2] for line in text.splitlines() if line.startswith("# TYPE")}
    assert all(name.startswith("agora_") for name in names)


def test_a_metric_has_our_prefix_and_one_meaning() -> None:
    metrics = Metrics()
    with pytest.raises(ValueError, match="agora_"):
        metrics.gauge("votes", "Votes", lambda: 1)
    metrics.gauge("agora_votes", "Votes", lambda: 1)
    with pytest.raises(ValueError, match="once"):
        metrics.gauge("agora_votes", "Votes", lambda: 1)


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("notfound", 404, "there is no debate 'x' — look at agora results"),
        ("refused", 409, "it is closed"),
        ("usage", 400, "that is no date"),
        ("busy", 503, "That can’t be done right now. Try again in a moment."),
        ("agora", 503, "That can’t be done right now. Try again in a moment."),
        ("bug", 500, "Something went wrong. Try again in a moment, and tell whoever runs this if it goes on."),
    ],
)
async def test_a_failure_is_one_sentence(client: aiohttp.ClientSession, kind: str, status: int, said: str) -> None:
    assert await _json(client, f"/fail/{kind}", status) == {"error": said}
    async with client.get(f"/fail/{kind}", headers={"Accept": "text/html"}) as response:
        page = await response.text()
    assert response.content_type == "text/html"
    assert "Traceback" not in page
    assert "secret" not in page


async def test_failures_come_in_the_readers_language(client: aiohttp.ClientSession) -> None:
    assert (await _json(client, "/nothing?lang=ko", 404))["error"].startswith("찾으시는")
    assert (await _json(client, "/nothing", 404))["error"].startswith("찾으시는")
    assert (await _json(client, "/nothing?lang=xx", 404))["error"].startswith("찾으시는")
    async with client.get("/nothing?lang=en", headers={"Accept": "text/html"}) as response:
        page = await response.text()
    assert '<html lang="en">' in page
    assert "<style" not in page
    assert "style=" not in page


async def test_without_a_home_there_is_nothing_at_the_root(client: aiohttp.ClientSession) -> None:
    await _json(client, "/", 404)


async def test_the_root_leads_home(plugs: list[Plug]) -> None:
    server = WebServer("127.0.0.1:0", words_for, locale="ko", home="/chat", platforms=plugs)
    await server.start()
    async with aiohttp.ClientSession(server.url) as client, client.get("/", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/chat")
        assert "Content-Security-Policy" in response.headers
    await server.stop()


async def test_a_wrong_method_names_the_right_ones(client: aiohttp.ClientSession) -> None:
    async with client.get("/browser") as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"
        assert list(await response.json()) == ["error"]


async def test_writes_need_token_cookie_and_own_origin_but_signed_ones_do_not(
    client: aiohttp.ClientSession, server: WebServer
) -> None:
    async with client.post("/signed", data=b"abc") as response:
        assert await response.json() == {"length": 3}
    async with client.post("/browser", data=b"abc") as response:
        assert response.status == 403
    async with client.get("/token") as response:
        token = await response.text()
        cookie = response.cookies["agora_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    async with client.get("/token") as response:
        assert len(await response.text()) == len(token)
        assert not response.cookies
    for origin, status in (
        (server.url, 200),
        ("https://agora.example.org", 200),
        ("http://agora.example.org", 403),
        ("https://agora.example.org.evil.example", 403),
        ("", 403),
        ("null", 403),
        ("http://[::1", 403),
    ):
        headers = {"X-Agora-Token": token, "Origin": origin}
        async with client.post("/browser", data=b"abc", headers=headers) as response:
            assert response.status == status, origin


async def test_a_token_outlives_a_restart_but_not_its_cookie(client: aiohttp.ClientSession, server: WebServer) -> None:
    async with client.get("/token") as response:
        token = await response.text()
    again = WebServer("127.0.0.1:0", words_for, locale="en")
    again.add([web.post("/browser", _echo)])
    await again.start()
    headers = {"X-Agora-Token": token, "Origin": again.url}
    async with client.post(f"{again.url}/browser", data=b"abc", headers=headers) as response:
        assert response.status == 200
    client.cookie_jar.update_cookies({"agora_session": "A" * 43}, response.url)
    async with client.post(f"{again.url}/browser", data=b"abc", headers=headers) as response:
        assert response.status == 403
    await again.stop()
    assert server.url != again.url


async def test_a_body_may_have_64_kib(client: aiohttp.ClientSession) -> None:
    async with client.post("/signed", data=b"x" * 65_536) as response:
        assert await response.json() == {"length": 65_536}
    async with client.post("/signed", data=b"x" * 65_537) as response:
        assert response.status == 413
        assert "64 KiB" in (await response.json())["error"]


async def test_a_busy_port_is_named_with_what_to_do(server: WebServer) -> None:
    port = server.url.rsplit(":", 1)[1]
    second = WebServer(f"127.0.0.1:{port}", words_for, locale="en")
    with pytest.raises(AgoraError, match=rf"port {port} on 127\.0\.0\.1 is busy.*--port"):
        await second.start()


async def test_an_address_of_another_machine_is_refused_in_a_sentence() -> None:
    server = WebServer("192.0.2.1:8080", words_for, locale="en")
    with pytest.raises(AgoraError, match=r"192\.0\.2\.1"):
        await server.start()


async def test_it_listens_on_ipv6() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    server = WebServer("[::1]:0", words_for, locale="en")
    try:
        await server.start()
    except AgoraError:
        pytest.skip("this machine has no IPv6 address")
    assert server.url.startswith("http://[::1]:")
    async with aiohttp.ClientSession() as client, client.get(f"{server.url}/healthz") as response:
        assert response.status == 200
    await server.stop()


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("[::1]:8080", ("::1", 8080)),
        ("localhost:0", ("localhost", 0)),
    ],
)
def test_addresses_to_listen_on(text: str, parsed: tuple[str, int]) -> None:
    assert parse_listen(text) == parsed


@pytest.mark.parametrize("text", ["", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "host:99999", "::1:80", "host:８０"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match=r"web\.listen"):
        parse_listen(text)


async def test_stopping_hangs_up_first_and_frees_the_port() -> None:
    ended, left_by_itself = asyncio.Event(), asyncio.Event()

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"begun\n")
        await ended.wait()
        left_by_itself.set()
        return response

    async def hang_up() -> None:
        ended.set()

    server = WebServer("127.0.0.1:0", words_for, locale="en")
    server.add([web.get("/stream", stream)])
    server.on_stop(hang_up)
    await server.start()
    port = int(server.url.rsplit(":", 1)[1])
    async with aiohttp.ClientSession(server.url) as client, client.get("/stream") as response:
        assert await response.content.readline() == b"begun\n"
        assert "Content-Security-Policy" in response.headers
        await server.stop()
        assert left_by_itself.is_set()
        assert await response.content.read() == b""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
    await server.stop()
