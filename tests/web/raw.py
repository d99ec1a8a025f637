"""Requests byte by byte, as no client would send them."""

from __future__ import annotations

import asyncio
from email.message import Message
from email.parser import Parser
from typing import NamedTuple
from urllib.parse import urlsplit

PATIENCE_SECONDS = 60.0


class Answer(NamedTuple):
    """What came back until the server hung up."""

    status: int
    headers: Message
    body: str


async def ask(url: str, request: str | bytes) -> Answer:
    """Send `request` as it is; the server must end the connection by itself."""
    reader, writer = await opened(url)
    writer.write(request if isinstance(request, bytes) else request.encode())
    async with asyncio.timeout(PATIENCE_SECONDS):
        answer = parsed(await reader.read())
    writer.close()
    return answer


async def get(url: str, path: str = "/healthz", *, host: str | None = None, more: str = "") -> Answer:
    """GET with one Host and what follows it in `more`."""
    named = urlsplit(url).netloc if host is None else host
    return await ask(url, f"GET {path} HTTP/1.1\r\nHost: {named}\r\n{more}Connection: close\r\n\r\n")


async def opened(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection that says nothing yet."""
    place = urlsplit(url)
    assert place.hostname is not None
    return await asyncio.open_connection(place.hostname, place.port)


def parsed(raw: bytes) -> Answer:
    """An answer as it came."""
    head, _, body = raw.decode().partition("\r\n\r\n")
    first, _, fields = head.partition("\r\n")
    return Answer(int(first.split(" ", 2)[1]), Parser().parsestr(fields), body)
