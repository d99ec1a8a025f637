"""Reading a channel's or a thread's history, and never taking what can't be read for empty.

Without Read Message History Discord gives an empty list and no error [doc].
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import discord

from bot.core.marks import Voter
from bot.core.times import Micros, micros
from bot.platforms.discord.budget import Urgency
from bot.platforms.discord.failures import UNKNOWN_CHANNEL, WHERE, Task, code_of
from bot.platforms.discord.guilds import Guilds
from bot.platforms.discord.marking import carries, sign_of
from bot.platforms.discord.places import Places
from bot.platforms.discord.rest import Rest
from bot.platforms.discord.voters import voter_of
from bot.services.outcomes import MessageGone, PlatformError, Unclear
from bot.services.ports import Seen, ignored

_PAGE = 100
READ = ("View Channel", "Read Message History")
DEFAULT, REPLY = 0, 19
"""The types of messages that people write [doc]."""


class Reader:
    """Finds what the bot has sent, and who replied in a thread."""

    def __init__(self, rest: Rest, guilds: Guilds, places: Places) -> None:
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
            async for message in self._history(place, Urgency.SAY):
                if carries(message, sign):
                    found = str(message["id"])
                if _time_of(message) < since:
                    break
        except PlatformError as failure:
            if thread is not None and code_of(failure) == UNKNOWN_CHANNEL:
                raise MessageGone("The thread has been deleted.") from failure
            raise
        return found

    async def replies(self, thread: str, seen: Seen = ignored, before: Micros | None = None) -> Mapping[str, Voter]:
        """Every reply of people in a thread; none where it is deleted. Raises PlatformError.

        Those at or after `before` are left out, and `seen` is told of each as soon as it is read.
        """
        found: dict[str, Voter] = {}
        try:
            async for message in self._history(thread, Urgency.RECOUNT):
                voter = author_of(message)
                if voter is not None and (before is None or micros(_time_of(message)) < before):
                    found[str(message["id"])] = voter
                    seen({str(message["id"]): voter})
        except PlatformError as failure:
            if code_of(failure) == UNKNOWN_CHANNEL:
                return {}
            raise
        return found

    async def _history(self, place: str, urgency: Urgency) -> AsyncIterator[Mapping[str, Any]]:
        """Every message of a channel or thread, newest first."""
        task = Task(f"read the history of {self._guilds.name(place)}", needs=READ)
        before: str | None = None
        while True:
            page = await self._page(place, urgency, task, before)
            for message in page:
                yield message
            if len(page) < _PAGE:
                break
            oldest = min((str(message["id"]) for message in page), key=int)
            if before is not None and int(oldest) >= int(before):
                raise PlatformError("Discord's pages of the history do not go on.")
            before = oldest
        if page:
            return
        if before is None:
            await self._prove_empty(place)
        elif not await self._page(place, urgency, task, None):
            raise Unclear(f"The history of {self._guilds.name(place)} can't be read any more.")

    async def _page(self, place: str, urgency: Urgency, task: Task, before: str | None) -> list[Mapping[str, Any]]:
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
            raise PlatformError("Discord answered without a list of messages.")
        return page

    async def _prove_empty(self, place: str) -> None:
        """Raise Unclear unless an empty history means that there is nothing: the bot may read, and nothing is there."""
        name = self._guilds.name(place)
        lacking = await self._places.lacking(place, READ)
        if lacking:
            raise Unclear(
                f"The bot lacks {' and '.join(lacking)} in {name}, so nobody knows what is there.",
                f"Allow it: {WHERE}.",
            )
        last = await self._places.last_message(place)
        if last is not None and (lacking is None or await self._places.has(place, last)):
            raise Unclear(
                f"Discord shows no history of {name}, though there are messages.",
                f"Check that the bot may Read Message History: {WHERE}.",
            )


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
