"""Saying things on Slack, once: sending under a key, looking for what was sent, editing, reacting, pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from bot.bounded import BoundedDict
from bot.core.debates import DebateState
from bot.core.messages import Card, Line, Message, Result
from bot.core.times import micros
from bot.core.words import Words
from bot.log import get_logger
from bot.platforms.slack.api import (
    PAGE,
    Api,
    Page,
    messages_of,
    pages,
)
from bot.platforms.slack.api_errors import AlreadyReacted, BlocksRefused, ScopeMissing
from bot.platforms.slack.identifiers import micros_of, slack_name
from bot.platforms.slack.message_rendering import body
from bot.platforms.slack.rate_limits import Priority
from bot.sentences import sentence
from bot.services.platform_errors import Impossible, PlatformError, Unclear
from bot.services.records import Sent

EVENT_TYPE = "agora_delivery"
"""The type of the metadata that carries a delivery's key."""
_LOOKS = 2
_BETWEEN_LOOKS = 2.0
"""Seconds between two looks for a message: what was sent a moment ago may not be in the history yet [mem]."""
_CUSTOMIZE = "chat:write.customize"
_PICTURE_TRIES = 3
_PICTURE_PAUSE = 1.0
"""A picture can't be shown before Slack has looked at it, which takes a moment [thread]."""
_PICTURES_KEPT = 50
"""Charts that are remembered by their file while their result is not said; one forgotten is uploaded again."""
_log = get_logger("slack")


class Sender:
    """Says what the bot has to say."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._own_voice: bool | None = None
        self._pictures: BoundedDict[str, str] = BoundedDict(_PICTURES_KEPT)

    async def send(self, channel: str, message: Message, words: Words, key: str, thread: str | None) -> str:
        """Post a message; gives its `ts`. Raises PlatformError."""
        if isinstance(message, Line):
            return await self._say_line(channel, message, words, key, thread)
        if isinstance(message, Result) and message.picture is not None:
            return await self._say_with_picture(channel, message, words, key, thread)
        return await self._post(channel, body(message, words), key, thread)

    async def find(self, channel: str, key: str, since: datetime, thread: str | None) -> str | None:
        """The `ts` of what was sent under `key`; None when two looks at the history show nothing of it."""
        for look in range(_LOOKS):
            if look:
                await asyncio.sleep(_BETWEEN_LOOKS)
            async for message in self._history(channel, since, thread):
                if _key_of(message) == key and message.get("ts"):
                    return str(message["ts"])
        return None

    async def own_since(self, channel: str, since: datetime) -> list[Sent]:
        """What was sent under a key in a channel since then."""
        found = []
        async for message in self._history(channel, since, None):
            key, ts = _key_of(message), message.get("ts")
            if key is not None and ts and (micros_of(ts) or 0) >= micros(since):
                found.append(Sent(str(ts), key))
        return found

    async def edit(self, channel: str, message_id: str, message: Message, words: Words) -> None:
        """Replace a message's content, blocks and all. Raises PlatformError."""
        live = isinstance(message, Card) and message.state is DebateState.OPEN
        content = body(message, words)
        await self._api.read(
            "chat.update",
            lambda client: client.chat_update(
                channel=channel, ts=message_id, text=content["text"], blocks=content["blocks"]
            ),
            channel=channel,
            rank=Priority.REFRESH if live else Priority.SAY,
        )

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        """Add the bot's own reaction; one that is there already is as good. Raises PlatformError."""
        name = slack_name(emoji)
        if name is None:
            raise Impossible(sentence("slack-has-no-emoji", emoji=emoji))
        try:
            await self._api.read(
                "reactions.add",
                lambda client: client.reactions_add(channel=channel, timestamp=message_id, name=name),
                channel=channel,
                rank=Priority.SAY,
            )
        except AlreadyReacted:
            return

    async def _say_line(self, channel: str, line: Line, words: Words, key: str, thread: str | None) -> str:
        """A mascot's line in its own voice, or named where the app may not speak under other names."""
        if await self._has_own_voice():
            try:
                return await self._post(channel, body(line, words), key, thread)
            except ScopeMissing as failure:
                if failure.scope and _CUSTOMIZE not in failure.scope:
                    raise
                self._own_voice = False
                _log.warning("mascots are named in their lines", reason=str(failure))
        return await self._post(channel, body(line, words, own_voice=False), key, thread)

    async def _has_own_voice(self) -> bool:
        if self._own_voice is None:
            scopes = (await self._api.identity()).scopes
            self._own_voice = scopes is None or _CUSTOMIZE in scopes
        return self._own_voice

    async def _say_with_picture(self, channel: str, result: Result, words: Words, key: str, thread: str | None) -> str:
        """A result with its chart; without it, rather than not at all."""
        picture = await self._picture(result, key)
        if picture is not None:
            for _ in range(_PICTURE_TRIES):
                try:
                    said = await self._post(channel, body(result, words, picture), key, thread)
                except BlocksRefused:
                    await asyncio.sleep(_PICTURE_PAUSE)
                else:
                    self._pictures.pop(key, None)
                    return said
            self._pictures.pop(key, None)
            _log.warning("a result is said without its picture: Slack does not show it", channel=channel)
        return await self._post(channel, body(result, words), key, thread)

    async def _picture(self, result: Result, key: str) -> str | None:
        """The id of the chart's file, uploaded once for each delivery; None where that fails."""
        if result.picture is None:
            return None
        if key not in self._pictures:
            try:
                self._pictures[key] = await self._api.upload(
                    f"{result.debate}.png", result.picture.png, result.title, result.picture.alternative
                )
            except PlatformError as failure:
                _log.warning("a result is said without its picture", reason=str(failure))
                return None
        return self._pictures[key]

    async def _post(self, channel: str, content: Mapping[str, Any], key: str, thread: str | None) -> str:
        answer = await self._api.say(
            "chat.postMessage",
            lambda client: client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                **content,
            ),
            channel=channel,
        )
        ts = answer.get("ts")
        if not ts:
            raise Unclear(sentence("slack-message-unnamed"))
        return str(ts)

    async def _history(self, channel: str, since: datetime, thread: str | None) -> AsyncIterator[Mapping[str, Any]]:
        """A thread's messages, or a channel's back to `since`, with their metadata. Raises PlatformError.

        Where to stop is decided here and not by Slack's `oldest`: the first page is looked through in any case, so
        that clocks which differ hide nothing.
        """
        wanted: dict[str, Any] = {"channel": channel, "limit": PAGE, "include_all_metadata": True}

        async def read(cursor: str | None) -> Page:
            if thread is None:
                return await self._api.read(
                    "conversations.history",
                    lambda client: client.conversations_history(cursor=cursor, **wanted),
                    channel=channel,
                    rank=Priority.SAY,
                )
            return await self._api.read(
                "conversations.replies",
                lambda client: client.conversations_replies(ts=thread, cursor=cursor, **wanted),
                channel=channel,
                rank=Priority.SAY,
            )

        async for page in pages(read):
            messages = messages_of(page)
            for message in messages:
                yield message
            if thread is None and all((micros_of(message.get("ts")) or 0) < micros(since) for message in messages):
                return


def _key_of(message: Mapping[str, Any]) -> str | None:
    """The delivery's key in a message's metadata."""
    metadata = message.get("metadata")
    if not isinstance(metadata, Mapping) or metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    key = payload.get("key") if isinstance(payload, Mapping) else None
    return key if isinstance(key, str) else None
