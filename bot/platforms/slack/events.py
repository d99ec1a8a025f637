"""Slack's events, handed to the bot: a reaction is durable when its handler returns.

Every handler may be called again for the same event, by a redelivery, without any effect.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.bounded import BoundedDict
from bot.core.emoji import plain, unmarked
from bot.core.marks import MarkEvent, Voter
from bot.core.sparks import SPARK_EMOJI
from bot.core.times import Micros, micros
from bot.platforms.slack.accounts import Accounts
from bot.platforms.slack.api import Identity
from bot.platforms.slack.channel_directory import ChannelIds
from bot.platforms.slack.emoji_aliases import EmojiAliases
from bot.platforms.slack.identifiers import PLATFORM, EmojiNames, micros_of
from bot.services.ports import PLACE, Clock, Inbound

Event = Mapping[str, Any]
SAID = frozenset({None, "", "thread_broadcast", "file_share", "me_message"})
"""Subtypes of messages that are somebody's words (docs.slack.dev/reference/events/message)."""
_REMEMBERED = 10_000
_WITHIN = 1.5
"""Seconds that a reaction waits for what its name stands for, of the three until Slack sends it again."""


class Events:
    """Takes the events that the bot lives by.

    `doubt` is called when Slack says that the token has gone, `talked` with channel and
    thread of a reply that comes or goes.
    """

    def __init__(
        self,
        inbound: Inbound,
        identity: Identity,
        accounts: Accounts,
        names: EmojiNames,
        aliases: EmojiAliases,
        places: ChannelIds,
        clock: Clock,
        *,
        doubt: Callable[[], None],
        talked: Callable[[tuple[str, str]], None],
        heard_in: Callable[[str, str], None],
    ) -> None:
        self._inbound = inbound
        self._identity = identity
        self._accounts = accounts
        self._names = names
        self._aliases = aliases
        self._places = places
        self._clock = clock
        self._doubt = doubt
        self._talked = talked
        self._heard_in = heard_in
        self._gone: BoundedDict[tuple[str, str], None] = BoundedDict(_REMEMBERED)
        self._plain: BoundedDict[str, str] = BoundedDict(_REMEMBERED)
        self._untold: deque[Event] = deque()
        self.absent: set[str] = set()
        """Channels that the bot is known not to be in."""
        self._came_and_went: BoundedDict[str, Micros] = BoundedDict(_REMEMBERED)
        self._handlers: Mapping[str, Callable[[Event], Awaitable[None]]] = {
            "reaction_added": self._reaction_added,
            "reaction_removed": self._reaction_removed,
            "message": self._message,
            "member_joined_channel": self._joined,
            "channel_left": self._left,
            "group_left": self._left,
            "channel_id_changed": self._moved,
            "emoji_changed": self._emoji_changed,
            "tokens_revoked": self._token_gone,
            "app_uninstalled": self._token_gone,
        }

    async def take(self, event: Event) -> bool:
        """Take an event; False where it is none of these. Raises StorageError: then it must be delivered again."""
        handler = self._handlers.get(event.get("type") or "")
        if handler is None:
            return False
        await handler(event)
        return True

    async def limited(self) -> None:
        """Slack has left events out (`app_rate_limited`). Raises StorageError."""
        await self._inbound.connectivity.missed_events(PLATFORM)

    def voter(self, user: str) -> Voter:
        """The voter behind a Slack user, whatever workspace a shared channel's user comes from."""
        return Voter(PLATFORM, self._identity.team, user)

    def moves(self, channel: str) -> Micros | None:
        """When the bot came into a channel or left it last, as far as events have told."""
        return self._came_and_went.get(channel)

    async def _reaction_added(self, event: Event) -> None:
        await self._reaction(event, added=True)

    async def _reaction_removed(self, event: Event) -> None:
        await self._reaction(event, added=False)

    async def _reaction(self, event: Event, *, added: bool) -> None:
        item = _part(event, "item")
        user, name = _text(event, "user"), _text(event, "reaction")
        channel, message = self._channel(item), _text(item, "ts")
        if not (user and name and channel and message) or self._is_no_voter(user):
            return
        if not self._aliases.are_known((name,)):
            if not self._may_be_ours(channel, message, name):
                return
            if not await self._learns(name):
                await self._keep(event, channel)
                return
        reaction = self._names.reaction(name)
        stands_for = self._stands_for(reaction)
        if not self._inbound.messages.concerns(PLATFORM, channel, message, stands_for):
            return
        await self._inbound.marks.record(
            MarkEvent(
                platform=PLATFORM,
                channel=channel,
                message=message,
                voter=self.voter(user),
                reaction=reaction,
                plain=stands_for,
                added=added,
                received_at=micros(self._clock.now()),
                at=micros_of(event.get("event_ts")),
            )
        )
        self._accounts.meet(user)

    def _may_be_ours(self, channel: str, message: str, name: str) -> bool:
        """Whether a reaction may be ours, whatever its name stands for."""
        return any(
            self._inbound.messages.concerns(PLATFORM, channel, message, stands) for stands in (name, SPARK_EMOJI)
        )

    async def _learns(self, name: str) -> bool:
        """Whether it is learnt in time what a name stands for: Slack waits for the acknowledgement."""
        try:
            async with asyncio.timeout(_WITHIN):
                await self._aliases.told((name,))
        except TimeoutError:
            return False
        return True

    async def _keep(self, event: Event, channel: str) -> None:
        """Keep a reaction of which nobody knows yet what it stands for. Raises StorageError.

        Its post is due for a recount, so that it is not lost with this process either.
        """
        if not any(self._channel(_part(kept, "item")) == channel for kept in self._untold):
            await self._inbound.connectivity.recount(PLATFORM, (channel,))
        self._untold.append(event)
        while len(self._untold) > _REMEMBERED:
            self._untold.popleft()

    async def take_kept(self) -> None:
        """Take the reactions that were kept, now that it is told what names stand for. Raises StorageError."""
        for _ in range(len(self._untold)):
            event = self._untold.popleft()
            try:
                await self.take(event)
            except BaseException:
                self._untold.appendleft(event)
                raise

    async def _emoji_changed(self, _: Event) -> None:
        self._aliases.outdate()

    async def _message(self, event: Event) -> None:
        subtype = event.get("subtype")
        # `channel_convert_to_private` is such a message too, and says "group" [doc].
        if kind := _text(event, "channel_type"):
            self._heard_in(_text(event, "channel"), kind)
        if subtype in SAID:
            await self._said(event)
        elif subtype == "message_deleted":
            await self._deleted(event, _text(event, "deleted_ts"), _part(event, "previous_message"))
        elif subtype == "message_changed":
            # A deleted message with replies stays as a tombstone [mem].
            now = _part(event, "message")
            if now.get("subtype") == "tombstone":
                await self._deleted(event, _text(now, "ts"), _part(event, "previous_message") or now)
            else:
                await self._reworded(self._channel(event), now)

    async def _reworded(self, channel: str, now: Event) -> None:
        """A reply says something else, also under a debate that has ended."""
        thread = _text(now, "thread_ts")
        if channel and thread and thread != _text(now, "ts") and not now.get("bot_id"):
            await self._inbound.messages.retold(PLATFORM, channel, thread)

    async def _said(self, event: Event) -> None:
        thread, reply, user = _text(event, "thread_ts"), _text(event, "ts"), _text(event, "user")
        channel = self._channel(event)
        if not (thread and reply and user) or thread == reply or (channel, reply) in self._gone:
            return
        if event.get("bot_id") or self._is_no_voter(user) or not self._is_ours(channel, thread):
            return
        self._talked((channel, thread))
        await self._inbound.messages.replied(PLATFORM, channel, thread, reply, self.voter(user), True)
        self._accounts.meet(user)

    async def _deleted(self, event: Event, message: str, previous: Event) -> None:
        channel = self._channel(event)
        if not message or not channel:
            return
        self._gone[channel, message] = None
        thread = _text(previous, "thread_ts")
        if thread and thread != message:
            user = _text(previous, "user")
            if not self._is_ours(channel, thread):
                await self._inbound.messages.retold(PLATFORM, channel, thread)
                return
            self._talked((channel, thread))
            await self._inbound.messages.replied(
                PLATFORM, channel, thread, message, self.voter(user) if user else None, False
            )
        else:
            await self._inbound.messages.deleted(PLATFORM, channel, message)

    async def _joined(self, event: Event) -> None:
        channel = self._channel(event)
        if event.get("user") != self._identity.user or not channel:
            return
        if self._is_news(channel, event):
            await self._inbound.connectivity.listens(PLATFORM, (channel,), why=PLACE)
            self.absent.discard(channel)
        await self._inbound.greeter.joined(PLATFORM, channel, None)

    async def _left(self, event: Event) -> None:
        channel = self._channel(event)
        if channel and self._is_news(channel, event):
            now = micros(self._clock.now())
            at = micros_of(event.get("event_ts"))
            self.absent.add(channel)
            self._inbound.connectivity.deaf(PLATFORM, (channel,), why=PLACE, since=now if at is None else min(at, now))

    def _is_news(self, channel: str, event: Event) -> bool:
        """Whether nothing later has been told of the bot's coming and going there."""
        at = micros_of(event.get("event_ts")) or micros(self._clock.now())
        if at < self._came_and_went.get(channel, 0):
            return False
        self._came_and_went[channel] = at
        return True

    async def _moved(self, event: Event) -> None:
        self._places.learn(_text(event, "old_channel_id"), _text(event, "new_channel_id"))
        await self._places.note()

    def _channel(self, fields: Event) -> str:
        """The channel that is told of, under the id that the bot uses."""
        return self._places.ours(_text(fields, "channel"))

    async def _token_gone(self, _: Event) -> None:
        self._doubt()

    def _is_no_voter(self, user: str) -> bool:
        return user == self._identity.user or self._accounts.is_bot(user)

    def _is_ours(self, channel: str, thread: str) -> bool:
        return self._inbound.messages.concerns(PLATFORM, channel, thread, "")

    def _stands_for(self, reaction: str) -> str:
        known = self._plain.get(reaction)
        if known is None:
            known = self._plain[reaction] = plain(unmarked(reaction))
        return known


def _text(fields: Event, name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def _part(fields: Event, name: str) -> Event:
    found = fields.get(name)
    return found if isinstance(found, Mapping) else {}
