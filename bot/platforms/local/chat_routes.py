"""The local chat over HTTP: the page and its interface."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any

from aiohttp import web

from bot.core.debates import Channel
from bot.core.words import Words
from bot.platforms.local import refusals
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_page import Page, Viewer, Views, answer, body_of, connected, field, query
from bot.platforms.local.chat_records import Person
from bot.platforms.local.identifiers import message_number, thread_number, voter_of
from bot.platforms.local.live_updates import Ballots, Hub, stream
from bot.platforms.local.members import readable
from bot.platforms.local.message_rendering import render_article, reply_json
from bot.services.asked import Asker
from bot.services.ports import Clock

_PAGE = 50
_THREAD = 500
COMPLETIONS = 14
"""As many as there are words for an admin; the menu scrolls."""
_QUICK_EMOJI = ("👍", "👎", "❤️", "😂", "🤔", "👏", "🔥", "🔖")
_COMMAND = re.compile(r"(/(?:debate|토론))(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_MEANT = re.compile(r"/[^\s/]+(?:\s.*)?", re.DOTALL)
"""A line that is meant as a command, known or not; a path is none."""
_SLIP = re.compile(r"[/／]+\s*(?=(?:debate|토론)(?:\s|$))|／", re.IGNORECASE)
"""What stands for a command's slash where it was doubled, set apart or typed in full width."""
_COMMANDS = {"ko": ("/토론", "/debate"), "en": ("/debate", "/토론")}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _as_meant(text: str) -> str:
    slip = _SLIP.match(text)
    return text if slip is None else f"/{text[slip.end() :]}"


