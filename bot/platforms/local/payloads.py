"""What the chat's page sends, read without trusting it, and the JSON that it gets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.platforms.local import refusals


def answer(data: Mapping[str, Any], *, status: int = 200) -> web.Response:
    """An answer that nobody keeps."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return web.json_response(text=text, status=status, headers={"Cache-Control": "no-store"})


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """The object that a request carries. Raises Refusal."""
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise refusals.bad_request() from error
    if not isinstance(body, dict):
        raise refusals.bad_request()
    return body


def field(body: Mapping[str, Any], name: str) -> str:
    """A text in the body. Raises Refusal."""
    return _text(body.get(name))


def query(request: web.Request, name: str, default: str | None = None) -> str:
    """A text in the address. Raises Refusal where there is neither it nor a default."""
    return _text(request.query.get(name, default))


def _text(value: object) -> str:
    """`value` if it is a text that can be stored. Raises Refusal."""
    if not isinstance(value, str):
        raise refusals.bad_request()
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise refusals.bad_request() from error
    return value


def connected(request: web.Request) -> bool:
    """Whether whoever asks is still there for the answer."""
    transport = request.transport
    return transport is not None and not transport.is_closing()
