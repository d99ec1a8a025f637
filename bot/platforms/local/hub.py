"""Server-sent events: every change of the chat to every open page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.core.times import micros
from bot.log import get_logger
from bot.platforms.local.changes import Missed
from bot.platforms.local.records import Change, ChangeKind, Kind, Person, Stored
from bot.platforms.local.store import Store
from bot.platforms.local.views import Views
from bot.services.outcomes import PlatformError
from bot.services.ports import Clock

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
        number = "" if self.id is None else f"id: {self.id}\n"
        return f"{number}event: {self.name}\ndata: {data}\n\n".encode()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What changes are about, as it is now."""

    messages: Mapping[int | None, Stored]
    people: Mapping[str | None, Person]


@dataclass(eq=False)
class Client:
    """An open page. One that reads too slowly loses its queue and is told to load everything anew."""

    person: str
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
        self._clients: set[Client] = set()
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.on_ended: Callable[[Sequence[Stored]], Awaitable[None]] | None = None
        """Is told of the cards of debates that have ended, when they are edited."""

    @property
    def viewers(self) -> frozenset[str]:
        """Who has a page open."""
        return frozenset(client.person for client in self._clients)

    async def join(self, person: str, last_seen: int | None) -> tuple[Client, int, Sequence[Event]]:
        """A new page: its client, the latest change, and the events that it missed since `last_seen`.

        A page that never saw any gets those of the last seconds, so that nothing is lost between its
        loading and its listening.
        """
        latest = await self._store.last_change()
        client = Client(person)
        self._clients.add(client)
        if self._closed:
            client.put(None)
        elif self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow(latest))
        try:
            return client, latest, await self._missed(person, last_seen)
        except BaseException:
            self.leave(client)
            raise

    def leave(self, client: Client) -> None:
        """The page is gone."""
        self._clients.discard(client)
        if not self._clients and self._task is not None:
            self._task.cancel()
            self._task = None

    def tell_alone(self, person: str, name: str, data: Mapping[str, Any]) -> None:
        """Tell something to the pages of one person, and to nobody else's."""
        for client in self._clients:
            if client.person == person:
                client.put(Event(None, name, data))

    async def close(self) -> None:
        """End every stream at once."""
        self._closed = True
        for client in self._clients:
            client.put(None)
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _missed(self, person: str, last_seen: int | None) -> Sequence[Event]:
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
        return [event for _, event in self._events(await self._load(changes), changes, [person])]

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
                    for client in self._clients:
                        client.put(Event(after, "reset", {}))

    async def _tell(self, changes: Sequence[Change]) -> None:
        seen = await self._load(changes)
        for person, event in self._events(seen, changes, self.viewers):
            for client in self._clients:
                if client.person == person:
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

    def _events(self, seen: _Seen, changes: Sequence[Change], viewers: Iterable[str]) -> Iterable[tuple[str, Event]]:
        """The events of `changes` for each viewer; several changes of one message are one event."""
        newest = {change.message: change.id for change in changes if change.kind is not ChangeKind.DELETED}
        viewers = list(viewers)
        for change in changes:
            match change.kind:
                case ChangeKind.DELETED:
                    gone = Event(change.id, "deleted", self._views.deleted(change))
                    yield from ((person, gone) for person in viewers)
                case ChangeKind.PERSON if change.person in seen.people:
                    arrived = Event(change.id, "person", self._views.person(seen.people[change.person]))
                    yield from ((person, arrived) for person in viewers)
                case _ if newest.get(change.message) == change.id and change.message in seen.messages:
                    stored = seen.messages[change.message]
                    for person in viewers:
                        if (shown := self._views.message_or_none(stored, person)) is not None:
                            yield person, Event(change.id, "message", shown)
