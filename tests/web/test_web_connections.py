"""Connections that say nothing, half of something, or take nothing: each ends, and none stands in another's way."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.locales import words_for
from bot.log import get_logger
from bot.log.throttle import Throttle
from bot.web.connections import Connections, Limits, limits_for
from bot.web.http_server import WebServer
from tests.web.raw import PATIENCE_SECONDS, get, opened, parsed

QUICK = Limits(connections=40, of_peer=10, streams=6, streams_of_peer=2, header=0.3, body=0.3, unread=0.5, closing=0.3)
PUBLIC = "https://agora.example.org"
"""Where this is set, those near by may be proxies."""
PATIENT = replace(QUICK, header=600.0, body=600.0, unread=600.0)


async def _echo(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def _large(_: web.Request) -> web.Response:
    return web.Response(body=bytes(32 * 1024 * 1024))


async def _stream(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    await asyncio.Event().wait()
    return answer


@asynccontextmanager
async def running(
    limits: Limits, public_url: str | None = None, listen: str = "127.0.0.1:0"
) -> AsyncIterator[WebServer]:
    server = WebServer(listen, words_for, locale="en", limits=limits, public_url=public_url)
    server.add([web.post("/echo", _echo), web.get("/large", _large)], signed=True)
    server.add_streams([web.get("/stream", _stream)])
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def gone(reader: asyncio.StreamReader) -> bytes:
    """What comes until the server hangs up."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


