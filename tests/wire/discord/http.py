"""The HTTP side: routing, the token, faults, rate limits, and the log of requests."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from tests.wire.discord.calls import Call, Files
from tests.wire.discord.faults import Asked, Faults, pattern
from tests.wire.discord.gateway import Gateway
from tests.wire.discord.interactions import Interactions
from tests.wire.discord.refusals import Refusal, invalid, not_found, unauthorized
from tests.wire.discord.routes_messages import Messages
from tests.wire.discord.routes_places import Places
from tests.wire.discord.world import World

BASE = "/api/v10"
Handler = Callable[[Call], Awaitable[Any]]


@dataclass
class Limit:
    """So many requests in so many seconds on a route (a pattern as for faults), for each channel by itself."""

    route: str
    count: int
    seconds: float
    used: dict[str, list[float]] = field(default_factory=dict)


class Http:
    """REST v10. `requests` is everything that was asked, `limits` what is limited.

    For servers that are not quite Discord: another `content_type`, no `headers` of rate limits, and `trim`, which each
    answer goes through.
    """

    def __init__(self, world: World, gateway: Gateway, interactions: Interactions, changed: Callable[[], None]) -> None:
        self._world = world
        self._changed = changed
        self.faults = Faults()
        self.requests: list[Asked] = []
        self.content_type = "application/json"
        self.headers = True
        self.trim: Callable[[Any], Any] = lambda body: body
        self.limits: list[Limit] = []
        self.messages = Messages()
        self.places = Places(gateway)
        self.app = web.Application(client_max_size=30 * 1024 * 1024)
        self.app.router.add_get("/gateway", gateway.serve)
        self.app.router.add_get("/gateway/", gateway.serve)
        for method, path, handler in self._routes(interactions):
            self.app.router.add_route(method, f"{BASE}{path}", self._served(handler))
        self.app.router.add_route("*", "/{anything:.*}", self._served(_nothing))

    def limit(self, route: str, count: int, seconds: float) -> None:
        """Limit a route from now on."""
        self.limits.append(Limit(route, count, seconds))

    def _routes(self, interactions: Interactions) -> list[tuple[str, str, Handler]]:
        messages, places = self.messages, self.places
        channel, message = "/channels/{channel}", "/channels/{channel}/messages/{message}"
        commands = "/applications/{application}/commands"
        in_guild = "/applications/{application}/guilds/{guild}/commands"
        return [
            ("GET", channel, messages.channel),
            ("PATCH", channel, messages.change_channel),
            ("DELETE", channel, messages.remove_channel),
            ("POST", f"{channel}/typing", messages.typing),
            ("POST", f"{channel}/messages", messages.send),
            ("GET", f"{channel}/messages", messages.history),
            ("GET", message, messages.get),
            ("PATCH", message, messages.edit),
            ("DELETE", message, messages.delete),
            ("POST", f"{message}/threads", messages.start_thread),
            ("PUT", f"{message}/reactions/{{emoji}}/@me", messages.react),
            ("DELETE", f"{message}/reactions/{{emoji}}/{{user}}", messages.unreact),
            ("GET", f"{message}/reactions/{{emoji}}", messages.reactors),
            ("DELETE", f"{message}/reactions/{{emoji}}", messages.clear),
            ("DELETE", f"{message}/reactions", messages.clear),
            ("GET", "/users/@me", places.me),
            ("GET", "/users/@me/guilds", places.my_guilds),
            ("GET", "/users/{user}", places.user),
            ("GET", "/applications/@me", places.application),
            ("GET", "/oauth2/applications/@me", places.application),
            ("GET", "/gateway", places.gateway),
            ("GET", "/gateway/bot", places.gateway_for_bots),
            ("GET", "/guilds/{guild}", places.guild),
            ("GET", "/guilds/{guild}/channels", places.channels),
            ("GET", "/guilds/{guild}/roles", places.roles),
            ("GET", "/guilds/{guild}/members/{user}", places.member),
            ("GET", "/guilds/{guild}/emojis", places.emojis),
            ("GET", "/guilds/{guild}/emojis/{emoji_id}", places.emoji),
            ("GET", "/guilds/{guild}/threads/active", places.active_threads),
            ("GET", "/applications/{application}/emojis", places.application_emojis),
            *(
                route
                for path in (commands, in_guild)
                for route in (
                    ("GET", path, places.list_commands),
                    ("PUT", path, places.put_commands),
                    ("POST", path, places.post_command),
                    ("GET", f"{path}/{{command}}", places.get_command),
                    ("PATCH", f"{path}/{{command}}", places.patch_command),
                    ("DELETE", f"{path}/{{command}}", places.delete_command),
                )
            ),
            *interactions.routes(),
        ]

    def _served(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            body, files = await _read(request)
            path = request.path.removeprefix(BASE)
            asked = Asked(request.method, path, dict(request.query), body, time.monotonic())
            asked.headers = dict(request.headers)
            self.requests.append(asked)

            async def execute() -> web.Response:
                try:
                    return await self._carry_out(handler, Call(self._world, request, body, files), asked)
                finally:
                    self._changed()

            fault = self.faults.of(asked)
            if fault is None:
                response: web.StreamResponse = await execute()
            else:
                fault.hits += 1
                fault.hit.set()
                response = await fault.what(request, execute)
            asked.status = response.status
            self._changed()
            return response

        return serve

    async def _carry_out(self, handler: Handler, call: Call, asked: Asked) -> web.Response:
        try:
            by_token = asked.path.startswith(("/interactions/", "/webhooks/"))
            if not by_token and call.request.headers.get("Authorization") != f"Bot {self._world.token}":
                raise unauthorized()
            wait, headers = self._limited(asked)
            if wait:
                refusal = Refusal(429, 0, "You are being rate limited.", retry_after=wait, **{"global": False})
                return _refused(refusal, headers)
            found = await handler(call)
        except Refusal as refusal:
            return _refused(refusal, {})
        status, body = found if isinstance(found, tuple) else (204 if found is None else 200, found)
        headers = headers if self.headers else {}
        if body is None:
            return web.Response(status=status, headers=headers)
        content = orjson.dumps(self.trim(body))
        return web.Response(status=status, body=content, headers={"Content-Type": self.content_type, **headers})

    def _limited(self, asked: Asked) -> tuple[float, dict[str, str]]:
        """How long to wait if too much was asked, and the headers."""
        limit = next((one for one in self.limits if pattern(one.route).fullmatch(asked.route)), None)
        if limit is None:
            return 0.0, _headers("plenty", 1000, 999, 1.0)
        now, major = time.monotonic(), "/".join(asked.path.split("/")[:3])
        recent = [at for at in limit.used.get(major, []) if now - at < limit.seconds]
        wait = limit.seconds - (now - recent[0]) if recent else limit.seconds
        if len(recent) >= limit.count:
            return round(wait, 3), _headers(limit.route, limit.count, 0, wait)
        limit.used[major] = [*recent, now]
        return 0.0, _headers(limit.route, limit.count, limit.count - len(recent) - 1, wait)


def _headers(bucket: str, limit: int, remaining: int, reset_after: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time() + reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{reset_after:.3f}",
        "X-RateLimit-Bucket": f"{hash(bucket) & 0xFFFFFFFF:08x}",
        "Via": "1.1 google",
    }


def _refused(refusal: Refusal, headers: dict[str, str]) -> web.Response:
    headers = {"Content-Type": "application/json", **(headers or _headers("plenty", 1000, 999, 1.0))}
    if refusal.status == 429:
        headers |= {"Retry-After": str(refusal.body["retry_after"]), "X-RateLimit-Scope": "user"}
    return web.Response(status=refusal.status, body=orjson.dumps(refusal.body), headers=headers)


async def _nothing(_: Call) -> Any:
    raise not_found()


async def _read(request: web.Request) -> tuple[Any, Files]:
    """The JSON body, also out of a form, and the files."""
    if request.content_type == "multipart/form-data":
        body: Any = {}
        files: dict[str, tuple[str, bytes]] = {}
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            content = bytes(await part.read())  # type: ignore[union-attr]
            if part.name == "payload_json":  # type: ignore[union-attr]
                body = orjson.loads(content)
            else:
                files[part.name or ""] = (part.filename or "", content)  # type: ignore[union-attr]
        return body, files
    raw = await request.read()
    if not raw:
        return {}, {}
    try:
        return orjson.loads(raw), {}
    except ValueError:
        return invalid(body="not JSON").body, {}
