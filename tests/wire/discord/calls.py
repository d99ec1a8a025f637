"""A request as its handler sees it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import emoji as names
from aiohttp import web

from tests.wire.discord import permissions, rendering
from tests.wire.discord.checking import check_message, pings_of
from tests.wire.discord.model import Attachment, Channel, Emoji, Guild, Message, User, snowflake
from tests.wire.discord.refusals import (
    invalid,
    missing_access,
    missing_permissions,
    unknown_channel,
    unknown_emoji,
    unknown_guild,
    unknown_message,
)
from tests.wire.discord.world import World

Files = Mapping[str, tuple[str, bytes]]
"""The form's field `files[N]` → file name and content."""


@dataclass(frozen=True)
class Call:
    """A request that is carried out."""

    world: World
    request: web.Request
    body: Any
    files: Files

    @property
    def me(self) -> User:
        """The bot."""
        return self.world.me

    @property
    def query(self) -> Mapping[str, str]:
        """The query's parameters."""
        return self.request.query

    def part(self, name: str) -> str:
        """A part of the path."""
        return self.request.match_info[name]

    def number(self, name: str) -> int:
        """A part of the path that is an id."""
        found = self.part(name)
        if not found.isdecimal():
            raise invalid(**{name: f'Value "{found}" is not snowflake.'})
        return int(found)

    def limit(self, default: int, most: int) -> int:
        """The query's `limit`."""
        asked = self.query.get("limit", str(default))
        if not asked.isdecimal() or not 1 <= int(asked) <= most:
            raise invalid(limit=f"int value should be between 1 and {most}.")
        return int(asked)

    def guild(self) -> Guild:
        """The path's guild; the bot must be in it."""
        guild = self.world.guilds.get(self.number("guild"))
        if guild is None:
            raise unknown_guild()
        if self.me.id not in guild.members:
            raise missing_access()
        return guild

    def channel(self, *needed: str) -> Channel:
        """The path's channel; the bot must see it, and have these permissions in it."""
        channel = self.world.channels.get(self.number("channel"))
        if channel is None:
            raise unknown_channel()
        self.need(channel, *needed)
        return channel

    def need(self, channel: Channel, *needed: str) -> None:
        """Raise the refusal if the bot may not see the channel, or lacks one of these."""
        if not permissions.may(channel, self.me.id, "View Channel"):
            raise missing_access()
        if not all(permissions.may(channel, self.me.id, name) for name in needed):
            raise missing_permissions()

    def message(self, *needed: str) -> Message:
        """The path's message, in a channel with these permissions."""
        channel = self.channel(*needed)
        message = channel.messages.get(self.number("message"))
        if message is None:
            raise unknown_message()
        return message

    def emoji(self, guild: Guild, *, external: bool) -> Emoji:
        """The path's emoji, which must exist; `external` says that other guilds' may be used."""
        asked = self.part("emoji")
        custom = re.fullmatch(r"(?:a:)?\w+:(\d+)", asked)
        if custom:
            found = self.world.emojis.get(int(custom[1]))
            if found is None or (found.id not in guild.emojis and not external):
                raise unknown_emoji()
            return found
        if not (names.is_emoji(asked) or names.is_emoji(f"{asked}\ufe0f")):
            raise unknown_emoji()
        return Emoji(asked)


def fill(message: Message, body: Mapping[str, Any], files: Files, *, new: bool) -> None:
    """Put a body that was checked into a message, as a send or an edit does."""
    check_message(body, files=len(files), editing=not new)
    if new or "content" in body:
        message.content = body.get("content") or ""
    if new or "components" in body:
        message.components = list(body.get("components") or [])
    if "attachments" in body or new:
        message.attachments = _attachments(message, body.get("attachments") or [], files, new=new)
    elif files:
        message.attachments += _attachments(message, [], files, new=new)
    if new or "embeds" in body:
        message.embeds = [_embed(message, embed) for embed in body.get("embeds") or []]
    if "flags" in body:
        message.flags = body["flags"]
    if new and body.get("nonce") is not None:
        message.nonce = str(body["nonce"])
    if not new:
        message.edited = time.time()
    may_ping_all = permissions.may(message.channel, message.author.id, "Mention Everyone")
    message.pings += pings_of(body, message.content, may_ping_all=may_ping_all)
    message.bodies.append(dict(body))


def _attachments(message: Message, told: list[dict[str, Any]], files: Files, *, new: bool) -> list[Attachment]:
    """Kept ones first, then each file with what was told of it."""
    by_number = {str(one.get("id")): one for one in told}
    kept = [] if new else [one for one in message.attachments if str(one.id) in by_number]
    fresh = []
    for field, (filename, content) in files.items():
        number = re.sub(r"\D", "", field) or "0"
        about = by_number.get(number, {})
        if len(about.get("description") or "") > 1024:
            raise invalid(attachments__description="Must be 1024 or fewer in length.")
        fresh.append(Attachment(snowflake(), about.get("filename") or filename, about.get("description"), content))
    return kept + fresh


def _embed(message: Message, embed: Mapping[str, Any]) -> dict[str, Any]:
    """An embed as it comes back: of the type `rich`, attachments by their address."""
    urls = {f"attachment://{one.filename}": rendering.attachment_url(message, one) for one in message.attachments}
    found = {"type": "rich", **embed}
    for part in ("image", "thumbnail"):
        picture = embed.get(part)
        if picture and str(picture.get("url", "")).startswith("attachment://"):
            if picture["url"] not in urls:
                raise invalid(embeds__image="Unknown attachment")
            found[part] = picture | {"url": urls[picture["url"]]}
    return found
