"""Server-sent events: every change of the chat to every open page, and to each voter alone what their ballot counts
for, by the ledger.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.core.emoji import plain
from bot.core.marks import MarkEvent
from bot.core.times import micros
from bot.log import get_logger
from bot.log.throttle import Throttle
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_page import Viewer, Views
from bot.platforms.local.chat_records import Change, ChangeKind, Kind, Missed, Person, Stored
from bot.platforms.local.chat_store import Store
from bot.platforms.local.identifiers import message_number
from bot.services.platform_errors import PlatformError
from bot.services.ports import Clock
from bot.web import sse

_log = get_logger("chat")
_QUEUED = 256
_RESUMABLE = 400
_JUST_NOW = timedelta(seconds=10)
_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the stream; `id` grows, and a page that comes back names the last one it saw.

    What is told to one person alone has no `id`: it is no change of the chat, and is not told again.
    """

    id: int | None
    name: str
    data: Mapping[str, Any]

    def encoded(self) -> bytes:
        """The event as the stream carries it."""
        data = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return sse.encoded(self.name, data, self.id)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What changes are about, as it is now."""

    messages: Mapping[int | None, Stored]
    people: Mapping[str | None, Person]


@dataclass(eq=False)
class Client:
    """An open page. One that reads too slowly loses its queue and is told to load everything anew."""

    viewer: Viewer
    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(_QUEUED))

    def put(self, event: Event | None) -> None:
        """Queue an event; None ends the stream."""
        if self.queue.full() or event is None:
            while not self.queue.empty():
                self.queue.get_nowait()
            event = event and Event(event.id, "reset", {})
        self.queue.put_nowait(event)


class Hub:
    """Follows the store while any page is open."""

    def __init__(self, store: Store, views: Views, clock: Clock) -> None:
        self._store = store
        self._views = views
        self._clock = clock
        self._clients: sse.Listeners[Client] = sse.Listeners(lambda client: client.put(None))
        self.on_ended: Callable[[Sequence[Stored]], Awaitable[None]] | None = None
        """Is told of the cards of debates that have ended, when they are edited."""

    @property
    def viewers(self) -> frozenset[str]:
        """Who has a page open."""
        return frozenset(client.viewer.person for client in self._clients.all)

    @property
    def is_following(self) -> bool:
        """Whether the store is followed."""
        return self._clients.is_following

    async def join(self, viewer: Viewer, last_seen: int | None) -> tuple[Client, int, Sequence[Event]]:
        """A new page: its client, the latest change, and the events that it missed since `last_seen`.

        A page that never saw any gets those of the last seconds, so that nothing is lost between its
        loading and its listening.
        """
        latest = await self._store.last_change()
        client = Client(viewer)
        self._clients.join(client, lambda: self._follow(latest))
        try:
            return client, latest, await self._missed(viewer, last_seen)
        except BaseException:
            self.leave(client)
            raise

    def leave(self, client: Client) -> None:
        """A page of the chat is gone."""
        self._clients.leave(client)

    def tell_alone(self, person: str, name: str, data: Mapping[str, Any]) -> None:
        """Tell something to the pages of one person, and to nobody else's."""
        for client in self._clients.all:
            if client.viewer.person == person:
                client.put(Event(None, name, data))

    async def close(self) -> None:
        """End the streams of all pages."""
        await self._clients.close()

    async def _missed(self, viewer: Viewer, last_seen: int | None) -> Sequence[Event]:
        latest = await self._store.last_change()
        if last_seen is None:
            changes = await self._store.changes_since(micros(self._clock.now() - _JUST_NOW))
        else:
            try:
                changes = await self._store.changes(last_seen, _RESUMABLE + 1)
            except Missed:
                return [Event(latest, "reset", {})]
            if last_seen > latest or len(changes) > _RESUMABLE:
                return [Event(latest, "reset", {})]
        return [event for _, event in self._events(await self._load(changes), changes, [viewer])]

    async def _follow(self, after: int) -> None:
        while True:
            try:
                async for changes in self._store.follow(after):
                    after = changes[-1].id if changes else after
                    await self._tell(changes)
            except Exception as error:
                if not isinstance(error, Missed | PlatformError):
                    _log.exception("the stream of events stumbled")
                await asyncio.sleep(_PAUSE_SECONDS)
                with suppress(PlatformError):
                    after = await self._store.last_change()
                    for client in self._clients.all:
                        client.put(Event(after, "reset", {}))

    async def _tell(self, changes: Sequence[Change]) -> None:
        seen = await self._load(changes)
        for viewer, event in self._events(seen, changes, {client.viewer for client in self._clients.all}):
            for client in self._clients.all:
                if client.viewer == viewer:
                    client.put(event)
        edited = {change.message for change in changes if change.kind is ChangeKind.MESSAGE}
        cards = [seen.messages[number] for number in edited & seen.messages.keys()]
        ended = [card for card in cards if card.kind is Kind.CARD and card.content.get("state") != "open"]
        if ended and self.on_ended is not None:
            await self.on_ended(ended)

    async def _load(self, changes: Sequence[Change]) -> _Seen:
        numbers = {c.message for c in changes if c.message is not None and c.kind is not ChangeKind.DELETED}
        arrived = [c.person for c in changes if c.kind is ChangeKind.PERSON and c.person is not None]
        messages = await self._store.load(numbers) if numbers else []
        people = [await self._store.person(person) for person in arrived]
        return _Seen({stored.number: stored for stored in messages}, {p.id: p for p in people if p is not None})

    def _events(
        self, seen: _Seen, changes: Sequence[Change], viewers: Iterable[Viewer]
    ) -> Iterable[tuple[Viewer, Event]]:
        """The events of `changes` for each viewer; several changes of one message are one event."""
        newest = {change.message: change.id for change in changes if change.kind is not ChangeKind.DELETED}
        viewers = list(viewers)
        for change in changes:
            match change.kind:
                case ChangeKind.DELETED:
                    gone = Event(change.id, "deleted", self._views.deleted(change))
                    yield from ((viewer, gone) for viewer in viewers)
                case ChangeKind.PERSON if not change.held:
                    yield from ((viewer, Event(change.id, "people", {})) for viewer in viewers)
                case ChangeKind.PERSON if change.person in seen.people:
                    person = seen.people[change.person]
                    for viewer in viewers:
                        yield viewer, Event(change.id, "person", self._views.person(person, viewer.locale))
                case _ if newest.get(change.message) == change.id and change.message in seen.messages:
                    stored = seen.messages[change.message]
                    for viewer in viewers:
                        if (shown := self._views.message_or_none(stored, viewer)) is not None:
                            yield viewer, Event(change.id, "message", shown)


