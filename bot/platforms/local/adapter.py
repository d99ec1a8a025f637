"""The platform named `local`: the ports Platform, Messenger and Reader over the chat's own store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.core.articles import Mascot
from bot.core.buttons import Press
from bot.core.debates import Channel, Post
from bot.core.emoji import plain
from bot.core.marks import Voter
from bot.core.messages import Confirmation, Line, Message, Reply
from bot.core.recounts import Scan
from bot.core.times import Micros, micros
from bot.core.words import LOCALES, Words
from bot.errors import StorageError
from bot.platforms.local import refusals
from bot.platforms.local.chat_records import Draft
from bot.platforms.local.chat_store import Store
from bot.platforms.local.events import Events
from bot.platforms.local.fault_injection import Faults
from bot.platforms.local.first_people import editors, first_people
from bot.platforms.local.identifiers import BOT, PLATFORM, message_number, thread_number, voter_of
from bot.platforms.local.members import Members
from bot.platforms.local.message_rendering import article_of, content_of, kind_of
from bot.sentences import Sentence, sentence
from bot.services.asked import Asker, Completion
from bot.services.commands.grammar import read
from bot.services.platform_errors import Impossible, MessageGone
from bot.services.ports import Clock, Inbound, Seen, ignored
from bot.services.records import Comment, Sent

_BOT_FACE = "🏛️"
_FRESH = timedelta(hours=1)


class LocalPlatform:
    """The local chat as a platform. Nothing is opened before it is used.

    `admins` are ids of people whom the page shows as admins and lets delete any message; whether a
    command is allowed is the commands' own business. No member may be called like one of the `mascots`.
    `faults` are for tests.
    """

    name = PLATFORM

    def __init__(
        self,
        store_path: Path,
        channels: Sequence[Channel],
        clock: Clock,
        words: Callable[[str], Words],
        *,
        admins: frozenset[str] = frozenset(),
        locale: str,
        mascots: Callable[[], Mapping[str, Mascot]] = dict,
        faults: Faults | None = None,
    ) -> None:
        self.channels: Mapping[str, Channel] = {channel.id: channel for channel in channels}
        self.store = Store(store_path, clock, first_people(locale))
        self.members = Members(self.store, self.channels, admins, self._belonging)
        self._mascots = mascots
        self.locale = locale
        self._clock = clock
        self._words = words
        self._faults = faults or Faults()
        self.events = Events(self.store, clock, self._faults)
        self._inbound: Inbound | None = None

    # Platform

    async def run(self, inbound: Inbound) -> None:
        """Hand over what happens from now on; what happened before is for a recount to find."""
        await self.members.set_apart()
        after = await self.store.last_change()
        self._inbound = inbound
        try:
            await self.events.run(inbound, after)
        finally:
            self._inbound = None

    def ready(self) -> Sentence | None:
        """None while the chat's events are being followed."""
        if self._faults.unreachable:
            return sentence("local-unreachable")
        return None if self._inbound is not None else sentence("local-not-started")

    async def close(self) -> None:
        """Let go of the store."""
        await self.store.close()

    def refresh_every(self, age: timedelta) -> timedelta:
        """Often: nothing here limits how many edits are made."""
        return timedelta(milliseconds=300) if age < _FRESH else timedelta(seconds=2)

    async def command(self, asker: Asker, text: str) -> Reply:
        """Answer `/debate text`. Raises Refusal while nobody takes commands."""
        if self._inbound is None:
            raise refusals.not_running()
        return await self._inbound.commands.answer(read(text, asker))

    async def complete(self, asker: Asker, text: str, most: int) -> Sequence[Completion]:
        """At most `most` ways to go on with a command's text; none while nobody takes commands."""
        return () if self._inbound is None else await self._inbound.commands.complete_line(asker, text, most)

    async def feedback(self, asker: Asker, rating: int, line: str) -> Reply:
        """Take what was filled into the form of `/debate feedback`. Raises Refusal while nobody takes commands."""
        if self._inbound is None:
            raise refusals.not_running()
        return await self._inbound.commands.feedback(asker, rating, line)

    async def press(
        self, person: str, message: str, option: int, locale: str, waits: Callable[[], bool] = lambda: True
    ) -> Confirmation:
        """Press an option's button on a card; the answer is for this person only, and nothing of it is kept here.

        `waits` tells whether whoever pressed is still there for the answer.
        Raises Refusal for a message that is no such card, for a button that it has not, or while nobody takes votes.
        """
        card = await self.members.message(message_number(message) or 0)
        if not card.content.get("buttons") or option not in range(len(card.content["bars"])):
            raise refusals.bad_request()
        if self._inbound is None:
            raise refusals.not_running()
        received_at = micros(self._clock.now())
        inbound = self._inbound
        press = Press(PLATFORM, card.channel, message, voter_of(person), option, received_at, locale)
        said = await inbound.presses.take(press)
        if waits() and not said.is_error:
            await inbound.presses.answered(press)
        return said

    async def held(self, person: str, channel: str, message: str) -> tuple[int, ...] | None:
        """The options of a card that this person's ballot counts for, by the ledger; None while it can't be asked."""
        if self._inbound is None:
            return None
        try:
            return await self._inbound.presses.held(PLATFORM, channel, message, voter_of(person))
        except StorageError:
            return None

    # Remembering

    erases = True

    async def everything(self, voter: Voter) -> Mapping[str, Any]:
        """All that the chat's store keeps of a member; nothing of who came with the chat and has done nothing there."""
        told = await self.store.everything(voter.native)
        if not self.keeps_name(voter):
            return told
        return told if told.get("messages") or told.get("reactions") else {}

    def keeps_name(self, voter: Voter) -> bool:
        """Whether somebody came with the chat, so that anybody may be that."""
        return voter.native in {one.id for one in first_people(self.locale)}

    async def forget(self, voter: Voter, going_on: Collection[str]) -> None:
        """Forget a member; who came with the chat stays, without all that they have done there."""
        numbers = [number for message in going_on if (number := message_number(message)) is not None]
        await self.store.forget(voter.native, numbers, self.keeps_name(voter))

    async def overwrite(self) -> bool:
        """Overwrite in the store's file what was deleted."""
        return await self.store.overwrite()

    # Messenger

    async def send(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        """Add a message, also if one was sent under `key` before."""
        await self._reach()
        self._faults.before_send(key)
        draft = Draft(
            channel,
            kind_of(message),
            content_of(message),
            author=self.author(channel, message),
            thread=self._thread(thread),
            key=key,
            article=article_of(message),
        )
        try:
            number = await self.store.write(draft)
        except refusals.Refusal as refusal:
            raise MessageGone(sentence("local-thread-deleted")) from refusal
        self._faults.after_send()
        return f"m{number}"

    async def find(self, channel: str, key: str, since: datetime, thread: str | None = None) -> str | None:
        """The first message that was sent under `key`."""
        await self._reach()
        number = await self.store.find(channel, key, micros(since), self._thread(thread))
        return None if number is None else f"m{number}"

    async def own_since(self, channel: str, since: datetime) -> Sequence[Sent]:
        """What carries a key in a channel since then, without its threads."""
        await self._reach()
        return [Sent(f"m{number}", key) for number, key in await self.store.keys_since(channel, micros(since))]

    async def edit(self, channel: str, message_id: str, message: Message, key: str | None = None) -> None:
        del key
        await self._reach()
        if not await self.store.edit(_number(message_id), kind_of(message), content_of(message), article_of(message)):
            raise _gone(message_id, channel)
        self._faults.after_edit()

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        await self._reach()
        try:
            await self.store.react(_number(message_id), BOT, emoji, on=True)
        except refusals.Refusal as refusal:
            if refusal.status == refusals.gone().status:
                raise _gone(message_id, channel) from refusal
            full = sentence("local-reactions-full", message=message_id, limit=refusals.REACTION_LIMIT)
            raise Impossible(full) from refusal

    async def open_thread(self, channel: str, message_id: str, title: str) -> str:
        await self._reach()
        number = await self.store.open_thread(_number(message_id), title)
        if number is None:
            raise _gone(message_id, channel)
        return f"t{number}"

    async def scan(self, channel: str, message_id: str, emoji: Iterable[str], thread: str | None = None) -> Scan:
        """Every reaction of a message that stands for one of `emoji`; here an id needs no thread."""
        del thread
        await self._reach()
        held = await self.store.holders(_number(message_id))
        if held is None:
            raise _gone(message_id, channel)
        wanted = frozenset(emoji)
        found = {raw: people for raw, people in held.items() if plain(raw) in wanted}
        return self._faults.distort(
            Scan(
                holders={
                    raw: frozenset(voter_of(person) for person in people if person != BOT)
                    for raw, people in found.items()
                },
                own=frozenset(plain(raw) for raw, people in found.items() if BOT in people),
            )
        )

    async def replies(
        self, channel: str, thread: str, seen: Seen = ignored, before: Micros | None = None
    ) -> Mapping[str, Voter] | None:
        await self._reach()
        number = thread_number(thread)
        found = await self.store.authors(number, before) if number is not None else None
        if found is None:
            raise MessageGone(sentence("local-no-thread-in", thread=thread, channel=channel))
        replies = {f"m{reply}": voter_of(person) for reply, person in found.items()}
        seen(replies)
        return replies

    def link(self, channel: str, message_id: str, thread: str | None = None) -> str | None:
        """The message's place on the chat's page, or the thread that it is in."""
        if channel not in self.channels:
            return None
        return f"/chat#{message_id}" if thread is None else f"/chat#/{quote(channel, safe='')}/{quote(thread, safe='')}"

    async def comments(self, post: Post, limit: int, retold: int) -> Sequence[Comment]:
        """The latest `limit` comments under a post, oldest first, as they are now."""
        del retold
        thread = thread_number(post.thread or "")
        return await self.store.comments(thread, limit) if thread is not None else []

    def is_public(self, channel: str) -> bool | None:
        """Every channel of the chat is open to whoever can open the chat."""
        return True if channel in self.channels else None

    def author(self, channel: str, message: Message | None = None) -> Mapping[str, str]:
        """Who says a message: a mascot its line, the bot all else. Impossible for a channel that isn't ours."""
        place = self.channels.get(channel)
        if place is None:
            raise Impossible(sentence("local-no-channel", channel=channel))
        if isinstance(message, Line):
            return {"kind": "mascot", "name": message.speaker, "emoji": message.emoji}
        return {"kind": "bot", "name": self._words(place.locale).say("chat-bot-name"), "emoji": _BOT_FACE}

    def _belonging(self) -> Iterable[str]:
        """The names of the mascots, the bot and the editor, in every language."""
        for mascot in self._mascots().values():
            yield from (mascot.key, *mascot.names.values())
        yield from (self._words(locale).say("chat-bot-name") for locale in LOCALES)
        yield from editors()

    async def _reach(self) -> None:
        if self._faults.slow:
            await self._clock.sleep(self._faults.slow)
        self._faults.before_call()

    def _thread(self, thread: str | None) -> int | None:
        if thread is None:
            return None
        number = thread_number(thread)
        if number is None:
            raise MessageGone(sentence("local-no-thread", thread=thread))
        return number


def _number(message_id: str) -> int:
    number = message_number(message_id)
    if number is None:
        raise MessageGone(sentence("local-no-message", message=message_id))
    return number


def _gone(message_id: str, channel: str) -> MessageGone:
    return MessageGone(sentence("local-message-deleted", message=message_id, channel=channel))
