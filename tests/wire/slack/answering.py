"""Answering over HTTP: the Web API with its faults and limits, uploads, and addresses for answers."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import web

from tests.wire.slack.faults import Fault, Kind
from tests.wire.slack.methods import METHODS, content_of
from tests.wire.slack.records import SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack

_ANSWERS, _ANSWERED_WITHIN = 5, 1800.0


@dataclass
class Call:
    """A call of the Web API: when (monotonic), with what, and what it answered ("" where none was given)."""

    method: str
    args: dict[str, Any]
    at: float
    status: int = 0
    outcome: str = ""
    answer: dict[str, Any] = field(default_factory=dict)


class Answering:
    """The server's HTTP side."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._used: dict[str, deque[float]] = {}

    async def api(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API."""
        name = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or args.pop("token", "")
        call = Call(name, args, time.monotonic())
        self._slack.calls.append(call)
        try:
            return await self._answer(request, call, token)
        finally:
            self._slack.moved()

    async def _answer(self, request: web.Request, call: Call, token: str) -> web.StreamResponse:
        fault = self._slack.faults.next(call.method)
        kind = fault.kind if fault is not None else None
        pause = self._over_limit(call.method)
        if kind is Kind.DROP_BEFORE:
            return self._drop(request, call, "dropped before")
        if fault is not None and kind is Kind.STATUS_BEFORE:
            call.outcome, call.status = "status", fault.value
            return web.Response(status=fault.value, text="upstream connect error")
        if pause is not None or kind is Kind.LIMIT:
            return self._limited(call, pause if fault is None else fault.value)
        answer = self._do(call, token, fault)
        if fault is not None and kind is Kind.SLOW:
            await asyncio.sleep(fault.value)
        elif fault is not None and kind is Kind.HANG:
            await fault.lifted.wait()
            return self._drop(request, call, "hung")
        elif kind is Kind.DROP_AFTER:
            return self._drop(request, call, "dropped after")
        elif fault is not None and kind is Kind.STATUS_AFTER:
            call.outcome, call.status = "status", fault.value
            return web.Response(status=fault.value, text="upstream connect error")
        headers = {
            "x-slack-req-id": uuid4().hex,
            "x-accepted-oauth-scopes": METHODS.get(call.method, ("", ""))[1] or "",
        }
        if token == self._slack.bot_token:
            headers["x-oauth-scopes"] = ",".join(sorted(self._slack.scopes))
        call.status = 200
        return web.json_response(answer, headers=headers)

    def _do(self, call: Call, token: str, fault: Fault | None) -> dict[str, Any]:
        try:
            if fault is not None and fault.kind is Kind.ERROR:
                raise SlackError(fault.value, **fault.fields)
            self._admit(call.method, token)
            work, _ = METHODS[call.method]
            call.answer = {"ok": True, **work(self._slack, call.args)}
            call.outcome = "ok"
        except SlackError as error:
            call.outcome = error.error
            call.answer = {"ok": False, "error": error.error, **error.fields}
        return call.answer

    def _admit(self, method: str, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if self._slack.faults.token_error is not None and token == self._slack.bot_token:
            raise SlackError(self._slack.faults.token_error)
        wanted = self._slack.app_token if method == "apps.connections.open" else self._slack.bot_token
        if token != wanted:
            known = token in (self._slack.app_token, self._slack.bot_token)
            raise SlackError("not_allowed_token_type" if known else "invalid_auth")
        if method not in METHODS or any(fnmatchcase(method, lacking) for lacking in self._slack.lacks):
            raise SlackError("unknown_method", req_method=method)
        scope = METHODS[method][1]
        if scope is not None:
            self._slack.need(scope)

    def _over_limit(self, method: str) -> float | None:
        if method not in self._slack.faults.limits:
            return None
        most, seconds = self._slack.faults.limits[method]
        used, now = self._used.setdefault(method, deque()), time.monotonic()
        while used and now - used[0] >= seconds:
            used.popleft()
        if len(used) >= most:
            return seconds - (now - used[0])
        used.append(now)
        return None

    def _limited(self, call: Call, retry_after: float | None) -> web.Response:
        call.status, call.outcome = 429, "ratelimited"
        headers = {} if retry_after is None else {"Retry-After": str(max(1, round(retry_after + 0.5)))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    def _drop(self, request: web.Request, call: Call, outcome: str) -> web.StreamResponse:
        call.outcome = outcome
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file's content."""
        file = self._slack.world.files.get(request.match_info["file"])
        call = Call("upload", {"file": request.match_info["file"]}, time.monotonic(), status=200, outcome="ok")
        self._slack.calls.append(call)
        fault = self._slack.faults.next("upload")
        if fault is not None:
            call.status, call.outcome = 500, "status"
            return web.Response(status=500)
        if request.content_type == "multipart/form-data":
            part = next(iter((await request.post()).values()))
            data = part.file.read() if isinstance(part, web.FileField) else str(part).encode()
        else:
            data = await request.read()
        if file is None or len(data) != file.length:
            call.status = 400
            return web.Response(status=400)
        file.data = data
        return web.Response(text=f"OK - {len(data)}")

    async def respond(self, request: web.Request) -> web.Response:
        """Take an answer to a command or an interaction."""
        address = self._slack.response_urls.get(request.match_info["name"])
        if address is None or time.monotonic() - address.made_at > _ANSWERED_WITHIN or len(address.answers) >= _ANSWERS:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        answer = await request.json()
        try:
            if not answer.get("delete_original"):
                content_of(self._slack, answer)
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.error, **error.fields}, status=400)
        address.answers.append(answer)
        self._slack.moved()
        return web.Response(text="ok")


_OPTIONAL = frozenset(
    {
        *("response_metadata", "has_more", "pin_count", "cache_ts", "bot_profile", "team", "app_id", "item_user"),
        *("channel_type", "parent_user_id", "reply_count", "reply_users", "latest_reply", "permalink", "edited"),
        *("authorizations", "event_context", "is_enterprise_install", "name_normalized", "num_members", "profile"),
    }
)


def bared(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer or event without what a client must not depend on."""

    def strip(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: strip(value) for name, value in part.items() if name not in _OPTIONAL}
        return [strip(value) for value in part] if isinstance(part, list) else part

    if (answer.get("response_metadata") or {}).get("next_cursor"):
        return {**strip(answer), "response_metadata": answer["response_metadata"]}
    found: dict[str, Any] = strip(answer)
    return found


async def _arguments(request: web.Request) -> dict[str, Any]:
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json() if request.can_read_body else {}
    elif request.can_read_body:
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return args