async def stream(request: web.Request, hub: Hub, viewer: Viewer) -> web.StreamResponse:
    """Tell a page of `viewer` what it has missed and then what changes, until the page is gone or the bot stops."""
    seen = request.headers.get("Last-Event-ID", "")
    client, latest, missed = await hub.join(viewer, int(seen) if re.fullmatch("[0-9]{1,18}", seen) else None)
    after = missed[-1].id or latest if missed else latest

    async def news() -> bytes | None:
        event = await client.queue.get()
        if event is None:
            return None
        is_new = event.id is None or event.id > after or event.name == "reset"
        return event.encoded() if is_new else b""

    beginning = b"\n" + b"".join(event.encoded() for event in missed) if missed else f"id: {latest}\n\n".encode()
    try:
        return await sse.stream(request, news, retry=1000, beginning=beginning)
    finally:
        hub.leave(client)


_complain = Throttle(get_logger("chat"))


class Ballots:
    """Follows what counts while pages are open. One ballot holds under every post of its debate."""

    def __init__(self, platform: LocalPlatform, hub: Hub) -> None:
        self._platform = platform
        self._hub = hub
        self._turn = asyncio.Lock()
        platform.events.on_counted = self._counted
        hub.on_ended = self._ended

    async def among(self, messages: Iterable[Stored], me: str) -> Mapping[str, Sequence[int]]:
        """The options that the ballots of `me` in the debates of `messages` count for, as far as that is known."""
        ballots = {}
        for message in messages:
            if message.kind is Kind.CARD:
                held = await self._platform.held(me, message.channel, f"m{message.number}")
                if held is not None:
                    ballots[str(message.content["debate"])] = held
        return ballots

    async def _counted(self, marks: Sequence[MarkEvent]) -> None:
        """Tell those who marked, and have a page open, what counts now; to fail is no reason to hold up the marks."""
        try:
            for person in {mark.voter.native for mark in marks} & self._hub.viewers:
                numbers = {message_number(mark.message) or 0 for mark in marks if mark.voter.native == person}
                await self._tell(await self._platform.store.load(numbers), person)
        except PlatformError as error:
            _complain.exception("a page was not told what its ballot counts for", error)

    async def _ended(self, cards: Sequence[Stored]) -> None:
        """The closing recount may have changed anybody's ballot."""
        for person in self._hub.viewers:
            await self._tell(cards, person)

    async def _tell(self, messages: Iterable[Stored], person: str) -> None:
        async with self._turn:
            for message in messages:
                for debate, held in (await self.among([message], person)).items():
                    if held or not _waits(message, person):
                        self._hub.tell_alone(person, "ballot", {"debate": debate, "held": held})


def _waits(card: Stored, person: str) -> bool:
    """Whether a vote stands under an open card: if the ledger has none, it waits until the post is known to be said."""
    if card.content.get("state") != "open":
        return False
    options = {plain(bar["emoji"]) for bar in card.content["bars"]}
    return any(
        plain(reaction.emoji) in options and any(one.id == person for one in reaction.people)
        for reaction in card.reactions
    )
