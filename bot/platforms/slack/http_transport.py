"""Slack over HTTP: signed requests, taken once, and answered when what they say is durable."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as VerifierClock
from slack_sdk.signature import SignatureVerifier

from bot.errors import StorageError
from bot.log import get_logger
from bot.platforms.slack.dispatch import Dispatch, is_sound, read_json
from bot.services.ports import Clock

BODY_LIMIT = 1024 * 1024
"""Bytes of a request; a button's payload carries its whole message, each Korean letter of it as nine bytes."""
_log = get_logger("slack")


class HttpTransport:
    """`/slack/events`, `/slack/commands` and `/slack/interactions`.

    `dispatch` gives who takes what comes, None while nobody does. `secret` is the app's signing secret.
    """

    def __init__(self, secret: Callable[[], str], clock: Clock, dispatch: Callable[[], Dispatch | None]) -> None:
        self._secret = secret
        self._clock = clock
        self._dispatch = dispatch
        self._made: SignatureVerifier | None = None

    def routes(self) -> Sequence[web.RouteDef]:
        """The three addresses."""
        return [
            web.post("/slack/events", self._signed(self._event)),
            web.post("/slack/commands", self._signed(self._act)),
            web.post("/slack/interactions", self._signed(self._act)),
        ]

    def _signed(
        self, handler: Callable[[Dispatch, bytes, str], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Only what Slack has signed in the last five minutes is looked at."""

        async def checked(request: web.Request) -> web.Response:
            body = await _body_of(request)
            if body is None:
                return web.Response(status=413)
            if not self._is_signed(request, body):
                return web.Response(status=401)
            if (challenge := _challenge(body)) is not None:
                return web.json_response({"challenge": challenge})
            dispatch = self._dispatch()
            if dispatch is None:
                return web.Response(status=503)
            try:
                return await handler(dispatch, body, request.headers["X-Slack-Signature"])
            except StorageError as failure:
                _log.warning("an event could not be written and is left to come again", reason=str(failure))
                return web.Response(status=503)

        return checked

    async def _event(self, dispatch: Dispatch, body: bytes, _: str) -> web.Response:
        payload = read_json(body)
        if payload is None:
            return web.Response(status=400)
        if not dispatch.is_ours(payload):
            return web.Response(status=401)
        await dispatch.event(payload)
        return web.Response()

    async def _act(self, dispatch: Dispatch, body: bytes, signature: str) -> web.Response:
        payload = _form(body)
        if payload is None:
            return web.Response(status=400)
        if not dispatch.is_ours(payload):
            return web.Response(status=401)
        return _http(await dispatch.act(payload, f"signature:{signature}"))

    def _is_signed(self, request: web.Request, body: bytes) -> bool:
        try:
            return self._verifier.is_valid(
                body,
                request.headers.get("X-Slack-Request-Timestamp"),
                request.headers.get("X-Slack-Signature"),
            )
        except (TypeError, ValueError):
            return False

    @property
    def _verifier(self) -> SignatureVerifier:
        if self._made is None:
            self._made = SignatureVerifier(self._secret(), _Seconds(self._clock))
        return self._made


class _Seconds(VerifierClock):
    """Our clock, as the verifier reads it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


async def _body_of(request: web.Request) -> bytes | None:
    """The raw body; None where it is too large."""
    if (request.content_length or 0) > BODY_LIMIT:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _challenge(body: bytes) -> str | None:
    """What Slack wants repeated when an admin enters the address."""
    payload = read_json(body) if b"url_verification" in body else None
    if payload is None or payload.get("type") != "url_verification":
        return None
    return str(payload.get("challenge") or "")


def _form(body: bytes) -> dict[str, Any] | None:
    """A command's fields, or the JSON that an interaction has in its field `payload`."""
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return None
    if "payload" in fields:
        return read_json(fields["payload"][0])
    form = {name: values[0] for name, values in fields.items()}
    return form if form and is_sound(form) else None


def _http(response: BoltResponse) -> web.Response:
    content_type = (response.headers.get("content-type") or ["text/plain"])[0].partition(";")[0]
    return web.Response(status=response.status, text=response.body or "", content_type=content_type)
