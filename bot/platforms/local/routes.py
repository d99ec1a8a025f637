"""The local chat over HTTP: the page, its interface and its stream of events."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from aiohttp import web

from bot.core.marks import Voter
from bot.core.words import Words
from bot.platforms.local import refusals
from bot.platforms.local.adapter import PLATFORM, WORKSPACE, LocalPlatform
from bot.platforms.local.article import render_article
from bot.platforms.local.content import reply_json
from bot.platforms.local.hub import Client, Hub
from bot.platforms.local.members import readable
from bot.platforms.local.page import Page
from bot.platforms.local.records import Kind, Person, Stored, message_number, thread_number
from bot.platforms.local.views import Views
from bot.services.ports import Clock
from bot.services.records import Asker, Completion

_PAGE = 50
_THREAD = 500
_HEARTBEAT_SECONDS = 15.0
_COMPLETIONS = 8
_QUICK_EMOJI = ("👍", "👎", "❤️", "😂", "🤔", "👏", "🔥", "🔖")
_COMMAND = re.compile(r"(/(?:debate|토론))(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_MEANT = re.compile(r"/[^\s/]+(?:\s.*)?", re.DOTALL)
"""A line that is meant as a command, known or not; a path is none."""
_COMMANDS = {"ko": ("/토론", "/debate"), "en": ("/debate", "/토론")}

Complete = Callable[[Asker, str], Awaitable[list[Completion]]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ChatRoutes:
    """Brings the chat to a web server.

    `locale_of` and `token_of` are the server's: the reader's language, and the token that the page has to
    send with every write. Times are shown in `timezone`, as in everything that the bot says.
    """

    def __init__(
        self,
        platform: LocalPlatform,
        clock: Clock,
        words: Callable[[str], Words],
        *,
        locale_of: Callable[[web.Request], str],
        token_of: Callable[[web.Request], str],
        complete: Complete | None = None,
        timezone: str = "Asia/Seoul",
    ) -> None:
        self._platform = platform
        self._members = platform.members
        self._store = platform.store
        self._clock = clock
        self._words = words
        self._locale_of = locale_of
        self._token_of = token_of
        self._complete = complete
        self._views = Views(platform.members)
        self._hub = Hub(platform.store, self._views, clock)
        self._page = Page(timezone)

    def routes(self) -> Sequence[web.RouteDef]:
        """Everything under /chat."""
        answer = self._answering
        return [
            web.get("/chat", self._show_page),
            web.get("/chat/", self._leave_out_slash),
            web.get("/chat/static/{path:.+}", self._page.static),
            web.get("/chat/events", answer(self._events)),
            web.get("/chat/api/state", answer(self._state)),
            web.get("/chat/api/channels/{channel}/messages", answer(self._messages)),
            web.get("/chat/api/threads/{thread}", answer(self._thread)),
            web.get("/chat/api/article/{message}", answer(self._article)),
            web.get("/chat/api/complete", answer(self._completions)),
            web.post("/chat/api/people", answer(self._join)),
            web.post("/chat/api/messages", answer(self._say)),
            web.post("/chat/api/replies", answer(self._reply)),
            web.post("/chat/api/reactions", answer(self._react)),
            web.post("/chat/api/feedback", answer(self._feedback)),
            web.post("/chat/api/presses", answer(self._press)),
            web.delete("/chat/api/messages/{message}", answer(self._delete)),
        ]

    async def hang_up(self) -> None:
        """End every stream of events at once."""
        await self._hub.close()

    def _answering(self, handler: Handler) -> Handler:
        """`handler`, with refusals put into the reader's words."""

        @wraps(handler)
        async def answered(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except refusals.Refusal as refusal:
                words = self._words(self._locale_of(request))
                return _json({"error": refusal.sentence(words)}, status=refusal.status)

        return answered

    # Reading

    async def _show_page(self, request: web.Request) -> web.StreamResponse:
        words = self._words(self._locale_of(request))
        channels = list(self._platform.channels.values())
        others = [self._words(locale) for locale in sorted({channel.locale for channel in channels} - {words.locale})]
        return self._page.show(words, self._token_of(request), channels, others)

    async def _leave_out_slash(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(request.rel_url.with_path("/chat", keep_query=True))

    async def _state(self, request: web.Request) -> web.StreamResponse:
        people = await self._store.people()
        wanted = _query(request, "person", "")
        me = await self._store.person(wanted) or people[0]
        return _json(
            {
                "me": self._views.person(me),
                "people": [self._views.person(person) for person in people],
                "channels": [
                    {"id": c.id, "name": c.name, "locale": c.locale, "unread": 0}
                    for c in self._platform.channels.values()
                ],
                "emoji": _QUICK_EMOJI,
                "now": self._clock.now().isoformat(),
            }
        )

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        channel = self._members.channel(request.match_info["channel"])
        before = _query(request, "before", "")
        number = message_number(before)
        if before and number is None:
            raise refusals.gone()
        messages, more = await self._store.page(channel.id, number, _PAGE)
        return _json(
            {
                "messages": [self._views.message(message, me.id) for message in messages],
                "more": more,
                "ballots": await self._ballots(messages, me.id),
            }
        )

    async def _thread(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        number = thread_number(request.match_info["thread"])
        found = await self._store.thread(number, _THREAD) if number is not None else None
        if found is None or found[0].opens is None:
            raise refusals.gone()
        parent, messages = found
        return _json(
            {
                "thread": {
                    "id": f"t{number}",
                    "title": found[0].opens.title,
                    "parent": self._views.message(parent, me.id),
                },
                "messages": [self._views.message(message, me.id) for message in messages],
                "ballots": await self._ballots([parent], me.id),
            }
        )

    async def _ballots(self, messages: Sequence[Stored], me: str) -> Mapping[str, Sequence[int]]:
        """What `me` holds in the secret ballots among `messages`, by debate, as far as it is known."""
        ballots = {}
        for message in messages:
            if message.kind is Kind.CARD and message.content.get("buttons"):
                held = await self._platform.held(me, f"m{message.number}")
                if held is not None:
                    ballots[str(message.content["debate"])] = held
        return ballots

    async def _article(self, request: web.Request) -> web.StreamResponse:
        number = message_number(request.match_info["message"])
        article = await self._store.article(number) if number is not None else None
        if article is None:
            raise refusals.no_article()
        return _json(render_article(article))

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        channel = self._members.channel(_query(request, "channel"))
        typed = _query(request, "text").lstrip()
        command = _COMMAND.fullmatch(typed)
        if command is None or command[2] is None:
            return _json({"completions": self._command_names(typed, self._locale_of(request))})
        if self._complete is None:
            return _json({"completions": []})
        found = await self._complete(self._asker(request, me, channel.id), command[2])
        return _json(
            {
                "completions": [
                    {"text": f"{command[1]} {way.text}", "label": way.label, "hint": way.hint}
                    for way in found[:_COMPLETIONS]
                ]
            }
        )

    def _command_names(self, typed: str, locale: str) -> list[dict[str, str]]:
        hint = self._words(locale).say("chat-complete-debate")
        names = [name for name in _COMMANDS.get(locale, _COMMANDS["en"]) if typed and name.startswith(typed.lower())]
        return [{"text": f"{name} ", "label": name, "hint": hint} for name in names]

    # Writing

    async def _join(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        return _json(self._views.person(await self._members.join(_field(body, "name"))))

    async def _say(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        me = await self._members.person(_field(body, "person"))
        channel = self._members.channel(_field(body, "channel"))
        text = readable(_field(body, "text"))
        if _MEANT.fullmatch(text) is None:
            message = await self._members.say(me.id, channel.id, text)
            return _json({"message": self._views.message(message, me.id)})
        command = _COMMAND.fullmatch(text)
        asked = (command[2] or "").strip() if command is not None else text
        reply = await self._platform.command(self._asker(request, me, channel.id), asked)
        if not reply.private:
            await self._members.share(channel.id, reply, self._platform.author(channel.id))
        return _json({"reply": reply_json(reply)})

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        me = await self._members.person(_field(body, "person"))
        message = await self._members.answer(me.id, _field(body, "thread"), _field(body, "text"))
        return _json({"message": self._views.message(message, me.id)})

    async def _react(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        on = body.get("on")
        if not isinstance(on, bool):
            raise refusals.bad_request()
        me = _field(body, "person")
        message = await self._members.react(me, _field(body, "message"), _field(body, "emoji"), on=on)
        return _json({"message": self._views.message(message, me)})

    async def _feedback(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        rating = body.get("rating")
        if isinstance(rating, bool) or not isinstance(rating, int):
            raise refusals.bad_request()
        me = await self._members.person(_field(body, "person"))
        channel = self._members.channel(_field(body, "channel"))
        asker = self._asker(request, me, channel.id)
        return _json({"reply": reply_json(await self._platform.feedback(asker, rating, _field(body, "line")))})

    async def _press(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        option = body.get("option")
        if type(option) is not int:
            raise refusals.bad_request()
        me = await self._members.person(_field(body, "person"))
        message = _field(body, "message")
        answer = await self._platform.press(me.id, message, option, self._locale_of(request))
        if answer.held is not None:
            card = await self._members.message(message_number(message) or 0)
            self._hub.tell_alone(me.id, "ballot", {"debate": card.content["debate"], "held": answer.held})
        return _json({"text": answer.text, "held": answer.held, "error": answer.is_error})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        body = await _body(request)
        await self._members.delete(_field(body, "person"), request.match_info["message"])
        return _json({})

    # The stream

    async def _events(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        seen = request.headers.get("Last-Event-ID", "")
        client, latest, missed = await self._hub.join(me.id, int(seen) if re.fullmatch("[0-9]{1,18}", seen) else None)
        try:
            stream = web.StreamResponse(
                headers={
                    "Content-Type": "text/event-stream; charset=utf-8",
                    "Cache-Control": "no-store",
                    "X-Accel-Buffering": "no",
                }
            )
            await stream.prepare(request)
            await stream.write(b"retry: 1000\n\n" if missed else f"retry: 1000\nid: {latest}\n\n".encode())
            for event in missed:
                await stream.write(event.encoded())
            await _pass_on(client, stream, after=missed[-1].id or latest if missed else latest)
        except ConnectionResetError:
            pass
        finally:
            self._hub.leave(client)
        return stream

    async def _me(self, request: web.Request) -> Person:
        return await self._members.person(_query(request, "person"))

    def _asker(self, request: web.Request, me: Person, channel: str) -> Asker:
        return Asker(Voter(PLATFORM, WORKSPACE, me.id), channel, self._locale_of(request))


async def _pass_on(client: Client, stream: web.StreamResponse, *, after: int) -> None:
    """Write the client's events until its stream ends; a comment now and then keeps the connection."""
    while True:
        try:
            async with asyncio.timeout(_HEARTBEAT_SECONDS):
                event = await client.queue.get()
        except TimeoutError:
            await stream.write(b": still here\n\n")
            continue
        if event is None:
            return
        if event.id is None or event.id > after or event.name == "reset":
            await stream.write(event.encoded())


def _json(data: Mapping[str, Any], *, status: int = 200) -> web.Response:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return web.json_response(text=text, status=status, headers={"Cache-Control": "no-store"})


async def _body(request: web.Request) -> Mapping[str, Any]:
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise refusals.bad_request() from error
    if not isinstance(body, dict):
        raise refusals.bad_request()
    return body


def _field(body: Mapping[str, Any], name: str) -> str:
    return _text(body.get(name))


def _query(request: web.Request, name: str, default: str | None = None) -> str:
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
