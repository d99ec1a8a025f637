"""Reading back what is on Discord, and never taking what can't be read for empty: what the bot has sent, the replies in
a thread, and who holds which variant of an emoji.

Without Read Message History Discord gives an empty list and no error. Of reactions it gives a hundred bare users a
page, and tells normal and burst ones apart only if asked for each [doc].
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from bot.core.marks import Voter
from bot.core.recounts import Scan
from bot.core.times import Micros, micros
from bot.platforms.discord.api import Api
from bot.platforms.discord.api_errors import UNKNOWN_CHANNEL, Task, code_of
from bot.platforms.discord.channel_directory import ChannelLookup, Guilds
from bot.platforms.discord.identifiers import carries, is_signed, path_of_present, reaction_of, sign_of, voter_of
from bot.platforms.discord.permissions import PERMISSIONS
from bot.platforms.discord.rate_limits import Priority
from bot.sentences import all_of, sentence
from bot.services.platform_errors import MessageGone, PlatformError, Unclear
from bot.services.ports import Seen, ignored
from bot.services.records import Sent

_PAGE = 100
READ = ("View Channel", "Read Message History")
DEFAULT, REPLY = 0, 19
"""The types of messages that people write [doc]."""


class Reader:
    """Finds what the bot has sent, and who replied in a thread."""

    def __init__(self, rest: Api, guilds: Guilds, places: ChannelLookup) -> None:
        self._rest = rest
        self._guilds = guilds
        self._places = places

    async def find(self, channel: str, key: str, since: datetime, thread: str | None) -> str | None:
        """What was sent under `key` since then; None when certainly nothing was. Raises PlatformError."""
        await self._places.learn(channel)
        place = thread or channel
        sign = sign_of(key)
        found: str | None = None
        try:
            async for message in self._history(place, Priority.SAY):
                if carries(message, sign):
                    found = str(message["id"])
                if _time_of(message) < since:
                    break
        except PlatformError as failure:
            if thread is not None and code_of(failure) == UNKNOWN_CHANNEL:
                raise MessageGone(sentence("discord-thread-deleted")) from failure
            raise
        return found

    async def own_since(self, channel: str, since: datetime) -> list[Sent]:
        """What the bot said in a channel since then, newest first; of its key Discord has the hash alone."""
        await self._places.learn(channel)
        found = []
        async for message in self._history(channel, Priority.RECOUNT):
            if _time_of(message) < since:
                break
            if str((message.get("author") or {}).get("id")) == self._rest.me and is_signed(message):
                found.append(Sent(str(message["id"])))
        return found

    async def replies(self, thread: str, seen: Seen = ignored, before: Micros | None = None) -> Mapping[str, Voter]:
        """Every reply of people in a thread; none where it is deleted. Raises PlatformError.

        Those at or after `before` are left out, and `seen` is told of each as soon as it is read.
        """
        found: dict[str, Voter] = {}
        try:
            async for message in self._history(thread, Priority.RECOUNT):
                voter = author_of(message)
                if voter is not None and (before is None or micros(_time_of(message)) < before):
                    found[str(message["id"])] = voter
                    seen({str(message["id"]): voter})
        except PlatformError as failure:
            if code_of(failure) == UNKNOWN_CHANNEL:
                return {}
            raise
        return found

    async def _history(self, place: str, urgency: Priority) -> AsyncIterator[Mapping[str, Any]]:
        """Every message of a channel or thread, newest first."""
        task = Task(sentence("discord-task-read-history", channel=self._guilds.name(place)), needs=READ)
        before: str | None = None
        while True:
            page = await self._page(place, urgency, task, before)
            for message in page:
                yield message
            if len(page) < _PAGE:
                break
            oldest = min((str(message["id"]) for message in page), key=int)
            if before is not None and int(oldest) >= int(before):
                raise PlatformError(sentence("discord-history-ends-nowhere"))
            before = oldest
        if page:
            return
        if before is None:
            await self._prove_empty(place)
        elif not await self._page(place, urgency, task, None):
            raise Unclear(sentence("discord-history-unreadable", channel=self._guilds.name(place)))

    async def _page(self, place: str, urgency: Priority, task: Task, before: str | None) -> list[Mapping[str, Any]]:
        params: dict[str, str | int] = {"limit": _PAGE}
        if before is not None:
            params["before"] = before
        try:
            page = await self._rest.call(
                urgency, task, "GET", "/channels/{channel_id}/messages", {"channel_id": place}, params=params
            )
        except PlatformError as failure:
            raise await self._places.explained(failure, task, place) from failure.__cause__
        if not isinstance(page, list):
            raise PlatformError(sentence("discord-answer-without-messages"))
        return page

    async def _prove_empty(self, place: str) -> None:
        """Raise Unclear unless an empty history means that there is nothing: the bot may read, and nothing is there."""
        name = self._guilds.name(place)
        lacking = await self._places.lacking(place, READ)
        if lacking:
            named = all_of([PERMISSIONS[each] for each in lacking])
            raise Unclear(sentence("discord-history-lacking", channel=name, lacking=named))
        last = await self._places.last_message(place)
        if last is not None and (lacking is None or await self._places.has(place, last)):
            raise Unclear(sentence("discord-history-hidden", channel=name))


def author_of(message: Mapping[str, Any]) -> Voter | None:
    """The person who wrote a message; None for bots, webhooks and what Discord itself writes."""
    author = message.get("author") or {}
    if message.get("type", DEFAULT) not in (DEFAULT, REPLY) or author.get("bot") or message.get("webhook_id"):
        return None
    return voter_of(str(author["id"])) if author.get("id") else None


def _time_of(message: Mapping[str, Any]) -> datetime:
    """When a message was sent: as it says, else as its id says [doc: Snowflakes]."""
    told = message.get("timestamp")
    return datetime.fromisoformat(told) if told else discord.utils.snowflake_time(int(message["id"]))


_NORMAL, _BURST = 0, 1
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


@dataclass(frozen=True, slots=True)
class _Variant:
    """A reaction as the message lists it: all who hold it, normal and burst together."""

    emoji: Mapping[str, Any]
    plain: str
    count: int


class Scanner:
    """Scans messages, a few requests at a time."""

    def __init__(self, rest: Api, guilds: Guilds, places: ChannelLookup) -> None:
        self._rest = rest
        self._guilds = guilds
        self._places = places

    async def scan(self, place: str, message: str, emoji: Iterable[str]) -> Scan:
        """Every reaction that stands for one of `emoji`. Raises PlatformError; what could not be read is not nobody.

        A list that stays shorter than its count is short: Discord's counts can be wrong [thread], but which of the
        two is can't be told from here, and a vote that is taken away by mistake is worse than one that stays.
        The counts are read before and after, so that whoever took a reaction back meanwhile is not missed.
        """
        await self._places.learn(place)
        wanted = frozenset(emoji)
        before = await self._variants(place, message, wanted)
        lists = await asyncio.gather(*(self._holders(place, message, variant) for variant in before.values()))
        found = dict(zip(before, lists, strict=True))
        suspect = [raw for raw, (normal, burst) in found.items() if len(normal) + len(burst) < before[raw].count]
        after = await self._variants(place, message, wanted) if suspect else before
        short = {raw for raw in suspect if sum(map(len, found[raw])) < (after[raw].count if raw in after else 0)}
        return self._told(before, found, short)

    def _told(
        self, variants: Mapping[str, _Variant], found: Mapping[str, tuple[_Users, _Users]], short: set[str]
    ) -> Scan:
        holders: dict[str, frozenset[Voter]] = {}
        shorts: set[str] = set()
        own: set[str] = set()
        for raw, kinds in found.items():
            for burst, users in zip((False, True), kinds, strict=True):
                reaction, plain = reaction_of(variants[raw].emoji, burst=burst)
                if raw in short:
                    shorts.add(reaction)
                if self._rest.me in users:
                    own.add(plain)
                people = frozenset(voter_of(user) for user, bot in users.items() if not bot)
                if people:
                    holders[reaction] = people
        return Scan(holders=holders, short=frozenset(shorts), own=frozenset(own))

    async def _variants(self, place: str, message: str, wanted: frozenset[str]) -> dict[str, _Variant]:
        task = self._task(place)
        try:
            ids = {"channel_id": place, "message_id": message}
            told = await self._rest.call(Priority.RECOUNT, task, "GET", _MESSAGE, ids)
        except PlatformError as failure:
            raise await self._places.gone_or_explained(failure, task, place) from failure.__cause__
        if not isinstance(told, dict):
            raise PlatformError(sentence("discord-answer-without-message-read"))
        variants: dict[str, _Variant] = {}
        for reaction in told.get("reactions") or ():
            raw, plain = reaction_of(reaction["emoji"], burst=False)
            if plain in wanted:
                variants[raw] = _Variant(reaction["emoji"], plain, int(reaction.get("count") or 0))
        return variants

    async def _holders(self, place: str, message: str, variant: _Variant) -> tuple[_Users, _Users]:
        """Who holds a variant, normal and burst; a server that can't tell them apart has no burst ones."""
        normal = await self._users(place, message, variant, _NORMAL)
        burst = await self._users(place, message, variant, _BURST)
        same = burst.keys() == normal.keys() and variant.count < len(normal) + len(burst)
        return normal, {} if same else burst

    async def _users(self, place: str, message: str, variant: _Variant, kind: int) -> _Users:
        """Everybody who holds a variant, page by page: user ids, and whether it is a bot."""
        task = self._task(place)
        users: _Users = {}
        after = "0"
        while True:
            try:
                page = await self._rest.call(
                    Priority.RECOUNT,
                    task,
                    "GET",
                    _MESSAGE + "/reactions/{emoji}",
                    {"channel_id": place, "message_id": message, "emoji": path_of_present(variant.emoji)},
                    params={"limit": _PAGE, "type": kind, "after": after},
                )
            except PlatformError as failure:
                raise await self._places.gone_or_explained(failure, task, place) from failure.__cause__
            if not isinstance(page, list):
                raise PlatformError(sentence("discord-answer-without-users"))
            if not page:
                return users
            users.update((str(user["id"]), bool(user.get("bot"))) for user in page)
            last = _last(page)
            if len(page) < _PAGE or int(last) <= int(after):
                return users
            after = last

    def _task(self, place: str) -> Task:
        return Task(sentence("discord-task-read-reactions", channel=self._guilds.name(place)), needs=READ)


_Users = dict[str, bool]


def _last(page: Sequence[Mapping[str, Any]]) -> str:
    return max((str(user["id"]) for user in page), key=int)
