"""Saying things on Discord: every send and every edit mentions nobody."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import Any

import discord

from bot.core.debates import DebateState
from bot.core.messages import Card, Message, Picture
from bot.core.words import Words
from bot.platforms.discord.api import Api
from bot.platforms.discord.api_errors import (
    LOOKED_FOR,
    NO_PERMISSION,
    OLD_MESSAGE_LIMIT,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    TOO_LARGE,
    UNKNOWN_CHANNEL,
    Task,
    code_of,
)
from bot.platforms.discord.channel_directory import ChannelLookup, Guilds
from bot.platforms.discord.identifiers import path_of, signed
from bot.platforms.discord.message_rendering import PICTURE_FILE, Json, body, picture_of
from bot.platforms.discord.message_text import fit
from bot.platforms.discord.rate_limits import Priority
from bot.sentences import sentence
from bot.services.platform_errors import MessageGone, PlatformError, TryLater, Unclear

_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_THREAD_NAME = 100
_ARCHIVED_AFTER = 10_080
"""Minutes without a word after which Discord puts a thread away; the longest that it takes [doc]."""
SEND = ("View Channel", "Send Messages", "Embed Links")
SEND_IN_THREAD = ("View Channel", "Send Messages in Threads", "Embed Links")
REACT = ("View Channel", "Read Message History", "Add Reactions")
THREADS = ("View Channel", "Read Message History", "Create Public Threads")


class Sender:
    """Sends, edits, reacts and opens threads."""

    def __init__(self, rest: Api, guilds: Guilds, places: ChannelLookup, words: Callable[[str], Words]) -> None:
        """`words` gives the words of a channel, by its id."""
        self._rest = rest
        self._guilds = guilds
        self._places = places
        self._words = words
        self._edits_rest: dict[str, float] = {}

    async def send(self, channel: str, message: Message, key: str, thread: str | None) -> str:
        """Send `message`; gives its id. A repeat within some minutes gives the first one's, by its nonce [doc]."""
        await self._places.learn(channel)
        made = signed(body(message, self._words(channel)), key, self._guilds.link(channel))
        picture = picture_of(message)
        place = thread or channel
        name = self._guilds.name(channel)
        if thread is None:
            task = Task(sentence("discord-task-post", channel=name), needs=SEND, once=True)
        else:
            task = Task(sentence("discord-task-post-in-thread", channel=name), needs=SEND_IN_THREAD, once=True)
        try:
            try:
                answer = await self._post(task, place, made, picture)
            except PlatformError as failure:
                if thread is None or code_of(failure) != THREAD_ARCHIVED or isinstance(failure, Unclear):
                    raise
                await self._bring_back(thread)
                answer = await self._post(task, place, made, picture)
        except PlatformError as failure:
            if thread is not None and code_of(failure) == UNKNOWN_CHANNEL and not isinstance(failure, Unclear):
                raise MessageGone(sentence("discord-thread-deleted")) from failure
            raise await self._places.explained(failure, task, place) from failure
        if not isinstance(answer, dict) or not answer.get("id"):
            raise Unclear(sentence("discord-answer-without-message"), LOOKED_FOR)
        return str(answer["id"])

    async def edit(self, channel: str, message_id: str, message: Message, key: str | None = None) -> None:
        """Replace what a message says; the sign of `key` stays in it."""
        live = isinstance(message, Card) and message.state is DebateState.OPEN
        now = asyncio.get_running_loop().time()
        if live and now < (until := self._edits_rest.get(channel, 0.0)):
            raise TryLater(sentence("discord-old-edits-limited"), after=until - now)
        task = Task(sentence("discord-task-edit", channel=self._guilds.name(channel)), needs=SEND)
        try:
            await self._rest.call(
                Priority.REFRESH if live else Priority.SAY,
                task,
                "PATCH",
                _MESSAGE,
                {"channel_id": channel, "message_id": message_id},
                body=self._edited(message, key, channel),
                picture=_file(picture_of(message)),
            )
        except TryLater as failure:
            if code_of(failure) == OLD_MESSAGE_LIMIT and failure.after is not None:
                self._edits_rest[channel] = now + failure.after
            raise
        except PlatformError as failure:
            raise await self._places.gone_or_explained(failure, task, channel) from failure

    def _edited(self, message: Message, key: str | None, channel: str) -> Json:
        made = body(message, self._words(channel))
        if key is None:
            return made
        # A nonce is for what is sent alone.
        kept = signed(made, key, self._guilds.link(channel))
        return {name: value for name, value in kept.items() if not name.endswith("nonce")}

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        """Add the bot's own reaction; adding it again changes nothing [doc]."""
        task = Task(sentence("discord-task-react", channel=self._guilds.name(channel), emoji=emoji), needs=REACT)
        try:
            await self._rest.call(
                Priority.PREPARE,
                task,
                "PUT",
                _MESSAGE + "/reactions/{emoji}/@me",
                {"channel_id": channel, "message_id": message_id, "emoji": path_of(emoji)},
            )
        except PlatformError as failure:
            raise await self._places.gone_or_explained(failure, task, channel) from failure

    async def open_thread(self, channel: str, message_id: str, title: str) -> str:
        """The thread of a message, which has the message's own id [doc]; made if there is none."""
        await self._places.learn(channel)
        task = Task(sentence("discord-task-open-thread", channel=self._guilds.name(channel)), needs=THREADS)
        try:
            answer = await self._rest.call(
                Priority.PREPARE,
                task,
                "POST",
                _MESSAGE + "/threads",
                {"channel_id": channel, "message_id": message_id},
                body={"name": fit(title, _THREAD_NAME), "auto_archive_duration": _ARCHIVED_AFTER},
            )
        except PlatformError as failure:
            if code_of(failure) == THREAD_EXISTS:
                return message_id
            raise await self._places.gone_or_explained(failure, task, channel) from failure
        return str(answer["id"]) if isinstance(answer, dict) and answer.get("id") else message_id

    async def _post(self, task: Task, place: str, made: Json, picture: Picture | None) -> Any:
        """Send; where Discord takes the words but not the picture, the words alone."""
        try:
            return await self._rest.call(
                Priority.SAY, task, "POST", _MESSAGES, {"channel_id": place}, body=made, picture=_file(picture)
            )
        except PlatformError as failure:
            if picture is None or code_of(failure) not in (NO_PERMISSION, TOO_LARGE) or isinstance(failure, Unclear):
                raise
        bare = {**made, "embeds": [{k: v for k, v in embed.items() if k != "image"} for embed in made["embeds"]]}
        bare.pop("attachments", None)
        return await self._rest.call(Priority.SAY, task, "POST", _MESSAGES, {"channel_id": place}, body=bare)

    async def _bring_back(self, thread: str) -> None:
        """Take a thread out of the archive, where it can't be written to [doc: by a message it comes back itself]."""
        task = Task(sentence("discord-task-unarchive"), needs=("Manage Threads",))
        await self._rest.call(
            Priority.SAY, task, "PATCH", "/channels/{channel_id}", {"channel_id": thread}, body={"archived": False}
        )


def _file(picture: Picture | None) -> discord.File | None:
    return None if picture is None else discord.File(io.BytesIO(picture.png), PICTURE_FILE)
