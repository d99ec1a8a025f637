"""What is no request, or none that can be met: the same headers as on every answer, no banner, few lines in the log."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from structlog.testing import capture_logs

from bot.errors import NotFound, StorageBusy
from bot.locales import words_for
from bot.log import get_logger
from bot.log.throttle import Throttle
from bot.web.guard import HEADERS
from bot.web.http_server import WebServer
from tests.web.raw import Answer, ask, get

HOST = "Host: localhost\r\n"
END = "Connection: close\r\n\r\n"


async def _raises(request: web.Request) -> web.Response:
    raise {"bug": RuntimeError("secret"), "busy": StorageBusy("secret"), "none": NotFound("there is none")}[
        request.match_info["kind"]
    ]


async def _moved(_: web.Request) -> web.Response:
    raise web.HTTPFound("/fine")


async def _fine(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def _breaks(_: web.Request) -> web.StreamResponse:
    return "no answer"  # type: ignore[return-value]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[WebServer]:
    running = WebServer("127.0.0.1:0", words_for, locale="en")
    running.add([web.get("/raises/{kind}", _raises), web.get("/moved", _moved), web.get("/fine", _fine)])
    running.add([web.post("/fine", _fine), web.post("/signed", _fine)], signed=True)
    running.add([web.get("/breaks", _breaks)])
    await running.start()
    yield running
    await running.stop()


def protected(answer: Answer) -> None:
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "Server" not in answer.headers
    for word in ("aiohttp", "Python", "Traceback", "secret"):
        assert word not in answer.body


MALFORMED = {
    "nonsense": "nonsense\r\n\r\n",
    "a later version": f"GET / HTTP/9.9\r\n{HOST}\r\n",
    "a method that is none": f"G<T / HTTP/1.1\r\n{HOST}\r\n",
    "a header without a colon": f"GET / HTTP/1.1\r\n{HOST}nonsense\r\n\r\n",
    "a blank in a header's name": f"GET / HTTP/1.1\r\n{HOST}X Y: 1\r\n\r\n",
    "a zero byte": f"GET / HTTP/1.1\r\n{HOST}X: \0\r\n\r\n",
    "a lone line feed": f"GET / HTTP/1.1\r\n{HOST}X: a\rb\r\n\r\n",
    "a folded header": f"GET / HTTP/1.1\r\n{HOST}X: 1\r\n 2\r\n\r\n",
    "two lengths": f"POST /fine HTTP/1.1\r\n{HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length and chunks": f"POST /fine HTTP/1.1\r\n{HOST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    "a negative length": f"POST /fine HTTP/1.1\r\n{HOST}Content-Length: -1\r\n\r\n",
    "a long line": f"GET /{'a' * 9_000} HTTP/1.1\r\n{HOST}\r\n",
    "a long header": f"GET / HTTP/1.1\r\n{HOST}X: {'a' * 9_000}\r\n\r\n",
    "many headers": f"GET / HTTP/1.1\r\n{HOST}{'X: 1' + chr(13) + chr(10)}" + "X: 1\r\n" * 200 + "\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(64)),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_what_is_no_request_is_answered_400_like_everything_else(server: WebServer, name: str) -> None:
    answer = await ask(server.url, MALFORMED[name])
    assert answer.status == 400
    assert answer.headers["Content-Type"].startswith("application/json")
    protected(answer)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (f"GET /nothing HTTP/1.1\r\n{HOST}", 404),
        (f"GET /nothing HTTP/1.1\r\n{HOST}Accept: text/html\r\n", 404),
        (f"GET /signed HTTP/1.1\r\n{HOST}", 405),
        (f"BREW /fine HTTP/1.1\r\n{HOST}", 400),
        (f"OPTIONS * HTTP/1.1\r\n{HOST}", 404),
        (f"CONNECT localhost:80 HTTP/1.1\r\n{HOST}", 404),
        (f"POST /nothing HTTP/1.1\r\n{HOST}", 404),
        (f"POST /fine HTTP/1.1\r\n{HOST}Content-Length: 65537\r\n\r\n{'a' * 65_537}", 413),
        (f"GET /fine HTTP/1.1\r\n{HOST}Expect: much\r\n", 417),
        ("GET /fine HTTP/1.1\r\nHost: elsewhere.example\r\n", 421),
        (f"GET /raises/bug HTTP/1.1\r\n{HOST}", 500),
        (f"GET /breaks HTTP/1.1\r\n{HOST}", 500),
        (f"GET /raises/busy HTTP/1.1\r\n{HOST}", 503),
        (f"GET /raises/none HTTP/1.1\r\n{HOST}", 404),
        (f"GET /moved HTTP/1.1\r\n{HOST}", 302),
        (f"HEAD /fine HTTP/1.1\r\n{HOST}", 200),
        (f"GET /fine HTTP/1.1\r\n{HOST}", 200),
        (f"GET /static/page.css HTTP/1.1\r\n{HOST}", 200),
        (f"GET /static/page.css HTTP/1.1\r\n{HOST}Range: bytes=99999999-\r\n", 200),
        (f"GET /metrics HTTP/1.1\r\n{HOST}", 200),
    ],
)
async def test_every_answer_is_protected_and_names_no_software(server: WebServer, request_: str, status: int) -> None:
    whole = request_ if "\r\n\r\n" in request_ else request_ + END
    answer = await ask(server.url, whole.replace("\r\n\r\na", f"\r\n{END}a"))
    assert answer.status == status, answer
    protected(answer)


@pytest.mark.parametrize(
    "path",
    ["/fine%0d%0aX-Injected:%201", "/nothing%0d%0aSet-Cookie:a=b?lang=en%0d%0aX:1", "/%ff", "//elsewhere.example/"],
)
async def test_no_address_splits_an_answer_or_leads_away(server: WebServer, path: str) -> None:
    answer = await get(server.url, path)
    assert answer.status == 404
    assert "X-Injected" not in answer.headers
    assert "Location" not in answer.headers
    protected(answer)


@pytest.mark.parametrize("path", ["/fine%00", "/fine?a=%00", "/fine?%00=1", "/raises/bug%00"])
async def test_a_zero_byte_in_an_address_reaches_no_handler(server: WebServer, path: str) -> None:
    answer = await get(server.url, path)
    assert answer.status == 400
    protected(answer)


DATES = ("x", "Mon, 99 Foo 99999 99:99:99 GMT", "Sun, 06 Nov 0000 08:49:37 GMT", "Sun, 06 Nov 99999999999 08:49:37 GMT")


@pytest.mark.parametrize("header", ["If-Modified-Since", "If-Unmodified-Since", "If-Range"])
@pytest.mark.parametrize("path", ["/static/page.css", "/fine"])
async def test_a_date_that_is_none_is_answered(server: WebServer, path: str, header: str) -> None:
    for date in DATES:
        answer = await get(server.url, path, more=f"{header}: {date}\r\n")
        assert answer.status in (200, 400, 412), date
        protected(answer)


async def test_bad_requests_leave_one_line_a_minute_of_each_kind(server: WebServer) -> None:
    with capture_logs() as logs:
        for _ in range(20):
            await ask(server.url, MALFORMED["nonsense"])
            await get(server.url, host="elsewhere.example")
            await get(server.url, "/raises/none")
            await get(server.url, "/raises/busy")
            await get(server.url, "/raises/bug")
    loud = [entry["event"] for entry in logs if entry["log_level"] != "debug"]
    assert sorted(loud) == sorted(
        [
            "malformed request",
            "asked under a name that is not ours: set web.public_url",
            "visitor refused",
            "request failed",
            "request failed unexpectedly",
        ]
    )


def test_what_is_seldom_said_tells_how_often_it_was_not() -> None:
    now = [0.0]
    seldom = Throttle(get_logger("test"), every=60, clock=lambda: now[0])
    with capture_logs() as logs:
        for at in (0, 1, 59, 60, 61, 300):
            now[0] = at
            seldom.warning("tried", at=at)
        seldom.warning("other")
    said = [(entry["event"], entry.get("at"), entry.get("more")) for entry in logs]
    assert said == [("tried", 0, None), ("tried", 60, 2), ("tried", 300, 1), ("other", None, None)]