async def until_figure(name: str, server: WebServer, holds: Callable[[float], bool]) -> None:
    """Wait until a figure of the server is as it should be."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds(await figure(server, name)):
            pass


async def figure(server: WebServer, name: str) -> float:
    text = (await get(server.url, "/metrics")).body
    return float(next(line for line in text.splitlines() if line.startswith(name + " ")).split()[1])


HALVES = {
    "silence": b"",
    "a line": b"GET /healthz HTTP/1.1\r\n",
    "half a header": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow:",
    "nonsense without an end": b"x" * 100,
}


@pytest.mark.parametrize("name", HALVES)
async def test_a_header_that_is_not_whole_in_time_ends_its_connection(name: str) -> None:
    async with running(QUICK) as server:
        reader, writer = await opened(server.url)
        writer.write(HALVES[name])
        await gone(reader)
        writer.close()


async def test_a_header_that_trickles_is_not_whole_either() -> None:
    async with running(QUICK) as server:
        reader, writer = await opened(server.url)
        ended = asyncio.create_task(gone(reader))
        writer.write(b"GET /healthz HTTP/1.1\r\n")
        while not ended.done():
            writer.write(b"X-More: 1\r\n")
            await asyncio.wait([ended], timeout=0.05)
        assert ended.result() == b""
        writer.close()


async def test_a_connection_that_was_answered_ends_when_it_falls_silent_or_asks_by_halves() -> None:
    async with running(QUICK) as server:
        for after in (b"", b"GET /healthz HT"):
            reader, writer = await opened(server.url)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + after)
            assert parsed(await gone(reader)).status == 200
            writer.close()


async def test_a_body_that_does_not_come_in_time_is_answered_408_and_ends() -> None:
    async with running(replace(QUICK, header=600.0)) as server:
        reader, writer = await opened(server.url)
        writer.write(b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
        answer = parsed(await gone(reader))
        assert answer.status == 408
        assert "Content-Security-Policy" in answer.headers
        writer.close()


async def test_a_body_in_pieces_that_comes_in_time_is_taken() -> None:
    async with running(PATIENT) as server:
        reader, writer = await opened(server.url)
        writer.write(b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabc")
        await writer.drain()
        await get(server.url)
        writer.write(b"def")
        assert parsed(await gone(reader)).body == "6"
        writer.close()


async def test_who_does_not_read_the_answer_is_hung_up_on() -> None:
    async with running(replace(PATIENT, unread=0.5)) as server:
        reader, writer = await opened(server.url)
        writer.transport.pause_reading()
        writer.write(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await writer.drain()

        await until_figure("agora_http_connections", server, lambda there: there == 1)
        writer.transport.abort()
        del reader


async def test_half_open_connections_make_room_for_who_asks() -> None:
    """From one address, as behind a proxy: the one that has waited longest goes."""
    async with running(PATIENT, PUBLIC) as server:
        held = [await opened(server.url) for _ in range(5 * QUICK.connections)]
        assert (await get(server.url)).status == 200
        assert await figure(server, "agora_http_connections") <= QUICK.connections
        assert await gone(held[0][0]) == b""
        for _, writer in held:
            writer.close()


async def test_unfinished_bodies_make_room_too() -> None:
    async with running(PATIENT) as server:
        held = [await opened(server.url) for _ in range(2 * QUICK.connections)]
        for _, writer in held:
            writer.write(b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
        for _ in range(3):
            assert (await get(server.url)).status == 200
        for _, writer in held:
            writer.close()


async def test_one_visitor_has_so_many_streams() -> None:
    async with running(PATIENT) as server, _streaming(server) as begin:
        statuses = [parsed((await begin(""))[0]).status for _ in range(QUICK.streams_of_peer + 1)]
        assert statuses == [200] * QUICK.streams_of_peer + [503]
        assert (await get(server.url)).status == 200


async def test_streams_are_counted_in_all_and_leave_room() -> None:
    async with running(PATIENT, PUBLIC) as server, _streaming(server) as begin:
        near = [await begin("") for _ in range(QUICK.streams)]
        assert [parsed(first).status for first, _ in near] == [200] * QUICK.streams
        refused, _ = await begin("")
        assert parsed(refused).status == 503
        assert parsed(refused).headers["Retry-After"] == "60"
        assert (await get(server.url)).status == 200
        near[0][1].close()
        await until_figure("agora_http_streams", server, lambda there: there < QUICK.streams)
        again, _ = await begin("")
        assert parsed(again).status == 200


async def test_behind_a_proxy_each_visitor_has_streams_of_its_own() -> None:
    async with running(PATIENT, PUBLIC) as server, _streaming(server) as begin:
        statuses = []
        for visitor in (
            "203.0.113.7",
            "203.0.113.7",
            "203.0.113.7",
            "10.9.9.9, 203.0.113.8",
            "2001:db8::1",
            "2001:db8::2",
            "2001:db8::3",
            "10.9.9.9",
        ):
            first, _ = await begin(f"X-Forwarded-For: {visitor}\r\n")
            statuses.append(parsed(first).status)
        assert statuses == [200, 200, 503, 200, 200, 200, 503, 200]
        one_more, _ = await begin("X-Forwarded-For: 10.9.9.8\r\n")
        assert parsed(one_more).status == 503


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Origin: https://elsewhere.example", 403),
        ("Origin: null", 403),
        ("Origin: http://localhost", 200),
        ("Sec-Fetch-Site: cross-site", 403),
        ("Sec-Fetch-Site: same-site", 403),
        ("Sec-Fetch-Site: same-origin", 200),
    ],
)
async def test_streams_are_for_own_pages(header: str, status: int) -> None:
    async with running(PATIENT) as server, _streaming(server) as begin:
        first, _ = await begin(header + "\r\n")
        assert parsed(first).status == status


@asynccontextmanager
async def _streaming(
    server: WebServer,
) -> AsyncIterator[Callable[[str], Awaitable[tuple[bytes, asyncio.StreamWriter]]]]:
    """Opens streams with more headers: what first comes back, and the connection."""
    opened_now: list[asyncio.StreamWriter] = []

    async def begin(more: str) -> tuple[bytes, asyncio.StreamWriter]:
        reader, writer = await opened(server.url)
        opened_now.append(writer)
        writer.write(f"GET /stream HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode())
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await reader.readuntil(b"\r\n\r\n"), writer

    yield begin
    for writer in opened_now:
        writer.close()


# Who counts as whom


async def test_one_address_has_a_part_of_the_room_unless_it_stands_for_many() -> None:
    address = _own_address()
    for public_url, most in ((None, QUICK.of_peer), (PUBLIC, QUICK.connections)):
        async with running(PATIENT, public_url, listen="0.0.0.0:0") as server:
            far = server.url.replace("127.0.0.1", address)
            held = [await opened(far) for _ in range(2 * QUICK.connections)]
            assert (await get(far)).status == 200
            there = await figure(server, "agora_http_connections")
            assert most - 2 <= there <= most + 1
            for _, writer in held:
                writer.close()


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but loopback")
        address: str = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    return address


def test_limits_leave_descriptors_for_the_rest() -> None:
    for descriptors in (128, 256, 1_024, 4_096, 1_000_000):
        limits = limits_for(descriptors)
        assert descriptors - limits.connections >= 64
        assert limits.streams <= limits.connections // 2
        assert limits.streams_of_peer < limits.of_peer < limits.connections
    assert limits_for(1_024).connections == 768
    assert limits_for(1_000_000).connections == 2_048


@pytest.mark.parametrize(
    ("peer", "alone", "behind_a_proxy"),
    [
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("10.1.2.3", False, True),
        ("fd00::/64", False, True),
        ("8.8.8.8", False, False),
        ("2606:4700::/64", False, False),
    ],
)
def test_who_may_stand_for_many(peer: str, alone: bool, behind_a_proxy: bool) -> None:
    for proxy, expected in ((False, alone), (True, behind_a_proxy)):
        connections = Connections(QUICK, lambda _, __: web.Response(), Throttle(get_logger("test")), proxy=proxy)
        assert connections.is_near(peer) is expected


_WITHOUT_A_RESERVE = """
import asyncio, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))
from bot.locales import words_for
from bot.log import configure
from bot.web.connections import Limits
from bot.web.http_server import WebServer

async def main():
    server = WebServer("127.0.0.1:0", words_for, locale="en", limits=Limits(1_000, 500, 10, 5, header=600.0))
    await server.start()
    await asyncio.Event().wait()

configure(env={"AGORA_LOG": "json"})
asyncio.run(main())
"""


async def test_where_descriptors_run_out_all_the_same_it_is_said_once_and_the_oldest_go(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", _WITHOUT_A_RESERVE, stderr=written)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (begun := [json.loads(line) for line in log.read_text().splitlines()]):
                await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=0.1)
        url = begun[0]["url"]
        held = [await opened(url) for _ in range(100)]
        for _ in range(3):
            assert (await get(url)).status == 200
        for _, writer in held:
            writer.close()
    finally:
        process.kill()
        await process.wait()
    events = [json.loads(line)["event"] for line in log.read_text().splitlines()]
    assert events == ["listening", "connections can't be accepted"]
