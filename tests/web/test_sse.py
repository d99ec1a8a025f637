"""Streams of events: what is written, what keeps them alive, and who follows for whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bot.web import sse
from tests.patience import PATIENCE
from tests.serving import serving

News = Callable[[], Awaitable[bytes | None]]


@asynccontextmanager
async def listening(news: News, **options: object) -> AsyncIterator[aiohttp.ClientResponse]:
    async def answer(request: web.Request) -> web.StreamResponse:
        return await sse.stream(request, news, retry=700, **options)  # type: ignore[arg-type]

    app = web.Application()
    app.add_routes([web.get("/", answer)])
    async with (
        serving(app) as address,
        asyncio.timeout(PATIENCE),
        aiohttp.ClientSession() as session,
        session.get(address) as response,
    ):
        yield response


async def test_a_stream_says_what_is_new_and_ends() -> None:
    left = [sse.encoded("one", '{"a":1}', 7), b"", sse.encoded("two", "b")]

    async def news() -> bytes | None:
        return left.pop(0) if left else None

    async with listening(news, beginning=b"id: 6\n\n") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        text = (await stream.read()).decode()
    assert text == 'retry: 700\nid: 6\n\nid: 7\nevent: one\ndata: {"a":1}\n\nevent: two\ndata: b\n\n'


async def test_a_silent_stream_is_kept_alive_and_misses_nothing() -> None:
    queue: asyncio.Queue[bytes | None] = asyncio.Queue()
    async with listening(queue.get, heartbeat=0.01) as stream:
        assert await stream.content.readuntil(b"\n\n") == b"retry: 700\n\n"
        for _ in range(3):
            assert await stream.content.readuntil(b"\n\n") == b": still here\n\n"
        queue.put_nowait(b"event: late\ndata: \n\n")
        queue.put_nowait(None)
        left = await stream.read()
    assert left.replace(b": still here\n\n", b"") == b"event: late\ndata: \n\n"


async def test_one_task_follows_while_anybody_listens() -> None:
    ended: list[str] = []
    begun = asyncio.Event()
    follows = 0

    async def follow() -> None:
        nonlocal follows
        follows += 1
        begun.set()
        await asyncio.Future()

    listeners: sse.Listeners[str] = sse.Listeners(ended.append)
    listeners.join("one", follow)
    listeners.join("two", follow)
    await begun.wait()
    listeners.leave("one")
    assert listeners.is_following
    listeners.leave("two")
    assert not listeners.is_following
    listeners.join("three", follow)
    await asyncio.sleep(0)
    assert (follows, ended) == (2, [])
    await listeners.close()
    assert not listeners.is_following
    listeners.join("late", follow)
    assert (follows, ended) == (2, ["three", "late"])