class ChatRoutes:
    """Brings the chat to a web server.

    `locale_of` and `token_of` are the server's: the reader's language, and the token that the page has to
    send with every write. `opens_next` knows when the next debate opens in a channel (by name) in which none is
    open. Times are shown in `timezone`, as in everything that the bot says.
    """

    def __init__(
        self,
        platform: LocalPlatform,
        clock: Clock,
        words: Callable[[str], Words],
        *,
        locale_of: Callable[[web.Request], str],
        token_of: Callable[[web.Request], str],
        opens_next: Callable[[str], Awaitable[datetime | None]],
        timezone: str,
    ) -> None:
        self._platform = platform
        self._members = platform.members
        self._store = platform.store
        self._clock = clock
        self._words = words
        self._locale_of = locale_of
        self._token_of = token_of
        self._opens_next = opens_next
        self._views = Views(platform.members, words)
        self._hub = Hub(platform.store, self._views, clock)
        self._ballots = Ballots(platform, self._hub)
        self._page = Page(timezone)

    def routes(self) -> Sequence[web.RouteDef]:
        """Everything under /chat."""
        worded = self._worded
        return [
            web.get("/chat", self._show_page),
            web.get("/chat/static/{path:.+}", self._page.static.answer),
            web.get("/chat/api/state", worded(self._state)),
            web.get("/chat/api/channels/{channel}/messages", worded(self._messages)),
            web.get("/chat/api/threads/{thread}", worded(self._thread)),
            web.get("/chat/api/article/{message}", worded(self._article)),
            web.get("/chat/api/complete", worded(self._completions)),
            web.post("/chat/api/people", worded(self._join)),
            web.post("/chat/api/messages", worded(self._say)),
            web.post("/chat/api/replies", worded(self._reply)),
            web.post("/chat/api/reactions", worded(self._react)),
            web.post("/chat/api/feedback", worded(self._feedback)),
            web.post("/chat/api/presses", worded(self._press)),
            web.delete("/chat/api/messages/{message}", worded(self._delete)),
        ]

    def streams(self) -> Sequence[web.RouteDef]:
        """The stream of events that an open page listens to."""
        return [web.get("/chat/events", self._worded(self._events))]

    async def hang_up(self) -> None:
        """End what the chat's pages follow."""
        await self._hub.close()

    def _worded(self, handler: Handler) -> Handler:
        """`handler`, with refusals put into the reader's words."""

        @wraps(handler)
        async def answered(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except refusals.Refusal as refusal:
                words = self._words(self._locale_of(request))
                return answer({"error": refusal.sentence.said(words)}, status=refusal.status)

        return answered

    # Reading

    async def _show_page(self, request: web.Request) -> web.StreamResponse:
        words = self._words(self._locale_of(request))
        return self._page.show(words, self._token_of(request), list(self._platform.channels.values()))

    async def _state(self, request: web.Request) -> web.StreamResponse:
        people = await self._store.people()
        wanted = query(request, "person", "")
        me = await self._store.person(wanted) or people[0]
        locale = self._locale_of(request)
        return answer(
            {
                "me": self._views.person(me, locale),
                "people": [self._views.person(person, locale) for person in people],
                "channels": [await self._channel(c, self._words(locale)) for c in self._platform.channels.values()],
                "emoji": _QUICK_EMOJI,
                "now": self._clock.now().isoformat(),
            }
        )

    async def _channel(self, channel: Channel, words: Words) -> Mapping[str, Any]:
        """A channel as the list has it; `next` says when a debate opens, where none is open and that is known."""
        at = await self._opens_next(channel.name)
        coming = None
        if at is not None:
            coming = {"at": at.isoformat(), "text": words.say("next-debate", at=words.moment(at))}
        return {"id": channel.id, "name": channel.name, "locale": channel.locale, "unread": 0, "next": coming}

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        channel = self._members.channel(request.match_info["channel"])
        before = query(request, "before", "")
        number = message_number(before)
        if before and number is None:
            raise refusals.gone()
        messages, more = await self._store.page(channel.id, number, _PAGE)
        return answer(
            {
                "messages": self._views.messages(messages, self._viewer(request, me)),
                "more": more,
                "ballots": await self._ballots.among(messages, me.id),
            }
        )

    async def _thread(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        number = thread_number(request.match_info["thread"])
        found = await self._store.thread(number, _THREAD) if number is not None else None
        if found is None or found[0].opens is None:
            raise refusals.gone()
        parent, messages = found
        viewer = self._viewer(request, me)
        return answer(
            {
                "thread": {
                    "id": f"t{number}",
                    "title": self._views.thread_title(parent, found[0].opens, viewer.locale),
                    "parent": self._views.message(parent, viewer),
                },
                "messages": self._views.messages(messages, viewer),
                "ballots": await self._ballots.among([parent], me.id),
            }
        )

    async def _article(self, request: web.Request) -> web.StreamResponse:
        number = message_number(request.match_info["message"])
        article = await self._store.article(number) if number is not None else None
        if article is None:
            raise refusals.no_article()
        return answer(render_article(article, self._locale_of(request)))

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        channel = self._members.channel(query(request, "channel"))
        typed = query(request, "text").lstrip()
        command = _COMMAND.fullmatch(typed)
        if command is None or command[2] is None:
            return answer({"completions": self._command_names(typed, self._locale_of(request))})
        found = await self._platform.complete(self._asker(request, me, channel.id), command[2], COMPLETIONS)
        return answer(
            {
                "completions": [
                    {"text": f"{command[1]} {way.text}", "label": way.label, "hint": way.hint} for way in found
                ]
            }
        )

    def _command_names(self, typed: str, locale: str) -> list[dict[str, str]]:
        hint = self._words(locale).say("chat-complete-debate")
        names = [name for name in _COMMANDS.get(locale, _COMMANDS["en"]) if typed and name.startswith(typed.lower())]
        return [{"text": f"{name} ", "label": name, "hint": hint} for name in names]

    async def _events(self, request: web.Request) -> web.StreamResponse:
        return await stream(request, self._hub, self._viewer(request, await self._me(request)))

    # Writing

    async def _join(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        return answer(self._views.person(await self._members.join(field(body, "name")), self._locale_of(request)))

    async def _say(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        me = await self._members.person(field(body, "person"))
        channel = self._members.channel(field(body, "channel"))
        text = _as_meant(readable(field(body, "text")))
        if _MEANT.fullmatch(text) is not None:
            return await self._command(self._asker(request, me, channel.id), text)
        message = await self._members.say(me.id, channel.id, text)
        return answer({"message": self._views.message(message, self._viewer(request, me))})

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        me = await self._members.person(field(body, "person"))
        thread, text = field(body, "thread"), _as_meant(readable(field(body, "text")))
        if _MEANT.fullmatch(text) is not None:
            return await self._command(self._asker(request, me, await self._members.channel_of(thread)), text)
        message = await self._members.answer(me.id, thread, text)
        return answer({"message": self._views.message(message, self._viewer(request, me))})

    async def _command(self, asker: Asker, text: str) -> web.StreamResponse:
        """The answer to a command, given in a channel or in a thread of it; shared in the channel if it shall be."""
        command = _COMMAND.fullmatch(text)
        asked = (command[2] or "").strip() if command is not None else text
        reply = await self._platform.command(asker, asked)
        if not reply.private:
            await self._members.share(asker.channel_id, reply, self._platform.author(asker.channel_id))
        return answer({"reply": reply_json(reply)})

    async def _react(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        on = body.get("on")
        if not isinstance(on, bool):
            raise refusals.bad_request()
        me = await self._members.person(field(body, "person"))
        message = await self._members.react(me.id, field(body, "message"), field(body, "emoji"), on=on)
        return answer({"message": self._views.message(message, self._viewer(request, me))})

    async def _feedback(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        rating = body.get("rating")
        if isinstance(rating, bool) or not isinstance(rating, int):
            raise refusals.bad_request()
        me = await self._members.person(field(body, "person"))
        channel = self._members.channel(field(body, "channel"))
        asker = self._asker(request, me, channel.id)
        return answer({"reply": reply_json(await self._platform.feedback(asker, rating, field(body, "line")))})

    async def _press(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        option = body.get("option")
        if type(option) is not int:
            raise refusals.bad_request()
        me = await self._members.person(field(body, "person"))
        message = field(body, "message")
        locale = self._locale_of(request)
        said = await self._platform.press(me.id, message, option, locale, waits=lambda: connected(request))
        if said.held is not None:
            card = await self._members.message(message_number(message) or 0)
            self._hub.tell_alone(me.id, "ballot", {"debate": card.content["debate"], "held": said.held})
        return answer({"text": said.text, "held": said.held, "error": said.is_error})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        body = await body_of(request)
        await self._members.delete(field(body, "person"), request.match_info["message"])
        return answer({})

    def _viewer(self, request: web.Request, me: Person) -> Viewer:
        return Viewer(me.id, self._locale_of(request))

    async def _me(self, request: web.Request) -> Person:
        return await self._members.person(query(request, "person"))

    def _asker(self, request: web.Request, me: Person, channel: str) -> Asker:
        everywhere = frozenset(self._platform.channels)
        return Asker(voter_of(me.id), channel, self._locale_of(request), sees=everywhere)
