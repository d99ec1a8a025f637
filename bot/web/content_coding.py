"""Answers as small as whoever asks takes them: in Brotli or gzip, made once where the answer is kept."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Callable, Mapping
from functools import cached_property

import brotli
from aiohttp import hdrs, web

LEAST_BYTES = 1024
"""Below this, a smaller answer would still be one packet."""
CODINGS = ("br", "gzip")
"""What is offered, the smaller one first."""
_INLINE_BYTES = 64 * 1024
_MOST_WANTED = 20
_COMPRESSIBLE = frozenset({"application/javascript", "application/json", "application/xml", "image/svg+xml"})


class Forms:
    """A body with its compressed forms, each made when it is first asked for and kept as long as this is.

    `lasting` takes more time over fewer bytes, for what is sent for days. `grew` hears how many bytes a form takes.
    """

    def __init__(self, plain: bytes, *, lasting: bool = False, grew: Callable[[int], None] | None = None) -> None:
        self.plain = plain
        self._lasting = lasting
        self._grew = grew
        self._made: dict[str, bytes] = {}
        self._under_way: dict[str, asyncio.Task[bytes]] = {}

    @cached_property
    def etag(self) -> str:
        """The same for the same body."""
        return hashlib.sha256(self.plain).hexdigest()[:20]

    @property
    def size(self) -> int:
        """What all forms take in memory."""
        return len(self.plain) + sum(map(len, self._made.values()))

    async def coded(self, coding: str) -> bytes:
        """The body in one of CODINGS; however many ask at the same time, it is compressed once."""
        made = self._made.get(coding)
        if made is not None:
            return made
        if len(self.plain) <= _INLINE_BYTES and not self._lasting:
            return self._keep(coding, _compressed(self.plain, coding, lasting=False))
        task = self._under_way.get(coding)
        if task is None:
            task = asyncio.create_task(self._make(coding))
            self._under_way[coding] = task
            task.add_done_callback(lambda _: self._under_way.pop(coding, None))
        return await asyncio.shield(task)

    async def _make(self, coding: str) -> bytes:
        return self._keep(coding, await asyncio.to_thread(_compressed, self.plain, coding, lasting=self._lasting))

    def _keep(self, coding: str, made: bytes) -> bytes:
        self._made[coding] = made
        if self._grew is not None:
            self._grew(len(made))
        return made


FORMS = web.ResponseKey("agora.forms", Forms)
"""On an answer: the kept forms of its body."""


def answer_of(forms: Forms, kind: str, headers: Mapping[str, str]) -> web.Response:
    """An answer with a kept body and its ETag; `kind` is the whole Content-Type."""
    response = web.Response(body=forms.plain, headers={"Content-Type": kind, "ETag": f'"{forms.etag}"', **headers})
    response[FORMS] = forms
    return response


def _compressed(body: bytes, coding: str, *, lasting: bool) -> bytes:
    """The same bytes for the same body, so that an ETag holds."""
    if coding == "br":
        made: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=11 if lasting else 5)
        return made
    return gzip.compress(body, 9 if lasting else 6, mtime=0)


async def fitted(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """`response` as `request` takes it: compressed, or "not modified" where its ETag is known there.

    What has begun, as a stream of events has, stays as it is. Each form has an ETag of its own.
    """
    if not isinstance(response, web.Response) or response.prepared or not isinstance(response.body, bytes):
        return response
    coding = None
    if _is_compressible(response):
        response.headers[hdrs.VARY] = ", ".join([*response.headers.getall(hdrs.VARY, ()), hdrs.ACCEPT_ENCODING])
        coding = coding_for(request)
    if hdrs.ETAG in response.headers and response.status == 200:
        value = response.headers[hdrs.ETAG].strip('"') + (f"-{coding}" if coding is not None else "")
        response.headers[hdrs.ETAG] = f'"{value}"'
        if any(known.value in (value, "*") for known in request.if_none_match or ()):
            headers = response.headers.copy()
            headers.pop(hdrs.CONTENT_TYPE, None)
            headers.pop(hdrs.CONTENT_LENGTH, None)
            return web.Response(status=304, headers=headers)
    if coding is not None:
        response.body = await response.get(FORMS, Forms(response.body)).coded(coding)
        response.headers[hdrs.CONTENT_ENCODING] = coding
    return response


def _is_compressible(response: web.Response) -> bool:
    assert isinstance(response.body, bytes)
    kind = response.content_type
    return (
        len(response.body) >= LEAST_BYTES
        and hdrs.CONTENT_ENCODING not in response.headers
        and (kind.startswith("text/") or kind in _COMPRESSIBLE or kind.endswith(("+json", "+xml")))
        and kind != "text/event-stream"
    )


def coding_for(request: web.BaseRequest) -> str | None:
    """The coding that a request likes best, None where it likes the plain body best or says nothing."""
    wanted: dict[str, float] = {}
    for part in ",".join(request.headers.getall(hdrs.ACCEPT_ENCODING, ())).split(",")[:_MOST_WANTED]:
        name, _, weight = part.partition(";")
        wanted[name.strip().lower()] = _quality(weight)
    others = wanted.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: wanted.get(coding, others))
    liking = wanted.get(best, others)
    return best if liking > 0 and liking >= wanted.get("identity", 0.0) else None


def _quality(text: str) -> float:
    """The weight in `q=0.5`, 1 where there is none, and 0 for what is no weight."""
    name, _, number = text.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number) if name.strip().lower() == "q" and 0 <= float(number) <= 1 else 0.0
    except ValueError:
        return 0.0
